import { _t } from "@web/core/l10n/translation";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { normalize } from "@web/core/l10n/utils/normalize";
import { useAutofocus } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";

import { Component, useRef, useState } from "@odoo/owl";

/**
 * One side of a worksheet: its entries, ticked with mouse and keyboard. A click ticks a row, with Shift all from the row
 * ticked before; arrows go up, down and to the other side, Space ticks, Enter writes a comment.
 */
export class WorksheetPane extends Component {
    static template = "bank_reconcile_plus.WorksheetPane";
    static props = { side: String, label: String, search: String, goAcross: Function };

    setup() {
        this.worksheet = useState(this.env.bankWorksheet);
        this.state = useState({ commented: false, words: "" });
        this.table = useRef("table");
        this.last = false;
        useAutofocus({ refName: "comment", selectAll: true });
    }

    get rows() {
        const wanted = normalize(this.props.search.trim());
        const rows = this.worksheet.rows[this.props.side];
        if (!wanted) {
            return rows;
        }
        return rows.filter((row) => normalize(this.wordsOf(row)).includes(wanted));
    }

    wordsOf(row) {
        return [
            row.number,
            ...row.check_numbers,
            row.partner,
            row.text,
            this.number(-row.amount),
            this.number(row.amount),
        ].join(" ");
    }

    get hasChecks() {
        return this.worksheet.rows[this.props.side].some((row) => row.check);
    }

    get canEdit() {
        return Boolean(this.worksheet.standing.can_edit);
    }

    get countWords() {
        const rows = this.worksheet.rows[this.props.side];
        const ticked = rows.filter((row) => this.isTicked(row)).length;
        return _t("%(ticked)s of %(count)s ticked", { ticked, count: rows.length });
    }

    isTicked(row) {
        return this.worksheet.cleared.has(row.id);
    }

    comment(row) {
        return (this.worksheet.standing.comments || {})[row.id] || "";
    }

    day(row) {
        return formatDate(deserializeDate(row.date));
    }

    number(value) {
        return formatMonetary(value, { currencyId: this.worksheet.standing.currency_id, noSymbol: true });
    }

    /** Checks and payments are written as on the bank's paper: without a sign. */
    amount(row) {
        return this.number(Math.abs(row.amount));
    }

    label(row) {
        return [row.number, row.check, row.partner, this.amount(row)].filter(Boolean).join(", ");
    }

    // ----------------------------------------------------------------------------------------------------- selection

    toggle(row, isRange) {
        if (!this.canEdit) {
            return;
        }
        const rows = this.rows;
        const from = rows.findIndex((each) => each.id === this.last);
        const to = rows.findIndex((each) => each.id === row.id);
        if (isRange && from >= 0) {
            const cleared = this.isTicked(rows[from]);
            this.worksheet.tick(rows.slice(Math.min(from, to), Math.max(from, to) + 1), cleared);
        } else {
            this.worksheet.tick([row], !this.isTicked(row));
        }
        this.last = row.id;
    }

    toggleAll() {
        const rows = this.rows;
        return this.worksheet.tick(rows, !rows.every((row) => this.isTicked(row)));
    }

    get isAllTicked() {
        const rows = this.rows;
        return rows.length > 0 && rows.every((row) => this.isTicked(row));
    }

    onRowClicked(row, ev) {
        if (ev.target.closest("button, .o_bank_worksheet_comment")) {
            return;
        }
        if (ev.shiftKey) {
            document.getSelection().removeAllRanges();
        }
        this.toggle(row, ev.shiftKey);
    }

    // ------------------------------------------------------------------------------------------------------ keyboard

    get elements() {
        return [...this.table.el.querySelectorAll("tr[data-id]")];
    }

    /** @param {number} index of the row the focus goes to; the last where there are fewer */
    focusRow(index) {
        const elements = this.elements;
        elements[Math.max(0, Math.min(index, elements.length - 1))]?.focus();
        return elements.length > 0;
    }

    onRowKeydown(row, ev) {
        if (ev.target.closest("input:not([type=checkbox])")) {
            return;
        }
        const index = this.elements.findIndex((element) => Number(element.dataset.id) === row.id);
        const acts = {
            ArrowUp: () => this.focusRow(index - 1),
            ArrowDown: () => this.focusRow(index + 1),
            Home: () => this.focusRow(0),
            End: () => this.focusRow(Infinity),
            ArrowLeft: () => this.props.goAcross("checks", index),
            ArrowRight: () => this.props.goAcross("deposits", index),
            " ": () => this.toggle(row, ev.shiftKey),
            Enter: () => this.startComment(row),
        };
        if (acts[ev.key] && !ev.ctrlKey && !ev.altKey && !ev.metaKey) {
            ev.preventDefault();
            ev.stopPropagation();
            acts[ev.key]();
        }
    }

    // ------------------------------------------------------------------------------------------------------- comments

    startComment(row) {
        if (this.canEdit) {
            Object.assign(this.state, { commented: row.id, words: this.comment(row) });
        }
    }

    onCommentKeydown(row, ev) {
        if (ev.key === "Enter" || ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            if (ev.key === "Escape") {
                this.state.words = this.comment(row);
            }
            ev.target.closest("tr[data-id]").focus(); // leaving the input keeps it
        }
    }

    async keepComment(row) {
        const words = this.state.words.trim();
        this.state.commented = false;
        if (words !== this.comment(row)) {
            await this.worksheet.change("set_comment", [row.item_ids, words]);
        }
    }
}
