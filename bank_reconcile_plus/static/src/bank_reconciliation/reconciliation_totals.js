import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useState } from "@odoo/owl";

/** The sums under the panes, in the bank's currency; they follow the selection. */
export class BankReconciliationTotals extends Component {
    static template = "bank_reconcile_plus.ReconciliationTotals";
    static props = { ...standardWidgetProps };

    setup() {
        this.reconciliation = useState(this.env.bankReconciliation);
    }

    get totals() {
        return this.reconciliation.totals;
    }

    get selectedLines() {
        return this.reconciliation.selected.lines.length;
    }

    get selectedItems() {
        return this.reconciliation.selected.items.length;
    }

    get linesLabel() {
        return this.selectedLines ? _t("Selected lines (%s)", this.selectedLines) : _t("Selected lines");
    }

    get itemsLabel() {
        return this.selectedItems ? _t("Selected items (%s)", this.selectedItems) : _t("Selected items");
    }

    money(name) {
        const value = this.totals[name];
        return value === undefined ? "" : formatMonetary(value, { currencyId: this.reconciliation.currencyId });
    }
}

registry.category("view_widgets").add("bank_reconciliation_totals", {
    component: BankReconciliationTotals,
    additionalClasses: ["o_bank_reconciliation_totals"],
});
