"""代理和代表: who acts for whom, the papers that show it, what is asked for and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.acting import doing
from gongkai.desk.complaints.acting import tell as inform
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Authority
from gongkai.law.calendar import Calendar
from gongkai.law.intake import MOST_REPRESENTATIVES
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Acting:
    """How somebody acts for others: as an agent with or without papers, or as one of several."""

    way: str
    people: int | None = None
    representatives: int = 1
    letter: bool = False
    identity: bool = False
    scope: str = ""
    valid_until: date | None = None


def demand(said: Acting) -> None:
    """Refuse what no complaint can be: ``unknown-way``, ``few-people``, ``too-many`` representatives."""
    if said.way not in Authority.Way.values:
        raise Refused("unknown-way", "没有选谁代谁投诉", "请选择代他人投诉或者共同投诉")
    if said.way != Authority.Way.JOINT:
        return
    if (said.people or 0) < 2:
        raise Refused("few-people", "共同投诉须有两名以上投诉人", "请填写投诉人数")
    if not 1 <= said.representatives <= MOST_REPRESENTATIVES:
        raise Refused("too-many", f"共同投诉的代表人最多 {MOST_REPRESENTATIVES} 名", "请推选一至两名代表人")


def keep(case: Case, said: Acting, day: date) -> Authority:
    """The row of a complaint that is being registered; the papers that were given count from that day."""
    demand(said)
    is_joint = said.way == Authority.Way.JOINT
    return Authority.objects.create(
        case=case,
        way=said.way,
        people=said.people if is_joint else None,
        representatives=said.representatives if is_joint else 1,
        scope=mask(said.scope.strip())[:200],
        valid_until=said.valid_until,
        letter_on=day if said.letter else None,
        identity_on=day if said.identity else None,
    )


def represent(case: Case, said: Acting, *, by: Officer, at: datetime) -> Authority:
    """Write down later that somebody acts for others; as :func:`demand` refuses."""
    with doing(case, "represent", by=by, at=at) as act:
        made = keep(act.case, said, act.day)
        act.record("authority-noted", data={"way": made.way, "lacking": len(made.lacking)})
    return made


def ask_until(day: date, days: Calendar) -> date:
    """By when papers that are asked for today should be here: the office's own working days."""
    return days.add_workdays(day, house().days("papers_days"))


def ask_papers(case: Case, until: date, *, by: Officer, at: datetime) -> Authority:
    """Ask for the papers that are lacking 通知补正, until a day; the time for accepting runs on.

    Raises Refused: ``wrong-date`` for a day that is not later than today.
    """
    with doing(case, "ask_papers", by=by, at=at) as act:
        made = Authority.objects.select_for_update(of=("self",)).get(case=act.case)
        act.require(until > act.day, f"补正期限 {until} 不在今天以后", "请选以后的日期", "wrong-date")
        made.asked_on, made.asked_until, made.asked_by = act.day, until, by
        made.save(update_fields=["asked_on", "asked_until", "asked_by"])
        act.record("papers-asked", data={"until": until.isoformat(), "lacking": len(made.lacking)})
        follows = "可以不予受理" if made.needed else "由各投诉人本人参加调解"
        text = f"请于{until:%Y年%m月%d日}前补交{'、'.join(made.lacking)}；到期没有补交的，{follows}。"
        inform(act, kind="question", text=text, status="待补正")
    return made


def enter_papers(
    case: Case,
    *,
    letter: bool = False,
    identity: bool = False,
    scope: str = "",
    valid_until: date | None = None,
    by: Officer,
    at: datetime,
) -> Authority:
    """Mark papers as given; the original of the authorisation says what for, how far and until when.

    Of a joint complaint ``letter`` is the written election of the representatives, which says no scope.

    Raises Refused: ``nothing-given``, ``no-scope`` for an authorisation without its matter, ``expired``.
    """
    with doing(case, "enter_papers", by=by, at=at) as act:
        made = Authority.objects.select_for_update(of=("self",)).get(case=act.case)
        act.require(letter or identity, "没有勾选收到的材料", "请勾选", "nothing-given")
        if letter:
            says = bool(scope.strip()) or made.way == Authority.Way.JOINT
            act.require(says, "没有写委托事项、权限", "请照授权委托书填写", "no-scope")
            fits = valid_until is None or valid_until >= act.day
            act.require(fits, f"委托期限到 {valid_until} 为止，已过", "请补交有效的授权委托书", "expired")
            made.letter_on, made.scope = act.day, mask(scope.strip())[:200]
            made.valid_until = valid_until
        if identity:
            made.identity_on = act.day
        made.save(update_fields=["letter_on", "identity_on", "scope", "valid_until"])
        given = [name for name, there in (("letter", letter), ("identity", identity)) if there]
        act.record("papers-given", data={"papers": given, "lacking": len(made.lacking)})
    return made


def suggested(day: date) -> date:
    """The day that a form proposes."""
    return ask_until(day, calendar())
