import { registry } from "@web/core/registry";

/** @returns {string} the selector of what a column means, in the assistant */
function meaning(name) {
    return `.modal [name=column_ids] .o_data_row:has(td[name=name]:contains('${name}')) td[name=role]`;
}

/** A table whose dates can be read in two ways: refused, described by choosing, imported. */
registry.category("web_tour.tours").add("bank_reconcile_plus_sheet_assistant", {
    steps: () => [
        {
            content: "Say what the columns mean",
            trigger: "button[name=action_describe_sheet]",
            run: "click",
        },
        { trigger: ".modal .alert-warning:contains('03/04/2026')" },
        { trigger: `${meaning("Amount")}:contains('Amount')` },
        { trigger: ".modal .o_bank_sheet_preview td:contains('3 Apr 2026')" },
        {
            content: "Choose how dates are written",
            trigger: ".modal [name=date_order] input",
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains('Month, day, year')", run: "click" },
        { trigger: ".modal .o_bank_sheet_preview td:contains('4 Mar 2026')" },
        { trigger: ".modal .o_bank_sheet_preview .fa-check" },
        {
            content: "Keep it and import the file",
            trigger: ".modal button[name=action_import]",
            run: "click",
        },
        { trigger: "[name=result_ids] td[name=status]:contains('Imported')" },
    ],
});
