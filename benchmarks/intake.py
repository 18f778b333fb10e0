"""Citizens' messages a second: sealed, with receipt and box, durable when acknowledged.

    python benchmarks/intake.py [--seconds 10] [--clients 16] [--processes 2]

The clients are threads inside the portal's processes (no HTTP): each derives the receipt, seals a message of
300 characters, stores it by group commit and waits for the commit. SQLite with WAL and synchronous=FULL in a
temporary folder (``--folder`` chooses the disk). Afterwards every acknowledged message is counted in the
database, and a sample is opened with the desk's key. Prints one JSON document; exit 1 under 1,500 a second,
over 25 ms at the 99th percentile, with one error or one message lost. ``cpu_us_per_message`` is what a busy
machine does not change much; ``load_average`` says how busy it was.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT_LEAST = 1500
AT_MOST_MS = 25.0
TEXT = "九月十六日在该店购买一盒五仁月饼，回家打开有哈喇味，要求退货，店员说拆封不退。" * 8


def main() -> int:
    """Make a portal, let the clients run, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--folder")
    parser.add_argument("--client", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.client:
        return _client(given)
    with tempfile.TemporaryDirectory(prefix="gongkai-intake-", dir=given.folder) as folder:
        os.environ["GONGKAI_HOME"] = folder
        _home(Path(folder))
        results = _run(given)
        report = _report(given, results)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    good = report["per_second"] >= AT_LEAST and report["p99_ms"] <= AT_MOST_MS
    return 0 if good and not report["errors"] and report["stored"] == report["acknowledged"] else 1


def _part(name: str) -> Any:
    """A module that needs Django, once it is set up."""
    return importlib.import_module(f"gongkai.{name}")


def _setup() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.portal"
    importlib.import_module("django").setup()


def _home(folder: Path) -> None:
    """A portal with its tables, keys and the desk's intake key (whose secret is 32 times 02)."""
    _part("sealing.portalkeys").PortalKeys.create(
        folder / "portal", origin="bench.invalid", at="2018-01-01T00:00:00Z"
    )
    _setup()
    importlib.import_module("django.core.management").call_command("migrate", database="portal", verbosity=0)
    public = _part("sealing.hpke").Opener(b"\x02" * 32).public
    rows = _part("portal.models").IntakeKey.objects
    rows.create(kid="ad617783c4da29dd", suite="x1", public=public, place=0)
    _part("portal.messages.secrets").salt()


def _run(given: argparse.Namespace) -> list[dict[str, Any]]:
    command = [sys.executable, __file__, "--seconds", str(given.seconds)]
    command += ["--clients", str(given.clients // given.processes), "--client", "yes"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(given.processes)]
    return [json.loads(one.communicate()[0]) for one in running]


def _client(given: argparse.Namespace) -> int:
    """One process of the portal with its share of the clients."""
    _setup()
    recipient = _part("portal.messages.keys").newest(datetime.now(UTC))
    _part("portal.messages.secrets").salt()
    _part("portal.messages.intake")
    times: list[float] = []
    errors: list[str] = []
    begin = time.time() // 1 + 2  # all processes start together
    threads = [
        threading.Thread(target=_send, args=(begin, begin + given.seconds, recipient, times, errors))
        for _ in range(given.clients)
    ]
    used = time.process_time()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(json.dumps({"times": times, "errors": errors, "cpu": time.process_time() - used}))
    return 0


def _send(begin: float, end: float, recipient: Any, times: list[float], errors: list[str]) -> None:
    django_db = importlib.import_module("django.db")
    intake, sealing_up, secrets = (
        _part(f"portal.messages.{name}") for name in ("intake", "sealing_up", "secrets")
    )
    fields = {"respondent": "威海高区怡园喜盈门食品店", "text": TEXT, "amount": "168.00", "wish": "refund"}
    person = {"name": "王小明", "phone": "13800000000", "address": "威海市文化西路1号"}
    filled = sealing_up.Filled("complaint", fields, person)
    time.sleep(max(0, begin - time.time()))
    while time.time() < end:
        started = time.perf_counter()
        try:
            prepared = sealing_up.first(secrets.new_sid(), filled, recipient, datetime.now(UTC))
            outcome = intake.post(prepared)
        except (OSError, RuntimeError, django_db.DatabaseError) as problem:
            errors.append(f"{type(problem).__name__}: {problem}")
            continue
        if outcome is not intake.Outcome.KEPT:
            errors.append(outcome.value)
        times.append(time.perf_counter() - started)


def _report(given: argparse.Namespace, results: list[dict[str, Any]]) -> dict[str, Any]:
    rows, mailboxes = _part("portal.models").Envelope.objects, _part("portal.models").Mailbox.objects
    open_envelope = _part("sealing.envelope").open_envelope
    times = sorted(one for result in results for one in result["times"])
    errors = [one for result in results for one in result["errors"]]
    for row in rows.order_by("pk")[:: max(1, len(times) // 50)]:
        opened = open_envelope(b"\x02" * 32, bytes(row.header), bytes(row.sealed))
        assert opened.message["fields"]["text"] == TEXT
    at = lambda share: round(times[int(len(times) * share)] * 1000, 2)  # noqa: E731
    return {
        "clients": given.clients,
        "processes": given.processes,
        "load_average": os.getloadavg()[0],
        "seconds": given.seconds,
        "acknowledged": len(times),
        "stored": min(rows.count(), mailboxes.count()),
        "per_second": round(len(times) / given.seconds),
        "p50_ms": at(0.5),
        "p99_ms": at(0.99),
        "max_ms": round(times[-1] * 1000, 2),
        "cpu_us_per_message": round(sum(result["cpu"] for result in results) / len(times) * 1e6),
        "errors": len(errors),
        "first_errors": errors[:3],
    }


if __name__ == "__main__":
    sys.exit(main())
