"""How fast accepted matches are posted, beside the host's own primitives in bulk on lines of the same kind.

    ./dev/bench post --lines 1000 [--rounds 2] [--no-partner] [--peer] [--json]

Both sides run in one process and one database, slice by slice, taking turns. Ours is the public method: lock, check,
post, write down the run. The host's is the least anybody could do: one write that moves all suspense items to the
receivable account, then one ``_reconcile_plan``. Memory is what the process holds after ours, less before.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
from pathlib import Path

from post_world import PARTNERS, Figures, company_with_bank, make_items, make_lines, measured, open_environment


def resident_megabytes() -> float:
    """:return: memory the process holds now"""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def post_ours(env, lines, items, figures: Figures, in_chunks: bool) -> None:
    """Accepted matches, then posting through the public method."""
    env["account.bank.match"].create(
        [
            {
                "statement_line_id": line.id,
                "move_line_id": item.id,
                "amount": line.amount,
                "item_amount": item.amount_residual,
                "state": "accepted",
            }
            for line, item in zip(lines, items, strict=True)
        ]
    )
    posting = env["account.bank.match.posting"]
    with measured(env, figures, len(lines)):
        if in_chunks:
            posting._post_in_chunks(lines, lambda _done, _left: env.cr.commit())
        else:
            lines._post_accepted_matches()


def post_host(env, lines, items, figures: Figures, commit: bool) -> None:
    """One write of all suspense items, one reconciliation plan; the commit, with its messages, where ours has it."""
    with measured(env, figures, len(lines)):
        context = {"skip_account_move_synchronization": True, "skip_readonly_check": True, "tracking_disable": True}
        suspense_account = lines.journal_id.suspense_account_id
        suspense = lines.move_id.line_ids.filtered(lambda item: item.account_id == suspense_account)
        suspense = suspense.with_context(**context).sorted(lambda item: item.move_id.id)
        suspense.write({"account_id": items.account_id.ensure_one().id})
        pairs = zip(suspense, items, strict=True)
        env["account.move.line"]._reconcile_plan([item.browse((one.id, item.id)) for one, item in pairs])
        if commit:
            env.cr.commit()


def undo_ours(env, lines, figures: Figures, in_chunks: bool) -> None:
    """Take the posting back, through the public method."""
    posting = env["account.bank.match.posting"]
    with measured(env, figures, len(lines)):
        if in_chunks:
            posting._undo_in_chunks(lines, lambda _done, _left: env.cr.commit())
        else:
            lines._undo_with_reason("measured")
    lines.invalidate_recordset()
    assert not any(lines.mapped("is_reconciled")), "lines still posted"


def check(lines, items) -> None:
    """Both sides must have done the work."""
    lines.invalidate_recordset()
    items.invalidate_recordset()
    assert all(lines.mapped("is_reconciled")), f"{len(lines.filtered(lambda line: not line.is_reconciled))} lines left"
    assert all(items.mapped("reconciled")), "items left open"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2, help="slices each side does in turn")
    parser.add_argument("--partners", type=int, default=PARTNERS, help="customers that pay in turn")
    parser.add_argument("--no-partner", action="store_true", help="lines whose partner only the match knows")
    parser.add_argument("--in-chunks", action="store_true", help="commit after each chunk, as a cron does")
    parser.add_argument("--undo", action="store_true", help="take ours back again, and measure that too")
    parser.add_argument("--profile", help="write a cProfile of ours here")
    parser.add_argument("--out", required=True, help="write the figures here, as JSON")
    arguments = parser.parse_args()
    ours, host, undo, grown, grown_undo = Figures(), Figures(), Figures(), 0.0, 0.0
    with open_environment(arguments.database) as env:
        journal, partners = company_with_bank(env, arguments.partners)
        done = 0
        for round_number in range(arguments.rounds):
            size = arguments.lines * (round_number + 1) // arguments.rounds - done
            for side in ("ours", "host") if round_number % 2 == 0 else ("host", "ours"):
                first = 2 * done + (size if side == "host" else 0)
                lines = make_lines(journal, partners, size, first, side == "host" or not arguments.no_partner)
                items = make_items(journal, partners, size, first)
                env.cr.commit()
                env.invalidate_all()
                gc.collect()
                before = resident_megabytes()
                if side == "host":
                    post_host(env, lines, items, host, arguments.in_chunks)
                elif arguments.profile:
                    profiled(arguments.profile, post_ours, env, lines, items, ours, arguments.in_chunks)
                else:
                    post_ours(env, lines, items, ours, arguments.in_chunks)
                    grown = max(grown, resident_megabytes() - before)
                check(lines, items)
                env.cr.commit()
                if side == "ours" and arguments.undo:
                    env.invalidate_all()
                    gc.collect()
                    before = resident_megabytes()
                    undo_ours(env, lines, undo, arguments.in_chunks)
                    grown_undo = max(grown_undo, resident_megabytes() - before)
                    env.cr.commit()
            done += size
    figures = {"ours": ours.as_dict(), "host": host.as_dict(), "grown_megabytes": round(grown, 1)}
    figures["ratio_to_host"] = round(figures["ours"]["lines_per_second"] / figures["host"]["lines_per_second"], 2)
    if arguments.undo:
        figures |= {"undo": undo.as_dict(), "grown_megabytes_undo": round(grown_undo, 1)}
    Path(arguments.out).write_text(json.dumps(figures))


def profiled(path, function, *arguments) -> None:
    """Call the function under cProfile."""
    import cProfile

    profiler = cProfile.Profile()
    profiler.runcall(function, *arguments)
    profiler.dump_stats(path)


if __name__ == "__main__":
    main()
