import { _t } from "@web/core/l10n/translation";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { x2ManyCommands } from "@web/core/orm_service";
import { registry } from "@web/core/registry";

import { PaymentJournalController, paymentJournal } from "./payment_journal";

const MODEL = "account.bank.statement.line";

/** The lines no document explains: accounts, taxes and partners typed down the columns, and copied. */
export class LineCodingController extends PaymentJournalController {
    static template = "bank_reconcile_plus.LineCoding";

    setup() {
        super.setup();
        this.lastCodedId = false;
        useHotkey("control+d", () => this.fillDown(), { bypassEditableProtection: true });
        useHotkey("control+shift+d", () => this.copyLast(), { bypassEditableProtection: true });
    }

    async onRecordSaved(record, changes) {
        if ("code_account_id" in changes && changes.code_account_id) {
            this.lastCodedId = record.resId;
        }
        await super.onRecordSaved(...arguments);
    }

    async refreshFigures() {
        const [, coding] = await Promise.all([
            super.refreshFigures(),
            this.orm.silent.call(MODEL, "get_coding_totals", [this.model.root.domain]),
        ]);
        this.journal.coding = coding;
    }

    /** The rows to fill: those that are ticked, else the one that is edited. */
    get targets() {
        const { selection, records, editedRecord } = this.model.root;
        const targets = selection.length ? selection : [editedRecord].filter(Boolean);
        return records.filter((record) => targets.includes(record));
    }

    /** Copy the account, taxes and analytic distribution of the row above to the ticked rows. */
    async fillDown() {
        const [first] = this.targets;
        const { records } = this.model.root;
        const above = first && records[records.indexOf(first) - 1];
        const source = this.targets.length > 1 && first.data.code_account_id ? first : above;
        await this.copy(source, _t("Tick the rows to fill, or edit one: it takes what stands in the row above."));
    }

    /** Copy what was typed last to the ticked rows. */
    async copyLast() {
        const source = this.model.root.records.find((record) => record.resId === this.lastCodedId);
        await this.copy(source, _t("Nothing was typed yet that could be copied."));
    }

    async copy(source, nothing) {
        const { targets } = this;
        const account = source?.data.code_account_id;
        if (!targets.length || !account) {
            this.notification.add(nothing, { type: "warning" });
            return;
        }
        const { code_tax_ids: taxes, code_analytic_distribution: analytic } = source.data;
        const { editedRecord } = this.model.root;
        const isTyped = editedRecord && !editedRecord.data.code_several && editedRecord.data.match_state !== "posted";
        if (isTyped && !this.model.root.selection.length) {
            // Into the row as if it were typed there: it is saved as the row is left.
            return editedRecord.update({
                code_account_id: account,
                code_tax_ids: [x2ManyCommands.set([...taxes.currentIds])],
                ...(analytic === undefined ? {} : { code_analytic_distribution: analytic }),
            });
        }
        const values = {
            account_id: account.id,
            tax_ids: [...taxes.currentIds],
            ...(analytic === undefined ? {} : { analytic_distribution: analytic }),
        };
        const all = this.model.root.isDomainSelected
            ? await this.model.root.getResIds(true)
            : targets.map((record) => record.resId);
        const ids = all.filter((id) => id !== source.resId);
        const edited = this.model.root.editedRecord;
        if (edited) {
            await this.model.root.leaveEditMode({ discard: ids.includes(edited.resId) });
        }
        await this.orm.call(MODEL, "code_lines", [Object.fromEntries(ids.map((id) => [id, values]))]);
        const selected = this.model.root.selection.map((record) => record.resId);
        await this.model.root.load();
        for (const record of this.model.root.records) {
            if (selected.includes(record.resId)) {
                record.toggleSelection(true);
            } else if (record.resId === edited?.resId) {
                await this.model.root.enterEditMode(record);
            }
        }
    }
}

registry.category("views").add("bank_line_coding", { ...paymentJournal, Controller: LineCodingController });
