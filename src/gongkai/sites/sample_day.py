"""A day at the sample bureau: who works, when, and what waits for them. Django must be set up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.disclosure import verbs as disclosure
from gongkai.desk.disclosure.models import Consultation, Item

WARNING, BUSINESS = "消费警示信息", "业务工作信息"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: for whom (user name), on which page of the desk, in words."""

    login: str
    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Day:
    """Who works today, and when."""

    agency: Agency
    at: datetime

    def officer(self, username: str) -> Officer:
        """A person of the sample, by user name."""
        return Officer.objects.get(agency=self.agency, username=username)

    def unit(self, code: str) -> Unit:
        """A unit of the sample, by code."""
        return Unit.objects.get(agency=self.agency, code=code)


def called(day: Day, title: str, text: str, basis: str) -> tuple[Item, Consultation]:
    """A draft about which the public is asked for a month, not yet handed in."""
    today = shanghai_date(day.at)
    item = draft_of(day, title, text, category=BUSINESS, fields={})
    call = disclosure.Call(
        index=item.index, subject="other", basis=basis, opens_on=today, closes_on=today + timedelta(days=30)
    )
    return item, disclosure.call(call, day.officer("spl-clerk"), day.at)


def draft_of(day: Day, title: str, text: str, **more: Any) -> Item:
    """A draft of the food section's clerk."""
    clerk = day.officer("spl-clerk")
    fields = disclosure.Draft(
        title=title,
        category=WARNING,
        means=Item.Means.OPEN,
        unit=day.unit("SPL"),
        text=text,
        formed_on=shanghai_date(day.at),
        fields={
            "audience": "本市消费者",
            "issuer": day.agency.name,
            "rights": "拨打 12315，或者登录全国12315平台",
        },
    )
    return disclosure.draft(day.agency, replace(fields, **more), clerk, day.at)
