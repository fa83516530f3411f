import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Many2OneField, buildM2OFieldDescription } from "@web/views/fields/many2one/many2one_field";

/** The account of a line; of a line booked to several a link to its own page, where they stand. */
export class BankCodeAccountField extends Many2OneField {
    static template = "bank_reconcile_plus.BankCodeAccountField";

    setup() {
        super.setup();
        this.action = useService("action");
    }

    /** In a row the account is typed, not opened. */
    get m2oProps() {
        return { ...super.m2oProps, canOpen: false };
    }

    get isSeveral() {
        return this.props.record.data.code_several;
    }

    openLine() {
        const { resId, resModel } = this.props.record;
        return this.action.doActionButton({ type: "object", name: "action_apply_manually", resId, resModel });
    }
}

registry.category("fields").add("bank_code_account", {
    ...buildM2OFieldDescription(BankCodeAccountField),
    fieldDependencies: [{ name: "code_several", type: "boolean" }],
});
