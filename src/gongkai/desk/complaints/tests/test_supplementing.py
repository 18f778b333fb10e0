"""The same letter came by another hotline and says more: the first takes over what is new, receipts stay."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.casework.models import Case, CaseText, Event, Merge
from gongkai.desk.complaints import opener, verbs
from gongkai.desk.complaints.comparing import differences, new_facts
from gongkai.desk.complaints.models import FollowUp, Opening, Receipt, Verdict
from gongkai.desk.complaints.tests.centre import later
from gongkai.desk.complaints.verbs.supplementing import in_order
from gongkai.refusal import Refused

FIRST = "在康颐堂购买深海鱼油，讲师称能降血压，现要求退款4960元。"
SECOND = (
    "在康颐堂购买深海鱼油，讲师称能降血压，现要求退款5960元。"
    "3月2日又到店，店员撕毁了收据；隔壁的老人也买了同样的鱼油。"
)
NEW = "现要求退款5960元。3月2日又到店，店员撕毁了收据；隔壁的老人也买了同样的鱼油"


def test_only_what_the_first_does_not_say_is_new_and_another_number_is():
    pieces = differences(FIRST, SECOND)
    assert "".join(piece.text for piece in pieces) == SECOND
    assert [piece.is_new for piece in pieces] == [False, True]
    assert new_facts(pieces) == NEW


def test_the_same_text_and_one_in_other_words_of_order_say_nothing_new():
    assert not any(piece.is_new for piece in differences(FIRST, FIRST))
    turned = "现要求退款4960元。讲师称能降血压， 在康颐堂购买深海鱼油！"
    assert new_facts(differences(FIRST, turned)) == ""


def test_against_nothing_everything_is_new_and_nothing_has_no_pieces():
    assert new_facts(differences("", "商家失联")) == "商家失联"
    assert differences(FIRST, "") == ()


def pair(centre, kind="投诉", **more):
    first = centre.case(kind=kind, text=FIRST, source_number="A-1")
    second = centre.case(later(1), kind=kind, channel="12345", source_number="B-2", text=SECOND, **more)
    return first, second


def code(*args, **more):
    with pytest.raises(Refused) as refused:
        verbs.supplement(*args, **more)
    return refused.value.code


pytestmark = pytest.mark.django_db


def test_the_first_is_told_with_the_source_and_owes_a_reply_and_both_receipts_stay(centre):
    first, second = pair(centre)
    made = verbs.supplement(second, first, NEW, by=centre["operator"], at=later(2))
    assert (made.case_id, made.taken_from_id) == (first.pk, second.registration_id)
    assert (made.channel, made.source_number, made.handled_on) == ("12345", "B-2", None)
    written = CaseText.objects.get(case=first, field=made.field).masked
    assert "12345 B-2，2018-03-02 收到" in written and "店员撕毁了收据" in written
    assert Verdict.objects.get().kind == "同一信件"
    receipt = Receipt.objects.get(registration=first.registration)
    assert (receipt.channel, receipt.source_number) == ("12345", "B-2")
    second.refresh_from_db()
    assert second.stage == "open" and second.registration.source_number == "B-2"
    assert Event.objects.filter(stream=second.stream, type="facts-taken-over").exists()


def test_no_receipt_is_left_when_the_verdict_is_taken_back_also_of_a_letter_that_was_entered_late(centre):
    second = centre.case(later(1), channel="12345", source_number="B-2", text=SECOND)
    first = centre.case(kind="投诉", text=FIRST, source_number="A-1")
    assert first.pk > second.pk and in_order(first, second) == (first, second)
    verbs.supplement(second, first, NEW, by=centre["operator"], at=later(2))
    assert Receipt.objects.filter(registration=first.registration, source_number="B-2").exists()
    verbs.undo_verdict(Verdict.objects.get(), by=centre["operator"], at=later(3))
    assert not Receipt.objects.exists()


def test_it_is_taken_over_once_from_the_later_to_the_first_of_the_same_kind(centre):
    first, second = pair(centre)
    by, at = centre["operator"], later(2)
    assert code(second, first, "  ", by=by, at=at) == "no-text"
    assert code(first, second, NEW, by=by, at=at) == "wrong-order"
    assert code(centre.case(later(1), kind="举报"), first, NEW, by=by, at=at) == "other-kind"
    assert code(second, centre.case(unit="TH"), NEW, by=centre["handler"], at=at) == "not-found"
    verbs.supplement(second, first, NEW, by=by, at=at)
    assert code(second, first, NEW, by=by, at=at) == "taken"
    assert FollowUp.objects.count() == 1


def test_what_somebody_judged_to_be_another_matter_is_not_taken_over(centre):
    first, second = pair(centre)
    verbs.judge(first.registration, second.registration, "无关", by=centre["operator"], at=later(1))
    assert code(second, first, NEW, by=centre["operator"], at=later(2)) == "not-same"
    assert not FollowUp.objects.exists()


def test_new_facts_of_a_report_start_its_verification_anew_where_the_law_says_so(centre):
    at = datetime(2026, 5, 11, 2, tzinfo=UTC)
    first = centre.case(at, kind="举报", text=FIRST)
    second = centre.case(at + timedelta(days=3), kind="举报", channel="12345", text=SECOND)
    before = Case.objects.get(pk=first.pk).due_on
    verbs.supplement(second, first, NEW, is_new=True, by=centre["operator"], at=at + timedelta(days=3))
    assert Case.objects.get(pk=first.pk).due_on > before
    assert code(*pair(centre)[::-1], NEW, is_new=True, by=centre["operator"], at=later(2)) == "no-restart"


def test_a_closed_first_can_be_taken_up_again_for_them(centre):
    first = centre.closed(text=FIRST)
    second = centre.case(later(3), channel="12345", text=SECOND)
    made = verbs.supplement(second, first, NEW, reopens="new-facts", by=centre["operator"], at=later(3))
    assert made.reopened and Case.objects.get(pk=first.pk).stage == "open"


def web(centre, who):
    made = Client()
    made.force_login(centre[who])
    return made


def test_the_page_marks_what_is_new_and_takes_it_over_in_one_step(centre):
    now = timezone.now()
    first = centre.case(now, text=FIRST)
    second = centre.case(now, channel="12345", source_number="B-2", text=SECOND)
    client, address = web(centre, "operator"), f"/complaints/{second.uid}/and/{first.uid}"
    assert address in client.get(f"/complaints/{second.uid}/").content.decode()
    shown = client.get(address)
    html = shown.content.decode()
    assert "<ins>现要求退款5960元。" in html and "<ins>在康颐堂" not in html
    assert shown.context["form"].initial["text"] == NEW
    assert client.get(f"/complaints/{first.uid}/and/{second.uid}").context["first"]["case"].pk == first.pk
    assert client.post(address, {"text": ""}).status_code == 422
    answer = client.post(address, {"text": NEW})
    assert (answer.status_code, answer["Location"]) == (302, f"/complaints/{first.uid}/")
    assert "后续反映 1 条待回应" in client.get(f"/complaints/{first.uid}/").content.decode()
    assert "已并入先收到的一件" in client.get(address).content.decode()


def test_who_directs_may_merge_the_mistaken_entry_in_the_same_step(centre):
    now = timezone.now()
    first = centre.case(now, text=FIRST)
    second = centre.case(now, channel="12345", source_number="B-2", text=SECOND)
    client, address = web(centre, "office"), f"/complaints/{second.uid}/and/{first.uid}"
    said = {"text": NEW, "approved_by": centre["leader"].uid}
    assert client.post(address, said).status_code == 302
    assert Merge.objects.get().kept_id == first.registration_id
    assert FollowUp.objects.get().case_id == first.pk
    assert Receipt.objects.filter(registration=first.registration).count() == 1


def test_a_handler_is_not_asked_for_an_approver_and_another_station_sees_nothing(centre):
    now = timezone.now()
    first, second = centre.case(now, text=FIRST), centre.case(now, text=SECOND)
    address = f"/complaints/{second.uid}/and/{first.uid}"
    assert "approved_by" not in web(centre, "handler").get(address).context["form"].fields
    assert web(centre, "other").get(address).status_code == 404
    assert web(centre, "auditor").get(address).context["may"] is False


def test_who_takes_a_call_down_is_led_to_the_letter_that_it_repeats(centre):
    now = timezone.now()
    first, second = centre.case(now, text=FIRST), centre.case(now, channel="12345", text=SECOND)
    html = web(centre, "operator").get(f"/intake?done={second.uid}").content.decode()
    assert f"/complaints/{second.uid}/and/{first.uid}" in html and "可能是同一件事" in html
    other = centre.case(now, text="冰箱不制冷。", person={"name": "钱进", "phone": "13906310001"},
                        respondent="某超市", credit_code="", category="家用电器")  # fmt: skip
    assert "/and/" not in web(centre, "operator").get(f"/intake?done={other.uid}").content.decode()


SHOP_PHONE = "0631-5681102"


def test_hidden_numbers_and_homes_are_taken_over_sealed_and_stay_hidden_in_the_working_text(centre):
    now = timezone.now()
    first = centre.case(now, text=FIRST)
    person = {"name": "温三娘", "phone": "13900000004"}
    said = f"{FIRST}我叫温三娘，我住怡园街道某小区3号楼2单元301室，店里电话{SHOP_PHONE}。"
    second = centre.case(now, channel="12345", source_number="B-2", text=said, person=person)
    client, address = web(centre, "handler"), f"/complaints/{second.uid}/and/{first.uid}"
    assert SHOP_PHONE not in client.get(address).content.decode()
    opened = client.post(address, {"reason": "verify"})
    assert opened.status_code == 200 and SHOP_PHONE in opened.content.decode()
    new = opened.context["form"].initial["text"]
    assert "301室" in new and SHOP_PHONE in new
    for case in (first, second):
        assert Event.objects.filter(stream=case.stream, type="text-opened").exists()
    assert client.post(address, {"text": new}).status_code == 302
    made = FollowUp.objects.get()
    row = CaseText.objects.get(case=first, field=made.field)
    assert [hidden for hidden in (SHOP_PHONE, "301室", "温三娘") if hidden in row.masked] == []
    assert SHOP_PHONE.encode() not in bytes(row.sealed)
    page = client.post(f"/complaints/{first.uid}/look", {"what": "words", "reason": "verify"})
    assert SHOP_PHONE in page.content.decode()
    assert SHOP_PHONE not in client.get(f"/complaints/{first.uid}/").content.decode()


def test_the_words_of_a_secret_person_are_not_opened_by_one_alone_nor_by_another_station(centre):
    now = timezone.now()
    first = centre.case(now, kind="举报", text=FIRST)
    second = centre.case(now, kind="举报", text=f"{FIRST}电话{SHOP_PHONE}", is_secret=True)
    client, address = web(centre, "handler"), f"/complaints/{second.uid}/and/{first.uid}"
    assert client.get(address).context["may_look"] is False
    refused = client.post(address, {"reason": "verify"})
    assert refused.status_code == 422 and SHOP_PHONE not in refused.content.decode()
    assert web(centre, "auditor").post(address, {"reason": "verify"}).status_code == 403
    assert not Event.objects.filter(type="text-opened").exists()
    look = f"/complaints/{second.uid}/look"
    assert SHOP_PHONE not in client.post(look, {"what": "words", "reason": "verify"}).content.decode()
    client.post(f"/complaints/{second.uid}/openings", {"reason": "verify"})
    opening = Opening.objects.get(case=second)
    verbs.approve_opening(opening, by=centre["head"], at=timezone.now())
    opener.open_approved(timezone.now())
    shown = client.post(f"/complaints/{second.uid}/openings/{opening.pk}/open")
    assert SHOP_PHONE in shown.content.decode()


def test_the_handler_reads_what_an_anonymous_reporter_wrote_in_its_own_words(centre):
    now = timezone.now()
    case = centre.case(now, kind="举报", person={}, is_anonymous=True, text=f"老板电话{SHOP_PHONE}")
    client = web(centre, "handler")
    assert "看原文并留痕" in client.get(f"/complaints/{case.uid}/").content.decode()
    page = client.post(f"/complaints/{case.uid}/look", {"what": "words", "reason": "verify"})
    assert SHOP_PHONE in page.content.decode() and "原文只在本次显示" in page.content.decode()
    assert web(centre, "auditor").post(f"/complaints/{case.uid}/look", {"what": "words"}).status_code == 403
