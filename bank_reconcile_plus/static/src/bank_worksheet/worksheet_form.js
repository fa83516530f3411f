import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { reactive, useSubEnv } from "@odoo/owl";

import { Worksheet } from "./worksheet";

/** The form of a worksheet: gives the parts of the page the state they share. */
export class BankWorksheetController extends FormController {
    setup() {
        // The parts of the page follow it; the form itself is not drawn again at every tick.
        this.bankWorksheet = reactive(
            new Worksheet({
                orm: this.env.services.orm,
                save: () => this.saveEdits(),
                reload: () => this.model.load(),
            }),
        );
        super.setup();
        useSubEnv({ bankWorksheet: this.bankWorksheet });
    }

    /** Saving draws the whole form again, also when there was nothing to save. */
    async saveEdits() {
        const { root } = this.model;
        return !root.isNew && !(await root.isDirty()) ? true : root.save();
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (root) => this.show(root.resId);
        return params;
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        this.show(record.resId);
    }

    /** Nobody waits for the answer: one that a later one overtakes never comes. */
    show(resId) {
        this.bankWorksheet.setWorksheet(resId);
        this.bankWorksheet.refresh();
    }
}

export const bankWorksheetForm = { ...formView, Controller: BankWorksheetController };

registry.category("views").add("bank_worksheet_form", bankWorksheetForm);
