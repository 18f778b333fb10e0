"""Rows to the law's frozen facts: the only bridge from applications to the ground floor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.desk.casework.clocks import transition
from gongkai.desk.foi.models import Application, Consulted
from gongkai.law import registry
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import Consultation, FoiClock, compute, foi_reply
from gongkai.law.receipt import ReceiptClock, date_of_receipt
from gongkai.law.registry import RuleSet
from gongkai.refusal import Refused

WAYS = {
    "当面": ("visit",),
    "信函": ("signed-mail", "plain-mail"),
    "传真": ("fax",),
    "网络": ("online",),
    "电子邮件": ("email",),
}
"""The channels of the register and what the law tells apart in each."""


KINDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
"""Who applies, in the words of the national form."""


def receipt(application: Application, calendar: Calendar | None = None) -> Answer | None:
    """The date of receipt with its reasons; null for what a register brought along."""
    if not application.way or application.submitted_on is None:
        return None
    clock = ReceiptClock(
        channel=application.way,
        submitted_on=application.submitted_on,
        arrived_on=application.arrived_on,
        signed_on=application.signed_on,
        confirmed_on=application.confirmed_on,
    )
    return date_of_receipt(clock, calendar)


def is_received(application: Application, calendar: Calendar | None = None) -> bool:
    """Whether the reply clock has begun: there is a date of receipt."""
    found = receipt(application, calendar)
    return found is None or found.due is not None


def consultations(application: Application, rows: Iterable[Consulted]) -> tuple[Consultation, ...]:
    """The letters that asked for opinions; the register's two columns where there are no rows."""
    found = tuple(
        Consultation(one.sent_on, one.answered_on, one.delivered_on, one.is_organ)
        for one in sorted(rows, key=lambda one: (one.sent_on, one.pk))
    )
    if not found and application.consulted_on is not None:
        found = (Consultation(application.consulted_on, application.opinion_on),)
    return found


def clock(application: Application, rows: Iterable[Consulted] = ()) -> FoiClock:
    """The dated facts that decide when the reply is due."""
    return FoiClock(
        received_on=application.received_on,
        extended=application.is_extended,
        extended_on=application.extended_on,
        extension_days=application.extension_days,
        consultations=consultations(application, rows),
        corrected_on=application.correction_received_on,
        paid_on=application.paid_on,
        policy=transition(),
        postponed_to=application.postponed_to,
    )


def reply_due(application: Application, rows: Iterable[Consulted], calendar: Calendar) -> date | None:
    """The last day of the first reply, whether it was given or not; null where no law sets one.

    Where a register's days contradict each other, the plain limit from the receipt decides.
    """
    whole = clock(application, rows)
    try:
        return foi_reply(whole, calendar, explain=False).due
    except Refused:
        plain = FoiClock(whole.received_on, extended=whole.extended, policy=whole.policy)
        return foi_reply(plain, calendar, explain=False).due


def rules(application: Application, on: date) -> RuleSet:
    """The rule set that governs what happens to an application on a day."""
    day = registry.governing_day(on, received=application.received_on, policy=transition())
    return registry.select("foi", day)


def fee_rules(application: Application, on: date) -> RuleSet:
    """The fee regime that governs what happens to an application on a day."""
    day = registry.governing_day(on, received=application.received_on, policy=transition())
    return registry.select("fee", day)


def if_missed(rule: RuleSet, key: str) -> str:
    """What the law of a day says of a limit that passes without an act: its own clause.

    Empty where that rule set says nothing of it; ``key`` is a limit or a fact of the set.
    """
    found = rule.find_limit(key) or rule.find_fact(key)
    clause = found.text.rpartition("；")[2] if found is not None else ""
    return clause.rstrip("。") if "逾期" in clause else ""


def limit(kind: str, on: date, application: Application, calendar: Calendar) -> Answer:
    """A limit of :data:`gongkai.law.deadlines.KINDS` for an application, counted from ``on``."""
    settings_ = {"received": application.received_on.isoformat(), "transition": transition().value}
    return compute(kind, on, settings=settings_, calendar=calendar)
