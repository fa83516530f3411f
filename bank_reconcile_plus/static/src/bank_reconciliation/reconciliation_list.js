import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Deferred } from "@web/core/utils/concurrency";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

import { onMounted, onPatched, onWillPatch, onWillUnmount, useEffect, useState } from "@odoo/owl";

import { BankBatch } from "../bank_batch/bank_batch";

/** A pane's list: rows are selected, not opened. The search stays in sight while rows are selected. */
export class BankReconciliationListController extends ListController {
    static template = "bank_reconcile_plus.ReconciliationList";
    static props = {
        ...ListController.props,
        pane: String,
        label: String,
        detailsModel: { type: String, optional: true },
        detailsField: { type: String, optional: true },
        detailsViewId: { type: [Number, Boolean], optional: true },
        newViewId: { type: [Number, Boolean], optional: true },
        reasonField: { type: String, optional: true },
        canAdd: { type: Function, optional: true },
    };

    setup() {
        super.setup();
        this.reconciliation = useState(this.env.bankReconciliation);
        this.reconciliation.panes[this.props.pane] = this;
        this.away = [];
        this.gone = new Deferred();
        onWillUnmount(() => {
            this.gone.resolve();
            if (this.reconciliation.panes[this.props.pane] === this) {
                delete this.reconciliation.panes[this.props.pane];
            }
        });
    }

    /**
     * Rows come and go with the search and with the lines that are selected; those that stay keep their tick. Turning
     * the page changes nothing of the selection.
     */
    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (root) => {
            const ids = this.env.bankReconciliation.selected[this.props.pane];
            this.keepAway(root, ids);
            for (const record of root.records) {
                record.selected = ids.includes(record.resId);
            }
            this.loadedFor = String(root.context.bank_candidates_line_ids || "");
            if (this.focusWhenLoaded && this.isCurrent) {
                this.focusWhenLoaded = false;
                this.focusId = root.records[0]?.resId;
            }
        };
        return params;
    }

    /**
     * Keep in mind what is selected on other pages of the same search.
     *
     * @param {DynamicList} root as it is loaded now
     * @param {number[]} ids what was selected when it was not
     */
    keepAway(root, ids) {
        const { domain, groupBy, context, offset, limit, orderBy } = root;
        const search = JSON.stringify([domain, groupBy, context.bank_candidates_line_ids, context.bank_statement_id]);
        const page = JSON.stringify([offset, limit, orderBy]);
        const here = new Set(root.records.map((record) => record.resId));
        if (search !== this.search || root.isGrouped) {
            this.away = [];
        } else {
            const kept = page === this.page ? this.away : ids;
            this.away = kept.filter((id) => !here.has(id));
        }
        this.search = search;
        this.page = page;
    }

    /** Whether the items are already those of the lines that are selected now. */
    get isCurrent() {
        return this.props.pane === "lines" || this.loadedFor === String(this.env.bankReconciliation.selected.lines);
    }

    /** What is selected, on this page last. */
    get selectedIds() {
        return [...this.away, ...this.model.root.selection.map((record) => record.resId)];
    }

    /** The host would put its selection box in place of the search. */
    get hasSelectedRecords() {
        return false;
    }

    /**
     * Load the rows again where the pager stands; what is selected by then stays so. A list that is gone in the meantime
     * would never be answered: nobody waits for it.
     */
    async reload() {
        await Promise.race([this.model.root.load(), this.gone]);
    }

    /** At once, not after a load that is under way, as the host's own way would. */
    select(ids) {
        this.away = [];
        for (const record of this.model.root.records) {
            record.selected = ids.includes(record.resId);
        }
        this.reconciliation.setSelected(this.props.pane, this.selectedIds);
    }

    clear() {
        this.select([]);
    }

    /** Turn to other lines: what was chosen for the ones before is let go. */
    replaceSelection(ids) {
        this.select(ids);
        if (this.props.pane === "lines") {
            this.reconciliation.panes.items?.clear();
        }
    }

    /**
     * Select one row and put the focus on it; one page further when it is not on this one.
     *
     * @param {number} id
     */
    async selectOnly(id) {
        const list = this.model.root;
        const onPage = () => list.records.some((record) => record.resId === id);
        if (!onPage() && !list.isGrouped && list.offset + list.limit < list.count) {
            await list.load({ offset: list.offset + list.limit });
        }
        this.replaceSelection([id]);
        this.focusId = id;
        this.render(true);
    }

    async openRecord(record) {
        const resId = this.props.detailsField ? record.data[this.props.detailsField].id : record.resId;
        this.dialogService.add(
            FormViewDialog,
            {
                resModel: this.props.detailsModel || this.props.resModel,
                resId,
                viewId: this.props.detailsViewId,
                title: this.props.detailsField ? _t("Document") : _t("Statement Line"),
                size: "xl",
            },
            { onClose: () => this.reconciliation.reload() },
        );
    }

    /** Open the form of the row that was selected last. */
    async openSelected() {
        const record = this.model.root.selection.at(-1);
        return record && this.openRecord(record);
    }

    async createRecord() {
        this.dialogService.add(FormViewDialog, {
            resModel: this.props.resModel,
            viewId: this.props.newViewId,
            context: this.props.context,
            title: _t("Add a Line"),
            onRecordSaved: () => this.reconciliation.reload(),
        });
    }
}

/** Rows that are selected with mouse and keyboard, and that show which rows of the other pane belong to them. */
export class BankReconciliationListRenderer extends ListRenderer {
    static template = "bank_reconcile_plus.ReconciliationListTable";
    static recordRowTemplate = "bank_reconcile_plus.ReconciliationListRow";
    static components = { ...ListRenderer.components, BankBatch };
    static props = [...ListRenderer.props, "pane", "label", "controller", "reasonField?"];

    setup() {
        super.setup();
        this.reconciliation = useState(this.env.bankReconciliation);
        // Here and not in the controller: only the rows are drawn anew when one is selected.
        useEffect(
            (ids, away) =>
                this.reconciliation.setSelected(this.props.pane, ids ? ids.split(",").map(Number) : [], away),
            () => [this.props.controller.selectedIds.join(), this.props.controller.away.length],
        );
        this.keepFocusOnRow();
        onMounted(() => this.focusFirstLine());
    }

    /** The page opens ready for the keyboard, unless somebody is already somewhere. */
    focusFirstLine() {
        if (this.props.pane === "lines" && document.activeElement === document.body) {
            this.focusRow(this.rows[0]);
        }
    }

    /** Rows are made anew when they are loaded again: the focus goes back to the row, or to the one in its place. */
    keepFocusOnRow() {
        let focused;
        onWillPatch(() => {
            const row = this.focusedRow;
            focused = row && { id: Number(row.dataset.resId), index: this.rows.indexOf(row) };
        });
        onPatched(() => {
            const { controller } = this.props;
            if (controller.focusId) {
                this.focusRow(this.rows.find((row) => Number(row.dataset.resId) === controller.focusId));
                controller.focusId = null;
            } else if (focused && !this.focusedRow && document.activeElement === document.body) {
                const same = this.rows.find((row) => Number(row.dataset.resId) === focused.id);
                this.focusRow(same || this.rows[Math.min(focused.index, this.rows.length - 1)]);
            }
        });
    }

    get rows() {
        return [...this.tableRef.el.querySelectorAll("tbody .o_data_row")];
    }

    get focusedRow() {
        const row = document.activeElement?.closest(".o_data_row");
        return row && this.tableRef.el.contains(row) ? row : null;
    }

    focusRow(row) {
        row?.querySelector("td.o_field_cell")?.focus();
    }

    /** @returns {string} why the row is shown, in words, to stand under it */
    reasonOf(record) {
        return (this.props.reasonField && record.data[this.props.reasonField]) || "";
    }

    /** @returns {{id: number, display_name: string}|false} the batch an item is part of, while lines are selected */
    batchOf(record) {
        return this.reconciliation.candidateLineIds.length > 0 && record.data.bank_in_batch_id;
    }

    getRowClass(record) {
        const linked = this.reconciliation.isLinked(this.props.pane, record.resId);
        return linked ? `${super.getRowClass(record)} o_bank_linked` : super.getRowClass(record);
    }

    /**
     * A click selects the row. On the lines it selects that one alone, with Ctrl one more, with Shift a range; on the
     * items, of which a line often needs several, every click adds or takes away.
     */
    async onCellClicked(record, column, ev) {
        if (ev.target.special_click || ev.detail > 1) {
            return;
        }
        const adds = ev.ctrlKey || ev.metaKey || ev.shiftKey || this.props.pane === "items";
        if (adds) {
            return this.toggleRecordSelection(record);
        }
        this.props.controller.replaceSelection(this.isOnlySelected(record) ? [] : [record.resId]);
        this.lastCheckedRecord = record;
    }

    isOnlySelected(record) {
        return record.selected && this.props.controller.selectedIds.length === 1;
    }

    onRowDoubleClicked(record, ev) {
        if (!ev.target.closest(".o_list_record_selector, a, button")) {
            this.props.openRecord(record);
        }
    }

    onCellKeydownReadOnlyMode(hotkey, cell, group, record) {
        if (record && hotkey === "space") {
            this.toggleRecordSelection(record);
            return true;
        }
        if (record && ["arrowup", "arrowdown"].includes(hotkey)) {
            const next = this.nextCell(cell, hotkey === "arrowup" ? -1 : 1);
            next?.focus();
            return Boolean(next) || super.onCellKeydownReadOnlyMode(...arguments);
        }
        if (record && ["tab", "shift+tab"].includes(hotkey)) {
            return this.focusOtherPane();
        }
        if (record && hotkey === "enter") {
            return false; // the page's own key
        }
        return super.onCellKeydownReadOnlyMode(...arguments);
    }

    /** The cell of the next row: reasons and group headers between rows are passed over. */
    nextCell(cell, step) {
        const rows = this.rows;
        const next = rows[rows.indexOf(cell.closest(".o_data_row")) + step];
        return next?.cells[cell.cellIndex];
    }

    focusOtherPane() {
        const other = this.reconciliation.panes[this.props.pane === "lines" ? "items" : "lines"];
        if (other && !other.isCurrent) {
            other.focusWhenLoaded = true;
            return true;
        }
        const rows = other?.rootRef.el.querySelectorAll("tbody .o_data_row");
        const target = [...(rows || [])].find((row) => row.ariaSelected === "true") || rows?.[0];
        this.focusRow(target);
        return Boolean(target);
    }
}

export const bankReconciliationList = {
    ...listView,
    Controller: BankReconciliationListController,
    Renderer: BankReconciliationListRenderer,
};

registry.category("views").add("bank_reconciliation_list", bankReconciliationList);
