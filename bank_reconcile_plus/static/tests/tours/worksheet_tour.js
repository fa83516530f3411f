import { registry } from "@web/core/registry";

const row = (side, text) => `.o_bank_worksheet_pane[data-side=${side}] tr[data-id]:contains(${text})`;
const ticked = (side, text) => `${row(side, text)}[aria-selected=true]`;
const unticked = (side, text) => `${row(side, text)}[aria-selected=false]`;
const total = (name, text) => `.o_bank_worksheet_totals [data-total=${name}]:contains(${text})`;
const key = (name, shiftKey = false) =>
    async function () {
        document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: name, shiftKey, bubbles: true, cancelable: true }),
        );
    };

/** A worksheet from open to posted to undone: numbers typed, a range, the keyboard, an adjustment. */
registry.category("web_tour.tours").add("bank_reconcile_plus_worksheet", {
    steps: () => [
        { content: "It opens with what is outstanding", trigger: unticked("checks", "1001") },
        { trigger: unticked("deposits", "500.00") },
        { content: "Nothing can be posted, and it says why", trigger: ".o_bank_worksheet_post[aria-disabled=true]" },
        { trigger: ".o_bank_worksheet_numbers input", run: "edit 1001, 77" },
        { trigger: ".o_bank_worksheet_numbers button", run: "click" },
        { trigger: ticked("checks", "1001") },
        { content: "Unknown numbers are named", trigger: ".o_bank_worksheet_words:contains('77')" },
        { trigger: total("cleared_checks", "120.00") },
        {
            content: "From the first row to the second with Shift",
            trigger: `${row("deposits", "500.00")} td:nth-child(4)`,
            run: "click",
        },
        { trigger: ticked("deposits", "500.00") },
        {
            trigger: `${row("deposits", "70.00")} td:nth-child(4)`,
            run: (helpers) => helpers.anchor.dispatchEvent(new MouseEvent("click", { shiftKey: true, bubbles: true })),
        },
        { trigger: ticked("deposits", "70.00") },
        {
            content: "Take one away with the keyboard",
            trigger: row("deposits", "70.00"),
            run: (helpers) => helpers.anchor.focus(),
        },
        { trigger: `${row("deposits", "70.00")}:focus`, run: key(" ") },
        { trigger: unticked("deposits", "70.00") },
        { trigger: row("deposits", "70.00"), run: key("ArrowUp") },
        { trigger: `${row("deposits", "500.00")}:focus`, run: key("Enter") },
        {
            content: "Comment on it",
            trigger: "input.o_bank_worksheet_comment",
            run: "edit two days late",
        },
        { trigger: "input.o_bank_worksheet_comment", run: "press Enter" },
        { trigger: `${row("deposits", "500.00")}:contains('two days late')` },
        { trigger: total("difference", "5.50") },
        { content: "A fee is missing", trigger: ".nav-link[name=adjustments]", run: "click" },
        { trigger: ".o_field_x2many_list_row_add a", run: "click" },
        { trigger: "td[name=name] input", run: "edit Account fee" },
        { trigger: "td[name=account_id] input", run: "edit 620099" },
        { trigger: ".o-autocomplete--dropdown-item:contains('620099') a", run: "click" },
        { trigger: "td[name=amount] input", run: "edit -5.50" },
        { trigger: ".o_bank_worksheet_head", run: "click" },
        { content: "The sums follow what is typed", trigger: total("difference", /^\D*0\.00$/) },
        { trigger: ".o_bank_worksheet_post[aria-disabled=false]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Posted)" },
        { trigger: ".o_notification:contains('is posted')" },
        { trigger: "button[name=action_undo]:enabled", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit one check too many" },
        { trigger: ".modal button[name=action_reopen]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Open)" },
        { content: "Its ticks are there again", trigger: ".nav-link[name=entries]", run: "click" },
        { trigger: ticked("checks", "1001") },
        { trigger: ticked("deposits", "two days late") },
        { trigger: unticked("deposits", "70.00") },
    ],
});
