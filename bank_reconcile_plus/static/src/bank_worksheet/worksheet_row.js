import { useAutofocus } from "@web/core/utils/hooks";

import { Component, onWillUpdateProps, useState } from "@odoo/owl";

/** One entry of a worksheet. A component of its own, so that a tick among thousands draws one row again and not all. */
export class WorksheetRow extends Component {
    static template = "bank_reconcile_plus.WorksheetRow";
    static props = {
        row: Object,
        ticked: Boolean,
        comment: String,
        commenting: Boolean,
        canEdit: Boolean,
        hasChecks: Boolean,
        acts: Object,
    };

    setup() {
        this.state = useState({ words: this.props.comment });
        useAutofocus({ refName: "comment", selectAll: true });
        onWillUpdateProps((next) => {
            if (next.commenting && !this.props.commenting) {
                this.state.words = next.comment;
            }
        });
    }

    onCommentKeydown(ev) {
        if (ev.key === "Enter" || ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            if (ev.key === "Escape") {
                this.state.words = this.props.comment;
            }
            ev.target.closest("tr[data-id]").focus(); // leaving the input keeps it
        }
    }

    keepComment() {
        this.props.acts.keepComment(this.props.row, this.state.words.trim());
    }
}
