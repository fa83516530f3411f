import { registry } from "@web/core/registry";

const bill = (text) => `.o_list_view .o_data_row:contains(${text})`;
const line = ".o_bank_journal .o_data_row:contains(SEPA batch of today)";
const MODAL_CLOSED = "body:not(:has(.modal))";

function tour(name, steps) {
    registry.category("web_tour.tours").add(`bank_reconcile_plus_payment_file_${name}`, { steps: () => steps });
}

tour("export", [
    { trigger: `${bill("D-121")} .o_list_record_selector input`, run: "click" },
    { trigger: `${bill("O-60")} .o_list_record_selector input`, run: "click" },
    { trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
    { trigger: ".o-dropdown--menu .o_menu_item:contains(Pay in a Batch)", run: "click" },
    { trigger: ".modal .o_field_widget[name=amount]:contains(181.50)" },
    { trigger: ".modal button[name=action_pay]", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=payment_ids] .o_data_row:contains(Ocean)" },
    { content: "One account is not trusted", trigger: "button[name=action_open_export]", run: "click" },
    { trigger: ".modal .o_data_row:contains(is not trusted)" },
    { content: "Go and mend it", trigger: ".modal button[name=action_open]", run: "click" },
    { trigger: `${MODAL_CLOSED} .o_form_view [name=allow_out_payment] input`, run: "click" },
    { trigger: ".o_form_button_save:enabled", run: "click" },
    { trigger: ".breadcrumb-item:contains(PAY/), .o_back_button:contains(PAY/)", run: "click" },
    { trigger: "button[name=action_open_export]", run: "click" },
    { trigger: ".modal .alert-success, .modal .o_data_row:contains(To know)" },
    { trigger: ".modal .modal-footer button[name=action_export]", run: "click" },
    { trigger: `${MODAL_CLOSED} .o_field_widget[name=payment_file_id]:contains(PAY)` },
    { trigger: ".o_arrow_button_current:contains(Posted)" },
    { content: "It cannot be undone behind the bank's back", trigger: "button[name=action_open_take_back]" },
]);

tour("return", [
    { trigger: line },
    { trigger: ".o_control_panel button[name=action_journal_match]", run: "click" },
    { trigger: ".modal button[name=action_match]", run: "click" },
    { trigger: ".modal .modal-footer button:contains(Close)", run: "click" },
    { trigger: `${MODAL_CLOSED} ${line} .o_bank_badge:contains(High)` },
    { trigger: `${line} .o_list_record_selector input`, run: "click" },
    { trigger: ".o_control_panel button[name=action_accept_matches]", run: "click" },
    { trigger: `${line} .o_bank_badge:contains(Accepted)` },
    { trigger: ".o_control_panel button[name=action_post_journal]", run: "click" },
    { trigger: ".o_notification:contains(1 lines posted), .o_notification:contains(posted)" },
]);
