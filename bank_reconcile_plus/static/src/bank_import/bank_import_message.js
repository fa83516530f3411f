import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";

/** What happened with a file, and below it what to look at, one line each. */
export class BankImportMessage extends CharField {
    static template = "bank_reconcile_plus.BankImportMessage";

    get warnings() {
        return (this.props.record.data.warnings || "").split("\n").filter((warning) => warning);
    }
}

registry.category("fields").add("bank_import_message", {
    ...charField,
    component: BankImportMessage,
    fieldDependencies: [
        { name: "warnings", type: "text" },
        { name: "formats_help", type: "char" },
    ],
});
