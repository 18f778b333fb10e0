"""Filed cases 归档: which of them are kept until when, which have come due. Reading only, nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Case, DestructionEntry, DestructionList, Filing
from gongkai.desk.casework.stages import Stage

Kinds = Sequence[str]
"""Kinds of cases: those of one room."""
ALL: Kinds = tuple(Case.Kind)
APPROVED = (DestructionList.State.APPROVED, DestructionList.State.DONE)
"""States of a list that somebody approved."""


def standing(case: Case) -> Filing | None:
    """The filing of a case as it is closed now; null when it was not filed since."""
    return Filing.objects.filter(case=case, closing__reopened_on__isnull=True).first()


def kept(agency: Agency, kinds: Kinds = ALL) -> QuerySet[Filing]:
    """The filed cases of some kinds that are still there, closed as they were filed."""
    return Filing.objects.filter(
        case__registration__agency=agency,
        case__kind__in=kinds,
        case__stage=Stage.CLOSED,
        closing__reopened_on__isnull=True,
        destroyed_on__isnull=True,
    )


def due(agency: Agency, day: date, kinds: Kinds = ALL) -> QuerySet[Filing]:
    """What has come due for appraisal: the period has ended, it stands on no list, no remedy is open."""
    return _ready(agency, day, kinds).exclude(_on_list())


def contested(agency: Agency, day: date, kinds: Kinds = ALL) -> QuerySet[Filing]:
    """What would have come due and is held back by an open review or suit."""
    return _contested(kept(agency, kinds).filter(until_year__lt=day.year)).distinct()


def is_due(filing: Filing, day: date) -> bool:
    """Whether a file that may stand on a list can still be destroyed: nothing has come up since."""
    case = filing.case
    return _ready(case.registration.agency, day, (case.kind,)).filter(pk=filing.pk).exists()


def ready_on(found: DestructionList) -> QuerySet[Filing]:
    """The files on a list with which nothing has come up since: not reopened, not contested."""
    return _ready(found.agency, found.drawn_on, ALL).filter(entries__list=found)


def left(found: DestructionList) -> QuerySet[DestructionEntry]:
    """The files of a list that are neither destroyed nor spared yet."""
    return found.entries.filter(done_at__isnull=True, dropped=False)


def unfiled(agency: Agency, kinds: Kinds = ALL) -> QuerySet[Case]:
    """Closed cases that nobody filed yet."""
    filed = Filing.objects.filter(case=OuterRef("pk"), closing__reopened_on__isnull=True)
    closed = Case.objects.filter(registration__agency=agency, kind__in=kinds, stage=Stage.CLOSED)
    return closed.filter(~Exists(filed))


def is_released(case: Case) -> bool:
    """Whether an approved list names the case, so that its key may go."""
    return DestructionEntry.objects.filter(
        filing__case=case, dropped=False, list__state__in=APPROVED
    ).exists()


def is_destroyed(case: Case) -> bool:
    """Whether what was personal in a case is gone for good."""
    return Filing.objects.filter(case=case, destroyed_on__isnull=False).exists()


def _ready(agency: Agency, day: date, kinds: Kinds) -> QuerySet[Filing]:
    """What may be destroyed, be it on a list or not."""
    rows = kept(agency, kinds).filter(until_year__lt=day.year)
    return rows.exclude(pk__in=_contested(rows).values("pk"))


def _on_list() -> Q:
    return Q(Exists(DestructionEntry.objects.filter(filing=OuterRef("pk"), dropped=False)))


def _contested(rows: QuerySet[Filing]) -> QuerySet[Filing]:
    """Those with a remedy that is not decided; the room of remedies is known here by its rows only."""
    return rows.filter(
        case__registration__remedies__isnull=False,
        case__registration__remedies__closed_on__isnull=True,
        case__registration__remedies__voided_on__isnull=True,
    )
