"""涉密误入处置 of what was registered: every room's texts and files of a case go, number and chain stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.casework.models import Case, CaseText, Event
from gongkai.desk.casework.personal import keep_text
from gongkai.desk.complaints import enclosures
from gongkai.desk.complaints.tests.centre import AT, Centre
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs import confirm_backups, purge_arrival, purge_case
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Arrival
from gongkai.exchange import worker
from gongkai.portal.messages import intake, sealing_up, secrets
from gongkai.portal.messages.keys import newest
from gongkai.refusal import Refused

SECRET = "内部通报全文：某地某厂某型号产品"
MARKED = "绝密★30年 某文"
SID = bytes(range(16))


@pytest.fixture
def centre(db, keys):
    made = Centre.found()
    made.add("secrecy", "secrecy")
    return made


def everything():
    """All values of all tables of the desk, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_no_word_and_no_file_of_a_purged_case_is_left_in_any_table(centre):
    case = centre.case(text=SECRET, respondent_address=SECRET[:20])
    kept = enclosures.keep(case, "通报.txt", SECRET.encode(), by=centre["handler"], at=AT)
    assert SECRET in everything() and sealed_files.place(kept.blob).exists()
    incident = purge_case(case, centre["secrecy"], AT)
    assert SECRET[:20] not in everything()
    assert not sealed_files.place(kept.blob).exists()
    assert not CaseText.objects.filter(case=case).exclude(sealed=b"").exists()
    assert Case.objects.get(pk=case.pk).registration.number
    last = Event.objects.filter(stream=case.stream).order_by("pk").last()
    assert last.type == "secrecy-purge" and incident.number in bytes(last.body).decode()
    assert incident.was_stored and incident.backups_on is None
    confirm_backups(incident, centre["secrecy"], AT + timedelta(days=1))
    assert Incident.objects.get().backups_on == date(2018, 3, 2)


def test_only_who_answers_for_secrets_purges_and_only_once(centre):
    case = centre.case()
    with pytest.raises(Refused, match="没有涉密误入处置职责"):
        purge_case(case, centre["handler"], AT)
    purge_case(case, centre["secrecy"], AT)
    with pytest.raises(Refused, match="已经清除"):
        purge_case(case, centre["secrecy"], AT)


def test_no_text_of_a_case_is_kept_with_a_mark_whoever_writes_it(centre):
    case = centre.case()
    before = CaseText.objects.count()
    with pytest.raises(Refused, match="密级标志"):
        keep_text(case, "content", MARKED)
    assert CaseText.objects.count() == before and MARKED not in everything()


@pytest.mark.django_db(databases=["default", "portal"])
def test_a_message_of_the_public_with_a_mark_stays_sealed_until_it_is_cleared(keys):
    secrets.forget()
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    at = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
    worker.pull(at)
    filled = sealing_up.Filled("complaint", {"respondent": "某店", "text": MARKED}, {})
    intake.post(sealing_up.first(SID, filled, newest(at), at))
    worker.pull(at + timedelta(hours=2))
    incident = Incident.objects.get(agency=agency)
    arrival = Arrival.objects.get()
    assert (incident.place, incident.officer, arrival.state) == ("mail", None, "parked")
    assert arrival.agency == agency
    assert incident.number in arrival.sentence and "绝密" not in everything()
    assert incident.is_sealed and not Case.objects.exists()
    secrecy = Officer.objects.create_user("secrecy", name="保密", agency=agency)
    Duty.objects.create(officer=secrecy, kind=Duty.Kind.SECRECY, since=date(2015, 1, 1))
    purge_arrival(incident, secrecy, at + timedelta(hours=3))
    assert not Incident.objects.get().is_sealed
