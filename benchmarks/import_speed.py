"""How fast one CAMT.053 file is imported, beside the host creating the same lines in bulk.

    ./dev/bench import --lines 20000 [--rounds 4] [--in-request] [--json]

Both sides run in one process and one database, slice by slice, taking turns, each slice a file of its own day. Ours is
the public way from the uploaded file to the lines, as the background job does it: read, find the bank, look for
duplicates, create, check the balances, commit. The host's is the least anybody could do: the same values of its own
fields, created in pieces of the same size, each committed (with --one-call all lines of a slice in one ``create``,
which gets slower the more they are). Reading the file alone is measured as well. With --rounds 1 it is one single file;
with --in-request ours does not leave it to the background, as when somebody raises that setting.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import os
import resource
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from post_speed import resident_megabytes
from post_world import Figures, company_with_bank, measured, open_environment

HOST_FIELDS = (
    "journal_id",
    "date",
    "amount",
    "sequence",
    "payment_ref",
    "partner_name",
    "account_number",
    "transaction_type",
    "transaction_details",
)

ENTRY = """<Ntry><Amt Ccy="{currency}">{amount:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{side}{index:08}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>E2E-{index:08}</EndToEndId></Refs>
<RltdPties><Dbtr><Nm>Customer {customer:03}</Nm></Dbtr><DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct>
</RltdPties><RmtInf><Ustrd>payment of invoice {index}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""

STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M</MsgId><CreDtTm>{day}T20:00:00</CreDtTm></GrpHdr><Stmt><Id>{side}{day}</Id>
<CreDtTm>{day}T20:00:00</CreDtTm><Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
{opening}{closing}{entries}</Stmt></BkToCstmrStmt></Document>"""

BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount:.2f}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"""


def camt_file(currency: str, iban: str, day: datetime.date, side: str, first: int, count: int) -> bytes:
    """:return: a statement of one day with so many payments in, amounts all different"""
    amounts = [100 + index / 100 for index in range(first, first + count)]
    rest = {"currency": currency, "day": day, "side": side}
    entries = "".join(
        ENTRY.format(amount=amount, index=index, customer=index % 500, **rest)
        for index, amount in enumerate(amounts, first)
    )
    opening = BALANCE.format(code="OPBD", amount=0, **rest)
    closing = BALANCE.format(code="CLBD", amount=round(sum(amounts), 2), **rest)
    return STATEMENT.format(iban=iban, opening=opening, closing=closing, entries=entries, **rest).encode()


class ProcessorTime:
    """Seconds of processor that this process and its database session took; other work does not count."""

    def __init__(self, env):
        env.cr.execute("SELECT pg_backend_pid()")
        self.session = Path(f"/proc/{env.cr.fetchone()[0]}/stat")
        self.seconds = 0.0

    def now(self) -> float:
        """:return: seconds since some moment"""
        ticks = self.session.read_text().rpartition(")")[2].split()[11:13] if self.session.exists() else (0, 0)
        return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def measured(self):
        """Add what happens inside."""
        start = self.now()
        yield
        self.seconds += self.now() - start


def import_ours(env, journal, content: bytes, count: int, figures: Figures, in_request: bool) -> None:
    """From the uploaded file to the lines, as in the background or in one request."""
    attachment = env["ir.attachment"].create({"name": "bench.xml", "raw": content})
    env["ir.config_parameter"].set_param("bank_reconcile_plus.import_background_lines", count if in_request else 0)
    env.cr.commit()
    with ExitStack() as stack:
        stack.enter_context(measured(env, figures, count))
        if in_request:
            stack.enter_context(patch.object(account_bank_import(), "REQUEST_BYTES", len(content)))
        job = env["account.bank.import"]._start(attachment)
        if in_request:
            env.cr.commit()
        else:
            env["account.bank.import"]._work()
    assert (job.state, job.result_ids.status, job.new_count) == ("done", "imported", count), job.result_ids.message
    assert job.result_ids.journal_id == journal
    assert job.result_ids.statement_id.is_complete


def account_bank_import():
    """:return: the module that says how large a file may be to be read in a request"""
    from odoo.addons.bank_reconcile_plus.models import account_bank_import as module

    return module


def create_host(env, journal, content: bytes, count: int, figures: Figures, one_call: bool) -> None:
    """The same values of the host's own fields, in as many lines a ``create`` as ours."""
    from odoo.addons.bank_reconcile_plus.formats import parse
    from odoo.addons.bank_reconcile_plus.models.account_bank_import_keys import Movement
    from odoo.addons.bank_reconcile_plus.models.account_bank_import_result import CHUNK

    (parsed,) = parse(content)
    values = env["account.bank.import.values"]
    rows = [
        values._line_values(journal, Movement(transaction, ""), count - index, "", {})
        for index, transaction in enumerate(parsed.transactions)
    ]
    rows = [{name: row[name] for name in HOST_FIELDS} for row in rows]
    head = {"balance_start": float(parsed.opening_balance), "balance_end_real": float(parsed.closing_balance)}
    size = count if one_call else CHUNK
    with measured(env, figures, count):
        statement = env["account.bank.statement"].create({**head, "line_ids": [(0, 0, row) for row in rows[:size]]})
        env.cr.commit()
        for start in range(size, count, size):
            part = [{**row, "statement_id": statement.id} for row in rows[start : start + size]]
            env["account.bank.statement.line"].create(part)
            env.cr.commit()
    assert len(statement.line_ids) == count


def read_only(content: bytes) -> float:
    """:return: entries a second of the reader alone"""
    from odoo.addons.bank_reconcile_plus.formats import parse

    start = time.perf_counter()
    (parsed,) = parse(content)
    return len(parsed.transactions) / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--lines", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=4, help="slices each side does in turn")
    parser.add_argument("--one-call", action="store_true", help="the host creates a whole slice in one call")
    parser.add_argument("--in-request", action="store_true", help="ours imports in one request, not in background")
    parser.add_argument("--profile", help="write a cProfile of ours here")
    parser.add_argument("--out", required=True, help="write the figures here, as JSON")
    arguments = parser.parse_args()
    ours, host, grown, peak, reader = Figures(), Figures(), 0.0, 0.0, 0.0
    with open_environment(arguments.database) as env:
        journal, _partners = company_with_bank(env)
        journal.match_mode = "off"
        iban, currency = "NL44RABO0123456789", journal.company_id.currency_id.name
        journal.set_bank_account(iban)
        env = env(context={"allowed_company_ids": journal.company_id.ids})
        journal = journal.with_env(env)
        day, done = datetime.date(2026, 1, 1), 0
        our_time, host_time = ProcessorTime(env), ProcessorTime(env)
        for round_number in range(arguments.rounds):
            size = arguments.lines * (round_number + 1) // arguments.rounds - done
            for side in ("ours", "host") if round_number % 2 == 0 else ("host", "ours"):
                content = camt_file(currency, iban, day, side, done, size)
                day += datetime.timedelta(days=1)
                env.invalidate_all()
                gc.collect()
                before = resident_megabytes()
                if side == "host":
                    with host_time.measured():
                        create_host(env, journal, content, size, host, arguments.one_call)
                elif arguments.profile:
                    profiled(arguments.profile, import_ours, env, journal, content, size, ours, arguments.in_request)
                else:
                    with our_time.measured():
                        import_ours(env, journal, content, size, ours, arguments.in_request)
                    grown = max(grown, resident_megabytes() - before)
                    peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                    reader = max(reader, read_only(content))
                env.cr.commit()
            done += size
    figures = {"ours": ours.as_dict(), "host": host.as_dict(), "grown_megabytes": round(grown, 1)}
    figures["peak_megabytes"] = round(peak, 1)
    figures["reader_entries_per_second"] = round(reader)
    figures["ratio_to_host"] = round(ours.seconds / host.seconds, 2)
    figures["processor_ratio_to_host"] = round(our_time.seconds / host_time.seconds, 2)
    Path(arguments.out).write_text(json.dumps(figures))


def profiled(path, function, *arguments) -> None:
    """Call the function under cProfile."""
    import cProfile

    profiler = cProfile.Profile()
    profiler.runcall(function, *arguments)
    profiler.dump_stats(path)


if __name__ == "__main__":
    main()
