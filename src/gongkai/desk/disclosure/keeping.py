"""How the opinions about drafts are filed, kept and destroyed: the archive's room that holds no cases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.archive import destroying
from gongkai.desk.archive.rooms import FILED_AT_ONCE, Room, Rows
from gongkai.desk.archive.signed import DestructionPaper
from gongkai.desk.casework.models import Case, DestructionList
from gongkai.desk.disclosure.models import Opinion, OpinionFile
from gongkai.desk.disclosure.verbs import keeping
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Step
from gongkai.refusal import Refused

SETTING = "retention_opinion"
"""The setting with the period that the office's table has for consultations."""


class OpinionRoom(Room):
    """Consultations as the archive knows them; a file is one consultation with all its opinions."""

    def lists(self, agency: Agency) -> QuerySet[DestructionList]:
        """The lists 销毁清册 of consultations."""
        rows = DestructionList.objects.filter(agency=agency, opinion_entries__isnull=False)
        return rows.distinct()

    def kept(self, agency: Agency) -> Rows:
        """What is filed and still there."""
        return keeping.kept(agency)

    def due(self, agency: Agency, on: date) -> Rows:
        """What has come due for appraisal."""
        return keeping.due(agency, on)

    def contested(self, agency: Agency, on: date) -> Rows:
        """Nothing: no remedy lies against an opinion."""
        return keeping.kept(agency).none()

    def waiting(self, agency: Agency) -> Rows:
        """Consultations whose feedback is public and that were not filed."""
        return keeping.unfiled(agency)

    def loaded(self, rows: Rows) -> Rows:
        """Filings with their drafts."""
        return rows.select_related("consultation__item__agency")

    def number_of(self, filing: Any) -> str:
        """The index number of the draft."""
        return str(filing.consultation.item.index)

    def page_of(self, filing: Any) -> str:
        """The page of the consultation."""
        return reverse("disclosure:consultation", args=[filing.consultation.uid])

    def closed_of(self, filing: Any) -> date:
        """The day on which the feedback became public."""
        day: date = filing.closed_on
        return day

    def unfiled(self, agency: Agency, most: int) -> list[dict[str, str]]:
        """What waits to be filed: number and address, the oldest first."""
        rows = keeping.unfiled(agency).select_related("item").order_by("pk")[:most]
        return [
            {"number": one.item.index, "href": reverse("disclosure:consultation", args=[one.uid])}
            for one in rows
        ]

    def file_waiting(self, agency: Agency, *, by: Officer, at: datetime) -> int:
        """File what waits for the period of the setting; gives how many."""
        rows = list(keeping.unfiled(agency).select_related("item__agency").order_by("pk")[:FILED_AT_ONCE])
        for one in rows:
            keeping.file_opinions(one, str(settings.GONGKAI_VALUES[SETTING]), "class", by=by, at=at)
        return len(rows)

    def keep_longer(
        self, filing: Any, until_year: int | None, reason: str, *, by: Officer, at: datetime
    ) -> None:
        """Keep a file longer."""
        keeping.keep_opinions_longer(filing, until_year, reason, by=by, at=at)

    def entries(self, found: DestructionList) -> Rows:
        """The files on a list, in its order."""
        return found.opinion_entries.select_related("filing__consultation__item").order_by("no")

    def ready(self, found: DestructionList) -> set[int]:
        """Keys of the files on a list that can still be destroyed: nothing comes up about an opinion."""
        return set(found.opinion_entries.values_list("filing_id", flat=True))

    def left(self, found: DestructionList) -> Rows:
        """The files of a list that are neither destroyed nor spared yet."""
        return found.opinion_entries.filter(done_at__isnull=True, dropped=False)

    def draw_up(
        self, agency: Agency, chosen: Collection[int], appraisal: str, *, by: Officer, at: datetime
    ) -> DestructionList:
        """Draw up a list of chosen filings."""
        return keeping.list_opinions(agency, chosen, appraisal, by=by, at=at)

    def decide(
        self, found: DestructionList, approved: bool, opinion: str, *, by: Officer, at: datetime
    ) -> DestructionList:
        """Approve or refuse a list."""
        return keeping.decide_on_list(found, approved, opinion, by=by, at=at)

    def blobs_of(self, entries: Collection[Any]) -> list[str]:
        """The ciphertexts of the files of these entries."""
        consultations = [one.filing.consultation_id for one in entries]
        rows = OpinionFile.objects.filter(opinion__consultation__in=consultations).order_by("pk")
        return list(rows.values_list("blob", flat=True))

    def destroy(self, entry: Any, *, at: datetime) -> None:
        """Destroy one file of an approved list."""
        keeping.destroy_opinions(entry, at=at)


def title_of(filing: Any) -> str:
    """The draft's title, which is public, and how many opinions there are."""
    count = Opinion.objects.filter(consultation=filing.consultation_id).count()
    return _("{title}：意见 {n} 件").format(title=filing.consultation.item.title, n=count)


def _no_case(case: Case) -> NoReturn:
    raise Refused("no-case", f"案件 {case.uid} 不在意见征集的案卷里", "请从案件页面办理")


ROOM = OpinionRoom(
    app="disclosure",
    home="consultations",
    title=gettext_lazy("意见征集"),
    kinds=(),
    job="opinions.destroy",
    related=(),
    files=(OpinionFile,),
    title_of=title_of,
    proposed=_no_case,
    forget=_no_case,
    listed_as="opinion_entries",
)
"""The public's opinions about drafts, as the archive knows them."""

SIGNED = DestructionPaper(ROOM)
"""Its lists approved on paper."""


def portion(job: Job, hold: Hold) -> Step:
    """The next files of a list of consultations."""
    return destroying.portion(ROOM, job, hold)
