import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatSelection } from "@web/views/fields/formatters";

import { Component } from "@odoo/owl";

/** Each value with the look and the icon that tell it apart without its colour. */
const LOOKS = {
    high: { icon: "fa-check-circle", look: "o_bank_badge_high" },
    medium: { icon: "fa-adjust", look: "o_bank_badge_medium" },
    low: { icon: "fa-circle-o", look: "o_bank_badge_low" },
    open: { icon: "", look: "o_bank_badge_open" },
    proposed: { icon: "fa-magic", look: "o_bank_badge_proposed" },
    accepted: { icon: "fa-check", look: "o_bank_badge_accepted" },
    posted: { icon: "fa-lock", look: "o_bank_badge_posted" },
    elsewhere: { icon: "fa-external-link", look: "o_bank_badge_elsewhere" },
};

/**
 * A state or a confidence as a badge: a word and an icon, with its reason in words on hover. With `record` it leads to another record.
 *
 *     <field name="match_confidence" widget="bank_match_badge" options="{'words': 'match_why'}"/>
 */
export class BankMatchBadge extends Component {
    static template = "bank_reconcile_plus.MatchBadge";
    static props = {
        ...standardFieldProps,
        wordsField: { type: String, optional: true },
        labelField: { type: String, optional: true },
        linkField: { type: String, optional: true },
        checkedField: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        const { record, name, labelField } = this.props;
        return (
            (labelField && record.data[labelField]) ||
            formatSelection(this.value, { selection: record.fields[name].selection })
        );
    }

    get words() {
        const { record, wordsField } = this.props;
        return (wordsField && record.data[wordsField]) || "";
    }

    /** @returns {{id: number, display_name: string}|false} the record the badge leads to, when it is another one */
    get link() {
        const { record, linkField } = this.props;
        return (this.value === "elsewhere" && linkField && record.data[linkField]) || false;
    }

    /** @returns {boolean} whether somebody wants a second look at it */
    get isToCheck() {
        const { record, checkedField } = this.props;
        return Boolean(checkedField) && record.data[checkedField] === false;
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.props.record.fields[this.props.linkField].relation,
            res_id: this.link.id,
            views: [[false, "form"]],
        });
    }

    get looks() {
        return LOOKS[this.value] || { icon: "", look: "" };
    }
}

registry.category("fields").add("bank_match_badge", {
    component: BankMatchBadge,
    displayName: _t("Match Badge"),
    supportedTypes: ["selection"],
    supportedOptions: [
        { label: _t("Field with the reason in words"), name: "words", type: "field" },
        { label: _t("Field with the text to show"), name: "label", type: "field" },
        { label: _t("Field with the record to open"), name: "record", type: "field" },
        { label: _t("Field that is off where a second look is wanted"), name: "flag", type: "field" },
    ],
    extractProps: ({ options }) => ({
        wordsField: options.words,
        labelField: options.label,
        linkField: options.record,
        checkedField: options.flag,
    }),
});
