"""Checks anyone's annual report on open government information (ground floor: no Django).

``check_report(data)`` reads HTML, DOCX, PDF, text or our ``figures.json`` and says what is wrong with it,
where and how to mend it; ``check_report(data, previous)`` also what does not follow from the year before.
Both read in the sandbox; ``checking.check_report`` does the same in this process, for tests and figures of
our own.
"""

from __future__ import annotations

from gongkai.reportcheck.finding import Checked, Finding
from gongkai.reportcheck.sandboxed import check_report

__all__ = ["Checked", "Finding", "check_report"]
