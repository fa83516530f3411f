import { registry } from "@web/core/registry";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { useState, useSubEnv } from "@odoo/owl";

import { Reconciliation } from "./reconciliation";

/** The form of a bank statement with its two panes: gives the parts of the page the state they share. */
export class BankReconciliationController extends FormController {
    setup() {
        this.bankReconciliation = useState(
            new Reconciliation({
                orm: this.env.services.orm,
                save: () => this.model.root.save(),
                reload: () => this.model.load(),
            }),
        );
        super.setup();
        useSubEnv({ bankReconciliation: this.bankReconciliation });
        useHotkey("escape", () => this.clearSelection(), {
            isAvailable: (target) => Boolean(target.closest(".o_bank_reconciliation_pane .o_data_row")),
        });
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (root) => this.onRootLoaded(root);
        return params;
    }

    /**
     * Whatever loads the statement again also brings its panes and sums up to date. The panes of another statement load
     * by themselves, which overtakes a load begun here: it would never be answered, so it is not begun.
     */
    async onRootLoaded(root) {
        const isSame = root.resId === this.bankReconciliation.resId;
        this.bankReconciliation.setStatement(root.resId);
        this.bankReconciliation.refresh(); // nobody waits for the sums
        if (!isSame) {
            return;
        }
        await Promise.all(Object.values(this.bankReconciliation.panes).map((pane) => pane.reload()));
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        this.bankReconciliation.setStatement(record.resId);
        await this.bankReconciliation.refresh();
    }

    clearSelection() {
        for (const pane of Object.values(this.bankReconciliation.panes)) {
            pane.clear();
        }
    }
}

export const bankReconciliationForm = { ...formView, Controller: BankReconciliationController };

registry.category("views").add("bank_reconciliation_form", bankReconciliationForm);
