import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component } from "@odoo/owl";

/**
 * Button of a form that shows what the record would do as it stands there, saved or not. A usual button would save
 * it first.
 */
export class BankDryRun extends Component {
    static template = "bank_reconcile_plus.BankDryRun";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    async onClick() {
        const { record } = this.props;
        if (!(await record.checkValidity({ displayNotification: true }))) {
            return;
        }
        const values = await record.getChanges();
        const ids = record.resId ? [record.resId] : [];
        this.action.doAction(await this.orm.call(record.resModel, "action_dry_run", [ids, values]));
    }
}

registry.category("view_widgets").add("bank_dry_run", {
    component: BankDryRun,
});
