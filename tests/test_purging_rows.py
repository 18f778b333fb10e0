"""涉密误入处置 of an opinion by itself, of findings of inspections, of remedies, of messages that came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.casework.models import Case, GateMail
from gongkai.desk.casework.verifying import verify_chains
from gongkai.desk.disclosure import files, opinion_files, opinions
from gongkai.desk.disclosure.models import Opinion, OpinionFile
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.test_consulting import AT as ASKED
from gongkai.desk.disclosure.tests.test_consulting import asked, message
from gongkai.desk.disclosure.tests.test_opinion_files import sent
from gongkai.desk.disclosure.verbs import purge_case, purge_record, purging
from gongkai.desk.disclosure.verifying import verify_opinions
from gongkai.desk.foi.mail import LISTING as MAIL
from gongkai.desk.foi.models import MailRow
from gongkai.desk.foi.tests.bureau import Bureau as Requests
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.tests.conftest import ORGANS
from gongkai.desk.lists import marks
from gongkai.desk.lists.tokens import coded
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Arrival
from gongkai.desk.oversight import inspecting
from gongkai.desk.oversight.models import Finding, FindingChange, Mending
from gongkai.desk.remedies import verbs as remedies
from gongkai.desk.remedies.models import Remedy
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
SECRET = "内部通报全文某地某厂某型号"
AT = datetime(2018, 3, 5, 2, 0, tzinfo=UTC)
DAY = date(2018, 3, 1)


@pytest.fixture
def bureau(keys):
    return Bureau.found()


def left() -> set[str]:
    """Tables of the desk in which the secret is left."""

    def says(value: object) -> bool:
        held = bytes(value) if isinstance(value, bytes | memoryview) else b""
        return SECRET in str(value) or SECRET.encode() in held

    models = [one for one in apps.get_models() if not one.__module__.startswith("gongkai.portal.")]
    rows = {one._meta.db_table: one._default_manager.values_list() for one in models}
    return {table for table, every in rows.items() if any(says(v) for row in every for v in row)}


def opinion(bureau: Bureau) -> Opinion:
    one = asked(bureau)
    given = message(one)
    told = replace(
        given,
        fields=given.fields | {"text": SECRET, "clause": SECRET},
        files=(sent(SECRET.encode(), f"{SECRET}.txt"),),
    )
    opinions.receive(told)
    Opinion.objects.update(answer=SECRET)
    return Opinion.objects.get()


def test_an_opinion_is_purged_by_itself_and_the_others_and_its_number_stay(bureau):
    one = opinion(bureau)
    given = replace(message(one.consultation), id="c" * 22, receipt="b" * 22)
    opinions.receive(given)
    other = Opinion.objects.exclude(pk=one.pk).get()
    opinion_files.screen_waiting(ASKED)
    blob, before = OpinionFile.objects.get().blob, bytes(other.sealed)
    assert left() and sealed_files.place(blob).exists()
    purge_record("disclosure.Opinion", one.pk, bureau.agency, bureau.officers["secrecy"], AT)
    assert left() == set() and not sealed_files.place(blob).exists()
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.no, OpinionFile.objects.get().state) == (1, "purged") and bytes(other.sealed) == before
    assert SECRET not in str(opinions._open(one)) and "已清除" in opinions._open(one)["text"]
    assert verify_chains().holds and verify_opinions().holds
    with pytest.raises(Refused):
        opinion_files.read(OpinionFile.objects.get(), by=bureau.officers["clerk"], at=ASKED)


def finding(bureau: Bureau) -> Finding:
    scan = files.store(b"the scan of what was mended")
    found = inspecting.Found(
        inspector="superior", body=SECRET, reference=SECRET, found_on=DAY, kind="link", words=SECRET,
        unit=bureau.unit, told_on=DAY, days=10,
    )  # fmt: skip
    one = inspecting.enter(bureau.agency, found, by=bureau.officers["office"], at=AT)
    inspecting.mend(one, SECRET, on=AT.date(), by=bureau.officers["clerk"], at=AT, proof=SECRET)
    Mending.objects.update(scan=scan, scan_name=f"{SECRET}.png", note=SECRET)
    FindingChange.objects.create(
        finding=one, no=1, kind="extend", until=date(2018, 4, 1), before=one.due_on, reason=SECRET,
        by=bureau.officers["clerk"], at=AT, note=SECRET,
    )  # fmt: skip
    Finding.objects.update(column=SECRET, address=SECRET, void_reason=SECRET)
    return one


def test_a_finding_is_purged_with_its_mendings_and_changes_and_its_dates_stay(bureau):
    one = finding(bureau)
    scan = Mending.objects.get().scan
    assert {"oversight_finding", "oversight_mending", "oversight_findingchange"} <= left()
    purge_record("oversight.Finding", one.pk, bureau.agency, bureau.officers["secrecy"], AT)
    assert left() == set() and not files.place(scan).exists()
    after = Finding.objects.get()
    assert (after.number, after.found_on, after.due_on) == (one.number, one.found_on, one.due_on)
    assert (Mending.objects.count(), FindingChange.objects.count()) == (1, 1)
    assert inspecting.verify().holds


def test_a_remedy_is_purged_as_the_case_that_it_is(keys, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | ORGANS
    requests, day = Requests(), date(2023, 9, 4)
    case = remedy(requests, day)
    Remedy.objects.update(application_number=SECRET, ruling_no=SECRET, change=SECRET)
    assert "remedies_remedy" in left()
    purge_case(case, requests.secrecy, at(day))
    assert left() == set()
    row = Remedy.objects.get()
    assert (row.kind, row.received_on, row.result) == ("行政复议", day, "尚未审结")
    assert row.case.registration.number


def remedy(requests: Requests, day: date) -> Case:
    came = remedies.Arrival(requests.agency, "行政复议", day, SECRET, requests.units["SP"])
    return remedies.register(came, by=requests.office, at=at(day))


def arrival(agency: Agency | None, uid: str) -> Arrival:
    return Arrival.objects.create(
        uid=uid, agency=agency, header=b"{}", sealed=SECRET.encode(), kid="k", hour=AT, pulled_at=AT,
        state="parked", sentence=SECRET,
    )  # fmt: skip


def test_a_message_is_purged_by_the_agency_whose_door_took_it_in(bureau):
    other = Agency.objects.create(code="371003SC", name="另一局")
    stranger = Officer.objects.create_user("stranger", name="另一局保密员", agency=other)
    Duty.objects.create(officer=stranger, kind=Duty.Kind.SECRECY, since=date(2015, 1, 1))
    ours = arrival(bureau.agency, "a" * 22)
    assert purging.found("mailbox.Arrival", other) == []
    with pytest.raises(Refused, match="没有这条记录"):
        purge_record("mailbox.Arrival", ours.pk, other, stranger, AT)
    with pytest.raises(Refused, match="没有涉密误入处置职责"):
        purge_record("mailbox.Arrival", ours.pk, bureau.agency, stranger, AT)
    assert left()
    purge_record("mailbox.Arrival", ours.pk, bureau.agency, bureau.officers["secrecy"], AT)
    assert left() == set() and Arrival.objects.get().state == "parked"


def test_a_message_of_which_no_agency_was_kept_can_be_purged_by_whoever_has_the_duty(bureau):
    old = arrival(None, "o" * 22)
    assert [one.pk for one in purging.found("mailbox.Arrival", bureau.agency)] == [old.pk]
    purge_record("mailbox.Arrival", old.pk, bureau.agency, bureau.officers["secrecy"], AT)
    assert left() == set()


@pytest.mark.parametrize(("several", "code", "known"), [
    (False, "", True), (True, "", False), (True, "371002SC", True), (True, "nobody", False),
])  # fmt: skip
def test_messages_of_an_old_home_get_the_agency_that_it_serves_and_no_other(
    bureau, settings, several, code, known
):
    if several:
        Agency.objects.create(code="371003SC", name="另一局")
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"agency": code}
    arrival(None, "o" * 22)
    migration = import_module("gongkai.desk.mailbox.migrations.0003_arrivals_know_their_agency")
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert Arrival.objects.get().agency == (bureau.agency if known else None)


def test_purged_mail_of_the_gate_leaves_no_word_in_its_row_nor_the_index(keys) -> None:
    requests, at = Requests(), datetime(2017, 3, 1, 1, tzinfo=UTC)
    mail = GateMail.objects.create(
        agency=requests.agency, no=1, year=2017, kind="EMS", mail_number="EA0001CN", signed_by="门卫李某",
        signed_at=at, signed_on=at.date(), by=requests.office,
    )  # fmt: skip
    marks.settle(MAIL, 100)
    assert "李某" in MailRow.objects.get(pk=mail.pk).text
    purge_record("casework.GateMail", mail.pk, requests.agency, requests.secrecy, AT)
    row = MailRow.objects.get(pk=mail.pk)
    assert "李某" not in row.text and "ea0001cn" not in row.text.casefold()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT c0 FROM {MailRow.grams_table()}_content WHERE id = %s", [row.place])
            (tokens,) = cursor.fetchone()
        assert coded(["李某"])[0] not in tokens
