"""A ReconBench world through the whole addon: load the books, match, post what is automatic, check the ledger.

    ./dev/bench odoo WORLD.json.gz [--json]

Matching and posting go through the public methods a cron calls. Then, for every posted line, what the *ledger* says was
reconciled is held against the world's truth: the right items and no others, for the right amounts, differences booked
to an account, and no other item touched. Ends with 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from odoo_books import Books
from post_world import open_environment
from reconbench import read_world

CENT = 0.011


def what_is_wrong(truth: dict, items: dict, accounts: dict) -> str:
    """Hold what the ledger says of a line against the truth.

    :return: a sentence, empty when right
    """
    if truth["decision"] == "abstain":
        return f"nothing is right here, posted with {items or accounts}"
    if truth["decision"] == "account":
        right = not items and set(accounts) == {truth["account"]}
        return "" if right else f"belongs to account {truth['account']}, posted with {items or accounts}"
    wanted = {row["id"]: row["amount"] for row in truth["items"]}
    if set(items) != set(wanted):
        if any(set(also) == set(items) for also in truth.get("acceptable", ())):
            return ""
        return f"settles {sorted(wanted)}, posted with {sorted(items)} {accounts}"
    if truth["scenario"] != "fx" and any(abs(items[item] - amount) > CENT for item, amount in wanted.items()):
        return f"settles {wanted}, posted with {items}"
    booked = sum(accounts.values())
    if truth["writeoff"] and abs(booked - truth["writeoff"]["amount"]) > CENT:
        return f"leaves {truth['writeoff']}, posted with {accounts}"
    return ""


def check_posted(books: Books, lines) -> tuple[list[str], int]:
    """Check every posted line against the truth, and every open item against the posted lines.

    :return: sentences for what is wrong, and how many lines are posted
    """
    wrong, posted, settled = [], 0, {}
    for line, row in zip(lines, books.world["lines"], strict=True):
        if not line.is_reconciled:
            continue
        posted += 1
        items, accounts = books.settled_by(line)
        for item, amount in items.items():
            settled[item] = settled.get(item, 0.0) + amount
        if sentence := what_is_wrong(books.world["truth"][row["id"]], items, accounts):
            wrong.append(f"{row['id']} ({books.world['truth'][row['id']]['scenario']}): {sentence}")
    residuals = {row["id"]: row["residual_company"] for row in books.world["items"]}
    for record in lines.env["account.move.line"].browse(books.item_id):
        item = books.item_id[record.id]
        open_now, expected = record.amount_residual, residuals[item] - settled.get(item, 0.0)
        exchange = bool((record.matched_debit_ids | record.matched_credit_ids).exchange_move_id)
        if not exchange and abs(open_now - expected) > CENT:
            wrong.append(f"{item}: {open_now} open in the ledger, {expected:.2f} by the posted lines")
    return wrong, posted


def check_books(lines) -> list[str]:
    """:return: sentences where the ledger does not add up"""
    env, wrong = lines.env, []
    env.cr.execute(
        "SELECT COUNT(*) FROM (SELECT move_id FROM account_move_line GROUP BY move_id"
        " HAVING ABS(SUM(balance)) > 0.001) AS unbalanced"
    )
    if unbalanced := env.cr.fetchone()[0]:
        wrong.append(f"{unbalanced} entries do not balance")
    suspense = env["account.move.line"].search(
        [("account_id", "=", lines.journal_id.suspense_account_id.id), ("parent_state", "=", "posted")]
    )
    unposted = -sum(lines.filtered(lambda line: not line.is_reconciled).mapped("amount"))
    if abs(sum(suspense.mapped("balance")) - unposted) > CENT:
        wrong.append(f"suspense holds {sum(suspense.mapped('balance'))}, the unposted lines are {unposted}")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--world", required=True)
    parser.add_argument("--out", required=True, help="write the figures here, as JSON")
    arguments = parser.parse_args()
    world = read_world(arguments.world)
    with open_environment(arguments.database) as env:
        clock = time.perf_counter()
        books = Books(env, world)
        lines = books.load()
        env.cr.commit()
        loaded, clock = time.perf_counter() - clock, time.perf_counter()
        print(f"{len(world['items'])} items, {len(lines)} lines loaded in {loaded:.0f} s", file=sys.stderr)
        env["account.bank.matcher"]._match(lines)
        env.cr.commit()
        matched, clock = time.perf_counter() - clock, time.perf_counter()
        sure = lines._accept_automatic()
        run = env["account.bank.match.posting"]._post_in_chunks(sure, lambda _done, _left: env.cr.commit())
        posting = time.perf_counter() - clock
        refusals = (run.refusal_text or "").splitlines()
        wrong, posted = check_posted(books, lines)
        wrong += check_books(lines)
    figures = {
        "world": Path(arguments.world).name,
        "lines": len(world["lines"]),
        "items": len(world["items"]),
        "accepted": len(sure),
        "posted": posted,
        "refused": refusals,
        "wrong": wrong,
        "seconds_load": round(loaded, 1),
        "seconds_match": round(matched, 1),
        "seconds_accept_and_post": round(posting, 1),
        "posted_lines_per_second": round(posted / posting, 1),
    }
    Path(arguments.out).write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
