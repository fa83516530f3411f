import { registry } from "@web/core/registry";
import { Many2OneField, buildM2OFieldDescription } from "@web/views/fields/many2one/many2one_field";

/** A bank to choose in a row: while none is chosen the cell shows that it can be. */
export class BankChooseField extends Many2OneField {
    static template = "bank_reconcile_plus.BankChooseField";

    get isToChoose() {
        const { readonly, record, name, placeholder } = this.props;
        return readonly && placeholder && record.data.status === "choose" && !record.data[name];
    }
}

registry.category("fields").add("bank_choose", {
    ...buildM2OFieldDescription(BankChooseField),
    fieldDependencies: [{ name: "status", type: "selection" }],
});
