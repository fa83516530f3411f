import { KeepLast } from "@web/core/utils/concurrency";
import { debounce } from "@web/core/utils/timing";

import { markRaw } from "@odoo/owl";

const MODEL = "account.bank.statement";

/** Long enough to hold back a row of clicks, short enough to feel at once. */
const REFRESH_DELAY = 150;

/** How long the mouse rests on a row before its counterparts light up. */
const HOVER_DELAY = 120;

/** What is known of a statement before the server was asked. */
function nothingKnown() {
    return {
        selected: { lines: [], items: [] },
        away: { lines: 0, items: 0 },
        candidateLineIds: [],
        currencyId: false,
        totals: {},
        counts: {},
        buttons: {},
        warnings: [],
        linked: { lines: [], items: [] },
        hovered: { lines: [], items: [] },
    };
}

/**
 * What the parts of the Bank Reconciliation page share: what is selected in the two panes, and what the server says
 * about it (totals, buttons, warnings, linked rows). It decides nothing itself.
 *
 * One instance belongs to one page; components reach it as `env.bankReconciliation` through `useState`.
 */
export class Reconciliation {
    /**
     * @param {Object} services
     * @param {Object} services.orm
     * @param {() => Promise<boolean>} services.save saves what is edited in the header; false stops the action
     * @param {() => Promise<void>} services.reload loads the page again, header and panes
     */
    constructor({ orm, save, reload }) {
        this.orm = orm;
        this.save = save;
        this.reload = reload;
        this.resId = false;
        Object.assign(this, nothingKnown());
        this.panes = markRaw({});
        this.keepLast = new KeepLast();
        this.linksOfRows = markRaw(new Map());
        this.hoverSoon = debounce(function (pane, id) {
            return this.lightUp(pane, id);
        }, HOVER_DELAY);
        // Not an arrow: it is called on the reactive state, which has to see what it changes.
        this.refreshSoon = debounce(function () {
            return this.refresh();
        }, REFRESH_DELAY);
    }

    /** Show another statement: nothing of the one before stays selected. */
    setStatement(resId) {
        if (resId === this.resId) {
            return;
        }
        this.resId = resId;
        Object.assign(this, nothingKnown());
        this.linksOfRows.clear();
    }

    /**
     * A pane tells what is selected in it.
     *
     * @param {"lines"|"items"} pane
     * @param {number[]} ids
     * @param {number} away how many of them are on other pages of the pane
     */
    setSelected(pane, ids, away = 0) {
        this.away[pane] = away;
        if (ids.join() !== this.selected[pane].join()) {
            this.selected[pane] = ids;
            this.refreshSoon();
        }
    }

    isLinked(pane, id) {
        return this.linked[pane].includes(id) || this.hovered[pane].includes(id);
    }

    /**
     * The mouse is on a row, or on none: its counterparts light up as when it is selected.
     *
     * @param {"lines"|"items"} pane
     * @param {number|false} id
     */
    hover(pane, id) {
        this.hoveredRow = id && `${pane}-${id}`;
        if (id) {
            this.hoverSoon(pane, id);
        } else if (this.hovered.lines.length || this.hovered.items.length) {
            this.hovered = { lines: [], items: [] };
        }
    }

    async lightUp(pane, id) {
        const row = `${pane}-${id}`;
        if (this.hoveredRow !== row || !this.resId) {
            return;
        }
        if (!this.linksOfRows.has(row)) {
            const ids = pane === "lines" ? [[id], []] : [[], [id]];
            this.linksOfRows.set(row, this.orm.silent.call(MODEL, "get_linked", [[this.resId], ...ids]));
        }
        try {
            const { line_ids: lines, item_ids: items } = await this.linksOfRows.get(row);
            if (this.hoveredRow === row) {
                this.hovered = { lines, items };
            }
        } catch {
            this.linksOfRows.delete(row); // what cannot be asked just now is asked again the next time
        }
    }

    /**
     * @returns {{enabled: boolean, why: string}} whether an action can be used now, and if not the reason in words; of an
     * action the server does not speak of nothing is known against it
     */
    button(name) {
        return this.buttons[name] || { enabled: Boolean(this.currencyId), why: "" };
    }

    /** Ask the server once about the selection. */
    async refresh() {
        if (!this.resId) {
            return;
        }
        this.linksOfRows.clear();
        const { lines, items } = this.selected;
        if (lines.join() !== this.candidateLineIds.join()) {
            this.candidateLineIds = [...lines];
        }
        const answer = await this.keepLast.add(
            this.orm.silent.call(MODEL, "get_reconciliation", [[this.resId], lines, items]),
        );
        this.currencyId = answer.currency_id;
        this.totals = answer.totals;
        this.counts = answer.counts;
        this.buttons = answer.buttons;
        this.warnings = answer.warnings;
        this.linked = { lines: answer.linked.line_ids, items: answer.linked.item_ids };
    }

    /**
     * Call a method of the statement.
     *
     * @param {string} method
     * @param {any[]} args after the statement itself
     * @returns {Promise<any>} what the method returns
     */
    call(method, args = []) {
        return this.orm.call(MODEL, method, [[this.resId], ...args]);
    }

    /**
     * Do something to the statement and show the page as it is then, also when it was refused: somebody else may have
     * been first. A dialog it opens has not changed anything yet.
     *
     * @param {() => Promise<any>} act
     * @returns {Promise<any>} what it returns, undefined when the header could not be saved
     */
    async perform(act) {
        if (!(await this.save())) {
            return;
        }
        let result;
        try {
            result = await act();
        } catch (error) {
            await this.reload();
            throw error;
        }
        if (result?.target !== "new") {
            await this.reload();
        }
        return result;
    }

    /** Select the next line that is not settled, after the ones selected now. */
    async selectNextLine() {
        const last = this.selected.lines.at(-1);
        const next = last && (await this.call("next_open_line", [last]));
        if (next) {
            await this.panes.lines?.selectOnly(next);
        }
    }
}
