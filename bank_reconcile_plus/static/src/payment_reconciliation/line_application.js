import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { useState, useSubEnv } from "@odoo/owl";

import { Reconciliation } from "../bank_reconciliation/reconciliation";

const MODEL = "account.bank.statement.line";

/** What the parts of the page of one line share: as on the Bank Reconciliation page, with just this line selected. */
export class LineApplication extends Reconciliation {
    /** @param {() => Promise<void>} services.goOn goes to the next line to review */
    constructor({ goOn, ...services }) {
        super(services);
        this.goOn = goOn;
    }

    setLine(resId) {
        this.setStatement(resId);
        this.selected.lines = [resId];
        if (String(this.candidateLineIds) !== String(resId)) {
            this.candidateLineIds = [resId];
        }
    }

    async refresh() {
        if (!this.resId) {
            return;
        }
        const answer = await this.keepLast.add(
            this.orm.silent.call(MODEL, "get_application", [[this.resId], this.selected.items]),
        );
        this.currencyId = answer.currency_id;
        this.totals = answer.totals;
        this.buttons = answer.buttons;
        this.linked = { lines: answer.linked.line_ids, items: answer.linked.item_ids };
    }

    /** The methods of a line have the names of those of a statement, but for the preview. */
    call(method, args = []) {
        const name = method === "preview_match" ? "preview_application" : method;
        return this.orm.call(MODEL, name, [[this.resId], ...args]);
    }

    selectNextLine() {
        return this.goOn();
    }
}

/** The page of one line: what it is applied to, what could settle it, and the way through the lines to review. */
export class LineApplicationController extends FormController {
    setup() {
        const { orm } = this.env.services;
        this.bankReconciliation = useState(
            new LineApplication({
                orm,
                save: () => this.model.root.save(),
                reload: () => this.model.load(),
                goOn: () => this.goOn(),
            }),
        );
        super.setup();
        this.notification = useService("notification");
        useSubEnv({
            bankReconciliation: this.bankReconciliation,
            lineApplication: { goOn: () => this.goOn(), place: () => this.place },
        });
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (root) => this.onRootLoaded(root);
        return params;
    }

    /** Where the line stands among those that are gone through. */
    get place() {
        const { resIds, resId } = this.model.root || {};
        return { index: (resIds || []).indexOf(resId) + 1, count: (resIds || []).length };
    }

    /** Another line brings its items by itself. Not waited for: what a later load overtakes is never answered. */
    async onRootLoaded(root) {
        const isSame = root.resId === this.bankReconciliation.resId;
        this.bankReconciliation.setLine(root.resId);
        if (isSame) {
            this.bankReconciliation.panes.items?.reload();
        }
        this.bankReconciliation.refresh();
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        this.bankReconciliation.panes.items?.reload();
        this.bankReconciliation.refresh();
    }

    /** Go to the next line of these that nobody has decided on. */
    async goOn() {
        const { resIds, resId } = this.model.root;
        const next = await this.bankReconciliation.orm.call(MODEL, "next_line_to_review", [resIds, resId]);
        if (next) {
            await this.model.load({ resId: next });
        } else {
            this.notification.add(_t("All of these lines are decided on."), { type: "success" });
        }
    }
}

export const lineApplicationForm = { ...formView, Controller: LineApplicationController };

registry.category("views").add("bank_line_application", lineApplicationForm);
