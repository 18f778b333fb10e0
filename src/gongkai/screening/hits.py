"""What a module of ``kinds`` gives back: a rule that applied to a span, before it becomes a finding."""

from __future__ import annotations

from typing import NamedTuple

from gongkai.screening.finding import Verdict, Whom


class Hit(NamedTuple):
    """A rule applied to a span of the text that was searched."""

    rule: str
    start: int
    end: int
    whom: Whom = Whom.UNKNOWN
    value: str = ""
    verdict: Verdict | None = None
    """Other than the rule's own."""
    why: str = ""
    """Other than the rule's own."""
    article: str = ""
    kind: str = ""

    def moved(self, by: int) -> Hit:
        """The hit in the whole text."""
        return self._replace(start=self.start + by, end=self.end + by)
