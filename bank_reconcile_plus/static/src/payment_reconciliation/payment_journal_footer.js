import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";

import { Component } from "@odoo/owl";

/** What is left to decide, and where the bank stands. What can be listed is a link. */
export class PaymentJournalFooter extends Component {
    static template = "bank_reconcile_plus.PaymentJournalFooter";
    static props = {
        figures: Object,
        coding: { type: [Object, { value: null }], optional: true },
        isFiltered: Function,
        toggleFilter: Function,
    };

    setup() {
        this.action = useService("action");
    }

    get counts() {
        const { to_review: review, with_difference: difference, accepted } = this.props.figures;
        const labels = {
            to_review: _t("Lines to review: %s", review),
            with_difference: _t("Lines with difference: %s", difference),
            accepted: _t("Accepted: %s", accepted),
        };
        return Object.entries(labels).map(([name, label]) => ({ name, label, active: this.props.isFiltered(name) }));
    }

    label(row) {
        return row.count > 1 ? _t("%(name)s × %(count)s:", row) : _t("%(name)s:", row);
    }

    money(name) {
        const { figures } = this.props;
        return formatMonetary(figures[name], { currencyId: figures.currency_id });
    }

    amount(row) {
        return formatMonetary(row.amount, { currencyId: row.currency_id });
    }

    openRuns() {
        return this.action.doAction("bank_reconcile_plus.action_account_bank_match_run");
    }
}
