import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useState } from "@odoo/owl";

import { WorksheetPane } from "./worksheet_pane";

const LEVELS = { danger: "fa-exclamation-circle", warning: "fa-exclamation-triangle" };

/** Both sides of a worksheet, checks left and deposits right, with what ticks many at once above them. */
export class WorksheetPanes extends Component {
    static template = "bank_reconcile_plus.WorksheetPanes";
    static components = { DateTimeInput, WorksheetPane };
    static props = { ...standardWidgetProps };

    setup() {
        this.worksheet = useState(this.env.bankWorksheet);
        this.notification = useService("notification");
        this.state = useState({ search: "", numbers: "", until: false, words: "" });
        this.goAcross = (side, index) => this.focusPane(side, index);
    }

    get resId() {
        return this.worksheet.resId;
    }

    get canEdit() {
        return Boolean(this.worksheet.standing.can_edit);
    }

    get sides() {
        return [
            { name: "checks", label: _t("Checks and Payments") },
            { name: "deposits", label: _t("Deposits") },
        ];
    }

    get warnings() {
        return this.worksheet.standing.warnings || [];
    }

    icon(warning) {
        return LEVELS[warning.level];
    }

    focusPane(side, index) {
        const rows = document.querySelectorAll(`.o_bank_worksheet_pane[data-side=${side}] tr[data-id]`);
        rows[Math.max(0, Math.min(index, rows.length - 1))]?.focus();
    }

    onSearchKeydown(ev) {
        if (ev.key === "ArrowDown" || ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            const side = this.sides.find(({ name }) =>
                document.querySelector(`.o_bank_worksheet_pane[data-side=${name}] tr[data-id]`),
            );
            this.focusPane(side?.name || "checks", 0);
        }
    }

    onNumbersKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            this.state.numbers = ev.target.value;
            this.tickNumbers();
        }
    }

    /** Numbers that could not be ticked stay in the field's words; those that could are said and gone. */
    async tickNumbers() {
        this.state.words = "";
        const answer = await this.worksheet.change("set_cleared_checks", [this.state.numbers]);
        if (answer) {
            this.state.words = answer.words;
            this.state.numbers = "";
            this.notification.add(_t("Checks ticked: %s", answer.ticked), {
                type: answer.words ? "warning" : "success",
            });
        }
    }

    setUntil(date) {
        this.state.until = date;
    }

    async tickUntil(cleared) {
        if (this.state.until) {
            await this.worksheet.change("set_cleared_until", [serializeDate(this.state.until), cleared]);
        }
    }

    dropGone() {
        return this.worksheet.change("drop_gone", []);
    }
}

registry.category("view_widgets").add("bank_worksheet_panes", { component: WorksheetPanes });
