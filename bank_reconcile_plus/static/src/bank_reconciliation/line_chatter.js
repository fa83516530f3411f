import { Chatter } from "@mail/chatter/web_portal/chatter";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, xml } from "@odoo/owl";

/** Messages, activities and attachments of a statement line: they are kept with its journal entry. */
export class BankLineChatter extends Component {
    static template = xml`
        <Chatter t-if="moveId" threadModel="'account.move'" threadId="moveId" has_activities="true"/>`;
    static components = { Chatter };
    static props = { ...standardWidgetProps };

    get moveId() {
        return this.props.record.data.move_id?.id;
    }
}

registry.category("view_widgets").add("bank_line_chatter", {
    component: BankLineChatter,
    additionalClasses: ["d-block", "w-100"],
    fieldDependencies: [{ name: "move_id", type: "many2one" }],
});
