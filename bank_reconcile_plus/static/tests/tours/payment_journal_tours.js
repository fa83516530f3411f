import { registry } from "@web/core/registry";

/** A row of the journal by a text in it; a row of the candidates. */
const row = (text) => `.o_bank_journal .o_data_row:contains(${text})`;
const candidate = (text) => `section[data-pane=items] .o_data_row:contains(${text})`;
const badge = (text, state) => ({ trigger: `${row(text)} .o_bank_badge:contains(${state})` });
const tick = (text) => ({ trigger: `${row(text)} .o_list_record_selector input`, run: "click" });
const count = (name, number) => ({ trigger: `[data-count=${name}]:contains(/: ${number}$/)` });

function tour(name, steps) {
    registry.category("web_tour.tours").add(`bank_reconcile_plus_journal_${name}`, { steps: () => steps });
}

const card = ".o_kanban_record:contains(Harbour Bank)";

tour("to_posted", [
    { content: "The menu of the bank's card", trigger: card, run: `hover && click ${card} .dropdown-toggle` },
    { trigger: ".o-dropdown--menu a[name=action_open_payment_journal]", run: "click" },
    {
        content: "Import into this bank, from its journal",
        trigger: ".o_control_panel button[name=action_journal_import]",
        run: "click",
    },
    { trigger: ".modal .o_field_widget[name=journal_id] input:value(Harbour Bank)" },
    {
        trigger: ".modal .o_bank_file_drop",
        async run() {
            const response = await fetch("/bank_reconcile_plus/test/journal.xml");
            const transfer = new DataTransfer();
            transfer.items.add(new File([await response.blob()], "journal.xml", { type: "application/xml" }));
            const target = document.querySelector(".modal .o_bank_file_drop");
            target.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: transfer }));
        },
    },
    { trigger: ".modal .o_bank_file:contains(journal.xml)" },
    { trigger: ".modal button[name=action_import]", run: "click" },
    { trigger: ".modal .o_field_widget[name=new_count]:contains(3)" },
    { trigger: ".modal button[special=cancel], .modal .btn-close", run: "click" },
    { content: "Its lines are there", trigger: `body:not(:has(.modal)) ${row("names its invoice")}` },
    {
        content: "Match what is open",
        trigger: ".o_control_panel button[name=action_journal_match]",
        run: "click",
    },
    { trigger: ".modal button[name=action_match]", run: "click" },
    { trigger: ".modal .o_field_widget[name=line_ids] .o_data_row" },
    { trigger: ".modal .modal-footer button:contains(Close)", run: "click" },
    { trigger: `body:not(:has(.modal)) ${row("names its invoice")} td[name=match_proposal]:contains(Delta Bouw)` },
    count("to_review", 3),
    { content: "The count is a link", trigger: "[data-count=with_difference]", run: "click" },
    { trigger: `.o_bank_journal:not(:has(${row("names its invoice").replace(".o_bank_journal ", "")})) .o_data_row` },
    { trigger: "[data-count=with_difference]", run: "click" },
    { trigger: row("names its invoice") },
    { content: "Posting is refused", trigger: ".o_control_panel button[name=action_post_journal]", run: "click" },
    { trigger: ".modal:contains(need review) .modal-footer .btn-primary:contains(Show These Lines)" },
    { trigger: ".modal .modal-footer button:contains(Close), .modal .modal-footer .btn-secondary", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    tick("names its invoice"),
    { trigger: ".o_control_panel button[name=action_accept_matches]", run: "click" },
    badge("names its invoice", "Accepted"),
    count("accepted", 1),
    { content: "Apply one by hand", trigger: `${row("by hand")} .o_bank_apply`, run: "click" },
    { trigger: `${candidate("Ocean")} td[name=move_name]`, run: "click" },
    { trigger: "button[name=match][aria-disabled=false]", run: "click" },
    { content: "The spread is shown first", trigger: ".o_bank_confirm_match:enabled", run: "click" },
    { trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Accepted)" },
    { trigger: ".o_back_button", run: "click" },
    badge("by hand", "Accepted"),
    { content: "Type an account", trigger: `${row("bank fee")} td[name=code_account_id]`, run: "click" },
    { trigger: `${row("bank fee")} [name=code_account_id] input`, run: "edit Courier" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Courier)", run: "click" },
    { trigger: ".o_list_button_save", run: "click" },
    badge("bank fee", "Accepted"),
    count("to_review", 0),
    { trigger: ".o_control_panel button[name=action_post_journal]", run: "click" },
    { trigger: ".o_notification:contains(3 lines posted)" },
]);

tour("review", [
    { trigger: row("first") },
    { trigger: ".o_bank_review", run: "click" },
    { content: "What has no proposal comes first", trigger: ".o_bank_review_steps:contains(/1\\s*of\\s*3/)" },
    { trigger: ".o_form_view .o_field_widget[name=payment_ref]:contains(second)" },
    { trigger: `${candidate("77.00")} td[name=move_name]`, run: "click" },
    { trigger: `${candidate("77.00")}[aria-selected=true]` },
    { trigger: "button[name=match][aria-disabled=false]", run: "press alt+x" },
    { trigger: ".o_arrow_button_current:contains(Accepted)" },
    { trigger: ".o_bank_review_steps button", run: "press alt+shift+n" },
    { content: "The second of three", trigger: ".o_bank_review_steps:contains(/2\\s*of\\s*3/)" },
    { trigger: ".o_form_view .o_field_widget[name=payment_ref]:contains(third)" },
    { trigger: "button[name=transfer_difference][aria-disabled=false]", run: "press alt+t" },
    { trigger: ".modal .o_field_widget[name=account_id] input", run: "edit Courier" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Courier)", run: "click" },
    { trigger: ".modal button[name=action_transfer]", run: "click" },
    { trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Accepted)" },
    { trigger: ".o_bank_review_steps button", run: "press alt+shift+n" },
    { trigger: ".o_bank_review_steps:contains(/3\\s*of\\s*3/)" },
    { content: "Its proposal and why", trigger: candidate("121.00") },
    { trigger: "button[name=accept][aria-disabled=false]", run: "press alt+shift+y" },
    { trigger: ".o_notification:contains(decided on)" },
]);

const cell = (number, name) => `.o_bank_journal .o_data_row:eq(${number}) [name=${name}]`;

tour("coding", [
    { content: "Ten lines", trigger: ".o_bank_journal .o_data_row:eq(9)" },
    { trigger: `body:not(:has(${row("has a document").replace(".o_bank_journal ", "")}))` },
    { trigger: cell(0, "code_account_id"), run: "click" },
    { trigger: `${cell(0, "code_account_id")} input`, run: "edit Courier" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Courier)", run: "click" },
    { content: "Enter: the row below", trigger: `${cell(0, "code_account_id")} input`, run: "press Enter" },
    { trigger: ".o_data_row:eq(1).o_selected_row" },
    { content: "The row above, copied", trigger: `${cell(1, "code_account_id")} input`, run: "press ctrl+d" },
    { trigger: `${cell(1, "code_account_id")} input:value(Courier)` },
    { content: "On without waiting", trigger: `${cell(1, "code_account_id")} input`, run: "press Enter" },
    { trigger: ".o_data_row:eq(2).o_selected_row" },
    { trigger: ".o_bank_coding_totals [data-account]:contains(× 2)" },
    { content: "What was typed last", trigger: `${cell(2, "code_account_id")} input`, run: "press ctrl+shift+d" },
    { trigger: `${cell(2, "code_account_id")} input:value(Courier)` },
    { trigger: `${cell(2, "code_account_id")} input`, run: "press Enter" },
    { trigger: ".o_data_row:eq(3).o_selected_row" },
    { trigger: ".o_bank_coding_totals [data-account]:contains(× 3)" },
    { trigger: ".o_data_row:eq(3).o_selected_row [name=code_account_id] input", run: "press escape" },
    { trigger: ".o_list_renderer:not(:has(.o_selected_row))" },
    { trigger: "thead .o_list_record_selector input", run: "click" },
    { trigger: ".o_data_row:eq(9).o_data_row_selected" },
    { trigger: ".o_bank_fill_down", run: "click" },
    { trigger: ".o_bank_coding_totals [data-account]:contains(× 10)" },
    { trigger: ".o_bank_coding_totals:contains(/Without account: 0/)" },
    { trigger: ".o_control_panel button[name=action_post_journal]", run: "click" },
    { trigger: ".o_notification:contains(10 lines posted)" },
]);

tour("mapping", [
    { trigger: `${row("0426")} .o_bank_apply`, run: "click" },
    { trigger: "button[name=map_text][aria-disabled=false]", run: "click" },
    { content: "What tells is proposed", trigger: ".modal .o_field_widget[name=text] input:value(Stadtwerke Strom)" },
    { trigger: ".modal .o_field_widget[name=account_id] input", run: "edit Courier" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Courier)", run: "click" },
    { content: "Two others are told of", trigger: ".modal .o_field_widget[name=open_count]:contains(2)" },
    { trigger: ".modal .o_field_widget[name=apply_to_open] input:checked" },
    { trigger: ".modal button[name=action_map]", run: "click" },
    { trigger: "body:not(:has(.modal)) .o_back_button", run: "click" },
    ...["0426", "0526", "0626"].flatMap((month) => [
        badge(month, "Proposed"),
        { trigger: `${row(month)} td[name=match_proposal]:contains(Courier)` },
    ]),
    badge("something else", "Open"),
]);

tour("reverse", [
    { content: "The run is reversed whole", trigger: "button[name=action_open_undo]", run: "click" },
    { trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)", run: "edit Wrong day" },
    { trigger: ".modal button[name=action_undo]", run: "click" },
    { trigger: ".o_notification:contains(2 lines put back)" },
]);
