import { Component, onWillUnmount, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const SECONDS = 2;

/** How far an import in the background is, kept up to date while it is looked at. */
export class BankImportProgress extends Component {
    static template = "bank_reconcile_plus.BankImportProgress";
    static props = { ...standardWidgetProps };

    setup() {
        useEffect(
            (state) => {
                if (state === "done") {
                    return;
                }
                this.timer = setInterval(() => this.props.record.load(), SECONDS * 1000);
                return () => clearInterval(this.timer);
            },
            () => [this.props.record.data.state],
        );
        onWillUnmount(() => clearInterval(this.timer));
    }

    get data() {
        return this.props.record.data;
    }

    get figures() {
        return _t("%(done)s of %(total)s movements", {
            done: formatInteger(this.data.line_done),
            total: formatInteger(this.data.line_total),
        });
    }
}

registry.category("view_widgets").add("bank_import_progress", {
    component: BankImportProgress,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "progress", type: "integer" },
        { name: "line_total", type: "integer" },
        { name: "line_done", type: "integer" },
    ],
});
