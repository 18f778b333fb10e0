"""No filed case is destroyed without an approved list; by one, what was personal goes and the rest stays."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.desk.casework import filed_guard, filings, personal
from gongkai.desk.casework.models import (
    Attachment,
    CaseKey,
    CaseText,
    Closing,
    DestructionEntry,
    DestructionList,
    Event,
    Party,
)
from gongkai.desk.casework.tests.conftest import DAY
from gongkai.desk.casework.verbs import destroying
from gongkai.desk.casework.verbs.destroying import Titled
from gongkai.desk.casework.verbs.filing import file, keep_longer
from gongkai.desk.casework.verifying import checks, verify_filed, verify_triggers
from gongkai.refusal import Refused

CLOSED = date(2017, 10, 9)
THEN = datetime(2017, 10, 10, 2, tzinfo=UTC)
LATER = datetime(2028, 1, 5, 2, tzinfo=UTC)
"""Ten years after the year of closing have passed."""
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_state")]


@pytest.fixture
def people(officer):
    return {
        "office": officer("wang", ("office", None)),
        "second": officer("bi", ("office", None)),
        "leader": officer("tan", ("leader", None)),
    }


@pytest.fixture
def closed(make_case, units):
    def make(period="10", *, people, filed=True):
        case = make_case(units[0], kind="依申请公开", series="applications", stage="open")
        personal.keep_person(case, Party.Role.APPLICANT, {"name": "张三丰", "phone": "13800000000"})
        personal.keep_text(case, CaseText.Field.CONTENT, "张三丰申请公开抽检名单", ["张三丰"])
        Closing.objects.create(case=case, closed_on=CLOSED, outcome="grant.full", imported=True)
        case.stage = "closed"
        case.save()
        Attachment.objects.create(
            case=case, name="身份证.jpg", type="image/jpeg", size=3, sha256="0" * 64, blob="a" * 64
        )
        return (case, file(case, period, "class", by=people["office"], at=THEN)) if filed else (case, None)

    return make


def drawn(filing, agency, people, at=LATER):
    files = [Titled(filing, "公开申请：予以公开")]
    return destroying.draw_up(agency, files, "过期，无继续保存价值", by=people["office"], at=at)


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_a_file_is_kept_to_the_end_of_a_year_and_nobody_may_shorten_it(closed, people):
    case, filing = closed(people=people)
    assert (filing.label, filing.until_year) == ("定期10年", 2027)
    assert file(case, "10", "class", by=people["office"], at=THEN).pk == filing.pk
    assert file(case, "30", "class", by=people["office"], at=THEN).until_year == 2047
    assert code(file, case, "10", "class", by=people["office"], at=THEN) == "shorter"
    open_case, _ = closed(people=people, filed=False)
    Closing.objects.filter(case=open_case).update(reopened_on=CLOSED)
    assert code(file, open_case, "10", "class", by=people["office"], at=THEN) == "not-closed"


def test_looking_at_what_is_due_changes_nothing(closed, people, agency):
    _, filing = closed(people=people)
    closed("permanent", people=people)
    before = Event.objects.count()
    assert not filings.due(agency, date(2027, 12, 31)).exists()
    assert list(filings.due(agency, date(2028, 1, 1))) == [filing]
    assert Event.objects.count() == before


def test_a_case_taken_up_again_is_not_due_and_a_closed_one_waits_to_be_filed(closed, people, agency):
    case, filing = closed(people=people)
    waiting, _ = closed(people=people, filed=False)
    assert list(filings.unfiled(agency)) == [waiting]
    Closing.objects.filter(case=case).update(reopened_on=date(2020, 1, 1))
    case.stage = "open"
    case.save()
    assert not filings.due(agency, date(2028, 1, 1)).exists()
    assert filings.standing(case) is None
    assert code(drawn, filing, agency, people) == "not-due"


def test_a_list_is_drawn_by_one_and_approved_by_another(closed, people, agency, officer):
    _, filing = closed(people=people)
    assert code(drawn, filing, agency, people | {"office": people["leader"]}) == "not-held"
    assert code(drawn, filing, agency, people, at=THEN) == "not-due"
    assert code(destroying.draw_up, agency, [], "x", by=people["office"], at=LATER) == "no-files"
    found = drawn(filing, agency, people)
    assert found.number == "销毁〔2028〕1号"
    assert code(drawn, filing, agency, people) == "not-due"
    assert code(destroying.decide, found, True, "", by=people["second"], at=LATER) == "not-held"
    both = officer("both", ("office", None), ("leader", None))
    _, other = closed(people=people)
    own = drawn(other, agency, people | {"office": both})
    assert code(destroying.decide, own, True, "", by=both, at=LATER) == "four-eyes"
    assert code(destroying.decide, found, False, "", by=people["leader"], at=LATER) == "no-reason"
    done = destroying.decide(found, True, "同意", by=people["leader"], at=LATER)
    assert done.state == "approved"
    assert code(destroying.decide, found, True, "", by=people["leader"], at=LATER) == "settled"


def test_a_refused_list_sets_its_files_free(closed, people, agency):
    _, filing = closed(people=people)
    found = drawn(filing, agency, people)
    destroying.decide(found, False, "继续保存", by=people["leader"], at=LATER)
    assert list(filings.due(agency, LATER.date())) == [filing]
    longer = keep_longer(filing, 2040, "有查考价值", by=people["second"], at=LATER)
    assert (longer.from_year, longer.until_year) == (2027, 2040)
    assert not filings.due(agency, LATER.date()).exists()
    filing.refresh_from_db()
    assert code(keep_longer, filing, 2030, "x", by=people["second"], at=LATER) == "not-longer"
    assert code(keep_longer, filing, None, " ", by=people["second"], at=LATER) == "no-reason"
    keep_longer(filing, None, "永久", by=people["second"], at=LATER)
    filing.refresh_from_db()
    assert (filing.period, filing.until_year) == ("permanent", None)


STATES = {
    "never filed": None,
    "filed": None,
    "drawn": DestructionList.State.DRAWN,
    "refused": DestructionList.State.REFUSED,
    "approved": DestructionList.State.APPROVED,
}
ROWS = [
    "DELETE FROM casework_casekey WHERE case_id = %s",
    "DELETE FROM casework_party WHERE case_id = %s",
    "DELETE FROM casework_casetext WHERE case_id = %s",
    "DELETE FROM casework_attachment WHERE case_id = %s",
]


@pytest.mark.parametrize("state", STATES)
def test_the_database_lets_a_filed_case_go_by_an_approved_list_only(closed, people, agency, state):
    case, filing = closed(people=people, filed=state != "never filed")
    if STATES[state] is not None:
        found = drawn(filing, agency, people)
        if state != "drawn":
            destroying.decide(found, state == "approved", "意见", by=people["leader"], at=LATER)
    free = state in ("never filed", "approved")
    for statement in ROWS:
        try:
            with transaction.atomic():
                connection.cursor().execute(statement, [case.pk])
        except IntegrityError as wrong:
            assert not free, (state, statement)
            assert "no approved list" in str(wrong)
        else:
            assert free, (state, statement)
    assert CaseKey.objects.filter(case=case).exists() is not free
    if state == "filed":
        assert code(personal.shred, case, by=people["office"], at=LATER) == "filed"
    if filing is not None:
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute("DELETE FROM casework_filing WHERE id = %s", [filing.pk])


def test_a_list_cannot_be_made_approved_without_somebody_else(closed, people, agency):
    _, filing = closed(people=people)
    found = drawn(filing, agency, people)
    for values in (
        {"state": "approved"},
        {"state": "approved", "decided_by": people["office"], "decided_on": DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DestructionList.objects.filter(pk=found.pk).update(**values)


def test_what_was_personal_is_gone_and_the_chain_still_verifies(closed, people, agency):
    case, filing = closed(people=people)
    found = drawn(filing, agency, people)
    (entry,) = found.entries.all()
    assert code(destroying.destroy, entry, at=LATER) == "not-approved"
    destroying.decide(found, True, "同意", by=people["leader"], at=LATER)
    assert code(destroying.begin, found, people["second"], by=people["second"], at=LATER) == "four-eyes"
    destroying.begin(found, people["second"], by=people["office"], at=LATER)
    events = Event.objects.filter(stream=case.stream).count()
    destroying.destroy(entry, at=LATER)
    destroying.destroy(entry, at=LATER)
    destroying.finish(found, at=LATER)
    found.refresh_from_db()
    filing.refresh_from_db()
    assert (found.state, found.done_on) == ("done", LATER.date())
    assert filing.destroyed_on == LATER.date()
    assert not CaseKey.objects.filter(case=case).exists()
    assert not Attachment.objects.filter(case=case).exists()
    assert bytes(CaseText.objects.get(case=case).sealed) == b""
    assert CaseText.objects.get(case=case).masked
    assert Party.objects.get(case=case).sealed is None
    assert Event.objects.filter(stream=case.stream).count() == events + 2
    assert code(personal.keep_text, case, CaseText.Field.NOTE, "又来一封信") == "E_SHREDDED"
    results = {result.name: result for result in (check() for check in checks())}
    assert results["events"].holds
    assert results["filed"].holds
    assert results["streams"].holds


def test_verify_names_a_file_that_went_without_a_list(closed, people):
    case, filing = closed(people=people)
    assert verify_filed().holds
    with filed_guard.lifted(connection):
        CaseKey.objects.filter(case=case).delete()
    assert "密钥不在了" in verify_filed().faults[0]
    filing.destroyed_on = DAY
    filing.save()
    assert "不在批准的销毁清册上" in verify_filed().faults[0]


def test_missing_guards_are_named():
    assert verify_triggers().holds
    filed_guard.remove(connection)
    assert len(filed_guard.missing(connection)) == filed_guard.count()
    assert "casework_casekey_filed" in verify_triggers().faults[0]
    filed_guard.install(connection)
    assert filed_guard.missing(connection) == []


def test_an_entry_stands_on_one_list_only(closed, people, agency):
    _, filing = closed(people=people)
    entry = drawn(filing, agency, people).entries.get()
    entry.pk, entry.no = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)
    assert DestructionEntry.objects.count() == 1
