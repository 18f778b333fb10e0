"""What every verb of the centre shares: the locked act, due dates and writings kept, citizens told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.casework.clocks import refresh_due
from gongkai.desk.casework.flow import Act, acting, lock
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.personal import keep_text
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import telling
from gongkai.desk.complaints.clocks import SOURCE
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.foreseen import round_of
from gongkai.desk.complaints.models import Decision, Joint, Matter, Mediation, Note, Profile, Violation
from gongkai.desk.mailbox import answering

LONGEST_REASON = 400
"""Characters of a written reason."""


@contextmanager
def doing(case: Case, verb: str, *, by: Officer, at: datetime) -> Iterator[Act]:
    """Run a verb: lock, flow and rules before; the stage and the cached due dates after. Raises Refused."""
    with transaction.atomic():
        with acting(case, verb, flow=FLOW, by=by, at=at) as act:
            yield act
        refresh(case, at=at)


def refresh(*cases: Case, at: datetime) -> None:
    """Bring the cached due dates of these cases up to date."""
    refresh_due((SOURCE,), at=at, cases=Case.objects.filter(pk__in=[case.pk for case in cases]))


def profile_of(case: Case) -> Profile:
    """The case's profile, made when there is none; call it under the case's lock."""
    return Profile.objects.get_or_create(case=case)[0]


def write(
    act: Act, kind: str, text: str, *, by: Officer | None = None, names: Sequence[str] = ()
) -> tuple[Note, str]:
    """Keep a writing in the case, masked for work and sealed as it was written; the row, its commitment.

    ``names``: whom it speaks of beside the persons of the case.
    """
    act.require(bool(text.strip()), "没有写内容", "请填写内容", "no-text")
    field = f"n{Note.objects.filter(case=act.case).count() + 1}"
    _, commitment = keep_text(act.case, field, text.strip(), names)
    note = Note.objects.create(case=act.case, kind=kind, on=act.day, by=by or act.by, field=field)
    return note, commitment


def decide(
    act: Act,
    kind: str,
    *,
    on: date | None = None,
    waits: bool = False,
    about: Violation | None = None,
    first: Case | None = None,
    **more: str,
) -> Decision:
    """Write down a decision; with ``waits`` it needs somebody else's approval before it counts.

    ``about``: not the case is decided, but what was found while mediating it. ``first``: what it repeats.
    """
    values = {name: value.strip() for name, value in more.items()}
    if not waits and about is None and kind != Decision.Kind.ACCEPTED:
        end_mediation(act.case, by=act.by, at=act.at)
    return Decision.objects.create(
        case=act.case,
        kind=kind,
        round=round_of(act.case),
        proposed_on=act.day,
        proposed_by=act.by,
        on=None if waits else (on or act.day),
        violation=about,
        first=first,
        **values,
    )


def end_mediation(ended: Case, *, by: Officer | str, at: datetime) -> None:
    """A case has ended, and so has its mediation: nobody meets or is heard in it any more."""
    call_off(ended, by=by, at=at)
    _part_joined(ended, by=by, at=at)


def call_off(case: Case, *, by: Officer | str, at: datetime) -> None:
    """The meeting that was called does not take place: the citizen reads it; the other side must be told.

    Of one whose hour has passed nobody is told: they came, or they did not.
    """
    for meeting in Mediation.called().filter(case=case).select_related("mediator"):
        meeting.called_off_on = shanghai_date(at)
        meeting.save(update_fields=["called_off_on"])
        hour = datetime.combine(meeting.meets_on, meeting.meets_at or time.max, SHANGHAI)
        if at < hour:
            telling.called_off(case, meeting, by=by if isinstance(by, Officer) else None, at=at)


def _part_joined(ended: Case, *, by: Officer | str, at: datetime) -> None:
    """Those that were heard in its mediation go on by themselves, each with its own clock; where it was heard
    in another's, it leaves that one.

    What came out is entered for each, for each has its own complainant and its own answer.
    """
    day = shanghai_date(at)
    running = Joint.objects.filter(Q(main=ended) | Q(case=ended), undone_on__isnull=True)
    for made in running.select_related("main__registration").order_by("pk"):
        case, main = lock(made.case), made.main
        made.undone_on = day
        made.save(update_fields=["undone_on"])
        for about, type_, name, other in ((case, "parted", "main", main), (main, "was-parted", "case", case)):
            data = {name: other.uid, "number": short(other.registration.number)}
            record(about.stream, type_, by=by, occurred=day, at=at, data=data)
        if case.pk != ended.pk:
            refresh(case, at=at)


def mark_matter(case: Case, acceptance: str, on: date, reason: str = "") -> None:
    """Write the first decision about acceptance into the matter; a later round leaves it as it was."""
    if case.kind == Case.Kind.REPORT and not Matter.objects.filter(
        registration=case.registration_id, kind=Matter.Kind.REPORT
    ):
        return
    Matter.objects.filter(registration=case.registration_id, acceptance="").update(
        acceptance=acceptance, accepted_on=on, refusal_reason=reason[:200]
    )


def tell(act: Act, *, kind: str, text: str, status: str) -> None:
    """Tell the citizen who wrote by the portal; others are told in the way that they chose."""
    answering.tell(act.case, kind=kind, text=text, status=status, at=act.at, by=act.by)
