import { registry } from "@web/core/registry";
import { Many2ManyBinaryField, many2ManyBinaryField } from "@web/views/fields/many2many_binary/many2many_binary_field";

import { useRef, useState } from "@odoo/owl";

/** The host's list of uploaded files, with a place to drop them on. */
export class BankFileDrop extends Many2ManyBinaryField {
    static template = "bank_reconcile_plus.BankFileDrop";

    setup() {
        super.setup();
        this.root = useRef("root");
        this.state = useState({ dragging: false });
    }

    onDragLeave(ev) {
        if (!this.root.el.contains(ev.relatedTarget)) {
            this.state.dragging = false;
        }
    }

    /** Hand the dropped files to the host's own file input, which uploads them. */
    onDrop(ev) {
        this.state.dragging = false;
        const input = this.root.el.querySelector("input[type='file']");
        if (input && ev.dataTransfer.files.length) {
            input.files = ev.dataTransfer.files;
            input.dispatchEvent(new Event("change"));
        }
    }
}

registry.category("fields").add("bank_file_drop", { ...many2ManyBinaryField, component: BankFileDrop });
