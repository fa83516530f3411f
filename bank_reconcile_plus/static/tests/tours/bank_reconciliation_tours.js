import { registry } from "@web/core/registry";
import { session } from "@web/session";

/** A row of a pane by a text in it, and whether it is selected. */
const line = (text) => `section[data-pane=lines] .o_data_row:contains(${text})`;
const item = (text) => `section[data-pane=items] .o_data_row:contains(${text})`;
const selected = (row) => `${row}[aria-selected=true]`;
const enabled = (name) => `button[name=${name}][aria-disabled=false]`;
const total = (name, text) => `[data-total=${name}]:contains(${text})`;

const clickRow = (row, cell) => [{ trigger: `${row} td[name=${cell}]`, run: "click" }, { trigger: selected(row) }];
const clickLine = (text) => clickRow(line(text), "payment_ref");
const clickItem = (text) => clickRow(item(text), "move_name");
const click = (name) => ({ trigger: enabled(name), run: "click" });

function tour(name, steps) {
    registry.category("web_tour.tours").add(`bank_reconcile_plus_page_${name}`, { steps: () => steps });
}

tour("by_hand", [
    ...clickLine("two invoices"),
    { content: "Nothing is chosen yet", trigger: "button[name=match][aria-disabled=true]" },
    ...clickItem("100.00"),
    ...clickItem("200.00"),
    { content: "The sums are live", trigger: total("selected_items", "300.00") },
    { trigger: total("selected_difference", "0.00") },
    click("match"),
    { content: "The spread is shown first", trigger: ".o_bank_match_dialog tbody tr:eq(1)" },
    { trigger: ".o_bank_confirm_match:enabled", run: "click" },
    { trigger: `${line("two invoices")} .o_bank_badge:contains(Accepted)` },
    { trigger: selected(line("two invoices")) },
    { content: "Its two partners are marked", trigger: "section[data-pane=items] .o_bank_linked:eq(1)" },
    click("remove"),
    { trigger: `${line("two invoices")} .o_bank_badge:contains(Open)` },
    { trigger: total("applied", /^\D*0\.00$/) },
]);

tour("pager", [
    { trigger: ".o_list_view .o_data_row:eq(2)" },
    { trigger: ".o_list_view .o_data_row:eq(0) td.o_data_cell:eq(0)", run: "click" },
    { trigger: ".o_form_view section[data-pane=lines] .o_data_row" },
    ...[
        ["next", 2],
        ["next", 3],
        ["previous", 2],
        ["previous", 1],
    ].flatMap(([way, position]) => [
        { trigger: `.o_control_panel .o_pager_${way}:enabled`, run: "click" },
        { trigger: `.o_control_panel .o_pager_value:contains(/^${position}$/)` },
    ]),
    { content: "It can be used again", trigger: ".o_control_panel .o_pager_next:enabled" },
]);

tour("automatic", [
    click("match_automatically"),
    { trigger: ".modal button[name=action_match]", run: "click" },
    { trigger: ".modal .o_field_widget[name=line_ids] .o_data_row" },
    { trigger: ".modal .modal-footer button:contains(Close)", run: "click" },
    { trigger: `body:not(:has(.modal)) ${line("names its invoice")} .o_bank_badge:contains(Proposed)` },
    click("accept_high"),
    { trigger: `${line("names its invoice")} .o_bank_badge:contains(Accepted)` },
    ...clickLine("of equal amount"),
    { content: "The other of the twins", trigger: `${item("Ocean")} td[name=move_name]`, run: "click" },
    { trigger: selected(item("Ocean")) },
    click("match"),
    { trigger: `${line("of equal amount")} .o_bank_badge:contains(Accepted)` },
    { content: "Nothing is left", trigger: total("balance_to_reconcile", /^\D*0\.00$/) },
    click("post"),
    { trigger: ".o_arrow_button_current:contains(Posted)" },
    { trigger: `${line("of equal amount")} .o_bank_badge:contains(Posted)` },
]);

tour("difference", [
    ...clickLine("bank fee"),
    click("transfer_difference"),
    { trigger: ".modal .o_field_widget[name=account_id] input", run: "edit Courier" },
    { trigger: ".o-autocomplete--dropdown-item a:contains(Courier)", run: "click" },
    { trigger: ".modal button[name=action_transfer]", run: "click" },
    { trigger: `body:not(:has(.modal)) ${line("bank fee")} .o_bank_badge:contains(Accepted)` },
    { trigger: total("difference", /^\D*0\.00$/) },
]);

tour("keyboard", [
    { content: "The page opens on its first line", trigger: `${line("names its invoice")}:focus-within` },
    { trigger: `${line("names its invoice")} td[name=payment_ref]`, run: "press Space" },
    { trigger: enabled("accept") },
    { content: "Accept, and go on", trigger: selected(line("names its invoice")), run: "press a" },
    { trigger: `${selected(line("by its amount"))}:focus-within` },
    { content: "Over to the items", trigger: selected(line("by its amount")), run: "press Tab" },
    { trigger: "section[data-pane=items] .o_data_row:eq(0):contains(77.00):focus-within", run: "press Space" },
    { trigger: enabled("match"), run: "press Enter" },
    { trigger: `${line("by its amount")} .o_bank_badge:contains(Accepted)` },
    { trigger: enabled("post"), run: "press alt+o" },
    { trigger: ".o_arrow_button_current:contains(Posted)" },
]);

async function asSomebodyElse(method, ...args) {
    const response = await fetch("/jsonrpc", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: { service: "object", method, args } }),
    });
    const { error } = await response.json();
    if (error) {
        throw new Error(error.data.message);
    }
}

tour("second_user", [
    { trigger: enabled("post") },
    {
        content: "Somebody else is quicker",
        trigger: line("names its invoice"),
        async run() {
            const [uid, password] = document.querySelector(".o_field_widget[name=name] input").value.split(" ");
            const id = Number(window.location.pathname.split("/").at(-1));
            const model = "account.bank.statement";
            await asSomebodyElse("execute_kw", session.db, Number(uid), password, model, "action_post_statement", [
                [id],
            ]);
        },
    },
    click("post"),
    { content: "It is said in a sentence", trigger: ".o_error_dialog:contains(is posted)" },
    { trigger: ".o_error_dialog .modal-footer button", run: "click" },
    { content: "And shown as it is now", trigger: ".o_arrow_button_current:contains(Posted)" },
]);
