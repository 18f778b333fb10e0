"""补正, 检索, 征求意见, 大量申请: what is asked of the applicant, of third parties, of other organs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import letters
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import acting
from gongkai.desk.casework.models import Case, CaseText, Letter, Party
from gongkai.desk.casework.personal import keep_person, keep_text
from gongkai.desk.foi import facts, telling
from gongkai.desk.foi.chain import demand_main_consent
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application, Consulted, Search
from gongkai.desk.foi.stages import Occasion
from gongkai.desk.foi.verbs.common import (
    application_of,
    content,
    demand,
    number_for,
    settle,
    spoken,
    write,
)
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused

UNTIL = "合理的补正期限"
AFTER = "逾期不补正的后果"
ANSWER_BY = "的答复期限"
NO_CONSENT = "不适用：贵机关不是共同制作机关，逾期未答复的，由本机关依法决定是否公开"
"""Contents of letters that follow from the law or from a day that was given."""


def search(
    case: Case, place: str, method: str, found: bool, *, by: Officer, at: datetime, note: str = ""
) -> Search:
    """Enter where was looked, how, with what result 检索记录. Raises Refused: ``no-place``."""
    with acting(case, "search", flow=FLOW, by=by, at=at) as act:
        said = bool(place.strip() and method.strip())
        act.require(said, "检索记录没有写明范围和方法", "请写明查了哪里、用什么查", "no-place")
        made = Search.objects.create(
            application=application_of(act.case),
            on=act.day,
            place=place.strip(),
            method=method.strip(),
            found=found,
            note=note.strip(),
            by=by,
        )
        act.record("searched", data={"search": made.pk, "found": found})
    return made


def ask_correction(case: Case, items: str, reason: str, until: date, *, by: Officer, at: datetime) -> Letter:
    """Ask the applicant once to correct an unclear application 补正; the reply clock waits for it.

    Raises Refused: ``once``, ``too-late``, ``wrong-day``, what the letter refuses.
    """
    day = shanghai_date(at)
    demand(case, "ask_correction", by=by, at=at)
    if until <= day:
        raise Refused("wrong-day", f"补正期限 {until} 不在今天之后", "请给申请人合理的时间")
    said = {
        "需要补正的事项": items,
        "需要更改、补充的内容": items,
        "理由": reason,
        UNTIL: f"请于{spoken(until)}前提交",
        AFTER: facts.if_missed(facts.rules(application_of(case), day), "correction.once"),
    }
    told = content(case, "correct", _fitting(case, "correct", said, day), on=day)
    number = number_for(case, told, day)
    with acting(case, "ask_correction", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        application.correction_sent_on, application.correction_due_on = day, until
        application.save(update_fields=["correction_sent_on", "correction_due_on"])
        letter = write(act.case, told, number, "correction", by=by, at=at)
        act.record("correction-asked", data={"until": until.isoformat(), "letter": letter.uid})
        telling.asked_to_correct(act.case, letter, until, by=by, at=at)
    settle(case, at)
    return letter


def correct(case: Case, text: str, *, by: Officer, at: datetime, on: date | None = None) -> Application:
    """Enter the correction that arrived; the reply clock starts again with that day (条例 2019 art. 30).

    Raises Refused: ``too-late`` after the period that was given, ``wrong-day``, ``no-text``.
    """
    with acting(case, "correct", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        arrived = on or act.day
        sent, until = application.correction_sent_on, application.correction_due_on
        assert sent is not None
        act.require(bool(text.strip()), "没有补正的内容", "请填写申请人补正了什么", "no-text")
        in_order = sent <= arrived <= act.day
        act.require(in_order, f"补正日期 {arrived} 早于通知 {sent} 或在今天之后", "请核对日期", "wrong-day")
        act.require(
            until is None or arrived <= until,
            f"补正期限 {until} 已过",
            "有正当理由的，请按新申请登记；否则按“逾期不补正”答复",
            "too-late",
        )
        application.correction_received_on = arrived
        application.save(update_fields=["correction_received_on"])
        _, commitment = keep_text(act.case, CaseText.Field.CORRECTION, text.strip())
        act.record("corrected", occurred=arrived, commits={"text": commitment})
        telling.corrected(act.case, arrived, by=by, at=at)
    settle(case, at)
    return application


def consult_third(
    case: Case, person: Mapping[str, str], about: str, *, by: Officer, at: datetime
) -> Consulted:
    """Ask a third party whose rights may be touched 征求第三方意见; the letter never says who applied.

    ``person`` has at least a ``name``. Raises Refused: ``no-third``, ``no-text``.
    """
    name = person.get("name", "").strip()
    if not name:
        raise Refused("no-third", "没有第三方的姓名或者名称", "请填写")
    return _consult(case, "consult3", name, about, by=by, at=at, person=person)


def consult_organ(
    case: Case, organ: str, about: str, *, co_maker: bool, by: Officer, at: datetime
) -> Consulted:
    """Ask another organ 征求机关意见; silence is consent only of one that made the information with us."""
    if not organ.strip():
        raise Refused("no-organ", "没有写明征求哪个机关", "请填写机关名称")
    return _consult(case, "consultorg", organ.strip(), about, by=by, at=at, co_maker=co_maker)


def _consult(
    case: Case,
    key: str,
    whom: str,
    about: str,
    *,
    by: Officer,
    at: datetime,
    person: Mapping[str, str] | None = None,
    co_maker: bool = False,
) -> Consulted:
    day = shanghai_date(at)
    demand(case, "consult", by=by, at=at)
    if not about.strip():
        raise Refused("no-text", "没有写明征求什么意见", "请写明涉及的信息内容，不要写申请人是谁")
    applicant = content(case, "receipt", {}, on=day).addressee
    if len(applicant) > 1 and applicant in about:
        raise Refused("names-applicant", "征求意见的内容里写了申请人", "请隐去申请人，只写涉及的信息")
    told = content(
        case,
        key,
        _fitting(case, key, _asked(case, about, co_maker, day), day),
        on=day,
        addressee=whom,
        request="",
    )
    number = number_for(case, told, day)
    with acting(case, "consult", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        party = commitment = None
        if person is not None:
            party, commitment = keep_person(act.case, Party.Role.THIRD, person)
        made = Consulted.objects.create(
            application=application,
            is_organ=person is None,
            is_co_maker=co_maker,
            organ=whom if person is None else "",
            party=party,
            sent_on=day,
        )
        cause = f"consult/{made.pk}"
        made.letter = write(act.case, told, number, cause, by=by, at=at)
        made.save(update_fields=["letter"])
        _keep_columns(application)
        data = {"consulted": made.pk, "organ": made.is_organ, "letter": made.letter.uid}
        act.record("consulted", data=data, commits={"person": commitment} if commitment else None)
        telling.consulting(act.case, made.is_organ, by=by, at=at)
    settle(case, at)
    return made


def opine(
    consulted: Consulted, opinion: str, *, by: Officer, at: datetime, on: date | None = None
) -> Consulted:
    """Enter the opinion that came, or that none came in time 逾期未答复 (then the bureau decides).

    Raises Refused: ``known``, ``not-yet`` for a silence before its limit, ``wrong-day``, ``no-limit``.
    """
    case = consulted.application.case
    with acting(case, "opine", flow=FLOW, by=by, at=at) as act:
        locked = Consulted.objects.select_for_update().get(pk=consulted.pk)
        application = application_of(act.case)
        came = on or act.day
        act.require(not locked.opinion, "这份意见已经登记过", "有误请重新征求意见", "known")
        known = opinion in Consulted.Opinion.values and bool(opinion)
        act.require(known, f"没有“{opinion}”这种意见", "可以是 同意、部分同意、不同意、逾期未答复", "unknown")
        in_order = locked.sent_on <= came <= act.day
        act.require(
            in_order, f"意见日期 {came} 早于发出 {locked.sent_on} 或在今天之后", "请核对日期", "wrong-day"
        )
        if opinion == Consulted.Opinion.SILENT:
            until = opinion_due(locked, application, calendar())
            act.require(
                until is not None, "当时的规定没有答复意见的期限", "请再次催询，收到意见后登记", "no-limit"
            )
            assert until is not None
            act.require(act.day > until, f"意见的期限 {until} 还没有过", "期限过后再登记逾期", "not-yet")
            came = until
        locked.opinion, locked.answered_on = opinion, came
        locked.save(update_fields=["opinion", "answered_on"])
        _keep_columns(application)
        act.record("opinion", occurred=came, data={"consulted": locked.pk, "opinion": opinion})
        if application.opinion_on is not None:
            telling.consulted(act.case, by=by, at=at)
    settle(case, at)
    consulted.opinion, consulted.answered_on = locked.opinion, locked.answered_on
    return locked


def opinion_due(consulted: Consulted, application: Application, days: Calendar) -> date | None:
    """By when an opinion has to come; null where the law of the day sets no limit."""
    rule = facts.rules(application, consulted.sent_on)
    limit = rule.find_limit("co_organ" if consulted.is_organ else "third_party")
    if limit is None or limit.unit == "none":
        return None
    return days.add_workdays(consulted.delivered_on or consulted.sent_on, limit.days)


def ask_reasons(case: Case, *, by: Officer, at: datetime) -> Application:
    """Ask for reasons where number or frequency is clearly unreasonable 要求说明理由 (条例 2019 art. 35)."""
    with acting(case, "ask_reasons", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        _demand_bulk(application, act.day)
        act.require(application.reasons_asked_on is None, "已经要求说明过理由", "请按说明的理由处理", "once")
        application.reasons_asked_on = act.day
        application.save(update_fields=["reasons_asked_on"])
        act.record("reasons-asked")
        telling.reasons_asked(act.case, by=by, at=at)
    return application


def postpone(
    case: Case, to: date, *, by: Officer, at: datetime, consent: Officer | None = None
) -> Application:
    """Set a reasonable later day, when the reasons are good but time is short 延迟答复; tell the applicant.

    ``consent``: who agreed; by the office's policy it has to be the main leader, and never who enters it.
    Raises Refused: ``not-asked``, ``wrong-day``, ``no-consent``, ``no-postponing`` where the law has none.
    """
    agreed = consent.pk if consent is not None and consent.pk != by.pk else None
    demand_main_consent(Occasion.POSTPONE, agreed, case.registration.agency, shanghai_date(at))
    with acting(case, "postpone", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        _demand_bulk(application, act.day)
        asked = application.reasons_asked_on is not None
        act.require(asked, "还没有要求申请人说明理由", "请先要求说明理由", "not-asked")
        due_on = act.case.due_on
        later = due_on is None or to > due_on
        act.require(later, f"延迟至 {to} 不晚于现在的期限 {due_on}", "请核对日期", "wrong-day")
        application.postponed_to = to
        application.save(update_fields=["postponed_to"])
        data = {"to": to.isoformat()} | ({"consent": consent.uid} if consent is not None else {})
        act.record("postponed", data=data)
        telling.postponed(act.case, to, by=by, at=at)
    settle(case, at)
    return application


def _demand_bulk(application: Application, day: date) -> None:
    rule = facts.rules(application, day)
    if rule.find_fact("bulk") is None:
        raise Refused("no-postponing", f"{rule.cite()}没有大量申请的规定", "请在答复期限内答复或者办理延期")


def _keep_columns(application: Application) -> None:
    """The register's two columns: the first letter, the last opinion while none is awaited."""
    rows = list(Consulted.objects.filter(application=application))
    answered = [one.answered_on for one in rows if one.answered_on is not None]
    application.consulted_on = min(one.sent_on for one in rows)
    application.opinion_on = max(answered) if len(answered) == len(rows) else None
    application.save(update_fields=["consulted_on", "opinion_on"])


def _asked(case: Case, about: str, co_maker: bool, day: date) -> dict[str, str]:
    """What is asked, and what silence means by the law of the day; only a co-maker's is consent."""
    rule = facts.rules(application_of(case), day)
    silence = facts.if_missed(rule, "third_party")
    consent = facts.if_missed(rule, "co_organ") if co_maker else NO_CONSENT
    return {"征求意见的内容": about, "逾期未答复的后果": silence, "逾期未答复视为同意公开": consent}


def _fitting(case: Case, key: str, said: Mapping[str, str], day: date) -> dict[str, str]:
    """What was said, under the names that the letter of the day asks for, in its order."""
    application = application_of(case)
    rule = facts.rules(application, day)
    found: dict[str, str] = {}
    for name, _ in letters.contents_of(rule.id, key):
        if name in said:
            found[name] = said[name]
        elif name.endswith(ANSWER_BY):
            limit = rule.limit("co_organ" if key == "consultorg" else "third_party")
            found[name] = limit.text
    return found
