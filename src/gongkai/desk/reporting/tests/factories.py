"""Rows of every register for the tests of figures and reports."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.casework.models import Assignment, Case, Closing, Registration
from gongkai.desk.complaints.models import Matter
from gongkai.desk.disclosure.models import Item, Placement
from gongkai.desk.foi.models import Application
from gongkai.desk.oversight.models import Activity
from gongkai.desk.remedies.models import Remedy
from gongkai.desk.reporting.models import KeptRegister

NOON = datetime(2018, 3, 1, 4, 0, tzinfo=UTC)


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"3710{n:02}SC")
    name = "威海火炬高技术产业开发区市场监督管理局"
    short_name = "高区市场监督管理局"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    agency = factory.SubFactory(AgencyFactory)
    code = factory.Sequence(lambda n: f"U{n}")
    name = factory.Sequence(lambda n: f"第{n}监管所")
    kind = "监管所"


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    agency = factory.SubFactory(AgencyFactory)
    username = factory.Sequence(lambda n: f"officer{n}")
    name = "姜文博"


def officer(agency, *duties, unit=None):
    """An officer who holds duties since long ago."""
    made = OfficerFactory(agency=agency)
    for kind in duties:
        Duty.objects.create(officer=made, kind=kind, unit=unit, since=date(2015, 1, 1))
    return made


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = Registration

    agency = factory.SubFactory(AgencyFactory)
    series = "complaints"
    number = factory.Sequence(lambda n: f"〔2017〕{n:05}")
    key = factory.LazyAttribute(lambda one: f"12315/{one.number}")
    channel = "12315"
    registered_on = date(2017, 3, 15)
    recorded_at = NOON


def matter(
    agency,
    on=date(2017, 3, 15),
    *,
    kind="投诉",
    channel="12315",
    accepted=None,
    closed=None,
    outcome="调解成功",
    reopened=None,
    voided=None,
    unit=None,
    line="工商",
    **facts,
):
    """One registration of the complaint centre with its cases and closings."""
    registration = RegistrationFactory(
        agency=agency, channel=channel, registered_on=on, voided_on=voided, key=factory.Sequence(str)
    )
    kinds = ("投诉", "举报") if kind == "投诉举报" else (kind,)
    facts.setdefault("acceptance", "受理" if accepted else "")
    made = Matter.objects.create(
        registration=registration,
        agency=agency,
        channel=channel,
        kind=kind,
        registered_on=on,
        voided_on=voided,
        cases_count=len(kinds),
        accepted_on=accepted,
        **facts,
    )
    for one in kinds:
        case = Case.objects.create(
            registration=registration, kind=one, line=line, stage="closed" if closed else "open", opened_on=on
        )
        if unit:
            Assignment.objects.create(case=case, unit=unit, since=on)
        if closed:
            Closing.objects.create(case=case, closed_on=closed, outcome=outcome, reopened_on=reopened)
    return made


def item(agency, on=date(2017, 5, 2), *, outlets=("政府网站",), **facts):
    """One public item with its placements."""
    facts = {
        "category": "业务工作",
        "means": "主动公开",
        "formed_on": on,
        "title": "关于年货市场的提示",
    } | facts
    index = f"QT-{Item.objects.count():05}"
    made = Item.objects.create(agency=agency, index=index, published_on=on, **facts)
    for outlet in outlets:
        Placement.objects.create(item=made, outlet=outlet, on=on or date(2017, 1, 1))
    return made


def application(agency, received=date(2017, 6, 9), replied=None, outcome="", **facts):
    """One application."""
    registration = RegistrationFactory(
        agency=agency,
        series="applications",
        channel="信函",
        registered_on=received,
        key=factory.Sequence(str),
    )
    case = Case.objects.create(registration=registration, kind="依申请公开", stage="open", opened_on=received)
    facts = {"channel": "信函", "applicant_kind": "自然人"} | facts
    return Application.objects.create(
        case=case, agency=agency, received_on=received, replied_on=replied, outcome=outcome, **facts
    )


def remedy(agency, received=date(2017, 6, 9), kind="行政复议", closed=None, result="尚未审结"):
    """One remedy."""
    registration = RegistrationFactory(
        agency=agency, series="remedies", channel="", registered_on=received, key=factory.Sequence(str)
    )
    case = Case.objects.create(registration=registration, kind="复议诉讼", stage="open", opened_on=received)
    return Remedy.objects.create(
        case=case, agency=agency, kind=kind, received_on=received, closed_on=closed, result=result
    )


def activity(agency, kind, name="培训", on=date(2017, 4, 1), **facts):
    """One activity."""
    return Activity.objects.create(agency=agency, kind=kind, name=name, on=on, **facts)


def keep(agency: Agency, kind: str, columns: str = "") -> KeptRegister:
    """A register that the agency keeps, with the headers of its files."""
    return KeptRegister.objects.create(agency=agency, kind=kind, columns=columns)
