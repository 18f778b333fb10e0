"""检查整改: entered, mended by the unit, confirmed by somebody else; late is seen; the ledger is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import PublicFinding, Reading
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, text
from gongkai.desk.outlets.models import ColumnDuty
from gongkai.desk.oversight import inspecting, moving, queries, waiting
from gongkai.desk.oversight.inspecting import Found
from gongkai.desk.oversight.models import Finding, Mending
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2018, 3, 5, 2, 0, tzinfo=UTC)
DAY = date(2018, 3, 5)


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


def found(bureau: Bureau, **more: object) -> Found:
    given = Found(
        inspector="superior", body="市政府政务公开办公室", reference="威政公办〔2018〕3号",
        found_on=date(2018, 3, 1),
        kind="link", words="“办事指南”栏目第三条链接打不开", unit=bureau.unit,
        told_on=date(2018, 3, 2), days=10,
    )  # fmt: skip
    return replace(given, **more)


def entered(bureau: Bureau, at: datetime = AT, **more: object) -> Finding:
    return inspecting.enter(bureau.agency, found(bureau, **more), by=bureau.officers["office"], at=at)


def mended(bureau: Bureau, one: Finding, by: str = "clerk") -> Mending:
    return inspecting.mend(
        one, "链接已换成新的地址", on=DAY, by=bureau.officers[by], at=AT, proof="改后的网址见附件"
    )


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert refused.value.sentence and refused.value.mend
    return refused.value.code


def types(one: Finding) -> list[str]:
    return list(Event.objects.filter(stream=one.stream).order_by("n").values_list("type", flat=True))


def test_the_limit_is_counted_in_working_days_from_the_notice_with_its_steps(bureau) -> None:
    one = entered(bureau)
    assert one.due_on == date(2018, 3, 16) and one.number == "检查〔2018〕1号"
    answer = inspecting.due_of(one, Calendar.default())
    assert answer.due == one.due_on and answer.basis == "检查单位给了 10 个工作日，自收到通报的次日起算"
    assert "收到通报" in answer.steps[0].what and "应当完成整改" in answer.steps[-1].what
    fixed = entered(bureau, days=None, due_on=date(2018, 3, 20))
    assert (fixed.due_on, inspecting.due_of(fixed).basis) == (date(2018, 3, 20), "检查单位指定的日期")
    assert types(one) == ["finding-entered"]


def test_a_new_calendar_moves_the_cached_date(bureau) -> None:
    one = entered(bureau)
    Finding.objects.filter(pk=one.pk).update(due_on=DAY)
    assert inspecting.refresh(Calendar.default()) == 1
    one.refresh_from_db()
    assert one.due_on == date(2018, 3, 16) and inspecting.refresh(Calendar.default()) == 0


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        ("no-words", {"words": " "}),
        ("too-long", {"words": "错" * 1001}),
        ("no-body", {"body": ""}),
        ("unknown-column", {"column": "nowhere"}),
        ("wrong-day", {"told_on": date(2018, 2, 27)}),
        ("wrong-day", {"told_on": date(2018, 3, 6)}),
        ("no-limit", {"days": None}),
        ("no-limit", {"due_on": date(2018, 3, 20)}),
        ("no-limit", {"days": 0}),
        ("no-limit", {"days": None, "due_on": date(2018, 3, 1)}),
    ],
)
def test_what_makes_no_sense_is_not_entered(bureau, refusal, change) -> None:
    assert code(entered, bureau, **change) == refusal
    assert not Finding.objects.exists()


def test_heads_enter_self_checks_of_their_unit_alone_and_clerks_none(bureau) -> None:
    head, clerk = bureau.officers["head"], bureau.officers["clerk"]
    self_check = found(bureau, inspector="self", body="")
    assert inspecting.enter(bureau.agency, self_check, by=head, at=AT).unit == bureau.unit
    for given, by in ((found(bureau), head), (self_check, clerk)):
        assert code(inspecting.enter, bureau.agency, given, by=by, at=AT) == "not-held"
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    elsewhere = replace(self_check, unit=other)
    assert code(inspecting.enter, bureau.agency, elsewhere, by=head, at=AT) == "not-held"


def test_what_leaked_is_masked_in_the_ledger(bureau) -> None:
    one = entered(bureau, kind="privacy", words="公示名单露出手机号 13800006227")
    assert "13800006227" not in one.words


def test_nobody_confirms_what_they_mended_themselves(bureau) -> None:
    one, office = entered(bureau), bureau.officers["office"]
    assert code(inspecting.confirm, one, by=office, at=AT) == "wrong-state"
    mended(bureau, one, by="office")
    assert code(mended, bureau, one) == "wrong-state"
    assert code(inspecting.confirm, one, by=office, at=AT) == "four-eyes"
    assert code(inspecting.confirm, one, by=bureau.officers["clerk"], at=AT) == "not-held"
    done = inspecting.confirm(one, by=bureau.officers["secrecy"], at=AT, note="已打开核对")
    assert (done.state, done.closed_on) == ("closed", DAY)
    row = Mending.objects.get()
    assert (row.accepted, row.judged_by, row.note) == (True, bureau.officers["secrecy"], "已打开核对")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mending.objects.update(judged_by=row.by)
    assert types(one) == ["finding-entered", "finding-mended", "finding-closed"]


def test_what_is_not_mended_yet_goes_back_with_a_reason_and_keeps_its_limit(bureau) -> None:
    one, office = entered(bureau), bureau.officers["office"]
    assert code(inspecting.mend, one, "已改", on=DAY, by=bureau.officers["clerk"], at=AT) == "no-proof"
    wrong = {"on": date(2018, 2, 1), "by": bureau.officers["clerk"], "at": AT, "proof": "截图1"}
    assert code(inspecting.mend, one, "已改", **wrong) == "wrong-day"
    assert code(inspecting.mend, one, "", **wrong | {"on": DAY}) == "no-words"
    assert code(inspecting.mend, one, "已改", **wrong | {"by": bureau.officers["auditor"]}) == "not-held"
    mended(bureau, one)
    assert code(inspecting.send_back, one, " ", by=office, at=AT) == "no-reason"
    back = inspecting.send_back(one, "手机上仍打不开", by=office, at=AT)
    assert (back.state, back.due_on) == ("open", date(2018, 3, 16))
    assert mended(bureau, one).no == 2


def test_a_wrong_entry_is_voided_by_another_person_and_its_number_stays(bureau) -> None:
    one = entered(bureau)
    assert code(inspecting.void, one, "误录", by=bureau.officers["office"], at=AT) == "four-eyes"
    assert code(inspecting.void, one, "", by=bureau.officers["leader"], at=AT) == "no-reason"
    assert inspecting.void(one, "误录", by=bureau.officers["leader"], at=AT).voided_on == DAY
    assert code(mended, bureau, one) == "wrong-state"
    page = text(enter(bureau, "office").get("/ledgers/inspections/", {"month": "2018-03"}))
    assert "零报告" in page


def test_one_sees_what_concerns_ones_unit_and_what_is_invisible_is_404(bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    mine, theirs = entered(bureau), entered(bureau, unit=other)
    clerk = bureau.officers["clerk"]
    assert list(queries.visible_to(clerk, DAY)) == [mine]
    assert queries.visible_to(bureau.officers["auditor"], DAY).count() == 2
    client = enter(bureau, "clerk")
    assert client.get(f"/inspections/{mine.uid}/").status_code == 200
    assert client.get(f"/inspections/{theirs.uid}/").status_code == 404
    assert client.post(f"/inspections/{theirs.uid}/mend", {}).status_code == 404
    assert moving.count(other) == 1
    assert moving.move(other, bureau.unit, bureau.officers["office"], AT) == 1
    assert queries.visible_to(clerk, DAY).count() == 2 and types(theirs)[-1] == "finding-moved"


def test_from_the_notice_to_the_closing_on_the_pages(bureau) -> None:
    item, office = drafted(bureau), enter(bureau, "office")
    assert "还没有检查发现的问题" in text(office.get("/inspections/"))
    day = today()
    given = {
        "inspector": "testing", "body": "某测评机构", "found_on": f"{day}", "told_on": f"{day}",
        "kind": "wording",
        "words": "领导职务写错", "index": "没有的", "unit": bureau.unit.pk, "days": "5",
    }  # fmt: skip
    answer = office.post("/inspections/new", given)
    assert "没有索引号为“没有的”的信息" in text(answer, 422)
    answer = office.post("/inspections/new", given | {"index": item.index, "due_on": f"{day}"})
    assert "只填一项" in text(answer, 422)
    here = office.post("/inspections/new", given | {"index": item.index})["Location"]
    page = text(office.get(here))
    assert item.title in page and "怎么算的" in page and "检查〔" in page
    clerk, secrecy = enter(bureau, "clerk"), enter(bureau, "secrecy")
    part = next(waiting.waiting(bureau.officers["clerk"], day, duties(bureau, "clerk")))
    assert (part.label, part.count) == ("检查问题待整改", 1)
    assert clerk.post(f"{here}judge", {"accept": "1"}).status_code == 403
    assert clerk.post(f"{here}mend", {"on": f"{day}", "words": "已改正"}).status_code == 422
    sent = {"on": f"{day}", "words": "已改正", "note": "改后网址"}
    assert clerk.post(f"{here}mend", sent).status_code == 302
    parts = waiting.waiting(bureau.officers["secrecy"], day, duties(bureau, "secrecy"))
    (part,) = [one for one in parts if one.count]
    assert (part.label, part.count) == ("整改待确认", 1)
    assert secrecy.post(f"{here}judge", {"back": "1"}).status_code == 422
    assert secrecy.post(f"{here}judge", {"back": "1", "note": "落款也要改"}).status_code == 302
    assert clerk.post(f"{here}mend", sent | {"words": "落款也已改正"}).status_code == 302
    assert secrecy.post(f"{here}judge", {"accept": "1"}).status_code == 302
    page = text(office.get(here))
    assert "已销号" in page and "落款也要改" in page
    ledger = text(office.get("/ledgers/inspections/"))
    assert "检查整改台账" in ledger and "落款也已改正" in ledger and "secrecy某" in ledger


def test_a_file_proves_what_was_done_and_only_those_see_it_who_see_the_finding(bureau) -> None:
    one, client, shot = entered(bureau), enter(bureau, "clerk"), picture()
    from_upload = {"on": f"{DAY}", "words": "已改", "scan": upload(b"not a picture")}
    assert client.post(f"/inspections/{one.uid}/mend", from_upload).status_code == 422
    from_upload["scan"] = upload(shot)
    answer = client.post(f"/inspections/{one.uid}/mend", from_upload)
    assert answer.status_code == 302
    address = f"/inspections/{one.uid}/scans/1"
    assert b"".join(client.get(address).streaming_content) == shot
    assert client.get(f"/inspections/{one.uid}/scans/2").status_code == 404


def test_late_ones_are_marked_and_found_and_a_page_takes_a_fixed_number_of_queries(
    bureau, django_assert_max_num_queries
) -> None:
    for number in range(34):
        entered(bureau, words=f"第 {number} 处链接打不开")
    client = enter(bureau, "office")
    client.get("/inspections/")
    with django_assert_max_num_queries(16):
        page = text(client.get("/inspections/"))
    assert "已逾期" in page and "第 33 处" in page and "第 3 处" not in page
    rest = text(client.get("/inspections/", {"after": Finding.objects.order_by("-pk")[29].pk}))
    assert "第 3 处" in rest and "第 33 处" not in rest
    assert "第 33 处" in text(client.get("/inspections/", {"state": "overdue", "q": "第 33"}))
    assert "没有符合条件" in text(client.get("/inspections/", {"state": "closed"}))
    assert "第 33 处" in text(client.get("/inspections/", {"kind": "没有的", "year": "x"}))


def test_a_column_that_went_stale_is_entered_from_the_list(bureau) -> None:
    clerk, office = bureau.officers["clerk"], enter(bureau, "office")
    ColumnDuty.objects.create(
        agency=bureau.agency, column="work", unit=bureau.unit, officer=clerk, cycle_days=7,
        since=today() - timedelta(days=60),
    )  # fmt: skip
    page = text(office.get("/inspections/"))
    assert "栏目没有按期更新" in page and "登记为自查问题" in page
    form = text(office.get("/inspections/new", {"inspector": "self", "kind": "stale", "column": "work"}))
    assert 'value="work" selected' in form and 'value="stale" selected' in form
    entered(bureau, timezone.now(), inspector="self", body="", kind="stale", column="work")
    assert "栏目没有按期更新" not in text(office.get("/inspections/"))


def test_what_reading_over_met_is_entered_from_the_list(bureau) -> None:
    item, office = drafted(bureau), bureau.officers["office"]
    read = Reading.objects.create(agency=bureau.agency, by=office, at=timezone.now())
    PublicFinding.objects.create(
        reading=read, item=item, part="正文", kind="bad_link", mark="m", content="c", version="1",
        why="域名已易主", first_at=timezone.now(),
    )  # fmt: skip
    page = text(enter(bureau, "office").get("/inspections/"))
    assert "读网发现的疑点" in page and "域名已易主" in page
    assert "读网发现的疑点" not in text(enter(bureau, "leader").get("/inspections/"))
    asked = {"inspector": "self", "kind": "link", "index": item.index, "words": "读网发现：正文 域名已易主"}
    assert "读网发现：正文 域名已易主" in text(enter(bureau, "office").get("/inspections/new", asked))
    entered(bureau, inspector="self", body="", item=item)
    assert "读网发现的疑点" not in text(enter(bureau, "office").get("/inspections/"))


def duties(bureau: Bureau, name: str) -> list:
    return list(held(bureau.officers[name], today()))


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("截图.png", data)


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 20), "white").save(made, "PNG")
    return made.getvalue()
