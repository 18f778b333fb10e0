"""What the page of an application reads, in few queries: what belongs together comes in one join."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Concat

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.archive import keeping
from gongkai.desk.casework.models import (
    Answer,
    Assignment,
    Attachment,
    Case,
    CaseText,
    Closing,
    Event,
    Filing,
    Letter,
    Merge,
)
from gongkai.desk.foi.models import Application, Consulted, Decision, Search

SHOWN = 60
"""Events that a page shows, the newest first."""
_CLOSING = ("pk", "closed_on")
_FILING = ("pk", "filed_on", "label", "until_year", "reason", "destroyed_on")


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery of a letter, as the page shows it."""

    sent_on: date
    way: str
    tracking: str
    result: str
    proof: str


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with its deliveries, the first one first."""

    letter: Letter
    sent: list[Sent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature in the reply chain, as the page shows it."""

    passed: bool
    note: str
    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed answer with its signatures by step."""

    decision: Decision
    given: dict[str, Signed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One event: its type, what it holds, when, and who did it (empty for a hand that is no officer)."""

    event: Event
    data: dict[str, Any]
    name: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A case and what one row says of it; ``has_…`` spare a query where there is nothing.

    ``units``: the names of all units that ever had it, by their codes. ``closing`` and
    ``filing``: those that stand. ``again``: when it was taken up after its answer, which it has not again.
    """

    case: Case
    application: Application
    unit: Unit | None
    content: str
    correction: str
    files: int
    has_searches: bool
    has_consulted: bool
    units: dict[str, str]
    closing: Closing | None
    filing: Filing | None
    again: date | None
    is_merged: bool


class Lines(Aggregate):
    """All values of a group in one text, one a line."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '\n')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """Under its name there."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def whole(seen: QuerySet[Case], uid: str) -> Whole | None:
    """One application among the cases that one may see, in one query; null where there is none."""

    def text(kind: str) -> Subquery:
        return Subquery(CaseText.objects.filter(case=OuterRef("pk"), field=kind).values("masked")[:1])

    files = Attachment.objects.filter(case=OuterRef("pk")).order_by().values("case")
    had = Assignment.objects.filter(case=OuterRef("pk")).order_by().values("case")
    names = had.annotate(lines=Lines(Concat("unit__code", Value("\t"), "unit__name"))).values("lines")
    again = Closing.objects.filter(case=OuterRef("pk"), reopened_on__isnull=False)
    answers = Answer.objects.filter(case=OuterRef("pk"), voided_on__isnull=True)
    rows = seen.filter(uid=uid, application__isnull=False).annotate(
        running=FilteredRelation("assignments", condition=Q(assignments__until__isnull=True)),
        unit_key=F("running__unit"),
        unit_code=F("running__unit__code"),
        unit_name=F("running__unit__name"),
        said=text(CaseText.Field.CONTENT),
        corrected=text(CaseText.Field.CORRECTION),
        files=Subquery(files.annotate(n=Count("pk")).values("n")),
        has_searches=Exists(Search.objects.filter(application=OuterRef("pk"))),
        has_consulted=Exists(Consulted.objects.filter(application=OuterRef("pk"))),
        all_units=Subquery(names),
        standing=FilteredRelation("closings", condition=Q(closings__reopened_on__isnull=True)),
        **{f"closed_{name}": F(f"standing__{name}") for name in _CLOSING},
        **{f"filed_{name}": F(f"standing__filing__{name}") for name in _FILING},
        reopened=Subquery(again.order_by("-reopened_on").values("reopened_on")[:1]),
        answered=Subquery(answers.order_by("-answered_on").values("answered_on")[:1]),
        is_merged=Exists(_merges()),
        is_contested=Exists(keeping.remedies_of(OuterRef("registration"))),
    )
    found: Any = rows.select_related("registration__agency", "application").first()
    if found is None:
        return None
    unit = None
    if found.unit_key is not None:
        unit = Unit(pk=found.unit_key, code=found.unit_code, name=found.unit_name)
    return Whole(
        case=found,
        application=found.application,
        unit=unit,
        content=found.said or "",
        correction=found.corrected or "",
        files=found.files or 0,
        has_searches=found.has_searches,
        has_consulted=found.has_consulted,
        units=dict(line.split("\t", 1) for line in (found.all_units or "").splitlines()),
        closing=_standing(Closing, found, "closed", _CLOSING),
        filing=_standing(Filing, found, "filed", _FILING),
        again=found.reopened if found.reopened and (found.answered or date.min) < found.reopened else None,
        is_merged=found.is_merged,
    )


def _merges() -> QuerySet[Merge]:
    """Mergings 误录合并 in which a registration went, or that went into it."""
    either = Q(kept=OuterRef("registration")) | Q(gone=OuterRef("registration"))
    return Merge.objects.filter(either, undone__isnull=True)


def _standing(model: type[Any], found: Any, prefix: str, names: tuple[str, ...]) -> Any:
    """The closing or the filing that came with a case; null where there is none."""
    values = {name: getattr(found, f"{prefix}_{name}") for name in names}
    return model(case=found, **values) if values["pk"] is not None else None


def letters(case: Case) -> list[Written]:
    """The letters of a case, the newest first, with their deliveries; one query."""
    rows: Any = (
        Letter.objects.filter(case=case)
        .defer("sealed")
        .select_related("seal_use")
        .annotate(
            to_key=F("deliveries"),
            to_on=F("deliveries__sent_on"),
            to_way=F("deliveries__way"),
            to_tracking=F("deliveries__tracking"),
            to_result=F("deliveries__result"),
            to_proof=F("deliveries__proof"),
        )
        .order_by("-pk", "to_key")
    )
    found: dict[int, Written] = {}
    for row in rows:
        written = found.setdefault(row.pk, Written(row))
        if row.to_key is not None:
            written.sent.append(Sent(row.to_on, row.to_way, row.to_tracking, row.to_result, row.to_proof))
    return list(found.values())


def decisions(application: Application) -> list[Proposed]:
    """The proposed answers, the newest first, with their signatures; one query."""
    rows: Any = (
        Decision.objects.filter(application=application)
        .defer("sealed")
        .select_related("drafted_by")
        .annotate(
            by_step=F("opinions__stage"),
            by_passed=F("opinions__passed"),
            by_note=F("opinions__note"),
            by_at=F("opinions__at"),
            by_name=F("opinions__officer__name"),
        )
        .order_by("-no")
    )
    found: dict[int, Proposed] = {}
    for row in rows:
        proposed = found.setdefault(row.pk, Proposed(row))
        if row.by_step is not None:
            proposed.given[row.by_step] = Signed(row.by_passed, row.by_note, row.by_at, row.by_name)
    return list(found.values())


def events(case: Case) -> list[Told]:
    """The newest events of a case with the names of those who acted; one query."""
    who = Officer.objects.filter(uid=OuterRef("by")).values("name")
    rows: Any = Event.objects.filter(stream=case.stream).annotate(who=Subquery(who[:1])).order_by("-n")
    return [Told(one, one.data, one.who or "") for one in rows[:SHOWN]]
