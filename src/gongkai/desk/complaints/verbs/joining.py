"""Together and apart: joint mediation with consent, splitting, and what a person says about likeness."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.flow import Act, lock
from gongkai.desk.casework.models import Case, CaseText, Party, Registration
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.personal import keep_person, keep_text, open_person, open_text
from gongkai.desk.casework.queries import registrations_visible_to
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import enclosures, telling
from gongkai.desk.complaints.acting import call_off, doing, refresh
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import Joint, Matter, Profile, Verdict
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.verbs import receipts
from gongkai.refusal import Refused


def join(case: Case, main: Case, consent: str, *, by: Officer, at: datetime) -> Joint:
    """Hear a complaint together with another 合并调解; only with its complainant's consent.

    It keeps its number, file and duty of an answer, and its clock: mediation is limited from the acceptance
    of each complaint, and only the time of tests is taken off, those of the main case while it is heard there
    (:mod:`gongkai.desk.complaints.heard`). A meeting of its own is called off.
    Raises Refused: ``no-consent``, ``not-found``, ``other-respondent``, ``wrong-main``.
    """
    with doing(case, "join", by=by, at=at) as act:
        act.require(bool(consent.strip()), "没有投诉人同意的凭证", "请写书面同意或录音编号", "no-consent")
        found = visible_to(by, act.day).filter(pk=main.pk).first()
        act.require(found is not None, "没有要并入的案件", "请核对编号", "not-found")
        other = standing(lock(main))
        act.require(other.case.pk != act.case.pk, "不能并入自己", "请选择另一件", "wrong-main")
        act.require(other.step == Step.MEDIATE, "要并入的案件不在调解", "请选择调解中的投诉", "wrong-main")
        mine = standing(act.case).matter
        same = _same_respondent(mine, other.matter)
        act.require(same, "两件的被投诉人不同", "同一被投诉人的投诉才能合并调解", "other-respondent")
        call_off(act.case, by=by, at=at)
        made = Joint.objects.create(case=act.case, main=other.case, on=act.day, consent=consent.strip())
        act.record("joined", data={"main": other.case.uid, "number": _short(other.case)})
        _also(act, other.case, "was-joined")
    return made


def unjoin(case: Case, *, by: Officer, at: datetime) -> Joint:
    """Take a complaint out again; nothing of either file is lost."""
    with doing(case, "unjoin", by=by, at=at) as act:
        made = Joint.objects.select_related("main").get(case=act.case, undone_on__isnull=True)
        made.undone_on = act.day
        made.save(update_fields=["undone_on"])
        act.record("parted", data={"main": made.main.uid, "number": _short(made.main)})
        _also(act, made.main, "was-parted")
    return made


def split(case: Case, *, by: Officer, at: datetime) -> Case:
    """A complaint holds a report as well, or the other way round 拆分: the second case under one number.

    Person, text and files are sealed anew for it, and the citizen's receipt leads to it too.
    Raises Refused: ``wrong-step`` where there are two, ``two-persons`` for a secret person, whose complaint
    cannot be made without opening the identity.
    """
    with doing(case, "split", by=by, at=at) as act:
        kind = Case.Kind.REPORT if act.case.kind == Case.Kind.COMPLAINT else Case.Kind.COMPLAINT
        made = Case.objects.create(
            registration=act.case.registration,
            kind=kind,
            line=act.case.line,
            stage=Stage.OPEN,
            opened_on=act.case.opened_on,
        )
        record(
            made.stream,
            "registered",
            by=by,
            occurred=act.day,
            at=at,
            data={"kind": kind, "from": act.case.uid},
        )
        _copy(act, made)
        enclosures.copy(act.case, made)
        telling.split_off(act.case, made, by=by, at=at)
        Matter.objects.filter(registration=act.case.registration_id).update(
            kind=Matter.Kind.BOTH, cases_count=2
        )
        act.record("split", data={"other": made.uid})
        refresh(made, at=at)
    return made


def judge(first: Registration, second: Registration, kind: str, *, by: Officer, at: datetime) -> Verdict:
    """Say what two registrations are to each other: 同一信件, 相关, 无关. Nothing is merged.

    Of the same letter the receipts of both are kept, so that the answer can be given to each source.
    Raises Refused: ``not-found``, ``same``, ``judged``, ``unknown-kind``.
    """
    day = shanghai_date(at)
    if kind not in Verdict.Kind.values:
        raise Refused("unknown-kind", "请选择判断", f"可以是 {'、'.join(Verdict.Kind.values)}")
    if first.pk == second.pk:
        raise Refused("same", "这是同一件", "请选择另一件")
    pair = sorted((first, second), key=lambda one: one.pk)
    if registrations_visible_to(by, day).filter(pk__in=[one.pk for one in pair]).count() != 2:
        raise Refused("not-found", "没有这一登记", "请核对编号")
    with transaction.atomic():
        if Verdict.objects.filter(first=pair[0], second=pair[1], undone_on__isnull=True).exists():
            raise Refused("judged", "这两件已经判断过", "请先撤销原判断")
        made = Verdict.objects.create(first=pair[0], second=pair[1], kind=kind, on=day, by=by)
        if kind == Verdict.Kind.SAME:
            receipts.keep(pair[0], pair[1])
        _record_verdict(made, "likeness-judged", by, at)
    return made


def undo_verdict(verdict: Verdict, *, by: Officer, at: datetime) -> None:
    """Take a verdict back; receipts that it brought go with it, the registrations were never touched."""
    day = shanghai_date(at)
    with transaction.atomic():
        locked = Verdict.objects.select_for_update().get(pk=verdict.pk)
        if locked.undone_on is not None:
            raise Refused("undone", "这一判断已撤销", "")
        pair = (locked.first_id, locked.second_id)
        if registrations_visible_to(by, day).filter(pk__in=pair).count() != 2:
            raise Refused("not-found", "没有这一登记", "请核对编号")
        locked.undone_on = day
        locked.save(update_fields=["undone_on"])
        for main, other in ((locked.first, locked.second), (locked.second, locked.first)):
            receipts.drop(main, other)
        _record_verdict(locked, "likeness-undone", by, at)


def _same_respondent(one: Matter, other: Matter) -> bool:
    if one.credit_code and other.credit_code:
        return one.credit_code == other.credit_code
    return bool(one.respondent) and one.respondent == other.respondent


def _also(act: Act, other: Case, type_: str) -> None:
    data = {"case": act.case.uid, "number": _short(act.case)}
    record(other.stream, type_, by=act.by, occurred=act.day, at=act.at, data=data)


def _short(case: Case) -> str:
    return short(case.registration.number)


def _record_verdict(verdict: Verdict, type_: str, by: Officer, at: datetime) -> None:
    cases = Case.objects.filter(registration__in=(verdict.first_id, verdict.second_id)).order_by("pk")
    for case in cases:
        data = {"kind": verdict.kind, "first": verdict.first.uid, "second": verdict.second.uid}
        record(case.stream, type_, by=by, occurred=shanghai_date(at), at=at, data=data)


def _copy(act: Act, made: Case) -> None:
    """Person, text, unit and profile for the new case, sealed under its own key."""
    old = Profile.objects.filter(case=act.case).first()
    Profile.objects.create(
        case=made,
        claim=old.claim if old else "",
        area=old.area if old else "",
        problem=old.problem if old else "",
        safety=old.safety if old else "",
        is_secret=bool(old and old.is_secret),
        is_insider=bool(old and old.is_insider),
    )
    party = Party.objects.filter(case=act.case, role=Party.Role.PETITIONER).first()
    commits, names = {}, []
    if party is not None:
        person = open_person(party, by=act.by, reason="verify", at=act.at)
        names = [str(person["name"])] if person.get("name") else []
        said = {name: value for name, value in person.items() if isinstance(value, str)}
        _, kept = keep_person(made, party.role, said, kind=party.kind, is_anonymous=party.is_anonymous)
        if kept:
            commits["person"] = kept
    text = CaseText.objects.filter(case=act.case, field=CaseText.Field.CONTENT).first()
    if text is not None:
        original = open_text(text, by=act.by, reason="verify", at=act.at)
        _, commits["content"] = keep_text(made, CaseText.Field.CONTENT, original, names)
    record(made.stream, "taken-down", by=act.by, occurred=act.day, at=act.at, commits=commits)
