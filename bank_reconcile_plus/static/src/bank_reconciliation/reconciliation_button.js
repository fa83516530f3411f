import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { isMacOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useState } from "@odoo/owl";

import { BankMatchDialog } from "./match_dialog";

const KEY_WORDS = { enter: _t("Enter"), delete: _t("Delete"), space: _t("Space"), shift: _t("Shift") };

/**
 * One action of the page. The server says whether it can be used now and why not; the arch says the rest:
 *
 * - `name`: of the action in the server's answer
 * - `method`: of `account.bank.statement`; called with what `selection` names ("lines", "items", "lines,items"). An
 *   action it returns is opened
 * - `pick`: a model of which a record is chosen first (`pick_domain`, `pick_title`), passed as last argument
 * - `preview`: the spread is shown first, unless one line settles one item whole
 * - `details`: opens the selected line's own form
 * - `hotkey`: with Alt anywhere on the page; `key`: alone, on a row
 * - `confirm`: a question asked first; `next`: go on to the next open line afterwards
 */
export class BankReconciliationButton extends Component {
    static template = "bank_reconcile_plus.ReconciliationButton";
    static props = {
        ...standardWidgetProps,
        name: String,
        label: String,
        method: { type: String, optional: true },
        selection: { type: Array, element: String },
        hotkey: { type: String, optional: true },
        hotkeyOnRow: { type: String, optional: true },
        icon: { type: String, optional: true },
        rank: { type: String, optional: true },
        confirm: { type: String, optional: true },
        pick: { type: [Object, { value: false }], optional: true },
        preview: { type: Boolean, optional: true },
        details: { type: Boolean, optional: true },
        goToNext: { type: Boolean, optional: true },
        help: { type: String, optional: true },
    };

    setup() {
        this.reconciliation = useState(this.env.bankReconciliation);
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        if (this.props.hotkeyOnRow) {
            useHotkey(this.props.hotkeyOnRow, () => this.onClick(), {
                isAvailable: (target) => Boolean(target.closest?.(".o_bank_reconciliation_pane .o_data_row")),
            });
        }
    }

    get status() {
        return this.reconciliation.button(this.props.name);
    }

    get keyWords() {
        const { hotkey, hotkeyOnRow } = this.props;
        const overlay = isMacOS() ? _t("Control") : _t("Alt");
        const words = [];
        if (hotkeyOnRow) {
            words.push(KEY_WORDS[hotkeyOnRow] || hotkeyOnRow.toUpperCase());
        }
        if (hotkey) {
            const parts = hotkey.split("+").map((part) => KEY_WORDS[part] || part.toUpperCase());
            words.push([overlay, ...parts].join("+"));
        }
        return words.join(", ");
    }

    /** What it is called, what it does or why it cannot be used, and its keys. */
    get tooltip() {
        const { enabled, why } = this.status;
        const says = enabled ? this.props.help : why;
        const title = this.keyWords ? `${this.props.label} (${this.keyWords})` : this.props.label;
        return says ? `${title}: ${says}` : title;
    }

    get selectionArgs() {
        return this.props.selection.map((pane) => this.reconciliation.selected[pane]);
    }

    async onClick() {
        const { enabled, why } = this.status;
        if (!enabled) {
            if (why) {
                this.notification.add(why, { type: "warning" });
            }
            return;
        }
        if (this.props.confirm) {
            const confirmed = await this.ask(ConfirmationDialog, (resolve) => ({
                title: this.props.label,
                body: this.props.confirm,
                confirmLabel: this.props.label,
                confirm: () => resolve(true),
                cancel: () => {},
            }));
            if (!confirmed) {
                return;
            }
        }
        await this.act();
    }

    async act() {
        const { pick, preview, details } = this.props;
        if (details) {
            return this.reconciliation.panes.lines?.openSelected();
        }
        if (preview) {
            return this.match();
        }
        if (pick) {
            const id = await this.ask(SelectCreateDialog, (resolve) => ({
                ...pick,
                title: pick.title || this.props.label,
                multiSelect: false,
                noCreate: true,
                onSelected: ([chosen]) => resolve(chosen),
            }));
            return id && this.call([...this.selectionArgs, id]);
        }
        return this.call(this.selectionArgs);
    }

    /** @returns {Promise<any>} what `getProps(resolve)` resolves the dialog with, undefined when it is closed */
    ask(DialogComponent, getProps) {
        return new Promise((resolve) => {
            this.dialog.add(DialogComponent, getProps(resolve), { onClose: () => resolve() });
        });
    }

    async call(args) {
        const result = await this.reconciliation.perform(() => this.reconciliation.call(this.props.method, args));
        if (result && typeof result === "object" && result.type?.startsWith("ir.actions")) {
            await this.action.doAction(result, { onClose: () => this.reconciliation.reload() });
        } else if (this.props.goToNext) {
            await this.reconciliation.selectNextLine();
        }
    }

    /** One line that settles one item whole needs no preview; anything else, a write-off too, is shown first. */
    async match() {
        const args = this.selectionArgs;
        const preview = await this.reconciliation.call("preview_match", args);
        if (!preview.rows.length) {
            this.notification.add(preview.words, { type: "warning" });
            return;
        }
        const [row] = preview.rows;
        if (preview.rows.length === 1 && !preview.difference && !row.open_after && !preview.tolerance) {
            return this.call(args);
        }
        const amounts = await this.ask(BankMatchDialog, (resolve) => ({
            preview,
            currencyId: this.reconciliation.currencyId,
            spread: (edited) => this.reconciliation.call("preview_match", [...args, edited]),
            confirm: resolve,
        }));
        return amounts && this.call([...args, amounts]);
    }
}

function flag(value) {
    return value === "1" || value === "True" || value === "true";
}

registry.category("view_widgets").add("bank_reconciliation_button", {
    component: BankReconciliationButton,
    extractProps: ({ attrs, options }) => ({
        name: attrs.action,
        label: attrs.string,
        method: attrs.method,
        selection: attrs.selection ? attrs.selection.split(",").map((pane) => pane.trim()) : [],
        hotkey: attrs.hotkey,
        hotkeyOnRow: attrs.key,
        icon: attrs.icon,
        rank: attrs.rank,
        confirm: attrs.confirm,
        pick: options.pick || false,
        preview: flag(attrs.preview),
        details: flag(attrs.details),
        goToNext: flag(attrs.next),
        help: attrs.help,
    }),
});
