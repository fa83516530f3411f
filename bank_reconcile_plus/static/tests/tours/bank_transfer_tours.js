import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const wizard = (name) => `.modal .o_field_widget[name=${name}] input`;
const line = "section[data-pane=lines] .o_data_row";
const enabled = (name) => `button[name=${name}][aria-disabled=false]`;

/** Choose a record of a many-to-one field by its name. */
const choose = (field, text) => [
    { trigger: wizard(field), run: `edit ${text}` },
    { trigger: `.o-autocomplete--dropdown-item a:contains(${text})`, run: "click" },
];

/** From the list of transfers: register one between two own banks. */
tours.add("bank_reconcile_plus_transfer", {
    steps: () => [
        { trigger: ".o_control_panel button:contains(New Transfer)", run: "click" },
        ...choose("from_journal_id", "Current"),
        ...choose("to_journal_id", "Savings"),
        { trigger: wizard("amount_out"), run: "edit 500 && press Tab" },
        {
            content: "In one currency the same comes in",
            trigger: ".modal .o_field_widget[name=amount_in]:contains(500.00)",
        },
        { trigger: ".modal button[name=action_transfer]", run: "click" },
        { trigger: ".o_notification:contains(waits for both banks)" },
        {
            trigger:
                ".o_list_view .o_data_row:contains(Savings) td[name=bank_transfer_state]:contains(Waiting for both banks)",
        },
    ],
});

/** On the page of a statement: match its only line, accept and post. */
tours.add("bank_reconcile_plus_transfer_line", {
    steps: () => [
        { trigger: enabled("match_automatically"), run: "click" },
        { trigger: ".modal button[name=action_match]", run: "click" },
        { trigger: ".modal .o_field_widget[name=line_ids] .o_data_row" },
        { trigger: ".modal .modal-footer button:contains(Close)", run: "click" },
        { trigger: `body:not(:has(.modal)) ${line} .o_bank_badge:contains(Proposed)` },
        { trigger: `${line} td[name=payment_ref]`, run: "click" },
        { trigger: `${line}[aria-selected=true]` },
        { trigger: enabled("accept"), run: "click" },
        { trigger: `${line} .o_bank_badge:contains(Accepted)` },
        { trigger: enabled("post"), run: "click" },
        { trigger: ".o_arrow_button_current:contains(Posted)" },
    ],
});

/** Two lines nobody registered a transfer for: accepting one side offers the other. */
tours.add("bank_reconcile_plus_transfer_pair", {
    steps: () => [
        {
            content: "The other bank's line is named",
            trigger: "section[data-pane=lines] .o_bank_reason:contains(Transfer: Savings)",
        },
        { trigger: `${line} td[name=payment_ref]`, run: "click" },
        { trigger: `${line}[aria-selected=true]` },
        { trigger: enabled("accept"), run: "click" },
        { trigger: ".modal .o_data_row:contains(Savings)" },
        { trigger: ".modal button[name=action_accept]", run: "click" },
        { trigger: `body:not(:has(.modal)) ${line} .o_bank_badge:contains(Accepted)` },
    ],
});
