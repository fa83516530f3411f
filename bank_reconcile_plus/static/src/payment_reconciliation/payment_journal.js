import { _t } from "@web/core/l10n/translation";
import { useDebounced } from "@web/core/utils/timing";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

import { useState } from "@odoo/owl";

import { PaymentJournalFooter } from "./payment_journal_footer";

const MODEL = "account.bank.statement.line";
const REVIEW_ORDER = [
    { name: "match_review_rank", asc: true },
    { name: "date", asc: true },
    { name: "id", asc: true },
];
/** Enough for a day's work, few enough for the pager of the form. */
const MOST_LINES_TO_REVIEW = 2000;

/** The journal: a list that is edited in place, with what is left to decide under it. */
export class PaymentJournalController extends ListController {
    static template = "bank_reconcile_plus.PaymentJournal";
    static components = { ...ListController.components, PaymentJournalFooter };

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.journal = useState({ figures: {}, coding: null });
        this.refreshSoon = useDebounced(() => this.refreshFigures(), 100);
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = () => this.refreshSoon();
        return params;
    }

    /** The bank the journal is of; reached for all banks, the one bank all its rows are of. */
    get journalId() {
        const { root } = this.model;
        const ids = new Set((root.records || []).map((record) => record.data.journal_id?.id));
        return this.props.context.default_journal_id || (ids.size === 1 && [...ids][0]) || false;
    }

    async onRecordSaved() {
        await super.onRecordSaved(...arguments);
        this.refreshSoon();
    }

    async refreshFigures() {
        this.journal.figures = await this.orm.silent.call(MODEL, "get_payment_journal", [this.journalId]);
    }

    // ------------------------------------------------------------------------------------------------- what is shown

    searchItem(name) {
        return Object.values(this.env.searchModel.searchItems).find((item) => item.name === name);
    }

    isFiltered(name) {
        const item = this.searchItem(name);
        return Boolean(item) && this.env.searchModel.query.some((facet) => facet.searchItemId === item.id);
    }

    toggleFilter(name) {
        const item = this.searchItem(name);
        return item && this.env.searchModel.toggleSearchItem(item.id);
    }

    get isSortedForReview() {
        return this.model.root.orderBy[0]?.name === REVIEW_ORDER[0].name;
    }

    async toggleReviewOrder() {
        const orderBy = this.isSortedForReview ? this.archInfo.defaultOrder : REVIEW_ORDER;
        await this.model.root.load({ orderBy, offset: 0 });
    }

    /** Go through the lines to review that the search shows, one after the other. */
    async review() {
        const domain = [...this.model.root.domain, ["match_to_review", "=", true]];
        const ids = await this.orm.search(MODEL, domain, {
            order: "match_review_rank, date, id",
            limit: MOST_LINES_TO_REVIEW,
        });
        if (!ids.length) {
            this.notification.add(_t("Nothing is left to review here."), { type: "success" });
            return;
        }
        await this.props.selectRecord(ids[0], { activeIds: ids, force: true });
    }
}

/** Rows whose last column opens the page of the line. */
export class PaymentJournalRenderer extends ListRenderer {
    static recordRowTemplate = "bank_reconcile_plus.PaymentJournalRow";
}

export const paymentJournal = {
    ...listView,
    Controller: PaymentJournalController,
    Renderer: PaymentJournalRenderer,
};

registry.category("views").add("bank_payment_journal", paymentJournal);
