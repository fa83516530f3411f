import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getDefaultConfig, View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, markup, useState, useSubEnv } from "@odoo/owl";

/**
 * One of the two lists of the page: an ordinary list view with its own search, of the arch and search view that the
 * form's arch names. On the right it follows the lines selected on the left.
 *
 *     <widget name="bank_reconciliation_pane" pane="lines" string="Statement Lines"
 *         model="account.bank.statement.line" options="{'list_view_id': 1, 'search_view_id': 2}"/>
 */
export class BankReconciliationPane extends Component {
    static template = "bank_reconcile_plus.ReconciliationPane";
    static components = { View };
    static props = {
        ...standardWidgetProps,
        pane: { validate: (pane) => ["lines", "items"].includes(pane) },
        label: String,
        selectedLabel: { type: String, optional: true },
        resModel: String,
        listViewId: { type: [Number, Boolean], optional: true },
        searchViewId: { type: [Number, Boolean], optional: true },
        detailsModel: { type: String, optional: true },
        detailsField: { type: String, optional: true },
        detailsViewId: { type: [Number, Boolean], optional: true },
        newViewId: { type: [Number, Boolean], optional: true },
        domain: { type: Array, optional: true },
        emptyText: { type: String, optional: true },
        reasonField: { type: String, optional: true },
    };
    static defaultProps = { domain: [] };

    setup() {
        this.reconciliation = useState(this.env.bankReconciliation);
        // Of the page around it the list takes nothing over: no breadcrumbs, pager, views nor cached rows.
        useSubEnv({ config: { ...getDefaultConfig(), cache: false, disableSearchBarAutofocus: true } });
        this.searches = {};
        this.canAdd = () => !this.props.readonly; // asked anew each time: a view keeps the props it began with
        this.emptyHelp = this.props.emptyText ? markup`<p>${this.props.emptyText}</p>` : undefined;
    }

    get resId() {
        return this.props.record.resId;
    }

    get label() {
        const follows = this.props.pane === "items" && this.reconciliation.candidateLineIds.length;
        return (follows && this.props.selectedLabel) || this.props.label;
    }

    get selectedCount() {
        return this.reconciliation.selected[this.props.pane].length;
    }

    /** How many lines are left, in words; "" in a pane that counts none. */
    get countWords() {
        const { lines, left, proposed } = this.counts;
        if (lines === undefined) {
            return "";
        }
        return proposed
            ? _t("%(left)s of %(lines)s left · %(proposed)s proposed", { left, lines, proposed })
            : _t("%(left)s of %(lines)s left", { left, lines });
    }

    get selectedWords() {
        const away = this.reconciliation.away[this.props.pane];
        return away
            ? _t("%(count)s selected, %(away)s on other pages", { count: this.selectedCount, away })
            : _t("%s selected", this.selectedCount);
    }

    clear() {
        this.reconciliation.panes[this.props.pane]?.clear();
    }

    get counts() {
        return this.props.pane === "lines" ? this.reconciliation.counts : {};
    }

    /** The list loads again whenever it gets other objects, so the same search keeps its own. */
    get search() {
        const lineIds = this.props.pane === "items" ? this.reconciliation.candidateLineIds : [];
        const { data } = this.props.record;
        const key = `${this.resId}:${lineIds}`;
        if (this.searches.key !== key) {
            this.searches =
                this.props.pane === "lines"
                    ? {
                          domain: [["statement_id", "=", this.resId], ...this.props.domain],
                          context: {
                              default_statement_id: this.resId,
                              default_journal_id: data.journal_id?.id,
                              default_date: data.date ? serializeDate(data.date) : false,
                          },
                      }
                    : {
                          domain: this.props.domain,
                          context: { bank_statement_id: this.resId, bank_candidates_line_ids: [...lineIds] },
                      };
            this.searches.key = key;
        }
        return this.searches;
    }

    get viewProps() {
        const { listViewId, searchViewId, resModel } = this.props;
        const { domain, context } = this.search;
        this.views ||= [
            [listViewId, "list"],
            [searchViewId, "search"],
        ];
        this.display ||= { searchPanel: false };
        return {
            type: "list",
            resModel,
            views: this.views,
            viewId: listViewId,
            searchViewId,
            loadIrFilters: true,
            noBreadcrumbs: true,
            display: this.display,
            domain,
            context,
            pane: this.props.pane,
            label: this.label,
            detailsModel: this.props.detailsModel,
            detailsField: this.props.detailsField,
            detailsViewId: this.props.detailsViewId,
            newViewId: this.props.newViewId,
            noContentHelp: this.emptyHelp,
            canAdd: this.canAdd,
            reasonField: this.props.reasonField,
        };
    }
}

registry.category("view_widgets").add("bank_reconciliation_pane", {
    component: BankReconciliationPane,
    additionalClasses: ["o_bank_reconciliation_pane"],
    extractProps: ({ attrs, options }) => ({
        pane: attrs.pane,
        label: attrs.string,
        selectedLabel: attrs.string_selected,
        resModel: attrs.model,
        listViewId: options.list_view_id || false,
        searchViewId: options.search_view_id || false,
        detailsModel: attrs.details_model,
        detailsField: attrs.details_field,
        detailsViewId: options.details_view_id || false,
        newViewId: options.new_view_id || false,
        domain: options.domain || [],
        emptyText: attrs.empty,
        reasonField: attrs.reason_field,
    }),
});
