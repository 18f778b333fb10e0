"""读网 on the desk: what is public is read over by today's lists; what a person settled stays settled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import knowing, reading, term_lists
from gongkai.desk.disclosure.models import PublicFinding, Reading, Withdrawal
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.tests.pages import enter, released, text
from gongkai.desk.disclosure.verbs import purge, withdraw
from gongkai.desk.jobs.running import work
from gongkai.refusal import Refused

WORK = {reading.KIND: reading.portion}
LIST = """
[[list]]
name = "本局"
version = "{version}"
kind = "wording"
why = "提法已改"
terms = [{{ text = "妥善保存票据", instead = "保存好票据" }}]
"""


@pytest.fixture
def home(settings, tmp_path):
    settings.GONGKAI_HOME = tmp_path
    (tmp_path / "terms").mkdir()
    return tmp_path


def listed(home: Path, version: str = "1") -> None:
    (home / "terms" / "own.toml").write_text(LIST.format(version=version), encoding="utf-8")
    knowing._loaded.cache_clear()


def run(bureau: Bureau, at=LATER) -> Reading:
    made = reading.begin(bureau.officers["office"], at)
    work(lambda: at, only=WORK)
    made.refresh_from_db()
    return made


def test_every_public_item_is_read_and_what_is_wrong_today_is_told(bureau, home):
    for number in range(1, 13):
        released(bureau.cleared(number))
    down = released(bureau.cleared(13))
    withdraw(down, "error", bureau.officers["office"], LATER)
    bureau.item(14)
    listed(home)
    made = run(bureau)
    assert (made.items, made.unread, made.ended_at) == (12, 0, LATER)
    assert PublicFinding.objects.count() == 12 and made.job.state == "done"
    one = PublicFinding.objects.order_by("pk").first()
    assert (one.kind, one.words, one.version, one.state) == ("wording", "妥善保存票据", "本局 1", "open")
    assert "提法已改" in one.why and Withdrawal.objects.count() == 1


def test_what_was_settled_stays_until_the_list_or_the_content_changes(bureau, home):
    item = released(bureau.cleared())
    listed(home)
    run(bureau)
    one = PublicFinding.objects.get()
    reading.settle(one, "none", "引用原文标题", bureau.officers["secrecy"], LATER)
    run(bureau, LATER + timedelta(days=1))
    one.refresh_from_db()
    assert (one.state, one.reason, one.officer.name) == ("none", "引用原文标题", "secrecy某")
    assert Event.objects.filter(stream=item.stream).last().type == "reading-settled"
    listed(home, "2")
    last = run(bureau, LATER + timedelta(days=2))
    assert list(last.findings.values_list("state", flat=True)) == ["open"]
    assert PublicFinding.objects.count() == 2


def test_settling_wants_a_result_a_reason_and_somebody_whose_duty_it_is(bureau, home):
    released(bureau.cleared())
    listed(home)
    run(bureau)
    one = PublicFinding.objects.get()
    office = bureau.officers["office"]
    for state, reason, by, code in (
        ("open", "理由", office, "no-state"),
        ("none", " ", office, "no-reason"),
        ("none", "长" * 201, office, "no-reason"),
        ("none", "理由", bureau.officers["clerk"], "not-held"),
    ):
        with pytest.raises(Refused) as no:
            reading.settle(one, state, reason, by, LATER)
        assert no.value.code == code
    reading.settle(one, "mended", "已更正", office, LATER)
    with pytest.raises(Refused, match="已经有人处理"):
        reading.settle(one, "none", "理由", office, LATER)


def test_one_reading_at_a_time_and_a_cancelled_one_gives_way(bureau, home):
    made = reading.begin(bureau.officers["office"], AT)
    with pytest.raises(Refused, match="正在读网"):
        reading.begin(bureau.officers["secrecy"], AT)
    reading.give_up(made, AT)
    assert Reading.objects.get().ended_at is None
    type(made.job).objects.update(state="cancelled")
    reading.give_up(Reading.objects.get(), AT)
    assert Reading.objects.get().ended_at == AT


def test_an_attachment_that_cannot_be_read_is_counted_not_passed_over(bureau, home):
    released(bureau.cleared(attachment=True))
    assert run(bureau).unread == 1


def test_a_purged_item_takes_its_findings_along(bureau, home):
    item = released(bureau.cleared())
    listed(home)
    run(bureau)
    withdraw(item, "error", bureau.officers["office"], LATER)
    Withdrawal.objects.update(log_index=99)
    purge(item, bureau.officers["secrecy"], LATER)
    assert not PublicFinding.objects.exists()


def test_the_page_starts_shows_and_settles(bureau, home, django_assert_max_num_queries):
    for number in (1, 2):
        released(bureau.cleared(number))
    listed(home)
    assert enter(bureau, "clerk").get("/reading/").status_code == 403
    client = enter(bureau, "office")
    assert "还没有读过" in text(client.get("/reading/"))
    assert client.post("/reading/")["Location"] == "/reading/"
    assert "正在读网" in text(client.get("/reading/"))
    work(timezone.now, only=WORK)
    with django_assert_max_num_queries(30):
        html = text(client.get("/reading/"))
    assert html.count("妥善保存票据") == 2 and "第1号消费警示" in html and "读了 2 条信息" in html
    one = PublicFinding.objects.order_by("pk").first()
    settled = f"/reading/{one.pk}/settle"
    assert "没有写理由" in text(client.post(settled, {"state": "none", "reason": ""}), 422)
    client.post(settled, {"state": "none", "reason": "引用原文"})
    assert "引用原文" in text(client.get("/reading/?state=none"))
    assert text(client.get("/reading/")).count("妥善保存票据") == 1
    assert "第2号" not in text(client.get(f"/reading/?after={PublicFinding.objects.last().pk}"))


def test_lists_are_loaded_and_taken_away_and_a_broken_one_changes_nothing(bureau, home):
    office = enter(bureau, "office")
    page = "/reading/lists"
    assert "随程序提供" in text(office.get(page))
    good = SimpleUploadedFile("领导.toml", LIST.format(version="3").encode())
    assert office.post(page, {"file": good}).status_code == 302
    assert "领导.toml" in text(office.get(page))
    bad = SimpleUploadedFile("领导.toml", b"[[list]\n")
    assert "写法不对" in text(office.post(page, {"file": bad}), 422)
    assert [one.version for one in term_lists.shown() if one.file] == ["3"]
    for name in ("../x.toml", "x.txt", ".toml"):
        answer = office.post(page, {"file": SimpleUploadedFile(name, LIST.format(version="1").encode())})
        assert not (home / "x.toml").exists() and answer.status_code in (302, 422)
    assert enter(bureau, "secrecy").post(page, {"remove": "领导.toml"}).status_code == 403
    office.post(page, {"remove": "领导.toml"})
    text(office.get(page))
    assert "领导.toml" not in text(office.get(page))
