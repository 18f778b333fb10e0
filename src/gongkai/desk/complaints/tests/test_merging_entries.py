"""误录合并 and 作废 on the pages of the centre: source numbers, joint mediation, the kept page shows all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework.models import Correction, Event, Merge
from gongkai.desk.casework.personal import person_for_letter
from gongkai.desk.casework.verifying import verify_chains
from gongkai.desk.complaints import reconciling, verbs
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Receipt, Supervision
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, PHONE, later
from gongkai.desk.complaints.verbs import Corrected
from gongkai.refusal import Refused


def merged(centre, wrong, right):
    return verbs.merge(
        wrong.registration, right.registration, by=centre["office"], approved_by=centre["leader"],
        reason="热线和平台各登记一次", at=later(1),
    )  # fmt: skip


def test_the_source_of_the_wrong_entry_gets_the_reply_and_all_of_it_comes_back(centre):
    right, wrong = centre.case(), centre.case(channel="12345", source_number="GD-77", unit=None)
    made = merged(centre, wrong, right)
    receipt = Receipt.objects.get()
    assert (receipt.registration, receipt.channel, receipt.source_number) == (
        right.registration, "12345", "GD-77"
    )  # fmt: skip
    wrong.refresh_from_db()
    assert (wrong.stage, wrong.registration.matter.voided_on) == ("voided", later(1).date())
    export = "工单编号,状态\nGD-77,办理中\n".encode()
    compared = reconciling.compare(centre.agency, "12345", DAY, DAY, export)
    assert (compared.same, compared.only_there, compared.only_here) == (1, [], [])
    said = {"approved_by": centre["leader"], "reason": "是两件事", "at": later(2)}
    verbs.unmerge(made.gone, by=centre["office"], **said)
    wrong.refresh_from_db()
    wrong.registration.matter.refresh_from_db()
    assert (wrong.stage, wrong.registration.matter.voided_on) == ("open", None)
    assert wrong.due_on is not None and not Receipt.objects.exists()


def test_what_is_heard_together_is_taken_apart_first(centre):
    right, main, wrong = centre.case(), centre.accepted(), centre.accepted()
    verbs.join(wrong, main, "LY-9", by=centre["handler"], at=AT)
    for one in (wrong, main):
        with pytest.raises(Refused) as refused:
            merged(centre, one, right)
        assert refused.value.code == "joined"
    assert not Merge.objects.exists()


def test_complaints_about_two_shops_are_no_double_entry(centre):
    right, wrong = centre.case(), centre.case(credit_code="91371000MA3D7T5Q9X")
    with pytest.raises(Refused) as refused:
        merged(centre, wrong, right)
    assert refused.value.code == "other-respondent"


def test_merging_and_voiding_are_offered_on_the_page_to_those_who_direct(centre):
    right, wrong = centre.case(), centre.case(text="同一家店，同一瓶鱼油，窗口又登记一次。")
    client, page = Client(), f"/complaints/{wrong.uid}/"
    client.force_login(centre["handler"])
    assert "do=merge" not in client.get(page).content.decode()
    client.force_login(centre["office"])
    first = client.get(page).content.decode()
    assert "do=merge" in first and "do=void" in first
    given = {"kept": wrong.registration.number, "reason": "重复", "approved_by": centre["leader"].uid}
    answer = client.post(f"{page}do/merge", given)
    assert answer.status_code == 422 and "不能并入自己" in answer.content.decode()
    given["kept"] = right.registration.number
    assert client.post(f"{page}do/merge", given).status_code == 302
    kept = client.get(f"/complaints/{right.uid}/").content.decode()
    assert "同一瓶鱼油" in kept and wrong.registration.number in kept
    gone = client.get(page).content.decode()
    assert right.registration.number in gone and "撤销合并" in gone
    client.force_login(centre["auditor"])
    assert "撤销合并" not in client.get(page).content.decode()
    client.force_login(centre["office"])
    answer = client.post(f"/complaints/{right.uid}/do/void", {"reason": "误录"})
    assert answer.status_code == 422
    void = {"reason": "误录", "approved_by": centre["leader"].uid}
    answer = client.post(f"/complaints/{right.uid}/do/void", void)
    assert answer.status_code == 422 and "请先在" in answer.content.decode()
    client.post(f"{page}do/unmerge", {"reason": "不是", "approved_by": centre["leader"].uid})
    assert client.post(f"{page}do/void", void).status_code == 302
    wrong.refresh_from_db()
    assert wrong.stage == "voided"


def corrected(centre, case, *, person=None, shop=None, **more):
    said = {"by": centre["operator"], "approved_by": centre["leader"], "reason": "接线时听错", "at": later(1)}
    return verbs.correct(case, Corrected(person or {}, shop or {}), **said | more)


def test_a_double_with_a_misheard_number_or_a_wrong_code_is_corrected_and_then_merged(centre):
    right = centre.case()
    wrong = centre.case(
        person={"name": NAME, "phone": "13906314418"}, credit_code="91371000MA3D7T5Q9X", channel="12345"
    )
    with pytest.raises(Refused) as refused:
        merged(centre, wrong, right)
    assert refused.value.code == "other-respondent" and "更正登记" in refused.value.mend
    corrected(centre, wrong, shop={"credit_code": "91371000ma3d7t5q2m"})
    with pytest.raises(Refused) as refused:
        merged(centre, wrong, right)
    assert refused.value.code == "other-person" and "更正" in refused.value.mend
    made = corrected(centre, wrong, person={"phone": PHONE})
    assert (made.kind, made.approved_by, made.reason) == ("登记更正", centre["leader"], "接线时听错")
    assert merged(centre, wrong, right).kept == right.registration
    event = Event.objects.filter(stream=wrong.stream, type="corrected").order_by("n").last()
    body = bytes(event.body).decode()
    assert '"phone"' in body and PHONE not in body and "0631" not in body
    assert verify_chains().holds


def test_a_correction_wants_a_reason_a_second_person_and_a_change_and_never_opens_who_is_secret(centre):
    case, secret = centre.case(), centre.case(is_secret=True)
    for more, code in (
        ({"reason": " "}, "no-reason"),
        ({"approved_by": centre["operator"]}, "four-eyes"),
        ({"approved_by": centre["handler"]}, "not-allowed"),
        ({"by": centre["other"]}, "not-found"),
        ({"by": centre["auditor"]}, "not-allowed"),
        ({"person": {"phone": PHONE}}, "unchanged"),
    ):
        with pytest.raises(Refused) as refused:
            corrected(centre, case, **{"person": {"phone": "13906314418"}} | more)
        assert refused.value.code == code, more
    with pytest.raises(Refused) as refused:
        corrected(centre, secret, person={"phone": "13906314418"})
    assert refused.value.code == "two-persons"
    corrected(centre, secret, shop={"respondent": "威海康颐堂"})
    assert not Correction.objects.filter(registration=case.registration).exists()


def test_what_is_not_corrected_of_a_person_stays_and_the_anonymous_gets_a_name(centre):
    case = centre.closed()
    corrected(centre, case, person={"phone": "13906314418"})
    kept = person_for_letter(case, "诉求人")
    assert kept == {"name": NAME, "phone": "13906314418"}
    nameless = centre.case(is_anonymous=True, person={})
    corrected(centre, nameless, person={"name": NAME, "phone": PHONE})
    assert not standing(nameless).is_anonymous
    verbs.accept(nameless, by=centre["handler"], at=later(1))


def test_the_page_corrects_shows_the_reason_and_never_the_old_or_new_number(centre):
    case, client = centre.case(), Client()
    client.force_login(centre["operator"])
    page = f"/complaints/{case.uid}/"
    form = client.get(f"{page}?do=correct").content.decode()
    assert "91371000MA3D7T5Q2M" in form and NAME not in form
    given = {"phone": "13906314418", "reason": "听错一位", "approved_by": centre["leader"].uid}
    assert client.post(f"{page}do/correct", given).status_code == 302
    shown = client.get(page).content.decode()
    assert "登记更正" in shown and "听错一位" in shown and "13906314418" not in shown


def test_supervision_ends_with_a_void_and_the_page_says_so(centre):
    case = centre.case()
    verbs.supervise(case, by=centre["leader"], at=AT)
    verbs.void(
        case.registration, by=centre["office"], approved_by=centre["leader"], reason="误录", at=later(3)
    )
    ended = Supervision.objects.get()
    assert ended.lifted_on == later(3).date()
    lifted = Event.objects.get(stream=case.stream, type="supervision-lifted")
    assert b'"voided":true' in bytes(lifted.body)
    client = Client()
    client.force_login(centre["office"])
    page = client.get(f"/complaints/{case.uid}/").content.decode()
    assert "已作废，不再计算期限" in page and "已办结" not in page
    assert "随作废解除" in page and "解除</span>" in page and "误录" in page
    assert verbs.supervise_overdue(centre.agency, at=later(300)) == 0


def test_supervision_goes_over_to_the_case_that_goes_on_and_comes_back(centre):
    right, wrong = centre.case(), centre.case()
    verbs.supervise(wrong, by=centre["leader"], at=AT)
    made = merged(centre, wrong, right)
    running = Supervision.objects.filter(lifted_on=None)
    assert [one.case for one in running] == [right]
    verbs.unmerge(
        made.gone, by=centre["office"], approved_by=centre["leader"], reason="是两件事", at=later(2)
    )
    assert {one.case for one in running.all()} == {right, wrong}


def test_a_check_that_is_far_over_its_limit_comes_under_supervision_and_is_lifted_after_the_closing(centre):
    at = datetime(2022, 3, 1, 2, tzinfo=UTC)
    case = centre.accepted(at)
    verbs.find_violation(case, "无照经营", "没有执照", by=centre["handler"], at=at)
    verbs.withdraw(case, "LY-8", by=centre["handler"], at=at)
    centre.answer(case, at)
    verbs.close(case, by=centre["handler"], at=at)
    assert verbs.supervise_overdue(centre.agency, at=at + timedelta(days=25)) == 0
    assert verbs.supervise_overdue(centre.agency, at=at + timedelta(days=40)) == 1
    verbs.lift(case, by=centre["leader"], at=at + timedelta(days=41))
    assert not Supervision.objects.filter(lifted_on=None).exists()
