import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component } from "@odoo/owl";

import { BankReconciliationPane } from "../bank_reconciliation/reconciliation_pane";
import { BankReconciliationTotals } from "../bank_reconciliation/reconciliation_totals";

/** The open items that could settle the line of the form. */
export class BankApplicationPane extends BankReconciliationPane {
    get search() {
        const statementId = this.props.record.data.statement_id?.id || false;
        const key = `${this.resId}:${statementId}`;
        if (this.searches.key !== key) {
            this.searches = {
                key,
                domain: this.props.domain,
                context: {
                    bank_statement_id: statementId,
                    bank_candidates_line_ids: [this.resId],
                    search_default_suggested: 1,
                },
            };
        }
        return this.searches;
    }
}

const pane = registry.category("view_widgets").get("bank_reconciliation_pane");
registry.category("view_widgets").add("bank_application_pane", { ...pane, component: BankApplicationPane });

/** The sums of the line: what is applied, what is left, and what the selected items would take. */
export class BankApplicationTotals extends BankReconciliationTotals {
    static template = "bank_reconcile_plus.ApplicationTotals";
}

registry.category("view_widgets").add("bank_application_totals", {
    component: BankApplicationTotals,
    additionalClasses: ["o_bank_reconciliation_totals"],
});

/** Through the lines to review: where one stands, and on to the next that is undecided. */
export class BankReviewSteps extends Component {
    static template = "bank_reconcile_plus.ReviewSteps";
    static props = { ...standardWidgetProps };

    setup() {
        useHotkey("s", () => this.goOn(), {
            isAvailable: (target) => Boolean(target.closest?.(".o_bank_reconciliation_pane .o_data_row")),
        });
    }

    get place() {
        const { resIds, resId } = this.props.record;
        return { index: (resIds || []).indexOf(resId) + 1, count: (resIds || []).length };
    }

    goOn() {
        return this.env.lineApplication.goOn();
    }
}

registry.category("view_widgets").add("bank_review_steps", {
    component: BankReviewSteps,
    additionalClasses: ["ms-auto"],
});
