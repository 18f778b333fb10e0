"""Letters: bound to the law of their day, complete, each once, served with proof."""

import json
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from gongkai.desk.casework import letters
from gongkai.desk.casework.letters import Content, Office, compose, contents_of
from gongkai.desk.casework.letters.issuing import Wanted
from gongkai.desk.casework.letters.wording import keys as worded
from gongkai.desk.casework.models import Delivery, Event, Letter
from gongkai.law.letters import letters as kinds_of
from gongkai.refusal import Refused

OFFICE = Office("高区市场监督管理局", "高区管委会", "威海市市场监督管理局", "高区人民法院")
AT = datetime(2024, 3, 1, 2, tzinfo=UTC)
SETS = (
    "foi.2008", "foi.2019", "complaint.aqsiq51", "complaint.saic62", "complaint.cfda21",
    "complaint.samr20", "complaint.samr121", "reward.2021_4",
)  # fmt: skip


@pytest.fixture(autouse=True)
def organs(settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {
        "review_organ": OFFICE.review_organ, "court": OFFICE.court,
    }  # fmt: skip


def content(key="deny", ruleset="foi.2019", outcome="deny.process", **more):
    says = {name: f"{name}如下" for name, _ in contents_of(ruleset, key)}
    values = {
        "addressee": "申请人甲", "request": "2023年第三季度抽检的原始记录",
        "received_on": date(2024, 2, 1), "says": says,
    }  # fmt: skip
    return Content(key, ruleset, outcome=outcome, **values | more)


def words(document):
    return "\n".join(
        "".join(getattr(one, "text", "") for one in block.inlines)
        for block in document.blocks
        if hasattr(block, "inlines")
    )


def test_every_letter_of_every_rule_set_has_words_and_composes():
    for ruleset in SETS:
        for kind in kinds_of(ruleset):
            assert kind.key in worded()
            outcome = {"foi.2008": "reply.full"}.get(ruleset, "grant.full")
            made = compose(
                content(kind.key, ruleset, outcome), OFFICE, number="某〔2024〕第1号-告", dated=AT.date()
            )
            text = words(made.document)
            assert kind.title in made.document.title
            assert "{" not in text
            assert bool(made.remedy) == kind.remedy
            if kind.cite:
                assert kind.cite.rpartition("）")[2] or kind.cite in text


def test_a_refusal_of_2023_and_one_of_2024_tell_different_ways():
    then = compose(content(), OFFICE, number="1", dated=date(2023, 12, 29))
    now = compose(content(), OFFICE, number="1", dated=date(2024, 1, 2))
    assert "应当先" not in words(then.document)
    assert "威海市市场监督管理局" in words(then.document)
    assert "6个月" in words(then.document)
    assert "应当先在收到之日起60日内向高区管委会申请行政复议" in words(now.document)
    assert "威海市市场监督管理局" not in words(now.document)
    assert (then.remedy.review_first, now.remedy.review_first) == (False, True)


@pytest.mark.parametrize("first", [True, False])
def test_whether_the_withheld_part_goes_to_review_first_is_the_offices_setting__reading_of_art_23(
    case, settings, first
):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"partial_review_first": first}
    office = letters.office_of(case.registration.agency)
    made = compose(content("partial", outcome="grant.partial"), office, number="1", dated=date(2024, 1, 2))
    assert ("应当先在收到之日起60日内" in words(made.document)) is first
    assert (made.remedy.review_first, bool(made.remedy.note)) == (first, first)
    refused = compose(content(), office, number="1", dated=date(2024, 1, 2))
    assert refused.remedy.review_first


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"says": {}}, "incomplete-letter"),
        ({"says": {"别的": "x"}}, "incomplete-letter"),
        ({"key": "no-such"}, "unknown-letter"),
        ({"outcome": ""}, "no-outcome"),
    ],
)
def test_what_is_not_complete_is_refused(change, code):
    with pytest.raises(Refused) as refused:
        key = change.pop("key", "deny")
        compose(
            content()
            if key == "deny" and not change
            else Content(
                key, "foi.2019", "甲", **{"outcome": "deny.process", "says": dict(content().says)} | change
            ),
            OFFICE,
            number="1",
            dated=AT.date(),
        )
    assert (refused.value.code, bool(refused.value.mend)) == (code, True)


def test_a_citation_of_another_time_cannot_be_sent():
    says = dict(content().says) | {"事实和理由": "依照《中华人民共和国政府信息公开条例》第二十一条第（二）项"}
    with pytest.raises(Refused) as refused:
        compose(content(says=says), OFFICE, number="1", dated=AT.date())
    assert refused.value.code == "wrong-citation"
    assert "第二十一条" in refused.value.sentence


def test_given_up_for_want_of_payment_cites_the_fees_and_for_want_of_correction_article_30():
    """条例 2019 art. 30 is of corrections alone; for want of payment it is art. 42 and the fees."""
    unpaid = compose(content("abandon", outcome="other.no_fee"), OFFICE, number="", dated=AT.date())
    silent = compose(content("abandon", outcome="other.no_correction"), OFFICE, number="", dated=AT.date())
    assert unpaid.cite.endswith("第四十二条、《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条")
    assert "第三十条" not in unpaid.cite
    assert silent.cite.endswith("（国务院令第711号）第三十条")


def test_the_third_party_never_reads_who_asked():
    made = compose(content("consult3", addressee="某公司"), OFFICE, number="1", dated=AT.date())
    assert "申请人甲" not in words(made.document)
    assert "某公司" in words(made.document)


@pytest.fixture
def case(make_case, agency, units):
    agency.superior_name = OFFICE.superior
    agency.save()
    return make_case(units[0], kind="依申请公开", series="applications", stage="open", day=date(2024, 2, 1))


@pytest.fixture
def office(officer):
    return officer("office", ("office", None))


@pytest.fixture
def leader(officer):
    return officer("leader", ("leader", None))


def test_a_letter_is_numbered_sealed_and_in_the_chain(case, office):
    made = letters.issue_now(case, content(), cause="decision/1", by=office, at=AT)
    assert made.number == "高区市场监管局〔2024〕第1号-告"
    assert (made.ruleset, made.remedy_ruleset, made.review_first) == ("foi.2019", "remedy.c", True)
    assert "申请人甲".encode() not in bytes(made.sealed)
    event = Event.objects.get(stream=case.stream)
    assert json.loads(bytes(event.body))["commits"] == {"letter": made.commitment}
    text = pypdfium2.PdfDocument(letters.pdf(made, by=office, at=AT))[0].get_textpage().get_text_range()
    assert "申请人甲" in text
    assert "提起行政诉讼" in text
    assert letters.docx(made, by=office, at=AT)[:2] == b"PK"


def test_each_letter_of_a_run_exists_once_however_often_it_is_begun(case, make_case, office, monkeypatch):
    cases = [
        case,
        *(make_case(kind="依申请公开", series="applications", day=date(2024, 2, 1)) for _ in range(4)),
    ]

    def wanted(broken=False):
        for at, one in enumerate(cases):
            if broken and at == 3:
                raise KeyboardInterrupt
            yield Wanted(one, "receipt", "receipt", lambda: content("receipt", outcome=""))

    with pytest.raises(KeyboardInterrupt):
        letters.run(wanted(broken=True), by=office, at=AT)
    assert Letter.objects.count() == 3
    made = letters.run(wanted(), by=office, at=AT)
    assert Letter.objects.count() == len(made) == 5
    assert sorted(Letter.objects.values_list("number", flat=True)) == [
        f"高区市场监管局〔2024〕第{n}号-回" for n in range(1, 6)
    ]  # fmt: skip


def test_a_voided_letter_keeps_its_number_and_makes_room(case, office, leader):
    first = letters.issue_now(case, content(), cause="decision/1", by=office, at=AT)
    with pytest.raises(Refused) as refused:
        letters.void(first, by=office, approved_by=office, reason="错", at=AT)
    assert refused.value.code == "four-eyes"
    letters.void(first, by=office, approved_by=leader, reason="收件人写错", at=AT)
    again = letters.issue_now(case, content(), cause="decision/1", by=office, at=AT)
    assert (again.pk != first.pk, again.number != first.number) == (True, True)


def test_sealed_sent_returned_and_sent_again(case, office, leader):
    letter = letters.issue_now(case, content(), cause="decision/1", by=office, at=AT)
    letters.use_seal(letter, seal="高区市场监督管理局", by=office, approved_by=leader, at=AT, copies=2)
    first = letters.send(letter, "邮寄", tracking="EA123456789CN", by=office, at=AT)
    assert letters.answered_on(letter) == date(2024, 3, 1)
    with pytest.raises(Refused) as refused:
        letters.send(letter, "邮寄", tracking="EA2CN", by=office, at=AT)
    assert refused.value.code == "pending"
    later = AT + timedelta(days=6)
    letters.result(first, "退件", proof="改退批条：查无此人", by=office, at=later)
    second = letters.send(letter, "当面", proof="送达回证 3 号", by=office, at=later)
    assert (second.result, letters.answered_on(letter)) == ("已送达", date(2024, 3, 1))
    with pytest.raises(Refused) as refused:
        letters.send(letter, "电子邮件", by=office, at=later)
    assert refused.value.code == "served"
    kinds = list(Event.objects.filter(stream=case.stream).order_by("n").values_list("type", flat=True))
    assert kinds == ["letter-made", "letter-sealed", "letter-sent", "letter-result", "letter-sent"]


@pytest.mark.parametrize(
    ("way", "more", "code"),
    [
        ("邮寄", {}, "no-tracking"),
        ("邮寄", {"tracking": "SF1234567890"}, "not-post"),
        ("当面", {}, "no-proof"),
        ("飞鸽", {}, "unknown-way"),
        ("公告", {"sent_on": date(2024, 2, 28)}, "wrong-day"),
        ("公告", {"sent_on": date(2024, 3, 2)}, "wrong-day"),
    ],
)
def test_serving_refuses(case, office, way, more, code):
    letter = letters.issue_now(case, content(), cause="decision/1", by=office, at=AT)
    with pytest.raises(Refused) as refused:
        letters.send(letter, way, by=office, at=AT, **more)
    assert (refused.value.code, bool(refused.value.mend)) == (code, True)
    assert not Delivery.objects.exists()
