"""Checks anyone's annual report on open government information (ground floor: no Django).

``check_report(data)`` reads HTML, DOCX, PDF, text or our ``figures.json`` and says what is wrong with it,
where and how to mend it; ``check_report(data, previous)`` also what does not follow from the year before.
"""

from __future__ import annotations

from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.finding import Checked, Finding

__all__ = ["Checked", "Finding", "check_report"]
