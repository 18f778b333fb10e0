"""A mass re-release approved on paper sends what the sheet names: nothing more, and nothing that changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.disclosure.models import Release
from gongkai.desk.disclosure.tests.bureau import LATER, SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import text
from gongkai.desk.disclosure.tests.test_papers import scan
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.signing import papers, sheet
from gongkai.desk.signing import verbs as signing
from gongkai.desk.signing.models import SignedSheet
from gongkai.exchange import worker
from gongkai.exchange.models import OutMessage, Rerelease
from gongkai.exchange.rereleases import signed, verbs
from gongkai.exchange.rereleases.signed import PAPER
from gongkai.exchange.tests.test_rerelease_pages import work
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
AFTER = LATER + timedelta(hours=1)


@pytest.fixture
def asked(bureau: Bureau) -> Rerelease:
    for number in (1, 2):
        bureau.cleared(number)
    worker.tick(LATER)
    second = Officer.objects.create_user("second", name="second某", agency=bureau.agency)
    Duty.objects.create(officer=second, kind="office", since=SINCE)
    bureau.officers["second"] = second
    return verbs.request(bureau.agency, bureau.officers["office"], AFTER, reason="换了门户")


def entered(bureau: Bureau, given: Rerelease, **more) -> SignedSheet:
    values = {
        "check": papers.check_number(papers.digest(PAPER, given)), "signed_on": AFTER.date(),
        "scan": scan(), "by": bureau.officers["office"], "at": AFTER, "agreed": True,
    } | more  # fmt: skip
    return signing.enter(PAPER, given, bureau.officers["leader"], **values)


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_what_was_signed_is_sent_and_nothing_that_was_published_later(
    bureau: Bureau, asked: Rerelease
) -> None:
    made = entered(bureau, asked)
    bureau.cleared(3)
    worker.tick(AFTER + timedelta(hours=1))
    assert Release.objects.count() == 3
    signing.confirm(PAPER, asked, made, by=bureau.officers["second"], at=AFTER + timedelta(hours=2))
    asked.refresh_from_db()
    assert (asked.approved_by, asked.total) == (bureau.officers["leader"], 2)
    work()
    work()
    again = OutMessage.objects.filter(again=asked).values_list("release__item__index", flat=True)
    assert sorted(one[-1] for one in again) == ["1", "2"]


def test_what_was_withdrawn_after_the_signature_makes_the_sheet_void(
    bureau: Bureau, asked: Rerelease
) -> None:
    made = entered(bureau, asked)
    withdraw(Release.objects.first().item, "error", bureau.officers["leader"], AFTER)
    second = bureau.officers["second"]
    assert code(signing.confirm, PAPER, asked, made, by=second, at=AFTER) == "content-changed"
    made.refresh_from_db()
    asked.refresh_from_db()
    assert made.state == "void" and asked.approved_at is None


def test_who_asked_does_not_compare_and_a_refusal_ends_the_request(bureau: Bureau, asked: Rerelease) -> None:
    made = entered(bureau, asked, agreed=False, note="门户没有坏", by=bureau.officers["second"])
    assert code(signing.confirm, PAPER, asked, made, by=bureau.officers["office"], at=AFTER) == "four-eyes"
    third = Officer.objects.create_user("third", name="third某", agency=bureau.agency)
    Duty.objects.create(officer=third, kind="office", since=SINCE)
    signing.confirm(PAPER, asked, made, by=third, at=AFTER)
    asked.refresh_from_db()
    assert asked.stopped_by == bureau.officers["leader"] and asked.approved_at is None


def test_the_sheet_lists_the_items_and_binds_the_rest_by_a_digest(
    bureau: Bureau, asked: Rerelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = str(sheet.document(PAPER, asked, bureau.agency))
    assert "第1号消费警示" in said and "第2号消费警示" in said and "共2条" in said
    before = papers.digest(PAPER, asked)
    monkeypatch.setattr(signed, "LISTED", 1)
    assert "另有1条" in str(sheet.document(PAPER, asked, bureau.agency))
    assert papers.digest(PAPER, asked) != before


def test_the_way_to_the_sheet_stands_on_the_page_of_the_request(bureau: Bureau, asked: Rerelease) -> None:
    client = Client()
    client.force_login(bureau.officers["office"])
    page = f"/signed/rerelease/{asked.uid}/"
    assert page in text(client.get(f"/exchange/rereleases/{asked.uid}/"))
    assert "换了门户" in text(client.get(page))
    assert client.get(f"{page}sheet.pdf").content.startswith(b"%PDF")
    client.force_login(bureau.officers["clerk"])
    assert client.get(page).status_code == 404
    assert timezone.now() > AFTER
