import { Dialog } from "@web/core/dialog/dialog";
import { useDebounced } from "@web/core/utils/timing";
import { KeepLast } from "@web/core/utils/concurrency";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";

import { Component, useState } from "@odoo/owl";

/**
 * How the selected lines are spread over the selected items, before anything is saved. An applied amount can be
 * edited; the server spreads anew.
 */
export class BankMatchDialog extends Component {
    static template = "bank_reconcile_plus.MatchDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        preview: Object,
        currencyId: [Number, Boolean],
        spread: Function,
        confirm: Function,
    };

    setup() {
        this.title = _t("Match");
        this.state = useState({ preview: this.props.preview, amounts: {}, invalid: {}, busy: false });
        this.keepLast = new KeepLast();
        this.spreadSoon = useDebounced(() => this.spread(), 200);
    }

    key(row) {
        return `${row.line_id}-${row.item_id}`;
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.props.currencyId });
    }

    number(value) {
        return formatMonetary(value, { currencyId: this.props.currencyId, noSymbol: true });
    }

    get canConfirm() {
        return !this.state.busy && this.state.preview.rows.length && !Object.values(this.state.invalid).some(Boolean);
    }

    onAmountChanged(row, ev) {
        try {
            this.state.amounts[this.key(row)] = parseFloat(ev.target.value);
            this.state.invalid[this.key(row)] = false;
        } catch {
            this.state.invalid[this.key(row)] = true;
            return;
        }
        this.state.busy = true;
        this.spreadSoon();
    }

    onToleranceChanged(ev) {
        this.state.amounts.tolerance = ev.target.checked;
        this.state.busy = true;
        this.spreadSoon();
    }

    async spread() {
        try {
            this.state.preview = await this.keepLast.add(this.props.spread({ ...this.state.amounts }));
        } finally {
            this.state.busy = false;
        }
    }

    confirm() {
        this.props.confirm({ ...this.state.amounts });
        this.props.close();
    }
}
