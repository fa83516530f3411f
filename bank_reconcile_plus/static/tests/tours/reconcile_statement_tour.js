import { inputFiles } from "@web/../tests/utils";
import { registry } from "@web/core/registry";

const BANK =
    ".o_kanban_record:has(button[name=action_open_import]):contains('Noordzee Bank'):not(:contains('Savings'))";

/** From the bank's card to posted entries: import the file the page serves, match, accept what is High, post. */
registry.category("web_tour.tours").add("bank_reconcile_plus_reconcile_statement", {
    steps: () => [
        {
            content: "Import from the bank's card",
            trigger: `${BANK} button[name=action_open_import]`,
            run: "click",
        },
        {
            content: "Choose the bank's file",
            trigger: ".modal .o_bank_file_drop",
            async run() {
                const response = await fetch("/bank_reconcile_plus/test/statement.xml");
                const file = new File([await response.blob()], "statement.xml", { type: "application/xml" });
                await inputFiles(".modal .o_bank_file_drop input[type='file']", [file]);
            },
        },
        {
            trigger: ".modal .o_bank_file:contains('statement.xml')",
        },
        {
            content: "Import it",
            trigger: ".modal button[name=action_import]",
            run: "click",
        },
        {
            content: "All movements are in",
            trigger: ".modal .o_field_widget[name=new_count]:contains('93')",
        },
        {
            content: "Match them",
            trigger: ".modal button[name=action_match]:contains('Match Automatically')",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_match]:contains(/^Match$/)",
            run: "click",
        },
        {
            content: "Proposals say why",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row td[name=match_why]:contains('Amount agrees')",
        },
        {
            content: "Accept one by hand",
            trigger: ".modal .o_data_row button[name=action_accept_matches]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=accepted_count]:contains('1')",
        },
        {
            content: "Accept all High",
            trigger: ".modal button[name=action_accept_high]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer:not(:has(button[name=action_accept_high]))",
        },
        {
            content: "Post what is accepted",
            trigger: ".modal button[name=action_post]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('lines posted')",
        },
        {
            content: "Nothing accepted is left to post",
            trigger: ".modal .o_field_widget[name=accepted_count]:contains(/^0$/)",
        },
        {
            content: "See what is left",
            trigger: ".modal button[name=action_open_list]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row",
        },
    ],
});
