"""The index of reporters: how many, never which, and only by the opener (SEALING.md 5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import indexing, keyring, reindexing
from gongkai.desk.casework.models import Case, PersonKey, Registration, ReporterDue, ReporterKey
from gongkai.desk.casework.personal import find_person, keep_person, normal_form, shred
from gongkai.desk.complaints import opener, reporters
from gongkai.desk.complaints.signals import nightly
from gongkai.desk.complaints.tests.centre import AT, NAME, PHONE
from gongkai.sealing import index

pytestmark = pytest.mark.django_db
DAY = AT.date()
SAME = {"name": NAME, "phone": PHONE}
OTHER = {"name": "周某某", "phone": "13900005678"}


def report(centre, person=SAME, **more):
    return centre.case(kind="举报", person=person, **more)


def count(centre, case, who="leader"):
    return reporters.others(case, centre[who], DAY)


def test_reports_of_one_phone_are_counted_whether_secret_or_not(centre):
    first, second = report(centre), report(centre, is_secret=True)
    third = report(centre, person=OTHER)
    assert opener.index_reporters() == 3
    assert [count(centre, case) for case in (first, second, third)] == [1, 1, 0]
    assert opener.index_reporters() == 0


def test_reports_to_another_bureau_are_not_counted(centre):
    mine, theirs = report(centre), report(centre)
    other = Agency.objects.create(code="371002ZZ", name="另一市场监督管理局")
    Registration.objects.filter(pk=theirs.registration_id).update(agency=other)
    opener.index_reporters()
    assert count(centre, mine) == 0


def test_a_round_without_anything_to_index_writes_nothing(centre, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert opener.index_reporters() == 0


def test_a_complaint_of_the_same_person_is_not_counted_and_finds_no_report(centre):
    case = report(centre)
    complaint = centre.case(person=SAME)
    opener.index_reporters()
    assert count(centre, case) == 0
    assert list(find_person(PHONE, among=Case.objects.all())) == [complaint]
    assert count(centre, complaint) is None


@pytest.mark.parametrize("who", ["handler", "operator", "head", "auditor"])
def test_who_does_not_decide_about_openings_learns_no_number(centre, who):
    case = report(centre)
    report(centre)
    opener.index_reporters()
    assert count(centre, case, who) is None


def test_the_page_tells_a_leader_the_number_and_a_handler_nothing(centre):
    case = report(centre)
    report(centre)
    opener.index_reporters()
    said = {}
    for who in ("leader", "handler"):
        client = Client()
        client.force_login(centre[who])
        said[who] = client.get(f"/complaints/{case.uid}/").content.decode()
    assert "另有 1 件举报" in said["leader"]
    assert "件举报；只告知" not in said["handler"] and "没有其他举报" not in said["handler"]


def test_its_hashes_are_under_a_key_of_its_own(centre):
    report(centre)
    opener.index_reporters()
    (row,) = ReporterKey.objects.all()
    normal = normal_form("phone", PHONE)
    assert bytes(row.digest) == index.eq_hash(keyring.key(indexing.IDENTITY).secret, "phone", normal)
    assert bytes(row.digest) != index.eq_hash(keyring.key(indexing.HANDLING).secret, "phone", normal)
    assert not PersonKey.objects.exists()


def test_a_person_entered_later_or_put_right_is_indexed_anew(centre):
    case, other = report(centre, person={}, is_anonymous=True), report(centre, person=OTHER)
    opener.index_reporters()
    assert count(centre, case) == 0
    keep_person(case, "诉求人", OTHER)
    opener.index_reporters()
    assert count(centre, case) == count(centre, other) == 1
    keep_person(case, "诉求人", SAME)
    opener.index_reporters()
    assert count(centre, case) == count(centre, other) == 0


def test_what_is_shredded_is_in_no_index(centre):
    case, other = report(centre), report(centre)
    opener.index_reporters()
    Case.objects.filter(pk=case.pk).update(stage="voided")
    case.refresh_from_db()
    shred(case, by=centre["office"], at=AT)
    assert not ReporterKey.objects.filter(case=case).exists()
    assert count(centre, other) == 0


def test_a_person_that_no_key_opens_stops_no_other(centre):
    bad, good = report(centre), report(centre)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casework_casekey WHERE case_id = %s", [bad.pk])
    assert opener.index_reporters() == 2
    assert list(ReporterKey.objects.values_list("case", flat=True)) == [good.pk]
    assert not ReporterDue.objects.exists()


def test_after_a_leak_of_its_key_every_report_is_indexed_anew(centre):
    first, second = report(centre), report(centre, is_secret=True)
    opener.index_reporters()
    before = {bytes(row.digest) for row in ReporterKey.objects.all()}
    reindexing.rotate(indexing.IDENTITY, at=AT)
    assert not ReporterKey.objects.exists() and ReporterDue.objects.count() == 2
    opener.index_reporters()
    assert count(centre, first) == count(centre, second) == 1
    assert before.isdisjoint(bytes(row.digest) for row in ReporterKey.objects.all())


def test_three_reports_of_one_person_are_one_person_to_the_signals(centre):
    for _ in range(3):
        report(centre)
    report(centre, person=OTHER)
    opener.index_reporters()
    found = list(nightly.read(centre.agency, DAY - timedelta(days=3), DAY + timedelta(days=3)))
    assert len(found) == 4 and len({one.person for one in found}) == 2
