// What eslint checks in the addon's JavaScript; its form is prettier's business.
// dev/lint says where the packages are (NODE_PATH); after `npm ci` here, eslint finds them itself.
const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
    { ignores: ["**/static/lib/**", ".dev/**"] },
    js.configs.recommended,
    {
        files: ["**/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2023,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly", owl: "readonly" },
        },
        rules: {
            eqeqeq: ["error", "smart"],
            "no-console": "error",
            "no-shadow": "error",
            "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "no-var": "error",
            "prefer-const": "error",
        },
    },
    {
        files: ["**/*.cjs"],
        languageOptions: { sourceType: "commonjs", globals: globals.node },
    },
];
