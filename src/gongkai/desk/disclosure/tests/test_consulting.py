"""意见征集 on the desk: the period, opinions from the portal, their weighing, the feedback and its date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import consulting, content, opinions, verbs
from gongkai.desk.disclosure.models import Consultation, Opinion
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, released, text
from gongkai.desk.disclosure.verbs.consulting import Call
from gongkai.desk.mailbox.receiving import Message, Taken
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 4, 2), date(2026, 5, 2)


def asked(bureau: Bureau, at: datetime = AT, index: str = "", **more: object) -> Consultation:
    index = index or drafted(bureau, title="食品小摊点管理办法（征求意见稿）").index
    given = {
        "index": index, "subject": "business", "basis": "《食品安全法》",
        "opens_on": FIRST, "closes_on": LAST,
    } | more  # fmt: skip
    return verbs.call(Call(**given), bureau.officers["clerk"], at)


def message(one: Consultation, n: int = 0, kind: str = "opinion", on: date = FIRST, **more: str) -> Message:
    at = datetime(on.year, on.month, on.day, 2, 0, tzinfo=UTC)
    fields = {
        "about": one.item.index,
        "sender": "firm",
        "clause": "第七条",
        "text": "请保留早市，13800001234。",
    }
    return Message(
        receipt=f"box{more.pop('box', '1')}", id=f"m{n}{more.pop('id', '')}", kind=kind, form="portal/1",
        fields=fields | more, person={"name": "王小明", "phone": "13800001234"}, files=(), submitted_at=at,
        arrived_at=at, doubtful_time=False, n=n, cases=(),
    )  # fmt: skip


def ended(bureau: Bureau, days_ago: int = 5) -> Consultation:
    """A consultation that ended some days ago, its draft public, with one opinion."""
    one = asked(bureau)
    submission = bureau.hand_in(one.item, timezone.now())
    released(submission)
    opinions.receive(message(one))
    end = today() - timedelta(days=days_ago)
    Consultation.objects.filter(pk=one.pk).update(
        opens_on=end - timedelta(days=30), closes_on=end, feedback_by=end + timedelta(days=3)
    )
    one.refresh_from_db()
    return one


def test_the_content_of_the_draft_says_how_long_opinions_are_taken(bureau) -> None:
    one = asked(bureau)
    said = content.meta(one.item, FIRST)["consultation"]
    assert (said["from"], said["to"], said["basis"]) == ("2026-04-02", "2026-05-02", "《食品安全法》")
    assert one.feedback_by == date(2026, 6, 1) and said["feedback_by"] == "2026-06-01"
    assert "consultation" not in content.meta(drafted(bureau), FIRST)


def test_a_shorter_period_than_the_law_asks_needs_a_reason_that_is_public(bureau) -> None:
    with pytest.raises(Refused) as refused:
        asked(bureau, closes_on=date(2026, 4, 20))
    assert refused.value.code == "too-short"
    assert "2026-05-02 周六" in refused.value.sentence and "第六十二条" in refused.value.sentence
    one = asked(bureau, closes_on=date(2026, 4, 20), short_reason="上级要求四月底前实施")
    assert content.meta(one.item, FIRST)["consultation"]["short_reason"] == "上级要求四月底前实施"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("no-such-item", {"index": "none"}),
        ("unknown-subject", {"subject": "x"}),
        ("no-basis", {"basis": " "}),
        ("past", {"opens_on": date(2026, 3, 1)}),
        ("too-short", {"closes_on": date(2026, 4, 2), "short_reason": "急"}),
        ("feedback-before-end", {"feedback_by": date(2026, 5, 2)}),
    ],
)
def test_what_does_not_fit_is_refused(bureau, code, change) -> None:
    with pytest.raises(Refused) as refused:
        asked(bureau, **change)
    assert refused.value.code == code
    assert not Consultation.objects.exists()


def test_another_unit_may_not_call_for_opinions(bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    item = drafted(bureau, unit=other)
    released(bureau.hand_in(drafted(bureau)))
    with pytest.raises(Refused):
        asked(bureau, index=item.index)


def test_an_opinion_arrives_masked_and_sealed_and_its_writer_is_told_until_when(bureau) -> None:
    one = asked(bureau)
    taken = opinions.receive(message(one))
    opinion = Opinion.objects.get()
    assert isinstance(taken, Taken) and taken.cases == ()
    assert "2026-05-02 周六" in taken.text and "2026-06-01 周一" in taken.text
    assert "13800001234" not in opinion.text and "请保留早市" in opinion.text
    assert b"13800001234" not in bytes(opinion.sealed)
    assert (opinion.no, opinion.sender, opinion.clause, opinion.came_on) == (1, "firm", "第七条", FIRST)
    held = opinions.original(opinion, by=bureau.officers["clerk"], at=AT)
    assert held["person"]["phone"] == "13800001234" and "13800001234" in held["text"]
    assert Event.objects.filter(stream=one.item.stream, type="opinion-opened").count() == 1


@pytest.mark.parametrize(
    ("on", "said"), [(date(2026, 5, 3), "2026-05-02 周六 截止"), (date(2026, 4, 1), "开始")]
)
def test_what_comes_outside_the_period_is_refused_with_a_sentence(bureau, on, said) -> None:
    taken = opinions.receive(message(asked(bureau), on=on))
    assert said in taken.text and not Opinion.objects.exists()


def test_what_came_on_the_last_day_counts_though_it_was_pulled_later(bureau) -> None:
    opinions.receive(message(asked(bureau), on=LAST))
    assert Opinion.objects.get().came_on == LAST


def test_an_opinion_is_added_to_and_withdrawn_by_its_box_only(bureau) -> None:
    one = asked(bureau)
    opinions.receive(message(one))
    opinions.receive(message(one, 1, "supplement", text="再加一条：夜市也保留。"))
    opinion = Opinion.objects.get()
    assert "早市" in opinion.text and "夜市也保留" in opinion.text
    assert "没有登记" in opinions.receive(message(one, 1, "withdraw", box="other")).text
    assert opinions.receive(message(one, 2, "withdraw")).status == "已撤回"
    opinion.refresh_from_db()
    assert opinion.withdrawn_on == FIRST
    late = opinions.receive(message(one, 3, "supplement", on=date(2026, 5, 9), text="晚了"))
    assert "截止" in late.text and "晚了" not in Opinion.objects.get().text


def test_once_opinions_came_the_period_can_only_grow(bureau) -> None:
    one = asked(bureau)
    opinions.receive(message(one))
    for change in ({"closes_on": date(2026, 4, 30), "short_reason": "急"}, {"opens_on": date(2026, 4, 10)}):
        with pytest.raises(Refused):
            asked(bureau, index=one.item.index, **change)
    assert asked(bureau, index=one.item.index, closes_on=date(2026, 5, 20)).closes_on == date(2026, 5, 20)


def test_every_opinion_is_weighed_before_the_feedback_and_a_refusal_has_its_reason(bureau) -> None:
    one, clerk, now = ended(bureau), bureau.officers["clerk"], timezone.now()
    opinion = one.opinions.get()
    for given in (("x", "理由"), ("no", " ")):
        with pytest.raises(Refused):
            verbs.weigh(opinion, *given, clerk, now)
    with pytest.raises(Refused) as refused:
        verbs.draft_feedback(one, clerk, now)
    assert refused.value.code == "not-weighed"
    verbs.weigh(opinion, "partly", "早市保留，地点另定。", clerk, now)
    made = verbs.draft_feedback(one, clerk, now)
    assert made.title == "关于《食品小摊点管理办法（征求意见稿）》公开征求意见采纳情况的反馈"
    assert "共收到意见 1 件：采纳 0 件，部分采纳 1 件，未采纳 0 件" in made.text and "早市保留" in made.text
    assert "13800001234" not in made.text
    assert content.meta(made, today())["consulted"] == {"index": one.item.index, "as": "feedback"}
    with pytest.raises(Refused) as again:
        verbs.draft_feedback(one, clerk, now)
    assert again.value.code == "feedback-there"
    with pytest.raises(Refused):
        asked(bureau, index=one.item.index, closes_on=date(2026, 6, 20))


def test_the_feedback_waits_until_the_end(bureau) -> None:
    with pytest.raises(Refused) as refused:
        verbs.draft_feedback(asked(bureau), bureau.officers["clerk"], AT)
    assert refused.value.code == "still-open"


def test_the_final_document_leads_back_to_its_draft(bureau) -> None:
    one, final = ended(bureau), drafted(bureau, title="食品小摊点管理办法")
    verbs.conclude(one, final.index, bureau.officers["clerk"], timezone.now())
    assert content.meta(final, today())["consulted"] == {"index": one.item.index, "as": "final"}
    with pytest.raises(Refused):
        verbs.conclude(one, one.item.index, bureau.officers["clerk"], timezone.now())


def test_a_feedback_that_is_due_or_overdue_waits_on_the_first_page_until_it_is_public(bureau) -> None:
    one = ended(bureau)
    page = text(enter(bureau, "clerk").get("/"))
    assert 'id="wait-consultations"' in page and f"/consultations/{one.uid}/" in page and "▲" in page
    assert 'id="wait-consultations"' not in text(enter(bureau, "auditor").get("/"))
    verbs.weigh(one.opinions.get(), "yes", "", bureau.officers["clerk"], timezone.now())
    made = verbs.draft_feedback(one, bureau.officers["clerk"], timezone.now())
    assert "反馈已起草" in text(enter(bureau, "clerk").get("/"))
    released(bureau.hand_in(made, timezone.now()))
    assert 'id="wait-consultations"' not in text(enter(bureau, "clerk").get("/"))
    found = consulting.consultations(bureau.officers["clerk"], today()).get()
    assert consulting.standing(found, today()).key == "done"


def test_the_pages_lead_from_the_list_to_an_opinion_and_back(bureau) -> None:
    one, client = ended(bureau), enter(bureau, "clerk")
    assert one.item.title in text(client.get("/consultations/"))
    page = text(client.get(f"/consultations/{one.uid}/"))
    assert "请保留早市" in page and "已截止，待反馈" in page and "13800001234" not in page
    address = f"/consultations/{one.uid}/opinions/1"
    assert "13800001234" not in text(client.get(address))
    assert "13800001234" in text(client.post(address, {"original": "1"}))
    assert client.post(address, {"adopted": "no", "answer": ""}).status_code == 422
    assert client.post(address, {"adopted": "no", "answer": "上位法已有规定。"}).status_code == 302
    answer = client.post(f"/consultations/{one.uid}/feedback")
    one.refresh_from_db()
    assert one.feedback is not None and answer["Location"] == f"/items/{one.feedback.uid}/"


def test_the_form_calls_for_opinions_and_says_what_is_wrong(bureau) -> None:
    item, client = drafted(bureau), enter(bureau, "clerk")
    first = today() + timedelta(days=7)
    given = {
        "index": item.index, "subject": "decision", "basis": "工作安排",
        "opens_on": str(first), "closes_on": str(first + timedelta(days=30)),
    }  # fmt: skip
    short = given | {"closes_on": str(first + timedelta(days=5))}
    assert "一般不少于 30 日" in text(client.post("/consultations/", short), 422)
    assert client.post("/consultations/", given).status_code == 302
    assert Consultation.objects.get(item=item).subject == "decision"
    assert enter(bureau, "auditor").post("/consultations/", given).status_code == 403


def test_who_reviews_secrecy_sees_the_draft_but_not_the_opinions(bureau) -> None:
    one = ended(bureau)
    page = text(enter(bureau, "secrecy").get(f"/consultations/{one.uid}/"))
    assert "请保留早市" not in page
    assert enter(bureau, "secrecy").get(f"/consultations/{one.uid}/opinions/1").status_code == 404


def test_a_list_asks_as_often_for_many_as_for_one(bureau, django_assert_max_num_queries) -> None:
    client = enter(bureau, "clerk")
    for _ in range(3):
        asked(bureau)
    client.get("/consultations/")
    with django_assert_max_num_queries(14):
        client.get("/consultations/")
