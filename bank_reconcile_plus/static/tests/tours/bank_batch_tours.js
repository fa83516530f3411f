import { registry } from "@web/core/registry";

const line = (text) => `section[data-pane=lines] .o_data_row:contains(${text})`;
const enabled = (name) => `button[name=${name}][aria-disabled=false]`;

registry.category("web_tour.tours").add("bank_reconcile_plus_deposit", {
    steps: () => [
        { content: "All five are registered", trigger: ".o_list_view .o_data_row:eq(4)" },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: ".o-dropdown-item:contains(Add to a deposit)", run: "click" },
        { trigger: ".modal .o_field_widget[name=amount]:contains(1,516.71)" },
        { trigger: ".modal .o_field_widget[name=reference] input", run: "edit 0815" },
        { trigger: ".modal button[name=action_add]", run: "click" },
        { content: "The deposit is made", trigger: ".o_breadcrumb:contains(DEP/)" },
        { trigger: ".alert-warning:contains(Enter the control total)" },
        { content: "Posting says the same", trigger: "button[name=action_post]", run: "click" },
        { trigger: ".modal:contains(cannot be posted yet):contains(Enter the control total)" },
        { trigger: ".modal .modal-footer button", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_field_widget[name=control_amount] input", run: "edit 1516.71" },
        { content: "Test it", trigger: "button[name=action_preview]", run: "click" },
        { trigger: ".modal .o_bank_posting_preview" },
        { trigger: ".modal .modal-footer button:contains(Close)", run: "click" },
        { trigger: "body:not(:has(.modal)) button[name=action_post]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Posted)" },
        { trigger: ".o_form_view:not(:has(.alert-warning)) button[name=action_undo]" },
    ],
});

registry.category("web_tour.tours").add("bank_reconcile_plus_deposit_cleared", {
    steps: () => [
        { trigger: `${line("SLIP 0815")} td[name=payment_ref]`, run: "click" },
        {
            content: "All five come first",
            trigger: "section[data-pane=items] .o_bank_reason:eq(4) .o_bank_batch:contains(DEP/)",
        },
        { trigger: "section[data-pane=items] .o_data_row:eq(4) .o_bank_badge:contains(High)" },
        { content: "One click takes the whole deposit", trigger: ".o_bank_batch:eq(0)", run: "click" },
        { trigger: ".o_bank_match_dialog tbody tr:eq(4)" },
        { trigger: ".o_bank_confirm_match:enabled", run: "click" },
        { trigger: `body:not(:has(.modal)) ${line("SLIP 0815")} .o_bank_badge:contains(Accepted)` },
        { trigger: enabled("post"), run: "click" },
        { trigger: ".o_arrow_button_current:contains(Posted)" },
        { trigger: `${line("SLIP 0815")} .o_bank_badge:contains(Posted)` },
    ],
});
