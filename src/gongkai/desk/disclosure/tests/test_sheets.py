"""The ledgers to print: what the month had, by unit, with who cleared it; nil is said."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.models import Unit
from gongkai.desk.disclosure import sheets
from gongkai.desk.disclosure.models import Release, Withdrawal
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, released, text
from gongkai.desk.disclosure.verbs import purge, withdraw

pytestmark = pytest.mark.django_db(databases=["default"])
PUBLICATION, CORRECTIONS = "/ledgers/publication/", "/ledgers/corrections/"


def test_the_month_lists_what_was_published_with_its_clearances(bureau: Bureau) -> None:
    item = drafted(bureau, title="关于年货的提示", published_on=date(2018, 3, 2))
    released(bureau.clear_all(bureau.hand_in(item)))
    signed = bureau.signed_item(2, published_on=date(2018, 3, 5))
    bureau.item(3, published_on=date(2018, 4, 1), title="四月的")
    html = text(enter(bureau, "office").get(PUBLICATION, {"month": "2018-03"}))
    for words in (item.title, signed.title, "secrecy某 2018-03-01", "李密 2017-05-03", "共 2 条"):
        assert words in html, words
    assert "四月的" not in html and html.index(item.title) < html.index(signed.title)


def test_a_sheet_is_of_one_unit_where_one_is_chosen(bureau: Bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    bureau.item(1, published_on=date(2018, 3, 2), title="本科的")
    bureau.item(2, published_on=date(2018, 3, 2), title="别科的", unit=other)
    client = enter(bureau, "office")
    html = text(client.get(PUBLICATION, {"month": "2018-03", "unit": other.pk}))
    assert "别科的" in html and "本科的" not in html
    own = text(enter(bureau, "clerk").get(PUBLICATION, {"month": "2018-03"}))
    assert "本科的" in own and "别科的" not in own


def test_corrections_and_withdrawals_stand_in_their_month(bureau: Bureau) -> None:
    item = drafted(bureau, title="先有误的那条")
    released(bureau.clear_all(bureau.hand_in(item)))
    item.title, item.correction = "改好的那条，共 25 批次", "批次数写错了"
    item.save()
    released(bureau.clear_all(bureau.hand_in(item)))
    assert Release.objects.filter(item=item).count() == 2
    withdraw(item, "error", bureau.officers["office"], AT)
    html = text(enter(bureau, "office").get(CORRECTIONS, {"month": "2018-03"}))
    assert "<td>更正</td>" in html and "<td>撤稿</td>" in html and "内容有误" in html
    assert "<td>批次数写错了（第 2 次发布）</td>" in html
    assert "零报告" in text(enter(bureau, "office").get(CORRECTIONS, {"month": "2018-04"}))


def test_the_correction_of_a_purged_item_says_only_which_release_it_was(bureau: Bureau) -> None:
    item = drafted(bureau)
    released(bureau.clear_all(bureau.hand_in(item)))
    item.title, item.correction = "改好的那条，共 25 批次", "数字写错了"
    item.save()
    released(bureau.clear_all(bureau.hand_in(item)))
    withdraw(item, "error", bureau.officers["office"], AT)
    Withdrawal.objects.update(log_index=7)
    purge(item, bureau.officers["secrecy"], AT)
    html = text(enter(bureau, "office").get(CORRECTIONS, {"month": "2018-03"}))
    assert "第 2 次发布" in html and "数字写错了" not in html


def test_what_makes_no_sense_shows_this_month_and_nothing_unknown(bureau: Bureau) -> None:
    client = enter(bureau, "office")
    assert "零报告" in text(client.get(PUBLICATION, {"month": "2018-13", "unit": "x"}))
    assert client.get("/ledgers/nothing/").status_code == 404


def test_a_long_month_says_that_it_is_cut_and_costs_as_many_queries(bureau: Bureau, monkeypatch) -> None:
    monkeypatch.setattr(sheets, "MOST", 5)
    client = enter(bureau, "office")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(PUBLICATION, {"month": "2018-03"})
        return len(captured)

    bureau.item(0, published_on=date(2018, 3, 2))
    few = queries()
    for number in range(1, 7):
        bureau.item(number, published_on=date(2018, 3, 2))
    assert queries() <= few
    html = text(client.get(PUBLICATION, {"month": "2018-03"}))
    assert "没有列全" in html and "共 5 条" in html
