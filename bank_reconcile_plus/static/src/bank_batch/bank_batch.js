import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { Component, useState } from "@odoo/owl";

import { BankMatchDialog } from "../bank_reconciliation/match_dialog";

/**
 * The batch of an item on the right of the page: a click matches all of the batch with the selected lines, after it has
 * shown how.
 */
export class BankBatch extends Component {
    static template = "bank_reconcile_plus.BankBatch";
    static props = { batch: Object };

    setup() {
        this.reconciliation = useState(this.env.bankReconciliation);
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
    }

    get help() {
        return _t("Match all of %s with the selected lines", this.props.batch.display_name);
    }

    async onClick() {
        const lines = this.reconciliation.selected.lines;
        if (!lines.length) {
            this.notification.add(_t("Select a statement line."), { type: "warning" });
            return;
        }
        const items = await this.orm.call("account.bank.batch", "get_open_item_ids", [[this.props.batch.id]]);
        const preview = await this.reconciliation.call("preview_match", [lines, items]);
        if (!preview.rows.length) {
            this.notification.add(preview.words, { type: "warning" });
            return;
        }
        this.dialog.add(BankMatchDialog, {
            preview,
            currencyId: this.reconciliation.currencyId,
            spread: (edited) => this.reconciliation.call("preview_match", [lines, items, edited]),
            confirm: (amounts) =>
                this.reconciliation.perform(() => this.reconciliation.call("match_by_hand", [lines, items, amounts])),
        });
    }
}
