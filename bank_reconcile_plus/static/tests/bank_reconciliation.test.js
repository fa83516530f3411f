import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { hover, leave, press, queryAllAttributes, queryAllTexts, queryAttribute, queryText } from "@odoo/hoot-dom";
import { animationFrame, Deferred, runAllTimers } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const LINES = ".o_bank_reconciliation_pane:eq(0)";
const ITEMS = ".o_bank_reconciliation_pane:eq(1)";

class Statement extends models.Model {
    _name = "account.bank.statement";
    name = fields.Char();
    _records = [{ id: 1, name: "BNK1 10" }];
    _views = {
        form: `
            <form js_class="bank_reconciliation_form">
                <header>
                    <widget name="bank_reconciliation_button" action="post" method="action_post_statement" string="Post" hotkey="o"/>
                </header>
                <field name="name"/>
                <widget name="bank_reconciliation_warnings"/>
                <widget name="bank_reconciliation_button" action="accept" method="accept_lines" selection="lines" string="Accept" key="a" next="1"/>
                <widget name="bank_reconciliation_button" action="match" method="match_by_hand" selection="lines,items" string="Match" key="enter" hotkey="x" preview="1"/>
                <widget name="bank_reconciliation_button" action="receivable" method="set_receivable" selection="lines" string="Receivable" confirm="Sure?"/>
                <widget name="bank_reconciliation_pane" pane="lines" string="Lines" model="account.bank.statement.line" options="{'list_view_id': 10, 'search_view_id': 11}"/>
                <widget name="bank_reconciliation_pane" pane="items" string="Ledger" string_selected="Candidates" model="account.move.line" options="{'list_view_id': 20, 'search_view_id': 21, 'domain': [('open', '=', True)]}"/>
                <widget name="bank_reconciliation_totals"/>
            </form>`,
    };
}

class StatementLine extends models.Model {
    _name = "account.bank.statement.line";
    text = fields.Char();
    statement_id = fields.Many2one({ relation: "account.bank.statement" });
    state = fields.Selection({
        selection: [
            ["open", "Open"],
            ["proposed", "Proposed"],
        ],
    });
    why = fields.Char();
    _records = [
        { id: 1, text: "one", statement_id: 1, state: "open" },
        { id: 2, text: "two", statement_id: 1, state: "proposed", why: "Amount agrees" },
        { id: 3, text: "three", statement_id: 1, state: "open" },
        { id: 4, text: "of another statement", statement_id: false, state: "open" },
    ];
    _views = {
        "list,10": `<list js_class="bank_reconciliation_list" create="0"><field name="text"/><field name="state" widget="bank_match_badge" options="{'words': 'why'}"/><field name="why" column_invisible="1"/></list>`,
        "search,11": `<search><field name="text"/></search>`,
    };
}

class Item extends models.Model {
    _name = "account.move.line";
    name = fields.Char();
    open = fields.Boolean();
    _records = [
        { id: 7, name: "seven", open: true },
        { id: 8, name: "eight", open: true },
        { id: 9, name: "closed", open: false },
    ];
    _views = {
        "list,20": `<list js_class="bank_reconciliation_list" create="0"><field name="name"/></list>`,
        "search,21": `<search><field name="name"/></search>`,
    };
}

defineMailModels();
defineModels([Statement, StatementLine, Item]);

/** What the server would say; `said` collects what it was asked. */
function answer(given = {}) {
    const said = [];
    const on = { enabled: true, why: "" };
    onRpc("account.bank.statement", "get_reconciliation", ({ args }) => {
        said.push(["get_reconciliation", args[1], args[2]]);
        const [, lines, items] = args;
        return {
            currency_id: 1,
            totals: { lines: 60, selected_lines: lines.length * 10, selected_items: items.length * 5 },
            counts: { lines: 3, left: 2, proposed: 1, accepted: 0, posted: 0 },
            buttons: {
                accept: lines.length ? on : { enabled: false, why: "Select a line first." },
                match: lines.length && items.length ? on : { enabled: false, why: "Select both." },
                receivable: on,
                post: { enabled: false, why: "10.00 is left." },
            },
            warnings: [],
            linked: { line_ids: [], item_ids: lines.includes(2) ? [8] : [] },
            ...given,
        };
    });
    for (const method of ["accept_lines", "match_by_hand", "set_receivable", "next_open_line", "preview_match"]) {
        onRpc("account.bank.statement", method, ({ args }) => {
            said.push([method, ...args.slice(1)]);
            return given[method] ? given[method](...args.slice(1)) : true;
        });
    }
    return said;
}

async function open() {
    await mountView({ type: "form", resModel: "account.bank.statement", resId: 1 });
    await settle();
}

async function settle() {
    await animationFrame();
    await runAllTimers();
    await animationFrame();
    await animationFrame();
}

const row = (pane, index) => `${pane} .o_data_row:eq(${index}) .o_field_cell:eq(0)`;

async function click(target, options) {
    await contains(target).click(options);
    await settle();
}

test("two lists of their own, each with its own domain and search", async () => {
    answer();
    await open();
    expect(queryAllTexts(`${LINES} .o_data_row td[name=text]`)).toEqual(["one", "two", "three"]);
    expect(queryAllTexts(`${ITEMS} .o_data_row`)).toEqual(["seven", "eight"]);
    expect(".o_bank_reconciliation_pane .o_searchview").toHaveCount(2);
    expect(queryText(`${LINES} .o_bank_pane_title`)).toMatch(/2 of 3 left/);
});

test("a click on a line selects it alone, and the items follow it", async () => {
    const said = answer();
    onRpc("account.move.line", "web_search_read", ({ kwargs }) => {
        said.push(["items of", kwargs.context.bank_candidates_line_ids]);
    });
    await open();
    said.length = 0;
    await click(row(LINES, 0));
    await click(row(LINES, 2));
    expect(queryAllAttributes(`${LINES} .o_data_row`, "aria-selected")).toEqual(["false", "false", "true"]);
    expect(said.filter(([name]) => name === "get_reconciliation").at(-1)).toEqual(["get_reconciliation", [3], []]);
    expect(said.filter(([name]) => name === "items of").at(-1)).toEqual(["items of", [3]]);
    expect(queryText(`${ITEMS} h2`)).toBe("Candidates");
    await click(row(LINES, 2));
    expect(queryText(`${ITEMS} h2`)).toBe("Ledger");
});

test("Ctrl adds a line, items add up click by click", async () => {
    const said = answer();
    await open();
    await click(row(LINES, 0));
    await click(row(LINES, 1), { ctrlKey: true });
    await click(row(ITEMS, 0));
    await click(row(ITEMS, 1));
    expect(said.at(-1)).toEqual(["get_reconciliation", [1, 2], [7, 8]]);
    expect(queryText("[data-total=selected_lines]")).toMatch(/20\.00/);
    expect(queryText("[data-total=selected_items]")).toMatch(/10\.00/);
    await click(row(ITEMS, 0));
    expect(said.at(-1)).toEqual(["get_reconciliation", [1, 2], [8]]);
});

test("turning the page keeps what is selected, and says how many are elsewhere", async () => {
    patchWithCleanup(StatementLine._views, {
        "list,10": StatementLine._views["list,10"].replace("<list ", '<list limit="2" '),
    });
    const said = answer({ next_open_line: () => false });
    await open();
    await click(row(LINES, 1));
    await click(`${LINES} .o_pager_next`);
    expect(queryAllTexts(`${LINES} .o_data_row td[name=text]`)).toEqual(["three"]);
    expect(queryText(`${LINES} .o_bank_clear_selection`)).toBe("1 selected, 1 on other pages");
    await click(row(LINES, 0), { ctrlKey: true });
    expect(said.at(-1)).toEqual(["get_reconciliation", [2, 3], []]);
    expect(queryText(`${LINES} .o_bank_clear_selection`)).toBe("2 selected, 1 on other pages");
    await click("button[name=accept]");
    expect(said).toInclude(["accept_lines", [2, 3]]);
    await click(`${LINES} .o_pager_previous`);
    expect(queryAllAttributes(`${LINES} .o_data_row`, "aria-selected")).toEqual(["false", "true"]);
    await click(`${LINES} .o_bank_clear_selection`);
    expect(said.at(-1)).toEqual(["get_reconciliation", [], []]);
});

test("another search lets go what it does not show", async () => {
    const said = answer();
    await open();
    await click(row(LINES, 0));
    await click(row(LINES, 1), { ctrlKey: true });
    await contains(`${LINES} .o_searchview input`).edit("two", { confirm: false });
    await press("Enter");
    await settle();
    expect(queryAllTexts(`${LINES} .o_data_row td[name=text]`)).toEqual(["two"]);
    expect(said.at(-1)).toEqual(["get_reconciliation", [2], []]);
});

test("a reload that other candidates overtake is not waited for in vain", async () => {
    const said = answer({ next_open_line: () => 3 });
    const first = new Deferred();
    let waits = [];
    onRpc("account.move.line", "web_search_read", () => waits.shift());
    await open();
    await click(row(LINES, 1));
    await click(row(ITEMS, 0));
    waits = [first]; // the items' part of the reload after the acceptance
    await click("button[name=accept]");
    expect(said.some(([name]) => name === "next_open_line")).toBe(false);
    await click(row(LINES, 0)); // meanwhile other candidates come, and overtake it
    expect(queryAllAttributes(`${ITEMS} .o_data_row`, "aria-selected")).toEqual(["false", "false"]);
    first.resolve();
    await settle();
    expect(said).toInclude(["next_open_line", 1]);
    expect(queryAllAttributes(`${LINES} .o_data_row`, "aria-selected")).toEqual(["false", "false", "true"]);
    expect(queryAllAttributes(`${ITEMS} .o_data_row`, "aria-selected")).toEqual(["false", "false"]);
});

test("a row under the mouse lights up its counterparts", async () => {
    const said = answer();
    onRpc("account.bank.statement", "get_linked", ({ args }) => {
        said.push(["get_linked", ...args.slice(1)]);
        return { line_ids: [], item_ids: args[1].includes(1) ? [7] : [] };
    });
    await open();
    await hover(row(LINES, 0));
    await settle();
    expect(queryAllTexts(`${ITEMS} .o_data_row.o_bank_linked`)).toEqual(["seven"]);
    await leave();
    await settle();
    expect(`${ITEMS} .o_data_row.o_bank_linked`).toHaveCount(0);
    await hover(row(LINES, 0));
    await settle();
    expect(said.filter(([name]) => name === "get_linked")).toEqual([["get_linked", [1], []]], {
        message: "asked once",
    });
});

test("several clicks in a row are one question to the server", async () => {
    const said = answer();
    await open();
    said.length = 0;
    await contains(row(ITEMS, 0)).click();
    await contains(row(ITEMS, 1)).click();
    await settle();
    expect(said).toEqual([["get_reconciliation", [], [7, 8]]]);
});

test("what cannot be done says why and does nothing", async () => {
    const said = answer();
    await open();
    expect("button[name=post]").toHaveAttribute("aria-disabled", "true");
    expect(queryAttribute("button[name=post]", "data-tooltip")).toBe("Post (Alt+O): 10.00 is left.");
    await click("button[name=post]");
    expect(said.some(([name]) => name === "action_post_statement")).toBe(false);
});

test("accept goes on to the next open line", async () => {
    const said = answer({ next_open_line: () => 3 });
    await open();
    await click(row(LINES, 1));
    said.length = 0;
    await click("button[name=accept]");
    expect(said[0]).toEqual(["accept_lines", [2]]);
    expect(said).toInclude(["next_open_line", 2]);
    expect(queryAllAttributes(`${LINES} .o_data_row`, "aria-selected")).toEqual(["false", "false", "true"]);
});

test("one line that settles one item whole is matched without a question", async () => {
    const said = answer({
        preview_match: () => ({
            rows: [{ line_id: 1, item_id: 7, amount: 10, open_after: 0 }],
            difference: 0,
            words: "",
        }),
    });
    await open();
    await click(row(LINES, 0));
    await click(row(ITEMS, 0));
    await click("button[name=match]");
    expect(said).toInclude(["match_by_hand", [1], [7]]);
    expect(".o_bank_match_dialog").toHaveCount(0);
});

test("anything else shows the spread first, and an edited amount is spread anew", async () => {
    const said = answer({
        preview_match: (lines, items, amounts) => ({
            rows: [
                { line_id: 1, line: "one", item_id: 7, item: "seven", amount: amounts?.["1-7"] ?? 6, open_after: 0 },
                { line_id: 1, line: "one", item_id: 8, item: "eight", amount: 4, open_after: 1 },
            ],
            difference: amounts ? 3 : 0,
            words: "Oldest first",
        }),
    });
    await open();
    await click(row(LINES, 0));
    await click(row(ITEMS, 0));
    await click(row(ITEMS, 1));
    await click("button[name=match]");
    expect(".o_bank_match_dialog tbody tr").toHaveCount(2);
    expect(said.some(([name]) => name === "match_by_hand")).toBe(false);
    await contains(".o_bank_match_dialog .o_bank_applied:eq(0) input").edit("3", { confirm: "blur" });
    await settle();
    expect(said.at(-1)).toEqual(["preview_match", [1], [7, 8], { "1-7": 3 }]);
    expect(queryText(".o_bank_left")).toMatch(/3\.00/);
    await click(".o_bank_confirm_match");
    expect(said).toInclude(["match_by_hand", [1], [7, 8], { "1-7": 3 }]);
});

test("a difference within the tolerance is shown, and a person may say no to it", async () => {
    const said = answer({
        preview_match: (lines, items, amounts) => {
            const taken = amounts?.tolerance ?? true;
            return {
                rows: [{ line_id: 1, line: "one", item_id: 7, item: "seven", amount: 10, open_after: taken ? 0 : 4 }],
                difference: 0,
                tolerance: { words: "Write off 4.00 to Losses", taken },
                words: "",
            };
        },
    });
    await open();
    await click(row(LINES, 0));
    await click(row(ITEMS, 0));
    await click("button[name=match]");
    expect(".o_bank_match_dialog .form-check-label").toHaveText("Write off 4.00 to Losses");
    expect(".o_bank_match_dialog .o_bank_tolerance").toBeChecked();
    await contains(".o_bank_match_dialog .o_bank_tolerance").click();
    await settle();
    expect(said.at(-1)).toEqual(["preview_match", [1], [7], { tolerance: false }]);
    expect(".o_bank_match_dialog .o_bank_tolerance").not.toBeChecked();
    await click(".o_bank_confirm_match");
    expect(said).toInclude(["match_by_hand", [1], [7], { tolerance: false }]);
});

test("an amount that is no number is not matched", async () => {
    answer({
        preview_match: () => ({
            rows: [{ line_id: 1, line: "one", item_id: 7, item: "seven", amount: 6, open_after: 4 }],
            difference: 0,
            words: "",
        }),
    });
    await open();
    await click(row(LINES, 0));
    await click(row(ITEMS, 0));
    await click("button[name=match]");
    await contains(".o_bank_match_dialog input").edit("six", { confirm: "blur" });
    await settle();
    expect(".o_bank_confirm_match").not.toBeEnabled();
    expect(".o_bank_match_dialog input").toHaveAttribute("aria-invalid", "true");
});

test("a receivable is never one click away", async () => {
    const said = answer();
    await open();
    await click(row(LINES, 0));
    await click("button[name=receivable]");
    expect(said.some(([name]) => name === "set_receivable")).toBe(false);
    await click(".modal .btn-primary");
    expect(said).toInclude(["set_receivable", [1]]);
});

test("a line shows its partners on the other side", async () => {
    answer();
    await open();
    await click(row(LINES, 1));
    expect(queryAllTexts(`${ITEMS} .o_data_row.o_bank_linked`)).toEqual(["eight"]);
});

test("a state is a word and an icon, with its reason on hover", async () => {
    answer();
    await open();
    const badge = `${LINES} .o_data_row:eq(1) .o_bank_badge`;
    expect(queryText(badge)).toBe("Proposed");
    expect(`${badge} .fa`).toHaveCount(1);
    expect(badge).toHaveAttribute("data-tooltip", "Amount agrees");
    expect(badge).toHaveAttribute("aria-label", "Proposed: Amount agrees");
});

test("keys: arrows move, space selects, tab changes the pane, enter matches", async () => {
    const said = answer({
        preview_match: () => ({
            rows: [{ line_id: 2, item_id: 7, amount: 10, open_after: 0 }],
            difference: 0,
            words: "",
        }),
        next_open_line: () => false,
    });
    await open();
    await contains(row(LINES, 0)).focus();
    await press("ArrowDown");
    await press(" ");
    await settle();
    await press("Tab");
    await animationFrame();
    expect(row(ITEMS, 0)).toBeFocused();
    await press(" ");
    await settle();
    expect(said.at(-1)).toEqual(["get_reconciliation", [2], [7]]);
    await press("Enter");
    await settle();
    expect(said).toInclude(["match_by_hand", [2], [7]]);
});

test("warnings lead to where they can be mended, worst first", async () => {
    answer({
        warnings: [
            { text: "Two lines are dated later", level: "info", action: false },
            { text: "Another statement is open", level: "danger", action: { type: "ir.actions.act_window" } },
        ],
    });
    await open();
    expect(queryAllTexts(".o_bank_warnings .alert span")).toEqual([
        "Another statement is open",
        "Two lines are dated later",
    ]);
    expect(".o_bank_warnings button").toHaveCount(1);
});
