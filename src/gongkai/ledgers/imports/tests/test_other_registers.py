"""Applications, remedies, penalties, samples, activities."""

from datetime import date

import pytest

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.casework import keyring, numbers, verbs
from gongkai.desk.casework.models import Answer, Case, Closing, Event, Registration
from gongkai.desk.enforcement.models import Penalty, Sample
from gongkai.desk.foi.models import Application
from gongkai.desk.oversight.models import Activity
from gongkai.desk.remedies.models import Remedy
from gongkai.ledgers import exports, imports
from gongkai.ledgers.imports.tests.conftest import AT, counts
from gongkai.ledgers.tests.files import csv_file, minimal

pytestmark = pytest.mark.django_db
_ANY = {"applications": {"提交方式": "信函", "申请人类型": "自然人"}, "remedies": {}}
"""What a row of the kind needs besides the columns that the register demands."""


def _application(**cells):
    return minimal(
        "applications", 提交方式="信函", 申请人类型="自然人", 申请人="隋洪梅", 申请内容="申请公开处理结果"
    ) | dict(cells)


def _penalty(**cells):
    return minimal("penalties", 当事人名称="禾润粮油店", 当事人类型="个体工商户", 罚款金额="1.3") | dict(
        cells
    )


def _handling():
    return tuple(keyring.secrets("handling"))


def _why(summary):
    return summary.rejected_file.read_text("utf-8-sig")


def test_an_application_carries_the_code_of_its_outcome(importing):
    importing("applications", _application(答复结果="同意公开答复", 答复日期="2017-06-27", 送达方式="邮寄"))
    application = Application.objects.get()
    assert application.outcome.startswith("reply.")
    assert application.replied_on == date(2017, 6, 27)
    assert Case.objects.get().stage == "closed"
    assert Closing.objects.get().outcome == application.outcome
    assert Answer.objects.get().delivery == "邮寄"


def test_the_desk_numbers_above_what_the_register_brought(importing):
    importing("applications", _application(登记编号="高市监依申请〔2017〕7号"))
    agency = Agency.objects.get()
    assert numbers.allocate(agency, "applications", 2017) == 8
    assert numbers.prefix_of(agency, "applications") == "高市监"


def test_an_open_application_has_a_due_date(importing):
    importing("applications", _application())
    assert Case.objects.get().due_on is not None


def test_an_outcome_that_the_year_did_not_know_is_rejected(importing):
    summary = importing("applications", _application(答复结果="grant.full", 答复日期="2017-06-27"))
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert ",2,答复结果," in _why(summary)


@pytest.mark.parametrize("cells", [{"答复日期": "2017-06-27"}, {"答复结果": "同意公开答复"}])
def test_half_a_reply_leaves_the_application_open_and_comes_back_as_it_was(importing, cells):
    row = _application(**cells)
    summary = importing("applications", row)
    assert counts(summary) == (1, 0, 0, 0, 0)
    assert ({*cells} ^ {"答复日期", "答复结果"}).pop() in [
        one.column for one in summary.warnings if one.row_number
    ]
    assert Application.objects.get().replied_on is None
    assert not Closing.objects.exists()
    back = exports.applications.row_of(_handling(), Registration.objects.get().pk)
    assert (back.replied_on, back.outcome) == (
        date(2017, 6, 27) if "答复日期" in cells else None,
        cells.get("答复结果", ""),
    )
    assert counts(importing("applications", row)) == (0, 0, 1, 0, 0)
    importing("applications", _application(答复结果="同意公开答复", 答复日期="2017-06-27"))
    assert Application.objects.get().replied_on == date(2017, 6, 27)


def test_a_changed_application_replaces(importing):
    importing("applications", _application())
    summary = importing("applications", _application(答复结果="信息不存在", 答复日期="2017-06-20"))
    assert counts(summary) == (0, 1, 0, 0, 0)
    assert Application.objects.get().replied_on == date(2017, 6, 20)
    assert counts(importing("applications", _application())) == (0, 1, 0, 0, 0)
    assert not Closing.objects.exists()


def test_a_remedy_knows_the_application_it_attacks(importing):
    importing("applications", _application())
    importing("remedies", minimal("remedies", 关联登记编号="1号"))
    remedy = Remedy.objects.get()
    assert remedy.application == Registration.objects.get(series="applications")
    assert remedy.result == "尚未审结"


def test_one_number_in_two_kinds_of_remedy_is_two_cases(importing):
    rows = [minimal("remedies"), minimal("remedies", 类型="举报投诉")]
    assert counts(importing("remedies", *rows)) == (2, 0, 0, 0, 0)
    assert counts(importing("remedies", *rows)) == (0, 0, 2, 0, 0)


@pytest.mark.parametrize("cells", [{"结果": "维持"}, {"结案日期": "2017-08-01"}])
def test_a_remedy_is_closed_with_result_and_day_and_else_open_and_comes_back_as_it_was(importing, cells):
    row = minimal("remedies", **cells)
    assert counts(importing("remedies", row)) == (1, 0, 0, 0, 0)
    assert (Remedy.objects.get().result, Closing.objects.count()) == ("尚未审结", 0)
    back = exports.remedies.row_of(_handling(), Registration.objects.get().pk)
    assert back.result == cells.get("结果", "")
    assert (back.closed_on is None) == ("结案日期" not in cells)
    assert counts(importing("remedies", row)) == (0, 0, 1, 0, 0)


def test_a_remedy_is_closed_by_a_later_register(importing):
    importing("remedies", minimal("remedies"))
    importing("remedies", minimal("remedies", 结果="纠正", 结案日期="2017-08-01"))
    assert Remedy.objects.get().closed_on == date(2017, 8, 1)
    assert Closing.objects.get().outcome == "纠正"


def test_a_penalty_has_its_money_in_fen(importing):
    importing("penalties", _penalty(没收金额="0.008", 送达日期="2017-06-10", 条线="食药"))
    penalty = Penalty.objects.get()
    assert (penalty.fine_fen, penalty.confiscated_fen, penalty.line) == (1_300_000, 8_000, "食药")
    assert penalty.party == "禾润粮油店"
    assert penalty.party_sealed is None


def test_records_without_cases_have_a_chain_too(importing):
    importing("penalties", _penalty())
    assert counts(importing("penalties", _penalty(罚款金额="2"))) == (0, 1, 0, 0, 0)
    stream = f"penalty/{Penalty.objects.get().uid}"
    assert list(Event.objects.filter(stream=stream).order_by("n").values_list("type", flat=True)) == [
        "imported",
        "changed",
    ]


def test_a_decision_of_another_agency_is_not_taken_over(importing, tmp_path, agency):
    importing("penalties", _penalty())
    other = type(agency).objects.create(code="OTHER", name="另一局")
    summary = imports.run("penalties", [csv_file(tmp_path, [_penalty(罚款金额="9")])], agency=other, at=AT)
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert Penalty.objects.get().fine_fen == 1_300_000


def test_a_party_of_unknown_kind_without_a_credit_code_is_kept_as_a_natural_person(importing):
    summary = importing("penalties", _penalty(当事人名称="贺兰芝", 当事人类型="", 统一社会信用代码=""))
    assert counts(summary) == (1, 0, 0, 0, 0)
    assert "当事人类型" in [one.column for one in summary.warnings if one.row_number]
    penalty = Penalty.objects.get()
    assert (penalty.party, penalty.party_kind) == ("贺某", "")
    assert exports.plain.row_of(exports.plain.PENALTIES, _handling(), penalty.pk).party == "贺兰芝"
    importing("penalties", _penalty(当事人类型="", 决定书文号="2号", 统一社会信用代码="91440300708461136T"))
    assert Penalty.objects.get(doc_no="2号").party == "禾润粮油店"


def test_each_failed_item_of_a_sample_is_a_row(importing):
    rows = [
        minimal("samples", 不合格项目="菌落总数", 结论="不合格"),
        minimal("samples", 不合格项目="铅", 结论="不合格"),
    ]
    assert counts(importing("samples", *rows)) == (2, 0, 0, 0, 0)
    assert counts(importing("samples", *reversed(rows))) == (0, 0, 2, 0, 0)
    assert Sample.objects.count() == 2


def test_an_activity_keeps_numbers_and_leaves_blanks_blank(importing):
    importing("activities", minimal("activities", 参加人数="38", 主要负责同志参加="是", 来源="简报"))
    activity = Activity.objects.get()
    assert (activity.people, activity.is_lead_present, activity.leaflets) == (38, True, None)
    assert activity.extras == {"来源": "简报"}


@pytest.mark.parametrize(
    ("kind", "change"), [("applications", {"送达方式": "邮寄"}), ("remedies", {"关联登记编号": "9"})]
)
def test_what_the_desk_voided_comes_back_and_stops_no_import(importing, agency, kind, change):
    importing(kind, minimal(kind) | _ANY[kind])
    one, other = (Officer.objects.create_user(name, name=name, agency=agency) for name in ("zhang", "li"))
    for officer in (one, other):
        Duty.objects.create(officer=officer, kind="office", since=date(2017, 1, 1))
    verbs.void(Registration.objects.get(), by=one, approved_by=other, reason="误登", at=AT)
    summary = importing(kind, minimal(kind) | _ANY[kind] | change)
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert "作废" in _why(summary)


def test_a_penalty_that_another_agency_recorded_comes_back_even_when_it_says_the_same(importing, tmp_path):
    importing("penalties", _penalty())
    other = Agency.objects.create(code="B", name="另一局")
    summary = imports.run("penalties", [csv_file(tmp_path, [_penalty()])], agency=other, at=AT)
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert "另一机构" in _why(summary)
