"""A row of the register becomes a registration, a matter, its cases and an event."""

from datetime import date, time

import pytest

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.casework import keyring, verbs
from gongkai.desk.casework.models import (
    Answer,
    Assignment,
    Case,
    Closing,
    Event,
    Party,
    PersonKey,
    Registration,
)
from gongkai.desk.casework.personal import find_person, keep_person
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import verbs as complaints_verbs
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.verbs.correcting import Corrected
from gongkai.ledgers import exports, imports
from gongkai.ledgers.imports import redigest
from gongkai.ledgers.imports.tests.conftest import AT, PHONE, complaint, counts, least
from gongkai.ledgers.tests.files import csv_file
from gongkai.sealing import events

pytestmark = pytest.mark.django_db


def _event(stream, n):
    return events.read(bytes(Event.objects.get(stream=stream, n=n).body))


def test_a_row_becomes_a_registration_with_its_facts(importing):
    assert counts(importing("complaints", complaint())) == (1, 0, 0, 0, 0)
    matter = Matter.objects.select_related("registration").get()
    assert matter.registration.number == "高市监诉〔2017〕1号"
    assert matter.registration.registered_time == time(9, 30)
    assert matter.registered_on == date(2017, 3, 15)
    assert (matter.amount_fen, matter.accepted_on, matter.is_redone) == (12800, date(2017, 3, 16), True)
    case = Case.objects.get()
    assert (case.kind, case.stage, case.line) == ("投诉", "closed", "工商")
    assert Assignment.objects.get().unit.name == "消费者权益保护科"
    closing = Closing.objects.get()
    assert (closing.closed_on, closing.outcome, closing.imported) == (date(2017, 3, 30), "调解成功", True)
    assert Answer.objects.get().answered_on == date(2017, 3, 30)


def test_the_event_of_a_row_says_dates_and_codes_and_commits_to_the_rest(importing):
    importing("complaints", complaint())
    event = _event(Case.objects.get().stream, 1)
    assert event["type"] == "imported"
    assert event["by"] == "import"
    assert event["occurred"] == "2017-03-15"
    assert event["data"] == {
        "register": "complaints",
        "number": "高市监诉〔2017〕1号",
        "channel": "12315",
        "kind": "投诉",
        "acceptance": "受理",
        "accepted": "2017-03-16",
        "closed": "2017-03-30",
        "outcome": "调解成功",
        "answered": "2017-03-30",
    }
    assert set(event["commits"]) == {"party", "content", "answer"}


def test_an_open_case_gets_its_due_date(importing):
    importing("complaints", least("complaints", 5))
    case = Case.objects.get()
    assert case.stage == "open"
    assert case.due_on is not None


def test_both_complaint_and_report_is_one_registration_with_two_cases(importing):
    importing("complaints", complaint(诉求类型="投诉举报"))
    assert Registration.objects.count() == 1
    assert Matter.objects.get().cases_count == 2
    cases = list(Case.objects.order_by("id"))
    assert [case.kind for case in cases] == ["投诉", "举报"]
    assert Closing.objects.count() == Answer.objects.count() == 2
    assert {_event(case.stream, 1)["data"]["kind"] for case in cases} == {"投诉", "举报"}


def test_the_phone_finds_the_complaint_however_it_is_written_but_never_the_report(importing):
    importing("complaints", complaint(诉求类型="投诉举报"))
    found = find_person(f"+86 {PHONE}", among=Case.objects.all())
    assert [case.kind for case in found] == ["投诉"]
    assert PersonKey.objects.count() == 1


def test_the_same_file_again_changes_nothing(importing):
    rows = [complaint(), least("complaints", 2), least("complaints", 3, 诉求类型="投诉举报")]
    importing("complaints", *rows)
    before = Event.objects.count()
    assert counts(importing("complaints", *rows)) == (0, 0, 3, 0, 0)
    assert Event.objects.count() == before


def test_a_shuffled_and_overlapping_file_adds_only_what_is_new(importing):
    importing("complaints", *(least("complaints", n) for n in (1, 2, 3)))
    summary = importing("complaints", *(least("complaints", n) for n in (4, 3, 1)))
    assert counts(summary) == (1, 0, 2, 0, 0)
    assert Registration.objects.count() == 4


def test_columns_in_another_order_and_other_notations_are_the_same_row(importing):
    importing("complaints", complaint())
    cells = dict(reversed(complaint(登记时间="2017年3月15日 9:30", 涉及金额="￥128").items()))
    assert counts(importing("complaints", cells)) == (0, 0, 1, 0, 0)


def test_a_changed_row_takes_the_place_of_the_earlier_and_leaves_an_event(importing):
    importing("complaints", complaint(办结时间="", 办理结果="", 满意度=""))
    assert Case.objects.get().due_on is not None
    summary = importing("complaints", complaint())
    assert counts(summary) == (0, 1, 0, 0, 0)
    case = Case.objects.get()
    assert (case.stage, case.due_on) == ("closed", None)
    assert Closing.objects.get().outcome == "调解成功"
    event = _event(case.stream, 2)
    assert event["type"] == "changed"
    assert set(event["data"]["columns"]) == {"closed_on", "closed_time", "outcome", "satisfaction"}


def test_the_later_file_of_one_run_wins(agency, tmp_path):
    files = [
        csv_file(tmp_path, [complaint(满意度="不满意")], "complaints-1.csv"),
        csv_file(tmp_path, [complaint(满意度="满意")], "complaints-2.csv"),
    ]
    summary = imports.run("complaints", files, agency=agency, at=AT)
    assert counts(summary) == (1, 1, 0, 0, 0)
    assert Matter.objects.get().satisfaction == "满意"


def test_a_change_of_kind_keeps_the_case_and_its_chain(importing):
    importing("complaints", complaint(诉求类型="投诉"))
    stream = Case.objects.get().stream
    importing("complaints", complaint(诉求类型="举报"))
    case = Case.objects.get()
    assert (case.kind, case.stream) == ("举报", stream)
    assert not PersonKey.objects.exists()


def test_a_kind_that_is_no_longer_said_voids_its_case_and_comes_back_to_it(importing):
    importing("complaints", complaint(诉求类型="投诉举报"))
    importing("complaints", complaint(诉求类型="投诉"))
    assert dict(Case.objects.values_list("kind", "stage")) == {"投诉": "closed", "举报": "voided"}
    assert Matter.objects.get().cases_count == Closing.objects.count() == 1
    importing("complaints", complaint(诉求类型="投诉举报"))
    assert dict(Case.objects.values_list("kind", "stage")) == {"投诉": "closed", "举报": "closed"}
    assert Event.objects.filter(stream__startswith="case/").count() == 6


def test_equal_rows_of_one_file_count_once_and_differing_ones_are_all_rejected(importing):
    equal = least("complaints", 1)
    differing = [least("complaints", 2), least("complaints", 2, 商品服务类别="食品")]
    summary = importing("complaints", equal, equal, *differing)
    assert counts(summary) == (1, 0, 0, 1, 2)
    assert summary.accepted + summary.rejected == summary.read == 4


def test_the_source_number_is_the_key_where_there_is_one(importing):
    importing("complaints", complaint(来源单号="S1"))
    summary = importing("complaints", complaint(来源单号="S1", 登记编号="高市监诉〔2017〕9号"))
    assert counts(summary) == (0, 1, 0, 0, 0)
    assert Registration.objects.get().number == "高市监诉〔2017〕9号"


def test_a_row_without_our_number_is_known_by_its_source(importing):
    importing("complaints", complaint(登记编号="", 来源单号="S1"))
    assert Registration.objects.get().number == "12315:S1"


def test_one_number_of_two_sources_is_two_registrations(importing):
    summary = importing("complaints", complaint(), complaint(来源渠道="12365"))
    assert counts(summary) == (2, 0, 0, 0, 0)
    numbers = set(Registration.objects.values_list("number", flat=True))
    assert numbers == {"高市监诉〔2017〕1号", "12365:高市监诉〔2017〕1号"}


def test_one_number_of_one_source_twice_is_rejected(importing):
    summary = importing("complaints", complaint(来源单号="S1"), complaint(来源单号="S2"))
    assert counts(summary) == (1, 0, 0, 0, 1)
    assert "已用于另一件" in summary.rejected_file.read_text("utf-8-sig")


def test_an_unknown_unit_is_rejected_with_the_known_ones(importing):
    summary = importing("complaints", complaint(承办单位="市场科"))
    assert counts(summary) == (0, 0, 0, 0, 1)
    said = summary.rejected_file.read_text("utf-8-sig")
    assert "register.csv,2,承办单位,没有名为“市场科”的单位" in said
    assert "消费者权益保护科" in said


def test_units_are_made_while_nobody_entered_any(keys, tmp_path):
    agency = Agency.objects.create(code="X", name="某局")
    path = csv_file(tmp_path, [complaint()])
    summary = imports.run("complaints", [path], agency=agency, at=AT)
    assert counts(summary) == (1, 0, 0, 0, 0)
    assert Unit.objects.get().kind == "科室"
    assert "已按科室建立" in summary.warnings[-1].reason


def test_a_text_that_is_too_long_is_rejected_on_every_database(importing):
    summary = importing("complaints", complaint(被诉主体="店" * 161))
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert "有 161 个字，超过 160 个字" in summary.rejected_file.read_text("utf-8-sig")


def test_a_closing_without_outcome_is_kept_as_unstated(importing):
    importing("complaints", complaint(办理结果=""))
    assert Closing.objects.get().outcome == "未载明"


def test_what_the_desk_closed_itself_is_not_undone_by_a_register(importing):
    importing("complaints", complaint(办结时间="", 办理结果="", 答复时间="", 答复内容=""))
    case = Case.objects.get()
    Closing.objects.create(case=case, closed_on=date(2017, 4, 1), outcome="调解不成", imported=False)
    record(case.stream, "closed", by="system", occurred=date(2017, 4, 1), at=AT)
    summary = importing("complaints", complaint())
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert Closing.objects.get().outcome == "调解不成"


def test_a_registration_of_the_desk_itself_is_not_overwritten(importing):
    importing("complaints", complaint())
    Registration.objects.update(content_digest=b"")
    assert counts(importing("complaints", complaint())) == (0, 0, 1, 0, 0)
    assert counts(importing("complaints", complaint(满意度="不满意"))) == (0, 0, 0, 0, 1)


@pytest.fixture
def officers(agency):
    """Two of the office."""
    made = [Officer.objects.create_user(name, name=name, agency=agency) for name in ("zhang", "li")]
    for one in made:
        Duty.objects.create(officer=one, kind="office", since=date(2017, 1, 1))
    return made


def test_a_registration_that_the_desk_voided_stays_void(importing, officers):
    importing("complaints", complaint())
    one, other = officers
    verbs.void(Registration.objects.get(), by=one, approved_by=other, reason="误登", at=AT)
    assert counts(importing("complaints", complaint())) == (0, 0, 1, 0, 0)
    assert counts(importing("complaints", complaint(满意度="不满意"))) == (0, 0, 0, 0, 1)
    assert Case.objects.get().stage == "voided"
    assert Matter.objects.get().satisfaction == "满意"


def test_a_case_that_the_desk_took_up_again_keeps_its_course(importing, officers):
    importing("complaints", complaint())
    verbs.reopen(Case.objects.get(), "dissatisfied", by=officers[0], at=AT)
    assert counts(importing("complaints", complaint(满意度="不满意"))) == (0, 0, 0, 0, 1)
    assert (Case.objects.get().stage, Closing.objects.get().reopened_on) == ("open", date(2018, 1, 8))


def test_the_unit_that_the_desk_decided_outlasts_a_changed_row(importing, officers):
    one, other = officers
    lacking = {"办结时间": "", "办理结果": "", "答复时间": "", "答复内容": ""}
    importing("complaints", complaint(**lacking), complaint(登记编号="2", 承办单位="", **lacking))
    office = Unit.objects.get(code="BGS")
    given, bare = Case.objects.order_by("id")
    verbs.reassign(given, office, by=one, approved_by=other, reason="职责", at=AT)
    verbs.assign(bare, office, by=one, at=AT)
    rows = [complaint(), complaint(登记编号="2", 承办单位="")]
    assert counts(importing("complaints", *rows)) == (0, 2, 0, 0, 0)
    assert {one.unit for one in Assignment.objects.filter(until__isnull=True)} == {office}
    assert Assignment.objects.filter(until__isnull=False).count() == 1
    assert Closing.objects.count() == 2
    assert counts(importing("complaints", *rows)) == (0, 0, 2, 0, 0)


def test_a_person_whom_the_desk_keeps_secret_is_not_sealed_for_the_handlers_again(importing):
    importing("complaints", complaint(诉求类型="举报"))
    keep_person(Case.objects.get(), "诉求人", {"name": "于志静"}, secret=True)
    sealed = bytes(Party.objects.get().sealed)
    assert counts(importing("complaints", complaint(诉求类型="举报", 满意度="不满意"))) == (0, 0, 0, 0, 1)
    assert bytes(Party.objects.get().sealed) == sealed


OPEN = {
    "受理决定": "",
    "受理时间": "",
    "办结时间": "",
    "办理结果": "",
    "答复时间": "",
    "答复内容": "",
    "满意度": "",
}


@pytest.fixture
def handler(agency):
    """Who handles the cases of the section."""
    made = Officer.objects.create_user("wang", name="王承办", agency=agency)
    unit = Unit.objects.get(code="XBK")
    Duty.objects.create(officer=made, kind="handler", unit=unit, since=date(2017, 1, 1))
    return made


def test_an_export_that_knows_nothing_of_the_desks_work_takes_nothing_of_it_away(importing, handler):
    row = complaint(**OPEN, 来源单号="W1", 要求反馈时限="2018-02-01")
    importing("complaints", row)
    complaints_verbs.accept(Case.objects.get(), by=handler, at=AT)
    later = row | {"要求反馈时限": "2018-02-15"}
    assert counts(importing("complaints", later)) == (0, 1, 0, 0, 0)
    matter = Matter.objects.get()
    assert (matter.feedback_due, matter.acceptance) == (date(2018, 2, 15), "受理")
    assert matter.accepted_on == date(2018, 1, 8)
    assert counts(importing("complaints", later)) == (0, 0, 1, 0, 0)


def test_what_was_put_right_on_the_desk_stands_against_an_export_with_the_old_mistake(
    importing, handler, officers
):
    row = complaint(**OPEN, 来源单号="W1")
    importing("complaints", row)
    said = Corrected(person={"name": "于志静"}, shop={"respondent": "蔚田渔具商行"})
    complaints_verbs.correct(
        Case.objects.get(), said, by=officers[0], approved_by=officers[1], reason="写错", at=AT
    )
    summary = importing("complaints", row | {"录音编号": "R9"})
    assert counts(summary) == (0, 1, 0, 0, 0)
    assert "诉求人、被诉主体" in [one.column for one in summary.warnings]
    back = exports.complaints.row_of(tuple(keyring.secrets("handling")), Registration.objects.get().pk)
    assert (back.person, back.respondent, back.recording) == ("于志静", "蔚田渔具商行", "R9")


def test_an_answered_case_read_again_after_the_index_changed_is_no_rejected_row(importing, handler):
    row = complaint(**OPEN, 来源单号="W1")
    importing("complaints", row)
    case = Case.objects.get()
    complaints_verbs.accept(case, by=handler, at=AT)
    complaints_verbs.agree(case, "退还货款", by=handler, at=AT)
    complaints_verbs.answer(case, "已退款", delivery="电话", proof="录音 1", by=handler, at=AT)
    complaints_verbs.close(case, by=handler, at=AT)
    Registration.objects.update(content_digest=redigest.UNKNOWN)
    assert counts(importing("complaints", row)) == (0, 0, 1, 0, 0)
    assert bytes(Registration.objects.get().content_digest) != redigest.UNKNOWN
    assert counts(importing("complaints", row | {"满意度": "不满意"})) == (0, 0, 0, 0, 1)
