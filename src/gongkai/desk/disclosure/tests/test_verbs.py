"""Handing in, clearing, taking back, taking down: each refusal by its code."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest

from gongkai.desk.agencies.models import Deputy, Duty, Officer
from gongkai.desk.casework.keyring import key
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import queries, rules
from gongkai.desk.disclosure.models import Clearance, Item, Release, SignOff, Stage, Submission, Withdrawal
from gongkai.desk.disclosure.tests.bureau import AT, SINCE, Bureau
from gongkai.desk.disclosure.verbs import REASONS, clear, hand_in, recall, submit_signed, withdraw
from gongkai.desk.disclosure.verbs.withdrawing import reasons_of
from gongkai.refusal import Refused
from gongkai.sealing import notes, objects
from gongkai.sealing.canon import digest_of, parse, parse_object

HOUR = timedelta(hours=1)


def code(call: object, *given: object, **more: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*given, **more)  # type: ignore[operator]
    return caught.value.code


def released(bureau: Bureau, submission: Submission) -> Release:
    """As if the door had let it out."""
    body = b"{}"
    return Release.objects.create(
        item=submission.item, no=submission.no, submission=submission, body=body,
        digest=f"{submission.pk:064x}", since=AT, at=AT, log_index=submission.pk,
    )  # fmt: skip


def test_handing_in_stores_the_exact_bytes_and_an_event(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    assert digest_of(bytes(submission.content)) == submission.content_digest
    made = objects.read(bytes(submission.body), objects.SUBMISSION)
    assert (made["content"], made["no"], made["previous"]) == (submission.content_digest, 1, None)
    assert made["author"] == rules.written(bureau.officers["clerk"]) and made["unit"] == bureau.unit.name
    assert made["screening"] == {"rules": "screening/1", "findings": []}
    event = Event.objects.get(stream=submission.item.stream)
    assert event.type == "submitted" and event.by == bureau.officers["clerk"].uid


def test_an_unchanged_item_gives_the_same_submission_a_changed_one_the_next(bureau: Bureau) -> None:
    item = bureau.item()
    first = bureau.hand_in(item)
    assert bureau.hand_in(item) == first and Submission.objects.count() == 1
    Item.objects.filter(pk=item.pk).update(title="改过的标题")
    second = bureau.hand_in(item)
    assert second.no == 2 and parse(bytes(second.body))["previous"] == first.digest


def test_only_clerks_heads_and_the_office_hand_in(bureau: Bureau) -> None:
    item = bureau.item()
    for kind in ("secrecy", "leader", "auditor"):
        assert code(hand_in, item, bureau.officers[kind], AT) == "not-held"
    assert hand_in(item, bureau.officers["office"], AT).author == "office某"


def test_a_voided_item_is_not_handed_in(bureau: Bureau) -> None:
    assert code(bureau.hand_in, bureau.item(voided_on=date(2018, 1, 1))) == "voided"


@pytest.mark.parametrize("mark", ["机密★10年", "秘 密☆", "绝　密★"])
def test_a_secrecy_mark_stops_the_handing_in_and_is_not_repeated(bureau: Bureau, mark: str) -> None:
    with pytest.raises(Refused) as caught:
        bureau.hand_in(bureau.item(text=f"{mark}\n关于某事的通知"))
    assert caught.value.code == "secrecy-mark" and mark not in str(caught.value)
    assert not Submission.objects.exists() and not Event.objects.exists()


def test_an_identity_number_stops_the_handing_in(bureau: Bureau) -> None:
    assert code(bureau.hand_in, bureau.item(text="当事人 371002199003074512 经营")) == "open-findings"
    assert bureau.hand_in(bureau.item(2, text="咨询电话 0631-5621234，社会保密工作机密性")).no == 1


def test_an_item_without_a_day_gets_that_of_the_first_handing_in(bureau: Bureau) -> None:
    item = bureau.item(published_on=None)
    first = bureau.hand_in(item)
    assert parse(bytes(first.content))["meta"]["published"] == "2018-03-01"
    assert bureau.hand_in(item, AT + timedelta(days=2)) == first


def test_a_clearance_is_signed_over_the_submissions_digest(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    head = bureau.officers["head"]
    clearance = clear(submission, "first", "open", head, AT, ground="无", article="第二十条", note="同意")
    notes.demand(clearance.note, objects.CLEARANCE, digest_of(bytes(clearance.body)), [key("clear").verifier])
    made = objects.read(bytes(clearance.body), objects.CLEARANCE)
    assert (made["submission"], made["stage"], made["by"]) == (
        submission.digest,
        "first",
        rules.written(head),
    )
    assert (made["ground"], made["article"], made["note"], made["post"]) == (
        "无",
        "第二十条",
        "同意",
        "单位负责人",
    )


def test_stages_are_cleared_in_order_each_once(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    for stage in ("secrecy", "sign"):
        assert code(bureau.clear, submission, stage) == "stage-order"
    bureau.clear(submission, "first")
    assert code(bureau.clear, submission, "first") == "stage-order"
    bureau.clear(submission, "secrecy")
    bureau.clear(submission, "sign")
    assert list(queries.to_release(bureau.agency)) == [submission]


@pytest.mark.parametrize("decision", ["return", "closed", "on_request", "partly"])
def test_after_another_decision_than_open_nothing_goes_on(bureau: Bureau, decision: str) -> None:
    item = bureau.item()
    submission = bureau.hand_in(item)
    bureau.clear(submission, "first", decision)
    assert code(bureau.clear, submission, "secrecy") == "stage-order"
    assert code(bureau.hand_in, item) == "returned"
    assert not queries.to_release(bureau.agency).exists()
    Item.objects.filter(pk=item.pk).update(title="按意见修改")
    assert bureau.hand_in(item).no == 2


def test_who_handed_in_or_cleared_does_not_clear_again(bureau: Bureau) -> None:
    clerk, head = bureau.officers["clerk"], bureau.officers["head"]
    for officer in (clerk, head):
        for kind in ("head", "secrecy", "leader"):
            Duty.objects.create(officer=officer, kind=kind, since=SINCE)
    submission = bureau.hand_in(bureau.item())
    assert code(clear, submission, "first", "open", clerk, AT) == "four-eyes"
    clear(submission, "first", "open", head, AT)
    for officer in (clerk, head):
        assert code(clear, submission, "secrecy", "open", officer, AT) == "four-eyes"


def test_a_deputy_does_not_clear_for_the_author(bureau: Bureau) -> None:
    head, auditor = bureau.officers["head"], bureau.officers["auditor"]
    submission = hand_in(bureau.item(), head, AT)
    Deputy.objects.create(officer=head, deputy=auditor, since=SINCE)
    assert code(clear, submission, "first", "open", auditor, AT) == "four-eyes"
    second = bureau.hand_in(bureau.item(2))
    made = parse(bytes(clear(second, "first", "open", auditor, AT).body))
    assert made["deputy_for"] == rules.written(head)


def test_an_older_or_released_submission_is_not_cleared(bureau: Bureau) -> None:
    item = bureau.item()
    first = bureau.hand_in(item)
    Item.objects.filter(pk=item.pk).update(title="新的标题")
    second = bureau.hand_in(item)
    assert code(bureau.clear, first, "first") == "superseded"
    released(bureau, second)
    assert code(bureau.clear, second, "first") == "superseded"


def test_recalling_takes_later_stages_with_it(bureau: Bureau) -> None:
    submission = bureau.cleared()
    secrecy = submission.clearances.get(stage=Stage.SECRECY)
    assert code(recall, secrecy, bureau.officers["head"], AT) == "not-own"
    recall(secrecy, bureau.officers["secrecy"], AT + 5 * HOUR)
    assert [one.stage for one in queries.standing_clearances(submission)] == ["first"]
    assert code(recall, secrecy, bureau.officers["secrecy"], AT) == "recalled"
    assert Event.objects.filter(type="clearance-recalled").count() == 2
    assert not queries.to_release(bureau.agency).exists()
    bureau.clear(submission, "secrecy", at=AT + 6 * HOUR)


def test_after_the_release_nothing_is_recalled(bureau: Bureau) -> None:
    submission = bureau.cleared()
    released(bureau, submission)
    assert code(recall, submission.clearances.get(stage="sign"), bureau.officers["leader"], AT) == "released"


@pytest.mark.parametrize("reason", list(REASONS))
def test_a_tombstone_says_by_its_class(bureau: Bureau, reason: str) -> None:
    released(bureau, bureau.cleared())
    if reason not in reasons_of(Item.objects.get()):
        Item.objects.update(category="案件办理信息")
    withdrawal = withdraw(Item.objects.get(), reason, bureau.officers["office"], AT)
    text = parse_object(bytes(withdrawal.body), objects.TOMBSTONE)["text"]
    if REASONS[reason].spoken:
        assert "2018-03-01" in text and REASONS[reason].label in text
    else:
        assert text == "该信息已停止公开"
    assert list(queries.to_withdraw(bureau.agency)) == [withdrawal]


def test_withdrawing_needs_the_duty_a_reason_and_something_public(bureau: Bureau) -> None:
    item = bureau.cleared().item
    office = bureau.officers["office"]
    assert code(withdraw, item, "error", office, AT) == "not-public"
    released(bureau, item.submissions.get())
    assert code(withdraw, item, "error", bureau.officers["clerk"], AT) == "not-held"
    assert code(withdraw, item, "whim", office, AT) == "unknown-reason"
    withdraw(item, "error", office, AT)
    assert code(withdraw, item, "error", office, AT) == "not-public"
    assert Withdrawal.objects.count() == 1


def test_a_registers_sign_offs_become_clearances_at_their_times(bureau: Bureau) -> None:
    item = bureau.signed_item()
    SignOff.objects.filter(item=item, stage="secrecy").update(time=time(9, 30))
    summary = submit_signed(bureau.agency, AT)
    assert (summary.submitted, summary.kept) == (1, ())
    rows = list(Clearance.objects.order_by("pk"))
    assert [(row.stage, row.by, row.imported) for row in rows] == [
        ("first", "王初", True), ("secrecy", "李密", True), ("sign", "张签", True)
    ]  # fmt: skip
    times = [parse(bytes(row.body))["at"] for row in rows]
    assert times == ["2017-05-02T16:00:00Z", "2017-05-03T01:30:00Z", "2017-05-03T01:30:00Z"]
    submission = Submission.objects.get()
    assert submission.imported and submission.author == bureau.unit.name


def test_a_changed_row_is_handed_in_again_an_unchanged_one_not(bureau: Bureau) -> None:
    item = bureau.signed_item()
    submit_signed(bureau.agency, AT)
    assert submit_signed(bureau.agency, AT).unchanged == 1
    Item.objects.filter(pk=item.pk).update(title="更正后的标题")
    assert submit_signed(bureau.agency, AT).submitted == 1
    assert Submission.objects.count() == 2


def test_what_is_not_signed_off_by_three_people_in_order_stays_inside(bureau: Bureau) -> None:
    bureau.item(1)
    SignOff.objects.filter(item=bureau.signed_item(2), stage="secrecy").delete()
    SignOff.objects.filter(item=bureau.signed_item(3), stage="sign").update(by="王初")
    SignOff.objects.filter(item=bureau.signed_item(4), stage="first").update(on=date(2017, 5, 9))
    SignOff.objects.filter(item=bureau.signed_item(5), stage="first").update(by=bureau.unit.name)
    bureau.signed_item(6, text="机密★")
    kept = submit_signed(bureau.agency, AT).kept
    assert [(one.index[-1], one.reason) for one in kept] == [
        ("1", "台账缺少初审、保密审查、签发记录"),
        ("2", "台账缺少保密审查记录"),
        ("3", "王初在一条信息上办理了两个环节"),
        ("4", "台账中初审晚于保密审查"),
        ("5", "食品流通餐饮科在一条信息上办理了两个环节"),
        ("6", "内容中有密级标志，没有保存"),
    ]
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "more",
    [{"means": "依申请公开"}, {"means": "不予公开"}, {"published_on": None}, {"voided_on": date(2018, 1, 1)}],
)
def test_only_what_is_open_dated_and_standing_is_handed_in(bureau: Bureau, more: dict[str, object]) -> None:
    bureau.signed_item(1, **more)
    summary = submit_signed(bureau.agency, AT)
    assert (summary.submitted, summary.kept) == (0, ())


def test_what_a_person_handed_in_is_not_overtaken_by_the_register(bureau: Bureau) -> None:
    item = bureau.signed_item()
    bureau.hand_in(item)
    Item.objects.filter(pk=item.pk).update(title="又改")
    assert submit_signed(bureau.agency, AT).unchanged == 1


def test_events_of_the_way_out_hold_codes_and_digests_only(bureau: Bureau) -> None:
    released(bureau, bureau.cleared())
    withdraw(Item.objects.get(), "privacy", bureau.officers["office"], AT)
    for event in Event.objects.all():
        text = json.dumps(json.loads(bytes(event.body)), ensure_ascii=False)
        assert "消费警示" not in text and "某" not in text


def test_who_sees_which_item(bureau: Bureau) -> None:
    day = date(2018, 3, 1)
    ours, other = bureau.item(1), bureau.item(2, unit=None)
    public = bureau.cleared(3).item
    Item.objects.filter(pk=public.pk).update(unit=None)
    released(bureau, public.submissions.get())
    nobody = Officer.objects.create_user("nobody", name="新人", agency=bureau.agency)

    def seen(officer: Officer) -> set[int]:
        return set(queries.visible_to(officer, day).values_list("pk", flat=True))

    assert seen(bureau.officers["clerk"]) == seen(bureau.officers["head"]) == {ours.pk, public.pk}
    for kind in ("secrecy", "office", "leader", "auditor"):
        assert seen(bureau.officers[kind]) == {ours.pk, other.pk, public.pk}
    assert seen(nobody) == {public.pk}
    nobody.is_active = False
    assert seen(nobody) == set()
