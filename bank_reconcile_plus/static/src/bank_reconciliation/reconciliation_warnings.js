import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useState } from "@odoo/owl";

const ICONS = { danger: "fa-exclamation-circle", warning: "fa-exclamation-triangle", info: "fa-info-circle" };

/** What the server warns of, worst first, each with the place where it can be mended. */
export class BankReconciliationWarnings extends Component {
    static template = "bank_reconcile_plus.ReconciliationWarnings";
    static props = { ...standardWidgetProps };

    setup() {
        this.reconciliation = useState(this.env.bankReconciliation);
        this.action = useService("action");
    }

    get warnings() {
        const order = ["danger", "warning", "info"];
        return [...this.reconciliation.warnings].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
    }

    icon(level) {
        return ICONS[level] || ICONS.info;
    }

    open(warning) {
        return this.action.doAction(warning.action, { onClose: () => this.reconciliation.reload() });
    }
}

registry.category("view_widgets").add("bank_reconciliation_warnings", { component: BankReconciliationWarnings });
