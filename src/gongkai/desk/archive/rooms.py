"""What a room tells the archive of itself; a room says it once, in its ``keeping``.

:class:`Room` is a room of cases. A room whose files are none (the opinions about a draft) overrides what is
said there of the shelf: which files there are, what they are called, how one is listed, kept and destroyed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework import filings
from gongkai.desk.casework.models import Case, DestructionList, Filing
from gongkai.desk.casework.verbs import destroying
from gongkai.desk.casework.verbs.filing import file, keep_longer

Rows = QuerySet[Any]
"""Filings, entries of a list or closed matters of a room: cases, unless the room says otherwise."""
FILED_AT_ONCE = 200
"""Matters that are filed at once."""


@dataclass(frozen=True, slots=True)
class Room:
    """A register whose closed cases are filed.

    ``app`` is the namespace of its addresses, ``home`` its first page, ``job`` the kind of its background
    work, ``related`` what a list of files needs beside them, ``files`` the models (with ``case`` and
    ``blob``) whose ciphertexts lie in ``files/desk/sealed``.
    """

    app: str
    home: str
    title: Promise
    kinds: tuple[str, ...]
    job: str
    related: tuple[str, ...]
    files: tuple[Any, ...]
    title_of: Callable[[Filing], str]
    """What a file is about, never whom: the list 销毁清册 is printed and kept for ever."""
    proposed: Callable[[Case], tuple[str, str]]
    """The period that the office's settings propose, and by which of :data:`keeping.REASONS`."""
    forget: Callable[[Case], None]
    """Take away what the room itself holds sealed or written of a destroyed case."""
    listed_as: str = "entries"
    """By which relation a list names the room's files."""

    def address(self, name: str) -> str:
        """The name of one of the archive's pages in this room."""
        return f"{self.app}:{name}"

    @property
    def signed_kind(self) -> str:
        """The kind of its lists when they are approved on paper (``settings.GONGKAI_SIGNED``)."""
        return f"destroy-{self.app}"

    @property
    def filing_job(self) -> str:
        """The kind of background work that files many cases."""
        return f"{self.app}.file"

    @property
    def home_page(self) -> str:
        """The room's first page."""
        return self.address(self.home)

    @property
    def retention(self) -> str:
        """The page of what has come due."""
        return self.address("retention")

    @property
    def destruction(self) -> str:
        """The page of one list."""
        return self.address("destruction")

    @property
    def destruction_paper(self) -> str:
        """One list to print."""
        return self.address("destruction-paper")

    @property
    def longer(self) -> str:
        """The page that keeps a file longer."""
        return self.address("longer")

    @property
    def file_all(self) -> str:
        """Files whatever is closed."""
        return self.address("file-all")

    @property
    def case_page(self) -> str:
        """The page of a case."""
        return self.address("case")

    @property
    def court_file(self) -> str:
        """The file of a case to print."""
        return self.address("court-file")

    @property
    def package(self) -> str:
        """The package of a case for the archive."""
        return self.address("archive")

    def lists(self, agency: Agency) -> QuerySet[DestructionList]:
        """The lists 销毁清册 of the room's files."""
        rows = DestructionList.objects.filter(agency=agency, entries__filing__case__kind__in=self.kinds)
        return rows.distinct()

    # the shelf

    def kept(self, agency: Agency) -> Rows:
        """What is filed and still there."""
        return filings.kept(agency, self.kinds)

    def due(self, agency: Agency, on: date) -> Rows:
        """What has come due for appraisal."""
        return filings.due(agency, on, self.kinds)

    def contested(self, agency: Agency, on: date) -> Rows:
        """What is held back by an open review or suit."""
        return filings.contested(agency, on, self.kinds)

    def waiting(self, agency: Agency) -> Rows:
        """What is closed and was not filed."""
        return filings.unfiled(agency, self.kinds)

    def loaded(self, rows: Rows) -> Rows:
        """Filings with what :meth:`number_of` and the like need."""
        return rows.select_related("case__registration__agency", "closing", *self.related)

    def number_of(self, filing: Any) -> str:
        """Under which number a file is known."""
        return str(filing.case.registration.number)

    def page_of(self, filing: Any) -> str:
        """The address of the matter whose file it is."""
        return reverse(self.case_page, args=[filing.case.uid])

    def closed_of(self, filing: Any) -> date:
        """The day on which the matter ended."""
        day: date = filing.closing.closed_on
        return day

    def unfiled(self, agency: Agency, most: int) -> list[dict[str, str]]:
        """What waits to be filed: number and address, the oldest first."""
        rows = self.waiting(agency).select_related("registration").order_by("pk")[:most]
        return [
            {"number": one.registration.number, "href": reverse(self.case_page, args=[one.uid])}
            for one in rows
        ]

    def file_waiting(self, agency: Agency, *, by: Officer, at: datetime) -> int:
        """File what waits, each for the proposed period; gives how many."""
        rows = list(self.waiting(agency).select_related("registration").order_by("pk")[:FILED_AT_ONCE])
        for case in rows:
            file(case, *self.proposed(case), by=by, at=at)
        return len(rows)

    def keep_longer(
        self, filing: Any, until_year: int | None, reason: str, *, by: Officer, at: datetime
    ) -> None:
        """Keep a file longer. Refusals are those of the verb."""
        keep_longer(filing, until_year, reason, by=by, at=at)

    # lists

    def entries(self, found: DestructionList) -> Rows:
        """The files on a list, in its order."""
        return found.entries.select_related("filing__case__registration").order_by("no")

    def ready(self, found: DestructionList) -> set[int]:
        """Keys of the files on a list that can still be destroyed."""
        return set(filings.ready_on(found).values_list("pk", flat=True))

    def left(self, found: DestructionList) -> Rows:
        """The files of a list that are neither destroyed nor spared yet."""
        return filings.left(found)

    def draw_up(
        self, agency: Agency, chosen: Collection[int], appraisal: str, *, by: Officer, at: datetime
    ) -> DestructionList:
        """Draw up a list of chosen filings. Refusals are those of :func:`destroying.draw_up`."""
        rows = Filing.objects.filter(
            pk__in=chosen, case__kind__in=self.kinds, case__registration__agency=agency
        )
        found = self.loaded(rows).order_by("until_year", "pk")
        titled = [destroying.Titled(one, self.title_of(one)) for one in found]
        return destroying.draw_up(agency, titled, appraisal, by=by, at=at)

    def decide(
        self, found: DestructionList, approved: bool, opinion: str, *, by: Officer, at: datetime
    ) -> DestructionList:
        """Approve or refuse a list. Refusals are those of :func:`destroying.decide`."""
        return destroying.decide(found, approved, opinion, by=by, at=at)

    def blobs_of(self, entries: Collection[Any]) -> list[str]:
        """The ciphertexts of the files of these entries."""
        cases = [one.filing.case for one in entries]
        every = [model.objects.filter(case__in=cases) for model in self.files]
        return [blob for rows in every for blob in rows.order_by("pk").values_list("blob", flat=True) if blob]

    def destroy(self, entry: Any, *, at: datetime) -> None:
        """Destroy one file of an approved list, in the caller's transaction; again changes nothing."""
        destroying.destroy(entry, at=at)
        entry.refresh_from_db()
        if entry.done_at is not None:
            self.forget(entry.filing.case)
