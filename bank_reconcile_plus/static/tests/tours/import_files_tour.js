import { registry } from "@web/core/registry";

const NAMES = ["march.xml", "march-again.xml", "broken.xml", "unknown.xml"];

/** @returns {string} the selector of a file's row on the result page */
function row(name) {
    return `.modal .o_field_widget[name=result_ids] .o_data_row:has(td[name=file_name]:contains('${name}'))`;
}

/** Several files dropped, one of them broken, one a duplicate, one of an unknown account: what the result page says. */
registry.category("web_tour.tours").add("bank_reconcile_plus_import_files", {
    steps: () => [
        {
            content: "Drop the files",
            trigger: ".modal .o_bank_file_drop",
            async run() {
                const files = await Promise.all(
                    NAMES.map(async (name) => {
                        const response = await fetch(`/bank_reconcile_plus/test/${name}`);
                        return new File([await response.blob()], name, { type: "application/xml" });
                    }),
                );
                const transfer = new DataTransfer();
                files.forEach((file) => transfer.items.add(file));
                const target = document.querySelector(".modal .o_bank_file_drop");
                target.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: transfer }));
            },
        },
        ...NAMES.map((name) => ({ trigger: `.modal .o_bank_file:contains('${name}')` })),
        {
            content: "Import them",
            trigger: ".modal button[name=action_import]",
            run: "click",
        },
        { trigger: `${row("march.xml")} td[name=status]:contains('Imported')` },
        { trigger: `${row("march.xml")} td[name=message]:contains('Movements imported: 2')` },
        { trigger: `${row("march-again.xml")} td[name=status]:contains('Nothing New')` },
        { trigger: `${row("broken.xml")} td[name=status]:contains('Refused')` },
        { trigger: `${row("broken.xml")} td[name=message]:contains('damaged')` },
        { trigger: `${row("unknown.xml")} td[name=message]:contains('No bank has account BE68539007547034')` },
        { trigger: ".modal .o_field_widget[name=undecided_count]:contains('1')" },
        {
            content: "Create the bank of the unknown account",
            trigger: `${row("unknown.xml")} button[name=action_create_bank]`,
            run: "click",
        },
        { trigger: `${row("unknown.xml")} td[name=status]:contains('Imported')` },
        { trigger: ".modal .o_field_widget[name=new_count]:contains('3')" },
        {
            content: "Open the statement of the first file",
            trigger: `${row("march.xml")} button[name=action_open_statement]`,
            run: "click",
        },
        { trigger: "body:not(:has(.modal)) .o_form_view .o_data_row" },
    ],
});
