"""How fast OCA's account_reconcile_oca 19.0 reconciles lines of the same kind, each in its own way.

Runs in a database of its own, where that module is installed and ours is not, and only calls what its buttons call:
add the invoice to the line, reconcile the line. The lines are created before their invoices, so that its automatic
matching inside ``create`` finds nothing to do. The module (AGPL) is fetched into .dev/ when the bench is asked for it;
nothing of it is part of this project.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from post_world import Figures, company_with_bank, make_items, make_lines, measured, open_environment


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--addons-path", required=True)
    parser.add_argument("--lines", type=int, default=100)
    parser.add_argument("--out", required=True, help="write the figures here, as JSON")
    arguments = parser.parse_args()
    figures = Figures()
    with open_environment(arguments.database, arguments.addons_path) as env:
        journal, partners = company_with_bank(env)
        lines = make_lines(journal, partners, arguments.lines)
        items = make_items(journal, partners, arguments.lines)
        env.cr.commit()
        with measured(env, figures, len(lines)):
            for line, item in zip(lines, items, strict=True):
                alone = line.browse(line.id)  # as when a person has clicked it: no work on the lines beside it
                alone._add_account_move_line(item)
                alone.reconcile_bank_line()
        assert all(items.mapped("reconciled")) and all(lines.mapped("is_reconciled")), "the peer left lines open"
    Path(arguments.out).write_text(json.dumps(figures.as_dict()))


if __name__ == "__main__":
    main()
