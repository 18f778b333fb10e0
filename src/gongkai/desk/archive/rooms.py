"""What a room of cases tells the archive of itself; a room says it once, in its ``keeping``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Case, DestructionList, Filing


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

    def address(self, name: str) -> str:
        """The name of one of the archive's pages in this room."""
        return f"{self.app}:{name}"

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
