"""How a record is shown in a dialog: one action for every wizard that opens, stays open, or is come back to."""


def dialog_of(record, name, size="extra-large"):
    """:param record: the one record to show
    :param name: the dialog's title
    :param size: of the dialog, as the host names them; None for its usual one
    :return: the action that shows the record's form in a dialog
    """
    record.ensure_one()
    return {
        "type": "ir.actions.act_window",
        "name": name,
        "res_model": record._name,
        "res_id": record.id,
        "view_mode": "form",
        "views": [(False, "form")],
        "target": "new",
        **({"context": {"dialog_size": size}} if size else {}),
    }
