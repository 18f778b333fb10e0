"""A list carried out by the worker: file by file, killed or not; figures and chain stay as they were."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.archive import destroying, keeping
from gongkai.desk.archive.papers import destruction_document
from gongkai.desk.archive.screens import Row, page
from gongkai.desk.casework import filings
from gongkai.desk.casework.models import Attachment, CaseKey, Event, Letter
from gongkai.desk.casework.verbs import destroying as lists
from gongkai.desk.casework.verifying import verify_chains, verify_filed
from gongkai.desk.foi import attachments, filing
from gongkai.desk.foi.keeping import ROOM, portion, proposed
from gongkai.desk.foi.models import Application, ApplicationRow, Decision
from gongkai.desk.foi.rows import LISTING
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs import reopen
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work
from gongkai.desk.lists import marks, tokens
from gongkai.desk.mailbox import sealed_files
from gongkai.refusal import Refused

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)
LATER = date(2055, 1, 6)
AT = datetime(2055, 1, 6, 2, tzinfo=UTC)


@pytest.fixture
def second(bureau):
    made = Officer.objects.create_user("second", name="毕监销", agency=bureau.agency)
    made.duties.create(kind="office", since=date(2009, 1, 1))
    return made


def filed(bureau, code="grant.full"):
    case = bureau.register(RECEIVED)
    file = attachments.keep(case, "identity", "身份证.txt", b"id", by=bureau.handler, at=at(ON))
    bureau.whole(case, code, ON)
    case.refresh_from_db()
    return case, file, keeping.file_case(ROOM, case, "30", by=bureau.office, at=at(ON, 18))


def approved(bureau, *files):
    rows = [lists.Titled(one, Row(ROOM, one).title) for one in files]
    found = lists.draw_up(bureau.agency, rows, "过期，无保存价值", by=bureau.office, at=AT)
    return lists.decide(found, True, "同意", by=bureau.leader, at=AT)


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_the_period_is_that_of_the_settings_and_another_says_so(bureau, settings):
    _, _, kept = filed(bureau)
    assert (kept.label, kept.until_year, kept.reason) == ("定期30年", 2054, "class")
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"retention_foi": "10"}
    other = bureau.register(RECEIVED)
    bureau.whole(other, "grant.full", ON)
    assert proposed(other) == ("10", "class")
    other.refresh_from_db()
    assert keeping.file_case(ROOM, other, "30", by=bureau.office, at=at(ON, 18)).reason == "chosen"
    third = bureau.register(RECEIVED)
    bureau.whole(third, "grant.full", ON)
    assert keeping.file_all(ROOM, bureau.agency, by=bureau.office, at=at(ON, 19)) == 1
    assert filings.standing(third).until_year == 2034


def test_the_worker_destroys_what_is_personal_and_leaves_the_figures(bureau, second):
    case, file, kept = filed(bureau)
    other, _, _ = filed(bureau)
    before = Application.objects.values("received_on", "replied_on", "outcome").get(pk=case.pk)
    found = approved(bureau, kept)
    destroying.begin(ROOM, found, second, by=bureau.office, at=AT)
    assert work(lambda: AT, only={ROOM.job: portion}) == 2
    found.refresh_from_db()
    assert (Job.objects.get().state, found.state) == ("done", "done")
    assert not sealed_files.place(file.blob).exists()
    assert not Attachment.objects.filter(case=case).exists()
    assert not CaseKey.objects.filter(case=case).exists()
    assert CaseKey.objects.filter(case=other).exists()
    assert all(bytes(one.sealed) == b"" for one in Letter.objects.filter(case=case))
    assert all(bytes(one.sealed) == b"" for one in Decision.objects.filter(application=case.pk))
    assert Application.objects.values("received_on", "replied_on", "outcome").get(pk=case.pk) == before
    assert verify_filed().holds
    assert verify_chains().holds
    assert Event.objects.filter(stream=case.stream, type="destroyed").exists()
    assert code(filing.court_file, case, by=bureau.office, at=AT) == "destroyed"
    case.refresh_from_db()
    assert code(reopen, case, "dissatisfied", by=bureau.office, at=AT) == "destroyed"
    assert code(attachments.keep, case, "other", "a.txt", b"x", by=bureau.office, at=AT) == "destroyed"


def test_what_came_up_after_the_approval_spares_a_file(bureau, second):
    from_another_room = Application._meta.apps.get_model("remedies", "Remedy")
    sued, file, kept = filed(bureau)
    again, _, taken_up = filed(bureau)
    _, _, goes = filed(bureau)
    found = approved(bureau, kept, taken_up, goes)
    from_another_room.objects.create(
        case=bureau.register(RECEIVED), agency=bureau.agency, kind="行政复议",
        application=sued.registration, received_on=ON, result="尚未审结",
    )  # fmt: skip
    again.refresh_from_db()
    reopen(again, "dissatisfied", by=bureau.office, at=AT)
    destroying.begin(ROOM, found, second, by=bureau.office, at=AT)
    work(lambda: AT, only={ROOM.job: portion})
    found.refresh_from_db()
    assert (Job.objects.get().state, found.state) == ("done", "done")
    assert list(found.entries.order_by("no").values_list("dropped", flat=True)) == [True, True, False]
    assert CaseKey.objects.filter(case__in=[sued, again]).count() == 2
    assert sealed_files.place(file.blob).exists()
    assert all(bytes(one.sealed) for one in Letter.objects.filter(case=sued))
    assert all(bytes(one.sealed) for one in Decision.objects.filter(application=sued.pk))
    assert Event.objects.filter(stream=sued.stream, type="spared").exists()
    assert filings.contested(bureau.agency, LATER).get().pk == kept.pk
    assert verify_filed().holds


def test_killed_between_two_steps_no_ciphertext_is_left(bureau, second, monkeypatch):
    monkeypatch.setattr(destroying, "CHUNK", 1)
    rows = [filed(bureau) for _ in range(3)]
    found = approved(bureau, *(kept for _, _, kept in rows))
    job = destroying.begin(ROOM, found, second, by=bureau.office, at=AT)

    moments = iter([AT] * 6)

    def once():
        return next(moments)

    with pytest.raises(StopIteration):
        work(once, only={ROOM.job: portion})
    assert 0 < found.entries.filter(done_at__isnull=False).count() < 3
    job.refresh_from_db()
    Job.objects.filter(pk=job.pk).update(lease="", lease_until=None, state="waiting")
    work(lambda: AT, only={ROOM.job: portion})
    found.refresh_from_db()
    assert found.state == "done"
    assert not any(sealed_files.place(file.blob).exists() for _, file, _ in rows)


def test_work_that_nobody_approved_fails_and_destroys_nothing(bureau, second):
    case, _, kept = filed(bureau)
    rows = [lists.Titled(kept, "公开申请")]
    found = lists.draw_up(bureau.agency, rows, "过期", by=bureau.office, at=AT)
    assert code(destroying.begin, ROOM, found, second, by=bureau.office, at=AT) == "not-approved"
    Job.objects.create(
        agency=bureau.agency, kind=ROOM.job, title="x", arguments={"list": found.uid},
        created_at=AT, not_before=AT,
    )  # fmt: skip
    work(lambda: AT, only={ROOM.job: portion})
    assert Job.objects.get().error_code == "not-begun"
    assert CaseKey.objects.filter(case=case).exists()


def test_an_open_suit_holds_a_file_back(bureau):
    from_another_room = Application._meta.apps.get_model("remedies", "Remedy")
    case, _, kept = filed(bureau)
    assert proposed(case)[1] == "class"
    review, _, _ = filed(bureau)
    remedy = from_another_room.objects.create(
        case=bureau.register(RECEIVED), agency=bureau.agency, kind="行政复议",
        application=case.registration, received_on=ON, result="尚未审结",
    )  # fmt: skip
    shown = page(ROOM, bureau.agency, LATER)
    assert [row.filing.case_id for row in shown["rows"]] == [review.pk]
    assert [row.filing.case_id for row in shown["held_back"]] == [case.pk]
    assert code(approved, bureau, kept) == "not-due"
    assert proposed(case) == ("permanent", "remedy")
    remedy.result, remedy.closed_on = "维持", ON
    remedy.save()
    assert [row.filing.case_id for row in page(ROOM, bureau.agency, LATER)["rows"]] == [case.pk, review.pk]


def test_the_printed_list_names_files_and_people_and_no_applicant(bureau, second):
    _, _, kept = filed(bureau)
    found = approved(bureau, kept)
    said = str(destruction_document(found))
    for words in ("依申请〔2024〕1号", "予以公开", "定期30年", "王文静", "谭主事", "监销人"):
        assert words in said
    assert "张三丰" not in said


def test_the_page_turns_by_key(bureau, monkeypatch):
    monkeypatch.setattr("gongkai.desk.archive.screens.SHOWN", 2)
    for _ in range(3):
        filed(bureau)
    first = page(ROOM, bureau.agency, LATER)
    second_page = page(ROOM, bureau.agency, LATER, first["more"])
    keys = [row.filing.pk for row in (*first["rows"], *second_page["rows"])]
    assert len(keys) == len(set(keys)) == 3
    assert second_page["more"] == ""


def test_no_word_of_a_destroyed_file_is_left_in_the_search_or_in_the_pages_of_the_database(bureau, second):
    words = "鸑鷟牌纯净水饮用纯净水铜绿假单胞菌"
    case = bureau.register(RECEIVED, text=f"申请公开{words}的检验报告")
    bureau.whole(case, "grant.full", ON)
    case.refresh_from_db()
    kept = keeping.file_case(ROOM, case, "30", by=bureau.office, at=at(ON, 18))
    filed(bureau)
    marks.settle(LISTING)
    assert words in case.texts.get(field="content").masked
    assert terms_of("鸑鷟") <= index_terms()
    destroying.begin(ROOM, approved(bureau, kept), second, by=bureau.office, at=AT)
    work(lambda: AT, only={ROOM.job: portion})
    assert not case.texts.exclude(masked="").exists()
    row = ApplicationRow.objects.get(pk=case.pk)
    assert row.text and not set(words) & set(row.text)
    assert not terms_of("鸑鷟") & index_terms()
    assert terms_of("抽检") <= index_terms()  # the others are still found
    if connection.vendor == "sqlite":
        whole = connection.connection.serialize()
        assert words.encode() not in whole and grams.normal(words).encode() not in whole


def terms_of(word):
    return set(tokens.coded(grams.of_text(word)))


def index_terms():
    """Every term that the pages of the index hold, dropped rows included."""
    table = ApplicationRow.grams_table()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT unnest(grams) FROM foi_applicationrow")
        else:
            cursor.execute(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', '{table}', 'row')")
            cursor.execute("SELECT term FROM temp.terms")
        found = {term for (term,) in cursor.fetchall()}
        if connection.vendor != "postgresql":
            cursor.execute("DROP TABLE temp.terms")
    return found
