"""The gate's register: the first signature in the building counts, unregistered mail alarms."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.casework import gate
from gongkai.desk.casework.gate import Signed
from gongkai.desk.casework.models import GateMail
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused

AT = datetime(2017, 9, 27, 1, 30, tzinfo=UTC)
SIGNED = datetime(2017, 9, 6, 2, tzinfo=UTC)


@pytest.fixture
def office(officer):
    return officer("office", ("office", None))


@pytest.fixture
def mail(agency, office):
    def make(number="EA1CN", **more):
        return gate.enter(
            Signed(agency, "EMS", "门卫 王某", SIGNED, number, **more), by=office, at=AT
        )  # fmt: skip

    return make


def test_mail_waits_from_its_first_signature_until_it_is_registered(mail, office, units, make_case):
    made = mail()
    assert (str(made), made.signed_on) == ("收〔2017〕1号", date(2017, 9, 6))
    seen = gate.visible_to(office, AT.date())
    assert list(gate.unregistered(seen)) == [made]
    assert gate.days_waiting(made, AT.date(), Calendar.default()) == 15
    gate.recognise(made, "公开申请", by=office, at=AT)
    handed = gate.hand_over(made, units[0], by=office, at=AT)
    assert (handed.handed_to, handed.handed_on) == (units[0], date(2017, 9, 27))
    assert list(gate.unregistered(seen)) == [made]
    registration = make_case(kind="依申请公开", series="applications").registration
    gate.registered(made, registration)
    assert not gate.unregistered(seen)
    with pytest.raises(Refused) as refused:
        gate.recognise(made, "其他", by=office, at=AT)
    assert refused.value.code == "registered"
    with pytest.raises(Refused):
        gate.registered(made, registration)


def test_other_mail_does_not_wait(mail, office):
    gate.recognise(mail(), "其他", by=office, at=AT)
    assert not gate.unregistered(GateMail.objects.all())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signed_at": AT + timedelta(days=1)}, "wrong-day"),
        ({"postmark_on": date(2017, 9, 7)}, "wrong-day"),
        ({"signed_by": " "}, "no-signature"),
    ],
)
def test_the_gate_refuses(agency, office, change, code):
    values = {"kind": "EMS", "signed_by": "门卫", "signed_at": SIGNED} | change
    with pytest.raises(Refused) as refused:
        gate.enter(Signed(agency, **values), by=office, at=AT)
    assert (refused.value.code, bool(refused.value.mend)) == (code, True)


def test_the_same_mail_is_entered_once_and_by_those_who_may(mail, office, officer, units):
    made = mail()
    for attempt, code in (
        (lambda: mail(), "known"),
        (lambda: gate.hand_over(made, units[0], by=office, at=AT), "not-recognised"),
        (lambda: gate.recognise(made, "", by=office, at=AT), "unknown-kind"),
        (lambda: gate.recognise(made, "其他", by=officer("clerk"), at=AT), "not-allowed"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == code
    assert not gate.visible_to(officer("handler", ("handler", units[0])), AT.date())
