"""Checks a stranger's report in the sandbox of screening: limits of time and memory, no network.

Reading and rules run there together: neither a file that unpacks to gigabytes nor a text that is slow to
search can hold up the program. What comes back is plain JSON, or one refusal.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from gongkai.refusal import Refused
from gongkai.reportcheck.checking import check_report as check_here
from gongkai.reportcheck.finding import Checked, Finding, Said, Severity
from gongkai.screening import sandbox
from gongkai.screening.sandbox import READING, Limits

_TASK = "gongkai.reportcheck.sandboxed:check_json"
_FIRST = "first"
"""Option: the bytes of the report; those of the year before follow. Absent: there is only the report."""
_NAME, _PREVIOUS = "name", "previous"
"""Options: the names of both, for their endings."""
_SEVERITIES: dict[str, Severity] = {"error": "error", "warn": "warn"}


def check_report(
    data: bytes,
    previous: bytes | None = None,
    *,
    name: str = "",
    previous_name: str = "",
    limits: Limits = READING,
) -> Checked:
    """:func:`gongkai.reportcheck.checking.check_report` in a process of its own.

    Raises Refused, in one line, for what cannot be read within 30 seconds and 512 MB, or is no report.
    """
    options = {_NAME: name, _PREVIOUS: previous_name}
    if previous is not None:
        options[_FIRST] = str(len(data))
    return _checked(sandbox.run(_TASK, data + (previous or b""), options, limits=limits))


def check_json(data: bytes, options: dict[str, str]) -> bytes:
    """The work in the sandbox: both files behind each other in, the result as JSON out."""
    first = int(options.get(_FIRST, len(data)))
    checked = check_here(
        data[:first],
        data[first:] if _FIRST in options else None,
        name=options.get(_NAME, ""),
        previous_name=options.get(_PREVIOUS, ""),
    )
    rows = [
        (one.rule, one.severity, one.where, one.message, _sent(one.expected), _sent(one.found))
        for one in checked.findings
    ]
    return json.dumps({"form": checked.form, "year": checked.year, "findings": rows}).encode("ascii")


def _checked(answer: bytes) -> Checked:
    """The result out of the other process; whatever is not one is a refusal."""
    try:
        told: dict[str, Any] = json.loads(answer)
        found = tuple(
            Finding(
                str(rule),
                _SEVERITIES[severity],
                str(where),
                str(message),
                _received(expected),
                _received(present),
            )
            for rule, severity, where, message, expected, present in told["findings"]
        )
        form, year = told["form"], told["year"]
        return Checked(None if form is None else str(form), None if year is None else int(year), found)
    except (ValueError, KeyError, TypeError, ArithmeticError) as wrong:
        raise Refused("unreadable", "读取文件的进程没有给出结果", "请另存一份再试") from wrong


def _sent(said: Said) -> list[str] | None:
    """A value with its type: a figure of the report may be fractional."""
    if said is None:
        return None
    return ["decimal" if isinstance(said, Decimal) else type(said).__name__, str(said)]


def _received(sent: list[str] | None) -> Said:
    if sent is None:
        return None
    kind, value = sent
    if kind == "int":
        return int(value)
    return Decimal(value) if kind == "decimal" else value
