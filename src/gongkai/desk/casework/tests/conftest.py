"""What the tests of casework share: an agency, officers with duties, a case."""

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.casework import keyring
from gongkai.desk.casework.anchoring import anchors_log
from gongkai.desk.casework.models import Assignment, Case, Registration

AT = datetime(2017, 9, 25, 1, 30, tzinfo=UTC)
DAY = date(2017, 9, 25)


@pytest.fixture
def agency(db, keys):
    return Agency.objects.create(code="371002SC", name="高区市场监管局")


@pytest.fixture
def units(agency):
    return [
        Unit.objects.create(agency=agency, code=code, name=name, kind="监管所")
        for code, name in (("YY", "怡园所"), ("TH", "田和所"))
    ]


@pytest.fixture
def officer(agency):
    """Makes an officer with duties: ``officer("zhang", ("office", None), ("handler", unit))``."""

    def make(username, *duties):
        person = Officer.objects.create_user(username, name=username, agency=agency)
        for kind, unit in duties:
            Duty.objects.create(officer=person, kind=kind, unit=unit, since=date(2017, 1, 1))
        return person

    return make


@pytest.fixture
def make_case(agency):
    """Makes a registration with one case, assigned to ``unit`` where given."""
    count = 0

    def make(unit=None, kind="投诉", series="complaints", stage="handling", day=DAY):
        nonlocal count
        count += 1
        registration = Registration.objects.create(
            agency=agency, series=series, number=f"诉〔2017〕{count:04d}号", key=f"k{count}",
            channel="12315", registered_on=day, recorded_at=AT,
        )  # fmt: skip
        case = Case.objects.create(registration=registration, kind=kind, stage=stage, opened_on=day)
        if unit is not None:
            Assignment.objects.create(case=case, unit=unit, since=day)
        return case

    return make


@pytest.fixture
def fresh_state(keys):
    """The key store's memory without checkpoints: the database of a test begins empty."""

    def forget():
        store = keyring.store()
        store._write_state(store.state() | {"checkpoints": {}, "shredded": []})
        anchors_log().unlink(missing_ok=True)

    forget()
    yield
    forget()
