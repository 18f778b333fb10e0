"""The yearly plan feeds the section about key areas: proposed, taken over by a person, traced, drift told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.casework.models import Event
from gongkai.desk.oversight import plan
from gongkai.desk.oversight.models import PlannedTask
from gongkai.desk.reporting import composing
from gongkai.desk.reporting.models import Narrative, NarrativeDraft
from gongkai.desk.reporting.report import planned, writing
from gongkai.desk.reporting.tests import factories as make
from gongkai.desk.reporting.tests.test_sections import EMPTY, code, login, text

pytestmark = pytest.mark.django_db(databases=["default"])
HERE = "/years/2017/report/sections/key_areas/"
AT = datetime(2018, 1, 20, 2, tzinfo=UTC)
DAY = date(2018, 1, 20)


@pytest.fixture
def agency(keys: object) -> Agency:
    made = make.AgencyFactory()
    make.item(made)
    return made


@pytest.fixture
def unit(agency: Agency) -> Unit:
    return Unit.objects.create(agency=agency, code="SP", name="食品生产科", kind="科室")


@pytest.fixture
def office(agency: Agency) -> Officer:
    return make.officer(agency, "office")


@pytest.fixture
def tasks(agency: Agency, unit: Unit) -> list[PlannedTask]:
    def given(task: str, area: str) -> PlannedTask:
        return plan.plan(
            agency, 2017, task, unit=unit, due_on=date(2017, 12, 31), by="台账", at=AT, key_area=area
        )

    done = given("公开食品抽检结果", "食品安全")
    plan.add_evidence(done, "关于抽检情况的公告", on=date(2017, 5, 3), by="台账", at=AT)
    plan.finish(done, on=date(2017, 6, 1), by="台账", at=AT)
    open_one = given("公开特种设备检查结果", "食品安全")
    dropped = given("编制旧版目录", "")
    plan.drop(dropped, reason_code="repealed", by="台账", at=AT)
    return [done, open_one, dropped]


def filled(words: str) -> str:
    return words.replace("【请写明没有完成的原因和下一步】", "因平台升级顺延到下一年")


def take(agency: Agency, office: Officer, typed: str = "", base: str = EMPTY) -> NarrativeDraft:
    return composing.take_over(agency, 2017, "key_areas", typed, base=base, by=office, at=AT)


def saved(agency: Agency, office: Officer) -> Narrative:
    draft = take(agency, office)
    return composing.save(agency, 2017, "key_areas", filled(draft.text), base=EMPTY, by=office, at=AT)


def test_the_draft_says_done_with_evidence_not_done_with_a_gap_and_dropped_with_the_reason(
    agency: Agency, tasks: list[PlannedTask]
) -> None:
    said = planned.proposal(agency, 2017, DAY).text
    assert "公开食品抽检结果（食品生产科）：2017年6月1日完成。见关于抽检情况的公告（2017年5月3日）。" in said
    assert "公开特种设备检查结果（食品生产科）：时限2017年12月31日，没有完成，【请写明" in said
    assert "编制旧版目录（食品生产科）：不再执行，来源文件已经废止或者调整。" in said
    assert "## 食品安全" in said and 'stated(3, "工作要点任务表，2018-01-20")' in said


def test_every_number_of_it_has_a_source_and_it_reads_without_fault(
    agency: Agency, tasks: list[PlannedTask]
) -> None:
    words = planned.proposal(agency, 2017, DAY).text
    report = writing.prepare(agency, 2017, instead={"key_areas": words})
    (section,) = [one for one in report.told.sections if one.section.key == "key_areas"]
    assert section.bare == () and section.wrong == "" and section.unknown == ()
    assert [one.value for one in section.stated] == ["3", "1", "1", "1"]


def test_what_somebody_entered_is_no_markdown(agency: Agency, unit: Unit) -> None:
    plan.plan(
        agency, 2017, "# 推进{{ items.total }}*公开*", unit=unit, due_on=date(2017, 12, 31), by="台账", at=AT
    )
    words = planned.proposal(agency, 2017, DAY).text
    assert "推进 items.total 公开" in words and "{{ items" not in words


def test_it_is_only_a_proposal_until_somebody_takes_it_over_and_saves(
    agency: Agency, office: Officer, tasks: list[PlannedTask]
) -> None:
    assert not Narrative.objects.exists() and not NarrativeDraft.objects.exists()
    draft = take(agency, office, "我写的话。")
    assert draft.text.startswith("我写的话。\n\n年度工作要点") and not Narrative.objects.exists()
    assert [one["task"] for one in draft.sources] == [one.uid for one in plan.tasks(agency, 2017)]
    composing.discard(office, 2017, planned_section())
    assert not NarrativeDraft.objects.exists()


def planned_section():
    return next(one for one in writing.narrative.sections(2017) if one.key == "key_areas")


def test_what_is_to_be_filled_in_is_not_saved(
    agency: Agency, office: Officer, tasks: list[PlannedTask]
) -> None:
    draft = take(agency, office)
    given = {"base": EMPTY, "by": office, "at": AT}
    assert code(composing.save, agency, 2017, "key_areas", draft.text, **given) == "unfilled"
    made = composing.save(agency, 2017, "key_areas", filled(draft.text), **given)
    assert len(made.sources) == 3 and not NarrativeDraft.objects.exists()
    event = Event.objects.filter(type=composing.SAVED).get()
    assert '"tasks":3' in bytes(event.body).decode()


def test_later_changes_of_the_plan_are_told_and_nothing_is_written_by_itself(
    agency: Agency, office: Officer, unit: Unit, tasks: list[PlannedTask]
) -> None:
    made = saved(agency, office)
    assert planned.changes(agency, 2017, made.sources) == []
    plan.add_evidence(tasks[1], "检查通报", on=date(2018, 1, 5), by="台账", at=AT)
    plan.finish(tasks[1], on=date(2018, 1, 6), by="台账", at=AT)
    plan.plan(agency, 2017, "补充任务", unit=unit, due_on=date(2017, 12, 31), by="台账", at=AT)
    found = planned.changes(agency, 2017, made.sources)
    assert [(one.words, one.was[:3], one.now[:3]) for one in found] == [
        ("公开特种设备检查结果", "未完成", "已完成"),
        ("补充任务", "取用时", "未完成"),
    ]
    before = made.text
    made.refresh_from_db()
    assert made.text == before
    PlannedTask.objects.filter(task="编制旧版目录").delete()
    assert any("已不在" in one.words for one in planned.changes(agency, 2017, made.sources))


def test_taking_it_over_again_starts_the_comparison_anew(
    agency: Agency, office: Officer, tasks: list[PlannedTask]
) -> None:
    made = saved(agency, office)
    plan.add_evidence(tasks[1], "检查通报", on=date(2018, 1, 5), by="台账", at=AT)
    base = composing.base_of(made.text)
    draft = take(agency, office, base=base)
    again = composing.save(agency, 2017, "key_areas", filled(draft.text), base=base, by=office, at=AT)
    assert planned.changes(agency, 2017, again.sources) == []
    composing.untrack(agency, 2017, "key_areas", by=office, at=AT)
    again.refresh_from_db()
    assert again.sources == [] and Event.objects.filter(type=composing.UNTRACKED).exists()


def test_who_may_not_write_takes_nothing_over_and_other_sections_are_not_fed(
    agency: Agency, office: Officer, tasks: list[PlannedTask]
) -> None:
    clerk = make.officer(agency, "clerk")
    given = {"base": EMPTY, "at": AT}
    assert code(composing.take_over, agency, 2017, "key_areas", "", by=clerk, **given) == "not-held"
    assert code(composing.take_over, agency, 2017, "overview", "", by=office, **given) == "not-fed"
    assert code(composing.take_over, agency, 2016, "key_areas", "", by=office, **given) == "no-plan"
    assert planned.is_fed(2017, "key_areas") and not planned.is_fed(2017, "proactive")
    assert planned.is_fed(2020, "general") and planned.is_fed(2023, "general")


def test_the_page_offers_it_takes_it_over_and_shows_what_changed(
    agency: Agency, office: Officer, tasks: list[PlannedTask]
) -> None:
    client = login(office)
    page = text(client.get(HERE))
    assert "按工作要点任务草拟的文字" in page and "取用到草稿" in page
    offer = page.partition("按工作要点任务草拟的文字")[2].partition("取用到草稿")[0]
    assert "stated(" not in offer and 'class="d-b d-b--hand"' in offer and "<li>" in offer
    assert "按工作要点任务草拟的文字" not in text(client.get("/years/2017/report/sections/overview/"))
    answer = client.post(HERE, {"text": "", "base": EMPTY, "take": "1"})
    assert answer.status_code == 302
    page = text(client.get(HERE))
    assert "取自工作要点" in page and "有未写入报告的草稿" in page
    draft = NarrativeDraft.objects.get()
    given = {"text": draft.text, "base": draft.base, "save": "1"}
    assert "没有补齐" in text(client.post(HERE, given), 422)
    assert client.post(HERE, given | {"text": filled(draft.text)}).status_code == 302
    plan.add_evidence(tasks[1], "检查通报", on=date(2018, 1, 5), by="台账", at=AT)
    page = text(client.get(HERE))
    assert "取用以后工作要点有变动" in page and f"/plan/{tasks[1].uid}" in page
    assert "工作要点有 1 项变动" in text(client.get("/years/2017/report/"))
    assert client.post(HERE, {"untrack": "1"}).status_code == 302
    assert "取用以后工作要点有变动" not in text(client.get(HERE))
