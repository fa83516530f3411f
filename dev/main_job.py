"""The main job without a browser: import a bank's file, match, accept what is High, post, and say what became of it.

Works through the same dialogs a person uses, as the administrator, in a database that holds the demo company.
Prints a table of the lines and the totals before and after, or all of it as JSON. Ends with 0 only when the
ledger is balanced, no posted line is left on the suspense account, and the statement adds up. A file that cannot
be read or holds nothing new ends with 1 and the reason. Usually called as: dev/run --once
"""

import base64
import json
import shutil
import sys
import time
from pathlib import Path

from environment import database_argument, open_environment

ADDON = "bank_reconcile_plus"


def demo_statement() -> Path:
    """Return the demo company's latest statement file."""
    from odoo.modules import get_module_path

    files = sorted(Path(get_module_path(ADDON), "demo").glob("statement_*.xml"))
    if not files:
        sys.exit(f"no statement file in the demo folder of {ADDON}; name one with --statement")
    return files[-1]


# ------------------------------------------------------------------------------------------------------------ the job


def import_file(env, path: Path):
    """Import PATH by the import dialog and return the statements made of it."""
    attachment = env["ir.attachment"].create({"name": path.name, "datas": base64.b64encode(path.read_bytes())})
    dialog = env["account.bank.import.wizard"].create({"attachment_ids": attachment.ids})
    dialog.action_import()
    for result in dialog.result_ids:
        if result.status != "imported":
            sys.exit(f"{result.file_name}: {result.message}")
        for warning in (result.statement_id.import_warnings or "").splitlines():
            print(f"warning: {warning}", file=sys.stderr)
    return dialog.result_ids.statement_id


def match_and_post(statements) -> None:
    """Match the statements' lines by the matching dialog, accept what is High, and post that."""
    lines = statements.line_ids
    dialog = lines.env["account.bank.match.wizard"].browse(lines.action_match_automatically()["res_id"])
    dialog.action_match()
    dialog.action_accept_high()
    if dialog.accepted_count:
        dialog.action_post()


# -------------------------------------------------------------------------------------------------- what became of it


def line_row(line) -> dict:
    """Return what became of one statement line; amounts are signed, positive is money in, in the line's currency."""
    posted = line.is_reconciled
    return {
        "date": line.date.isoformat(),
        "reference": line.bank_entry_reference or "",
        "name": line.partner_name or line.partner_id.name or "",
        "text": line.payment_ref or "",
        "amount": f"{line.amount:.2f}",
        "currency": line.currency_id.name,
        "matched_with": [match.matched_with for match in line.match_ids],
        "confidence": line.match_label or "",
        "why": line.match_why or "",
        "result": "posted" if posted else "left",
        "reason": line.match_refusal or "",
    }


def totals(journal) -> dict[str, str]:
    """Return the books' totals around a bank, in the company's currency, debit positive; and how much is open."""
    company = journal.company_id
    ledger = [("company_id", "=", company.id), ("parent_state", "=", "posted")]
    lines = journal.env["account.move.line"]
    outstanding = journal._get_journal_inbound_outstanding_payment_accounts()
    outstanding |= journal._get_journal_outbound_outstanding_payment_accounts()

    def total(domain, field="balance"):
        return lines._read_group([*ledger, *domain], [], [f"{field}:sum"])[0][0] or 0.0

    receivable, payable = (("account_type", "=", kind) for kind in ("asset_receivable", "liability_payable"))
    amounts = {
        "bank": total([("account_id", "=", journal.default_account_id.id)]),
        "suspense": total([("account_id", "=", journal.suspense_account_id.id)]),
        "outstanding": total([("account_id", "in", (outstanding - journal.default_account_id).ids)]),
        "receivable": total([receivable]),
        "payable": total([payable]),
    }
    open_items = [("reconciled", "=", False), "|", receivable, payable]
    return {
        **{name: f"{amount:.2f}" for name, amount in amounts.items()},
        "open_documents": str(lines.search_count([*ledger, *open_items])),
    }


def checks(statements) -> dict[str, bool]:
    """Return what has to hold after the job, by name."""
    journal = statements.journal_id
    company_currency = journal.company_id.currency_id
    lines = statements.line_ids
    posted = lines.filtered("is_reconciled")
    balance_by_entry = journal.env["account.move.line"]._read_group(
        [("company_id", "=", journal.company_id.id), ("parent_state", "=", "posted")], ["move_id"], ["balance:sum"]
    )
    return {
        "ledger is balanced": all(company_currency.is_zero(balance) for _entry, balance in balance_by_entry),
        "posted lines left the suspense account": not any(line._seek_for_lines()[1] for line in posted),
        "statement adds up": all(statement.is_complete and statement.is_valid for statement in statements),
        "ledger balance of the bank is the statement's": not company_currency.compare_amounts(
            float(totals(journal)["bank"]), statements.sorted("date")[-1:].balance_end_real
        ),
        "something was posted": bool(posted),
    }


def run_job(env, path: Path) -> dict:
    """Do the job with the file PATH and return the report: statement, lines, totals, checks, seconds."""
    journals = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", env.company.id)])
    before = {journal: totals(journal) for journal in journals}
    started = time.monotonic()
    statements = import_file(env, path)
    imported = time.monotonic()
    match_and_post(statements)
    done = time.monotonic()
    journal = statements.journal_id.ensure_one()
    env.flush_all()
    return {
        "file": path.name,
        "company": journal.company_id.name,
        "bank": journal.name,
        "lines": [line_row(line) for line in statements.line_ids.sorted(lambda line: (line.date, line.id))],
        "totals": {"before": before[journal], "after": totals(journal)},
        "checks": checks(statements),
        "seconds": {"import": round(imported - started, 1), "match and post": round(done - imported, 1)},
    }


# ------------------------------------------------------------------------------------------------------------- on paper


def shortened(text: str, width: int) -> str:
    """Return TEXT on one line of at most WIDTH characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def print_table(headings: list[str], rows: list[list[str]], right: tuple[int, ...] = ()) -> None:
    """Print ROWS under HEADINGS in columns as wide as needed; the columns numbered in RIGHT are right-aligned."""
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]

    def printed(row: list[str]) -> str:
        cells = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()

    print(printed(headings))
    print("  ".join("-" * width for width in widths))
    for row in rows:
        print(printed(row))


def print_report(report: dict) -> None:
    """Print the report for a person, as wide as the terminal; 140 columns where there is none."""
    room = max(24, (shutil.get_terminal_size((140, 0)).columns - 56) // 2)
    rows = [
        [
            line["date"],
            shortened(f"{line['name']} {line['text']}", room),
            line["amount"],
            shortened("; ".join(line["matched_with"]), room),
            line["confidence"],
            line["result"] + (f": {line['reason']}" if line["reason"] else ""),
        ]
        for line in report["lines"]
    ]
    print(f"{report['company']}, {report['bank']}, {report['file']}\n")
    print_table(["date", "line", "amount", "matched with", "confidence", "result"], rows, right=(2,))
    before, after = report["totals"]["before"], report["totals"]["after"]
    print()
    print_table(
        ["total", "before", "after"],
        [[name.replace("_", " "), before[name], after[name]] for name in before],
        right=(1, 2),
    )
    posted = [line for line in report["lines"] if line["result"] == "posted"]
    print(
        f"\n{len(posted)} of {len(report['lines'])} lines posted, {len(report['lines']) - len(posted)} left;", end=" "
    )
    print(", ".join(f"{what} took {seconds} s" for what, seconds in report["seconds"].items()))
    for what, holds in report["checks"].items():
        print(f"{'yes' if holds else 'NO ':3}  {what}")


def main() -> int:
    parser = database_argument(__doc__)
    parser.add_argument("--statement", type=Path, help="the bank's file (default: the demo company's)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--import-only", action="store_true", help="import the file and leave the rest to a person")
    arguments = parser.parse_args()
    with open_environment(arguments.database, login="admin") as env:
        path = arguments.statement or demo_statement()
        if arguments.import_only:
            import_file(env, path)
            return 0
        report = run_job(env, path)
    if arguments.json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print_report(report)
    return 0 if all(report["checks"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
