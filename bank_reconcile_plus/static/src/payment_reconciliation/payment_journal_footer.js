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
        const names = ["to_review", "with_difference", "accepted"];
        return names.map((name) => ({ name, count: this.props.figures[name], active: this.props.isFiltered(name) }));
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

