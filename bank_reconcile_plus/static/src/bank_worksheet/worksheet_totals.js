import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useState } from "@odoo/owl";

const FORM = ["balance_start", "balance_end"];

/**
 * The totals of a reconciliation on paper. They follow the ticks, as the server has them, and what is typed in the form,
 * before it is saved.
 */
export class WorksheetTotals extends Component {
    static template = "bank_reconcile_plus.WorksheetTotals";
    static props = { ...standardWidgetProps };

    setup() {
        this.worksheet = useState(this.env.bankWorksheet);
        this.action = useService("action");
        this.notification = useService("notification");
    }

    get isDraft() {
        return this.props.record.data.state === "draft";
    }

    /** @returns {Object} the server's totals with what is typed and not saved yet */
    get totals() {
        const saved = this.worksheet.standing.totals;
        if (!saved || !this.isDraft) {
            return saved || {};
        }
        const { data } = this.props.record;
        const [start, end] = FORM.map((name) => data[name] || 0);
        const list = data.adjustment_ids;
        const typed = list.records.reduce((sum, record) => sum + (record.data.amount || 0), 0);
        const adjustments = list.count > list.records.length ? saved.adjustments : typed;
        const cleared = start + saved.cleared_checks + saved.cleared_deposits + adjustments;
        const outstanding = saved.outstanding_checks + saved.outstanding_deposits;
        return {
            ...saved,
            start,
            end,
            adjustments,
            cleared,
            adjustments_count: Math.max(list.count, list.records.length),
            difference: this.round(cleared - end),
            reconciled: end + outstanding,
            ledger_after: saved.ledger + adjustments + saved.transfers,
        };
    }

    /** To what the sums of amounts are exact to: far finer than any currency, coarser than a float's error. */
    round(amount) {
        return Math.round(amount * 1e6) / 1e6 || 0;
    }

    get bankSide() {
        const { totals } = this;
        return [
            { name: "start", label: _t("Starting balance") },
            { name: "cleared_checks", label: _t("Cleared checks"), count: totals.cleared_checks_count },
            { name: "cleared_deposits", label: _t("Cleared deposits"), count: totals.cleared_deposits_count },
            { name: "adjustments", label: _t("Adjustments"), count: totals.adjustments_count },
            { name: "cleared", label: _t("Cleared balance"), strong: true },
            { name: "end", label: _t("Statement balance") },
        ];
    }

    get bookSide() {
        const { totals } = this;
        return [
            { name: "outstanding_checks", label: _t("Outstanding checks"), count: totals.outstanding_checks_count },
            {
                name: "outstanding_deposits",
                label: _t("Outstanding deposits"),
                count: totals.outstanding_deposits_count,
            },
            { name: "reconciled", label: _t("Reconciled balance"), strong: true },
            { name: "ledger_after", label: _t("Ledger balance with adjustments") },
        ];
    }

    labelOf({ label, count }) {
        return count ? _t("%(label)s (%(count)s)", { label, count }) : label;
    }

    money(name) {
        const value = this.totals[name];
        const { currency_id: currencyId } = this.worksheet.standing;
        return value === undefined ? "" : formatMonetary(value, { currencyId });
    }

    // --------------------------------------------------------------------------------------------------------- posting

    get missing() {
        return (this.worksheet.standing.missing || []).join(" ");
    }

    get canPost() {
        return this.totals.difference === 0 && (!this.missing || this.props.record.dirty);
    }

    /** Post the worksheet; what is typed is saved first, and the server says what is missing then. */
    async post(method) {
        if (!(await this.worksheet.save())) {
            return;
        }
        await this.worksheet.refresh();
        if (this.missing) {
            this.notification.add(this.missing, { type: "warning" });
            return;
        }
        const { record } = this.props;
        const result = await this.worksheet.orm.call(record.resModel, method, [[record.resId]]);
        await this.worksheet.reload();
        await this.action.doAction(result);
    }
}

registry.category("view_widgets").add("bank_worksheet_totals", {
    component: WorksheetTotals,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "balance_start", type: "monetary" },
        { name: "balance_end", type: "monetary" },
    ],
});
