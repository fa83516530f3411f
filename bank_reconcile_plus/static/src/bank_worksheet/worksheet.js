import { KeepLast, Mutex } from "@web/core/utils/concurrency";

const MODEL = "account.bank.worksheet";

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
        this.keepLast = new KeepLast();
        this.mutex = new Mutex();
        this.waiting = 0;
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
        const { checks, deposits, ...standing } = await this.keepLast.add(
            this.orm.silent.call(MODEL, "get_worksheet", [[this.resId]]),
        );
        this.rows = { checks, deposits };
        this.setStanding(standing);
    }

    setStanding(standing) {
        this.standing = standing;
        this.cleared = new Set(standing.cleared);
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
        this.waiting++;
        try {
            const answer = await this.mutex.exec(() => this.orm.silent.call(MODEL, method, [[this.resId], ...args]));
            if (this.waiting === 1) {
                this.setStanding(answer); // else it is about to change once more
            }
            return answer;
        } catch (error) {
            this.reload();
            throw error;
        } finally {
            this.waiting--;
        }
    }

    /**
     * Tick rows, or take their ticks away; seen at once, and as the server says as soon as it has answered.
     *
     * @param {Object[]} rows
     * @param {boolean} cleared
     */
    async tick(rows, cleared) {
        for (const row of rows) {
            if (cleared) {
                this.cleared.add(row.id);
            } else {
                this.cleared.delete(row.id);
            }
        }
        return this.change("set_cleared", [rows.flatMap((row) => row.item_ids), cleared]);
    }
}
