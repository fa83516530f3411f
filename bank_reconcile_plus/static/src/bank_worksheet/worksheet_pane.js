import { _t } from "@web/core/l10n/translation";
import { normalize } from "@web/core/l10n/utils/normalize";

import { Component, useRef, useState } from "@odoo/owl";

import { WorksheetRow } from "./worksheet_row";

/** For how long digits typed one after the other are one number, in milliseconds. */
const TYPING = 1200;

const withoutZeros = (number) => number.replace(/^0+(?=.)/, "");

/**
 * One side of a worksheet: its entries, ticked with mouse and keyboard. A click ticks a row, with Shift all from the row
 * ticked before; arrows go up, down and to the other side, Space ticks, Enter writes a comment, digits go to the check
 * whose number begins with them.
 */
export class WorksheetPane extends Component {
    static template = "bank_reconcile_plus.WorksheetPane";
    static components = { WorksheetRow };
    static props = { side: String, label: String, search: String, goAcross: Function };

    setup() {
        this.worksheet = useState(this.env.bankWorksheet);
        this.state = useState({ commented: false });
        this.table = useRef("table");
        this.last = false;
        this.typed = { digits: "", at: 0 };
        // One object for all rows, so that a row is drawn again only when something of its own changed.
        this.acts = {
            click: (row, ev) => this.onRowClicked(row, ev),
            keydown: (row, ev) => this.onRowKeydown(row, ev),
            comment: (row) => this.startComment(row),
            keepComment: (row, words) => this.keepComment(row, words),
        };
    }

    get rows() {
        const wanted = normalize(this.props.search.trim());
        const rows = this.worksheet.rows[this.props.side];
        return wanted ? rows.filter((row) => row.words.searched.includes(wanted)) : rows;
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
        const act = /^[0-9]$/.test(ev.key) ? () => this.goToCheck(ev.key) : acts[ev.key];
        if (act && !ev.ctrlKey && !ev.altKey && !ev.metaKey) {
            ev.preventDefault();
            ev.stopPropagation();
            act();
        }
    }

    /** Focus the first check whose number, without zeros in front, begins with the digits typed one after the other. */
    goToCheck(digit) {
        const now = Date.now();
        const digits = now - this.typed.at < TYPING ? this.typed.digits + digit : digit;
        this.typed = { digits, at: now };
        const wanted = withoutZeros(digits);
        const index = this.rows.findIndex((row) =>
            row.check_numbers.some((number) => withoutZeros(number).startsWith(wanted)),
        );
        if (index >= 0) {
            this.focusRow(index);
        }
    }

    // ------------------------------------------------------------------------------------------------------- comments

    startComment(row) {
        if (this.canEdit) {
            this.state.commented = row.id;
        }
    }

    async keepComment(row, words) {
        this.state.commented = false;
        if (words !== this.comment(row)) {
            await this.worksheet.change("set_comment", [row.item_ids, words]);
        }
    }
}
