"""By date: publicity ends, early after credit repair; 先撤后补 stays open until approved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from gongkai.desk.agencies.queries import shanghai_date, today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import approving, due, terms
from gongkai.desk.disclosure.models import Clearance, Item, Release, Withdrawal, WithdrawalApproval
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.disclosure.tests.test_verbs import code, released
from gongkai.desk.disclosure.verbs import approve, end_due, ending, repair, set_term, withdraw, withdrawing
from gongkai.desk.disclosure.verbs.ending import demand_ended
from gongkai.sealing.canon import parse

PUBLISHED = date(2022, 1, 10)


def public(bureau: Bureau, number: int = 1, **more: object) -> Item:
    item = bureau.cleared(number).item
    released(bureau, item.submissions.get())
    Item.objects.filter(pk=item.pk).update(**more)
    item.refresh_from_db()
    return item


def penalty(bureau: Bureau, number: int = 1, klass: str = "other", **more: object) -> Item:
    item = public(bureau, number, category="案件办理信息", published_on=PUBLISHED)
    set_term(item, klass, bureau.officers["clerk"], AT, decided_on=date(2022, 1, 5), **more)
    return item


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def test_an_item_ends_the_day_after_its_last_day(bureau: Bureau) -> None:
    item = public(bureau, until_on=date(2018, 3, 5))
    assert end_due(bureau.agency, noon(date(2018, 3, 5))).ended == ()
    assert end_due(bureau.agency, noon(date(2018, 3, 6))).ended == (item.index,)
    made = Withdrawal.objects.get()
    assert (made.reason, made.officer, made.by, made.is_emergency) == ("expired", None, "系统", False)
    assert Event.objects.filter(stream=item.stream).last().by == "system"
    assert end_due(bureau.agency, noon(date(2018, 3, 7))).ended == ()


@pytest.mark.parametrize(
    ("klass", "more", "last"),
    [
        ("other", {}, date(2025, 1, 10)),
        ("minor-fine", {}, date(2022, 4, 10)),
        ("notice-only", {}, date(2022, 4, 10)),
        ("other", {"banned_until": date(2027, 6, 1)}, date(2027, 6, 1)),
    ],
)
def test_a_penaltys_publicity_ends_by_the_law_of_its_day__order_45_art_13(bureau, klass, more, last) -> None:
    item = penalty(bureau, klass=klass, **more)
    assert terms.end_of(item).on == last and "第十三条" in terms.end_of(item).basis
    assert end_due(bureau.agency, noon(last)).ended == ()
    assert end_due(bureau.agency, noon(last + timedelta(days=1))).ended == (item.index,)
    stone = parse(bytes(Withdrawal.objects.get().body))
    assert stone["reason"] == "period-ended" and stone["text"] == "该信息已停止公开"


def test_a_penalty_without_a_class_ends_after_the_longest_period__before_order_45_it_stays(
    bureau: Bureau,
) -> None:
    item = public(bureau, category="案件办理信息", published_on=PUBLISHED, formed_on=date(2022, 1, 5))
    old = public(bureau, 2, category="案件办理信息", published_on=date(2017, 5, 3))
    assert terms.end_of(item).on == date(2025, 1, 10) and "没有登记处罚类别" in terms.end_of(item).basis
    assert terms.end_of(old) is None
    assert end_due(bureau.agency, noon(date(2025, 1, 10))).ended == ()
    assert end_due(bureau.agency, noon(date(2025, 1, 11))).ended == (item.index,)


def test_credit_repair_ends_it_early_not_before_its_day_and_never_what_is_barred(bureau: Bureau) -> None:
    item, office = penalty(bureau), bureau.officers["office"]
    assert code(repair, item, office, noon(date(2022, 7, 9))) == "too-early"
    made = repair(item, office, noon(date(2022, 7, 10)))
    assert made.reason == "credit-repaired" and terms.term_of(item).repaired_on == date(2022, 7, 10)
    barred = penalty(bureau, 2, kinds=["吊销许可证件"])
    assert code(repair, barred, office, noon(date(2024, 1, 1))) == "barred"
    assert code(repair, public(bureau, 3), office, LATER) == "no-term"


@pytest.mark.parametrize("kind", ["责令停产停业", "停产停业", "限制从业", "降低资质等级", "吊销营业执照"])
def test_the_kinds_that_bar_an_early_end_are_known_by_their_words__order_45_art_14(bureau, kind) -> None:
    barred = penalty(bureau, kinds=["罚款", kind])
    assert code(repair, barred, bureau.officers["office"], noon(date(2024, 1, 1))) == "barred"


def test_food_drugs_and_special_equipment_wait_a_year_for_an_early_end(bureau: Bureau) -> None:
    special = terms.early(penalty(bureau, is_special=True))
    assert special is not None and special.earliest == date(2023, 1, 10)
    assert special.confidence.value == "open" and "主动消除危害后果" in special.conditions


def test_what_is_only_remembered_of_publicity_is_the_offices_setting(bureau: Bureau, settings) -> None:
    item, old = penalty(bureau), penalty(bureau, 2)
    Item.objects.filter(pk=old.pk).update(published_on=date(2021, 8, 31))
    old.refresh_from_db()
    assert terms.end_of(old).on == date(2026, 8, 31)
    assert "没有登记" in terms.minor_fine()
    given = {"publicity_years": 3, "repair_months": 4, "minor_fine": "公民200元以下"}
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | given
    assert terms.end_of(old).on == date(2024, 8, 31)
    assert terms.end_of(item).on == date(2025, 1, 10)
    assert terms.early(item).earliest == date(2022, 5, 10) and "本单位设定" in terms.early(item).why
    assert terms.minor_fine().endswith("公民200元以下")


def test_the_credit_site_has_an_end_of_its_own_beside_that_of_order_45(bureau: Bureau) -> None:
    """信用修复管理办法 (2026-04-01): from the decision, by severity; order 45 art. 13: from publication."""
    item = penalty(bureau)
    Item.objects.filter(pk=item.pk).update(published_on=date(2026, 4, 20))
    item.refresh_from_db()
    clerk = bureau.officers["clerk"]
    set_term(item, "other", clerk, AT, decided_on=date(2026, 4, 1), severity="general")
    end = terms.end_of(item)
    assert (end.on, [one.due for one in end.also]) == (date(2029, 4, 20), [date(2027, 4, 1)])
    set_term(item, "other", clerk, AT, decided_on=date(2026, 3, 31), severity="general")
    assert terms.end_of(item).also == ()


def test_a_release_that_came_late_moves_the_period_and_is_said(bureau: Bureau) -> None:
    item, office = penalty(bureau, klass="minor-fine"), bureau.officers["office"]
    assert terms.shortened(item) is None
    Release.objects.filter(item=item).update(at=noon(date(2022, 3, 1)))
    assert terms.end_of(item).on == date(2022, 6, 1) and terms.early(item).earliest == date(2022, 9, 1)
    assert end_due(bureau.agency, noon(date(2022, 5, 1))).ended == ()
    assert code(repair, item, office, noon(date(2022, 7, 12))) == "too-early"
    short = terms.shortened(item)
    assert (short.late, short.actual, short.own_end) == (50, date(2022, 3, 1), None)
    page = text(enter(bureau, "clerk").get(f"/items/{item.uid}/term"))
    assert "公示期会缩短" in page and "晚 50 天" in page
    assert "公示期会缩短" in text(enter(bureau, "office").get(f"/items/{item.uid}/"))


def test_an_end_in_the_draft_before_the_legal_one_is_said_too(bureau: Bureau) -> None:
    item = penalty(bureau)
    Item.objects.filter(pk=item.pk).update(until_on=date(2023, 1, 1))
    item.refresh_from_db()
    short = terms.shortened(item)
    assert (short.late, short.own_end, short.legal_end) == (0, date(2023, 1, 1), date(2025, 1, 10))


def test_what_a_register_says_of_an_earlier_publication_stands(bureau: Bureau) -> None:
    item = penalty(bureau)
    Release.objects.filter(item=item).update(at=noon(date(2022, 3, 1)))
    Clearance.objects.filter(submission__item=item).update(imported=True)
    assert terms.shortened(item) is None and terms.public_since(item) == PUBLISHED


def test_the_end_that_a_draft_gives_a_penalty_leaves_no_party_and_no_reason(bureau: Bureau) -> None:
    item = public(bureau, category="案件办理信息", published_on=PUBLISHED, until_on=date(2018, 3, 5))
    assert end_due(bureau.agency, noon(date(2018, 3, 6))).ended == (item.index,)
    stone = parse(bytes(Withdrawal.objects.get().body))
    assert stone["reason"] == "period-ended" and stone["text"] == "该信息已停止公开"


def test_nobody_says_of_a_penalty_that_it_expired_nor_of_other_information_that_credit_was_repaired(
    bureau: Bureau,
) -> None:
    office, item, warning = bureau.officers["office"], penalty(bureau), public(bureau, 2)
    assert code(withdraw, item, "expired", office, LATER) == "unfit-reason"
    assert code(withdraw, warning, "credit-repaired", office, LATER) == "unfit-reason"
    page = text(enter(bureau, "office").get(f"/items/{item.uid}/withdraw"))
    assert "公示期满" in page and "有效期已满" not in page
    page = text(enter(bureau, "office").get(f"/items/{warning.uid}/withdraw"))
    assert "有效期已满" in page and "信用已修复" not in page


def test_one_that_fails_does_not_stop_the_rest_and_is_named(bureau: Bureau, monkeypatch) -> None:
    first, second = (public(bureau, number, until_on=date(2018, 3, 5)) for number in (1, 2))
    real = withdrawing.end

    def breaks(item: Item, reason: str, at: datetime) -> Withdrawal:
        if item.pk == first.pk:
            raise DatabaseError("disk full")
        return real(item, reason, at)

    monkeypatch.setattr(ending, "end", breaks)
    result = end_due(bureau.agency, noon(date(2018, 3, 6)))
    assert result.ended == (second.index,) and result.failed == (f"{first.index}：disk full",)
    assert code(demand_ended, result) == "end-failed"
    monkeypatch.setattr(ending, "end", real)
    assert end_due(bureau.agency, noon(date(2018, 3, 6))).ended == (first.index,)


def test_a_worker_killed_while_ending_leaves_nothing_half_done(bureau: Bureau, monkeypatch) -> None:
    item = public(bureau, until_on=date(2018, 3, 5))

    class Killed(BaseException):
        """As if the process were gone."""

    def dies(*_given: object, **_more: object) -> None:
        raise Killed

    for step in ("record", "digest_of", "canon"):
        with monkeypatch.context() as patch:
            patch.setattr(withdrawing, step, dies)
            with pytest.raises(Killed):
                end_due(bureau.agency, noon(date(2018, 3, 6)))
        assert not Withdrawal.objects.exists() and Event.objects.last().type == "cleared"
    assert end_due(bureau.agency, noon(date(2018, 3, 6))).ended == (item.index,)
    assert Withdrawal.objects.count() == 1


def test_the_office_takes_down_alone_and_it_is_open_until_a_leader_approves(bureau: Bureau) -> None:
    item, day = public(bureau), date(2018, 3, 2)
    made = withdraw(item, "privacy", bureau.officers["office"], LATER)
    assert made.is_emergency and list(approving.open_ones(bureau.officers["leader"], day)) == [made]
    assert code(approve, made, True, "", bureau.officers["office"], LATER) == "not-held"
    assert code(approve, made, False, " ", bureau.officers["leader"], LATER) == "reason-needed"
    approve(made, True, "", bureau.officers["leader"], LATER)
    assert not approving.open_ones(bureau.officers["leader"], day).exists()
    assert code(approve, made, True, "", bureau.officers["leader"], LATER) == "not-open"


def test_the_approval_of_a_withdrawal_is_due_on_the_next_working_day(bureau: Bureau) -> None:
    at = datetime(2018, 3, 2, 8, 0, tzinfo=UTC)  # a Friday
    made = withdraw(public(bureau), "error", bureau.officers["office"], at)
    assert approving.due_on(made) == date(2018, 3, 5)


@pytest.mark.parametrize(("who", "is_theirs"), [("leader", True), ("office", False)])
def test_a_withdrawal_waits_on_the_first_page_of_leaders_and_of_the_office_until_it_is_approved(
    bureau: Bureau, who: str, is_theirs: bool
) -> None:
    made = withdraw(public(bureau), "error", bureau.officers["office"], LATER)
    officer, after = bureau.officers[who], shanghai_date(LATER) + timedelta(days=14)
    (part,) = approving.waiting(officer, after, held(officer, after))
    assert (part.count, part.mine) == (1, is_theirs)
    assert part.jobs[0].on == approving.due_on(made) and (part.jobs[0].left or 0) < 0
    assert not list(approving.waiting(bureau.officers["clerk"], after, held(bureau.officers["clerk"], after)))
    approve(made, True, "", bureau.officers["leader"], LATER)
    (part,) = approving.waiting(officer, after, held(officer, after))
    assert part.count == 0


def test_the_screens_and_the_sheet_say_by_when_the_approval_must_come(bureau: Bureau) -> None:
    item, office = public(bureau), enter(bureau, "office")
    before = text(office.get(f"/items/{item.uid}/withdraw"))
    assert f"先撤后补：最迟 {due.to_be_signed(today()):%Y-%m-%d}" in before and "由分管领导补批" in before
    assert "由分管领导补批" not in text(enter(bureau, "leader").get(f"/items/{item.uid}/withdraw"))
    withdraw(item, "error", bureau.officers["office"], timezone.now())
    assert "最迟下一个工作日补批" in text(office.get(f"/items/{item.uid}/"))
    assert f"{due.to_be_signed(today()):%Y-%m-%d}" in text(office.get(f"/items/{item.uid}/approve/paper"))
    assert "撤稿待补批" in text(enter(bureau, "leader").get("/"))


def test_an_objection_keeps_it_down_and_says_why(bureau: Bureau) -> None:
    made = withdraw(public(bureau), "error", bureau.officers["office"], LATER)
    approve(made, False, "内容没有错", bureau.officers["leader"], LATER)
    assert WithdrawalApproval.objects.get().note == "内容没有错"
    assert Release.objects.get().withdrawal == made


def test_a_leader_who_takes_down_needs_no_approval(bureau: Bureau) -> None:
    made = withdraw(public(bureau), "error", bureau.officers["leader"], LATER)
    assert not made.is_emergency
    assert code(approve, made, True, "", bureau.officers["leader"], LATER) == "not-open"
