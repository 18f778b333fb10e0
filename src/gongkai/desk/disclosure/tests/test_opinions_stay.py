"""Opinions and their files go only as an approved list says; the database and ``verify`` hold it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongkai.desk.casework import filed_guard
from gongkai.desk.casework.verifying import verify_triggers
from gongkai.desk.disclosure import opinion_files
from gongkai.desk.disclosure.keeping import ROOM
from gongkai.desk.disclosure.models import Opinion, OpinionFile, OpinionFiling
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.test_consulting import AT
from gongkai.desk.disclosure.tests.test_opinion_files import FAR, answered, with_file
from gongkai.desk.disclosure.verbs import keeping
from gongkai.desk.disclosure.verifying import verify_opinions

pytestmark = pytest.mark.django_db(databases=["default"])
ATTACKS = (
    "DELETE FROM disclosure_opinionfile",
    "DELETE FROM disclosure_opinion",
    "DELETE FROM disclosure_opinionfiling",
    "UPDATE disclosure_opinion SET dek = {nothing}",
    "UPDATE disclosure_opinion SET sealed = {nothing}",
    "UPDATE disclosure_opinionfile SET sealed = {nothing}",
)


def run(sql: str) -> None:
    nothing = "''::bytea" if connection.vendor == "postgresql" else "x''"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(nothing=nothing))


def filed(bureau: Bureau) -> OpinionFiling:
    """The file of a consultation with one opinion that has one screened file."""
    answered(bureau)
    opinion_files.screen_waiting(timezone.now())
    ROOM.file_waiting(bureau.agency, by=bureau.officers["office"], at=timezone.now())
    return OpinionFiling.objects.get()


@pytest.mark.parametrize("sql", ATTACKS)
def test_the_database_lets_nothing_of_an_opinion_go_without_a_list(bureau, sql) -> None:
    filing, office = filed(bureau), bureau.officers["office"]
    with pytest.raises(DatabaseError, match="filed"):
        run(sql)
    drawn = ROOM.draw_up(bureau.agency, [filing.pk], "过期", by=office, at=FAR)
    with pytest.raises(DatabaseError, match="filed"):
        run(sql)
    ROOM.decide(drawn, False, "继续保存", by=bureau.officers["leader"], at=FAR)
    with pytest.raises(DatabaseError, match="filed"):
        run(sql)
    assert verify_opinions().holds


def test_an_approved_list_opens_the_guard_for_its_files_and_the_filing_stays(bureau) -> None:
    filing = filed(bureau)
    drawn = ROOM.draw_up(bureau.agency, [filing.pk], "过期", by=bureau.officers["office"], at=FAR)
    ROOM.decide(drawn, True, "同意", by=bureau.officers["leader"], at=FAR)
    run("DELETE FROM disclosure_opinionfile")
    assert keeping.forget(Opinion.objects.all()) == 1
    with pytest.raises(DatabaseError, match="the filing stays"):
        run("DELETE FROM disclosure_opinionfiling WHERE consultation_id > 0")


def test_a_file_that_nobody_filed_yet_stays_too_but_a_secrecy_mark_is_cleared_at_once(bureau) -> None:
    with_file(bureau, "机密★5年\n关于某事的报告".encode())
    with pytest.raises(DatabaseError, match="filed"):
        run("DELETE FROM disclosure_opinionfile")
    opinion_files.screen_waiting(AT)
    assert (OpinionFile.objects.get().state, bytes(OpinionFile.objects.get().sealed)) == ("purged", b"")
    assert verify_opinions().holds


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("DELETE FROM disclosure_opinionfile", "的附件"),
        ("UPDATE disclosure_opinion SET dek = {nothing}", "密钥或原文不在了"),
        ("UPDATE disclosure_opinionfiling SET destroyed_on = '2026-05-01'", "不在批准的销毁清册上"),
    ],
)
def test_verify_names_what_went_without_a_list_once_the_guards_are_off(bureau, sql, named) -> None:
    filed(bureau)
    assert verify_opinions().holds
    with filed_guard.lifted(connection):
        run(sql)
    assert named in verify_opinions().faults[0]


def test_an_opinion_that_has_no_row_is_named_by_its_number(bureau) -> None:
    one = answered(bureau)
    with filed_guard.lifted(connection):
        OpinionFile.objects.all().delete()
        Opinion.objects.all().delete()
    assert f"{one.item.index} 第 1 件意见没有销毁，而记录不在了" in verify_opinions().faults


def test_missing_guards_of_opinions_are_named(bureau) -> None:
    assert verify_triggers().holds
    with filed_guard.lifted(connection):
        missing = filed_guard.missing(connection)
    assert {"disclosure_opinion_emptied", "disclosure_opinionfile_filed"} <= set(missing)
    assert verify_triggers().holds
