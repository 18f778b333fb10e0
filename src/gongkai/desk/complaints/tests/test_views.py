"""The pages of the centre as people meet them: nothing personal before a look, acts by the flow."""

import logging
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.desk.casework.models import Case, Event, Registration
from gongkai.desk.complaints import drafting, opener, verbs
from gongkai.desk.complaints.models import Handover, IntakeDraft, Matter, Opening, RosterEntry, Verdict
from gongkai.desk.complaints.tests.centre import AT, NAME, PHONE, sample

pytestmark = pytest.mark.django_db(databases=["default"])
CANARY = "13806314417"


def now_case(centre, **more):
    """A case registered today, so that pages and verbs share the clock."""
    return centre.case(timezone.now(), **more)


def text(response):
    return response.content.decode()


def test_the_queue_shows_what_is_open_by_urgency_with_the_reasoning(centre, client_of):
    late, new = centre.case(AT), now_case(centre, text="电热水器漏水")
    page = text(client_of("operator").get("/complaints/"))
    assert page.index(late.uid) < page.index(new.uid)
    assert "逾期" in page
    assert "+5 日" in page


@pytest.mark.parametrize(
    "view", ["", "mine", "today", "soon", "late", "assign", "test", "watch", "later", "bad", "closed"]
)
def test_every_tab_opens(centre, client_of, view):
    now_case(centre)
    assert client_of("operator").get("/complaints/", {"view": view}).status_code == 200


def test_the_queue_takes_a_fixed_number_of_queries(centre, client_of):
    client = client_of("operator")
    counts = []
    for _ in range(2):
        for _ in range(4):
            now_case(centre)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/complaints/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 60


def test_pages_go_on_and_back_by_key(centre, client_of, monkeypatch):
    monkeypatch.setattr("gongkai.desk.complaints.screens.queue.SHOWN", 2)
    cases = [now_case(centre) for _ in range(3)]
    verbs.accept(cases[2], by=centre["handler"], at=timezone.now())
    paused = cases[1]
    verbs.accept(paused, by=centre["handler"], at=timezone.now())
    verbs.begin_test(paused, sample(paused), by=centre["handler"], at=timezone.now())
    client = client_of("operator")
    first = client.get("/complaints/")
    assert [row.case.pk for row in first.context["rows"]] == [cases[0].pk, cases[2].pk]
    second = client.get("/complaints/" + first.context["pager"]["next"])
    assert [row.case.pk for row in second.context["rows"]] == [paused.pk]
    back = client.get("/complaints/" + second.context["pager"]["previous"])
    assert [row.case.pk for row in back.context["rows"]] == [cases[0].pk, cases[2].pk]


def test_a_stranger_finds_nothing(centre, client_of):
    case = now_case(centre)
    client = client_of("other")
    assert case.uid not in text(client.get("/complaints/"))
    assert client.get(f"/complaints/{case.uid}/").status_code == 404
    assert client.post(f"/complaints/{case.uid}/do/accept").status_code == 404


def test_no_page_holds_the_person_before_a_look_and_the_look_is_an_event(centre, client_of):
    case = now_case(centre, text=f"我是{NAME}，{PHONE}，要退款")
    client = client_of("handler")
    for url in ("/complaints/", f"/complaints/{case.uid}/", f"/complaints/{case.uid}/?do=accept"):
        page = text(client.get(url))
        assert NAME not in page
        assert "4417" not in page
    page = text(client.post(f"/complaints/{case.uid}/look", {"reason": "contact"}))
    assert NAME in page
    assert PHONE in page
    assert (
        Event.objects.filter(stream=case.stream, type="person-opened", by=centre["handler"].uid).count() == 1
    )
    assert NAME not in text(client.get(f"/complaints/{case.uid}/"))


def test_who_neither_handles_nor_calls_does_not_see_the_contact(centre, client_of):
    case = now_case(centre)
    assert client_of("auditor").post(f"/complaints/{case.uid}/look", {"reason": "contact"}).status_code == 403
    verbs.name_handler(case, centre["handler"], by=centre["head"], at=timezone.now())
    assert (
        client_of("colleague").post(f"/complaints/{case.uid}/look", {"reason": "contact"}).status_code == 403
    )


def test_a_secret_reporter_is_opened_by_two_persons_only(centre, client_of):
    case = now_case(centre, kind="举报", is_secret=True, unit="JC")
    asking, approving = client_of("inspector"), client_of("captain")
    url = f"/complaints/{case.uid}"
    assert asking.post(f"{url}/look", {"reason": "contact"}).status_code == 422
    asking.post(f"{url}/openings", {"reason": "contact"})
    opening = Opening.objects.get()
    assert asking.post(f"{url}/openings/{opening.pk}/approve").status_code == 403
    assert asking.post(f"{url}/openings/{opening.pk}/open").status_code == 422
    assert approving.post(f"{url}/openings/{opening.pk}/approve").status_code == 302
    assert "正在开启" in text(asking.get(f"{url}/"))
    early = asking.post(f"{url}/openings/{opening.pk}/open")
    assert early.status_code == 422 and "一般几秒钟" in text(early)
    opener.open_approved(timezone.now())
    assert approving.post(f"{url}/openings/{opening.pk}/open").status_code == 403
    assert NAME in text(asking.post(f"{url}/openings/{opening.pk}/open"))
    found = list(Event.objects.filter(stream=case.stream).order_by("n").values_list("type", flat=True))
    assert found[-4:] == ["opening-approved", "person-opened", "opening-shown", "text-opened"]


def test_the_next_step_is_offered_taken_and_refused_in_place(centre, client_of):
    case = now_case(centre)
    client = client_of("handler")
    assert "受理" in text(client.get(f"/complaints/{case.uid}/"))
    page = client.post(f"/complaints/{case.uid}/do/refuse", {"ground": "other", "reason": ""})
    assert page.status_code == 422
    assert "请填写" in text(page)
    assert client.post(f"/complaints/{case.uid}/do/accept").status_code == 302
    again = client.post(f"/complaints/{case.uid}/do/accept")
    assert again.status_code == 409
    assert "此时不能这样办" in text(again)
    assert client.post(f"/complaints/{case.uid}/do/dance").status_code == 404


FORMS = (
    *("invite", "agree", "end", "transfer", "give_back", "call", "note", "sort", "join", "split"),
    *("withdraw", "check", "name_handler", "begin_test"),
)


@pytest.mark.parametrize("verb", FORMS)
def test_every_offered_form_opens(centre, client_of, verb):
    case = now_case(centre)
    verbs.accept(case, by=centre["handler"], at=timezone.now())
    page = text(client_of("head").get(f"/complaints/{case.uid}/?do={verb}"))
    assert f"/do/{verb}" in page


def test_a_case_goes_from_the_call_to_the_call_back(centre, client_of):
    operator, handler = client_of("operator"), client_of("handler")
    made = operator.post(
        "/intake",
        {
            "caller": PHONE, "name": NAME, "channel": "12315", "text": "在怡园文化西路买鱼油，要求退款4960元",
            "kind": "投诉", "category": "保健食品", "amount": "4960.00", "respondent": "康颐堂",
            "respondent_address": "怡园街道文化西路", "assign": "on",
        },
    )  # fmt: skip
    assert made.status_code == 302
    case = Case.objects.get()
    page = text(operator.get(made.headers["Location"]))
    assert case.registration.number in page
    assert "告诉您" in page
    assert case.assignments.get().unit == centre.units["YY"]
    url = f"/complaints/{case.uid}/do"
    handler.post(f"{url}/accept")
    handler.post(f"{url}/agree", {"text": "退款", "recovered": "4960"})
    handler.post(f"{url}/answer", {"text": "已退款", "delivery": "电话", "proof": "通话记录"})
    refused = handler.post(f"{url}/close")
    assert refused.status_code == 422
    assert "还没有录入全国12315平台" in text(refused)
    handler.post(f"{url}/enter_platform", {"number": "3710022026001"})
    handler.post(f"{url}/close")
    assert case.uid in text(operator.get("/complaints/callbacks/"))
    operator.post(f"{url}/callback", {"reached": "yes", "satisfaction": "满意"})
    matter = Matter.objects.get()
    assert (matter.satisfaction, matter.recovered_fen, matter.amount_fen) == ("满意", 496_000, 496_000)
    assert case.uid not in text(operator.get("/complaints/callbacks/"))


def test_the_list_of_calls_back_asks_as_much_for_many_as_for_one(centre, client_of):
    client, counts = client_of("operator"), []
    for _ in range(2):
        for _ in range(2):
            centre.closed(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert text(client.get("/complaints/callbacks/")).count("/complaints/") > len(counts)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 30


def test_the_number_comes_first_and_finds_earlier_calls_but_never_reports(centre, client_of):
    complaint = now_case(centre)
    report = now_case(centre, kind="举报")
    page = text(client_of("operator").get("/intake", {"caller": "13806314417"}))
    assert complaint.uid in page
    assert report.uid not in page
    assert 'value="13806314417"' in page


def test_while_typing_one_sees_kind_shop_and_law_and_the_draft_is_kept_sealed(centre, client_of):
    now_case(centre)
    client = client_of("operator")
    page = text(client.post("/intake/side", {
        "caller": PHONE, "text": "康颐堂卖鱼油说能停药，要求退款，还要举报查处", "respondent": "康颐堂",
    }))  # fmt: skip
    for word in ("投诉举报", "停药", "威海康颐堂生物科技有限公司", "能不能受理", "可以这样答"):
        assert word in page
    draft = IntakeDraft.objects.get()
    assert CANARY.encode() not in bytes(draft.sealed)
    assert drafting.read(centre["operator"])[0]["caller"] == PHONE
    assert "康颐堂卖鱼油" in text(client.get("/intake"))
    client.post("/intake/discard")
    assert not IntakeDraft.objects.exists()


def _form(client, **said):
    """An empty form as the page gives it, with what an operator typed into it."""
    token = re.search(r'name="token" value="([^"]+)"', text(client.get("/intake")))
    assert token
    typed = {"kind": "投诉", "channel": "12315", "caller": PHONE, "name": NAME, "text": "要求退款"}
    return typed | said | {"token": token[1]}


def test_letters_that_come_late_do_not_bring_a_registered_call_back(centre, client_of):
    """Browsers send what was typed a moment after; the next call must find an empty form."""
    client = client_of("operator")
    form = _form(client)
    assert client.post("/intake", form).status_code == 302
    for late in ("/intake/side", "/intake/keep"):
        client.post(late, form)
        assert drafting.read(centre["operator"]) == ({}, None)
        assert "要求退款" not in text(client.get("/intake"))
    following = _form(client, text="咨询保质期")
    client.post("/intake/side", following)
    assert "咨询保质期" in text(client.get("/intake"))


def test_a_second_click_registers_a_call_once_and_a_changed_form_again(centre, client_of):
    client = client_of("operator")
    form = _form(client)
    first, second = client.post("/intake", form), client.post("/intake", form)
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert Registration.objects.count() == 1
    assert client.post("/intake", form | {"text": "要求换货"}).url != first.url
    assert Registration.objects.count() == 2
    assert client.post("/intake", form | {"kind": "", "text": "x"}).status_code == 422


def test_the_form_of_a_call_keeps_what_was_typed_when_something_is_missing(centre, client_of):
    page = client_of("operator").post("/intake", {"text": "要求退款", "channel": "12315"})
    assert page.status_code == 422
    assert "要求退款" in text(page)
    assert "请选择诉求类型" in text(page)


def test_a_call_without_name_and_number_says_so_at_the_name(centre, client_of):
    given = {"text": "要求退款", "channel": "12315", "kind": "投诉", "respondent": "好日子店"}
    page = client_of("operator").post("/intake", given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["name"] and "或者选匿名" in text(page)
    asked = client_of("operator").post("/intake", given | {"kind": "咨询"})
    assert asked.status_code == 302


def test_likeness_is_suggested_and_judged_by_a_person(centre, client_of):
    said = "在康颐堂健康讲座上购买深海鱼油八盒，讲师称能降血压，要求退还货款。"
    first, second = now_case(centre, text=said), now_case(centre, text=said + "请尽快", channel="12345")
    client = client_of("operator")
    page = text(client.get(f"/complaints/{second.uid}/"))
    assert "很像" in page
    assert first.uid in page
    client.post(f"/complaints/{second.uid}/judge", {"other": first.uid, "kind": "同一信件"})
    assert Verdict.objects.get().kind == "同一信件"
    client.post(f"/complaints/{second.uid}/judge", {"other": first.uid, "kind": "undo"})
    assert Verdict.objects.get().undone_on is not None


def test_a_shift_is_handed_over_and_taken_by_another(centre, client_of):
    first, second = client_of("operator"), client_of("operator2")
    first.post("/complaints/shift/hand-over", {"shift": "白班", "remark": f"回电 {PHONE}"})
    made = Handover.objects.get()
    assert "4417" not in made.remark
    first.post(f"/complaints/shift/{made.pk}/take")
    made.refresh_from_db()
    assert made.taken_by is None
    second.post(f"/complaints/shift/{made.pk}/take")
    made.refresh_from_db()
    assert made.taken_by == centre["operator2"]
    assert client_of("operator").get("/complaints/shift/").status_code == 200


def test_the_roster_is_made_by_the_office(centre, client_of):
    day = timezone.localdate().isoformat()
    data = {"on": day, "shift": "夜班", "officer": centre["operator"].uid}
    assert client_of("operator").post("/complaints/roster", data).status_code == 403
    client_of("leader").post("/complaints/roster", data)
    entry = RosterEntry.objects.get()
    assert "operator" in text(client_of("leader").get("/complaints/shift/"))
    client_of("leader").post("/complaints/roster", {"remove": entry.pk})
    assert not RosterEntry.objects.exists()


def test_nothing_of_a_person_is_in_database_or_log(centre, client_of, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    operator = client_of("operator")
    operator.post("/intake/side", {"caller": CANARY, "name": NAME, "text": "x"})
    operator.post("/intake", {
        "caller": CANARY, "name": NAME, "channel": "12315", "text": f"我是{NAME} {CANARY}",
        "kind": "投诉举报",
        "secret": "on",
    })  # fmt: skip
    case = Case.objects.order_by("pk").first()
    operator.post(f"/complaints/{case.uid}/do/note", {"text": f"回电{CANARY}"})
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "casework", "complaints", output=str(dump), verbosity=0)
    said = dump.read_text(encoding="utf-8") + caplog.text
    assert Matter.objects.exists()
    assert CANARY not in said and NAME not in said
    # Alone: keyed numbers and digests hold any four digits now and then.
    assert not re.search(r"(?<![0-9A-Za-z])4417(?![0-9A-Za-z])", said)


def test_the_screen_of_a_call_waits_in_the_first_field_that_is_empty(client_of):
    """Number first, then the name; nobody tabs through the menu while somebody is on the telephone."""
    client = client_of("operator")
    for address, name in (("/intake", "caller"), ("/intake?caller=13800631999", "name")):
        fields = client.get(address).context["form"].fields
        assert [one for one, field in fields.items() if "autofocus" in field.widget.attrs] == [name]


def test_what_a_campaign_takes_down_on_the_spot_has_a_channel_of_its_own(centre, client_of):
    client = client_of("operator")
    assert '<option value="现场"' in client.get("/intake").content.decode()
    case = now_case(centre, channel="现场")
    assert case.registration.matter.channel == "现场"
    assert "平台工单" not in text(client.get(f"/complaints/{case.uid}/"))
