import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { normalize } from "@web/core/l10n/utils/normalize";
import { formatMonetary } from "@web/views/fields/formatters";

import { markRaw } from "@odoo/owl";

const MODEL = "account.bank.worksheet";

/**
 * @param {Object} row of the server
 * @param {number} currencyId
 * @returns {Object} the row with what is shown of it, and with what is searched: made once, not at every tick
 */
function withWords(row, currencyId) {
    const number = (value) => formatMonetary(value, { currencyId, noSymbol: true });
    const day = formatDate(deserializeDate(row.date));
    const amount = number(Math.abs(row.amount)); // as on the bank's paper: without a sign
    return {
        ...row,
        words: {
            day,
            amount,
            label: [row.number, row.check, row.partner, amount].filter(Boolean).join(", "),
            searched: normalize(
                [row.number, ...row.check_numbers, row.partner, row.text, number(-row.amount), amount].join(" "),
            ),
        },
    };
}

/**
 * What the parts of a worksheet's page share: the entries the bank has not shown, which are ticked, and what the server
 * says about them. It decides nothing itself.
 *
 * One instance belongs to one page; components reach it as `env.bankWorksheet` through `useState`.
 */
export class Worksheet {
    /**
     * @param {Object} services
     * @param {Object} services.orm
     * @param {() => Promise<boolean>} services.save saves what is edited in the form; false stops the action
     * @param {() => Promise<void>} services.reload loads the page again
     */
    constructor({ orm, save, reload }) {
        this.orm = orm;
        this.save = save;
        this.reload = reload;
        this.resId = false;
        this.rows = { checks: [], deposits: [] };
        this.cleared = new Set();
        this.standing = {};
        // Nothing that is shown.
        this.queue = markRaw({ keepLast: new KeepLast(), mutex: new Mutex(), waiting: 0 });
    }

    setWorksheet(resId) {
        if (resId !== this.resId) {
            this.resId = resId;
            this.rows = { checks: [], deposits: [] };
            this.cleared = new Set();
            this.standing = {};
        }
    }

    /** Ask the server for everything the page shows, at once. */
    async refresh() {
        if (!this.resId) {
            return;
        }
        const { checks, deposits, ...standing } = await this.queue.keepLast.add(
            this.orm.silent.call(MODEL, "get_worksheet", [[this.resId]]),
        );
        // They never change by themselves: what does is whether they are ticked, and their comments.
        const { currency_id: currencyId } = standing;
        const [left, right] = [checks, deposits].map((rows) => markRaw(rows.map((row) => withWords(row, currencyId))));
        this.rows = { checks: left, deposits: right };
        this.setStanding(standing);
    }

    setStanding(standing) {
        this.standing = markRaw(standing);
        this.cleared = markRaw(new Set(standing.cleared));
    }

    /**
     * Do something to the worksheet that answers how it stands then, one after the other. When it is refused the page
     * shows what is true.
     *
     * @param {string} method
     * @param {any[]} args after the worksheet itself
     * @returns {Promise<Object|undefined>} the answer; undefined when the form could not be saved
     */
    async change(method, args) {
        if (!(await this.save())) {
            return;
        }
        this.queue.waiting++;
        try {
            const answer = await this.queue.mutex.exec(() =>
                this.orm.silent.call(MODEL, method, [[this.resId], ...args]),
            );
            if (this.queue.waiting === 1) {
                this.setStanding(answer); // else it is about to change once more
            }
            return answer;
        } catch (error) {
            this.reload();
            throw error;
        } finally {
            this.queue.waiting--;
        }
    }

    /**
     * Tick rows, or take their ticks away; seen at once, and as the server says as soon as it has answered.
     *
     * @param {Object[]} rows
     * @param {boolean} cleared
     */
    async tick(rows, cleared) {
        const next = new Set(this.cleared);
        for (const row of rows) {
            if (cleared) {
                next.add(row.id);
            } else {
                next.delete(row.id);
            }
        }
        this.cleared = markRaw(next);
        return this.change("set_cleared", [rows.flatMap((row) => row.item_ids), cleared]);
    }
}
