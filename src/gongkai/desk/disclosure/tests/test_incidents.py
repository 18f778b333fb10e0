"""涉密误入处置: kept out before anything is stored, or purged; events know number and person."""

from __future__ import annotations

from datetime import date

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Clearance, Incident, Item, Submission, Withdrawal
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.tests.pages import enter, released, text
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs import confirm_backups, purge, withdraw


def test_a_purge_takes_every_word_and_file_and_leaves_the_chains(bureau: Bureau) -> None:
    submission = bureau.cleared(attachment=True)
    item, digest = submission.item, submission.item.files.get().sha256
    incident = purge(item, bureau.officers["secrecy"], LATER)
    item.refresh_from_db()
    assert (item.title, item.text, item.body, item.voided_on) == ("（已清除）", "", [], date(2018, 3, 2))
    assert not files.place(digest).exists() and not item.files.exists()
    submission.refresh_from_db()
    assert bytes(submission.content) == bytes(submission.body) == b"" and len(submission.digest) == 64
    assert not any(bytes(one.body) for one in Clearance.objects.all())
    last = Event.objects.filter(stream=item.stream).last()
    assert last.type == "secrecy-purge" and incident.number in bytes(last.body).decode()


def test_what_is_public_is_withdrawn_first(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    office = bureau.officers["office"]
    assert code(purge, item, office, LATER) == "still-public"
    withdraw(item, "error", office, LATER)
    assert code(purge, item, office, LATER) == "still-public"
    Withdrawal.objects.update(log_index=99)
    purge(item, office, LATER)
    assert code(purge, item, office, LATER) == "purged"


def test_a_clerk_does_not_purge(bureau: Bureau) -> None:
    assert code(purge, bureau.item(), bureau.officers["clerk"], AT) == "not-held"
    assert not Incident.objects.exists()


def test_backups_are_open_until_a_person_says_they_are_gone(bureau: Bureau) -> None:
    incident = purge(bureau.item(), bureau.officers["office"], AT)
    assert incident.backups_on is None
    confirm_backups(incident, bureau.officers["office"], LATER)
    incident.refresh_from_db()
    assert incident.backups_on == date(2018, 3, 2)


def test_the_pages_ask_before_and_tell_after(bureau: Bureau) -> None:
    item = bureau.hand_in(bureau.item()).item
    client = enter(bureau, "secrecy")
    page = f"/items/{item.uid}/purge"
    assert "不能恢复" in text(client.get(page))
    assert "还没有勾选确认" in text(client.post(page, {}), 422)
    assert client.post(page, {"sure": "on"})["Location"] == "/incidents/"
    html = text(client.get("/incidents/"))
    assert "此前的备份须人工清除" in html and Incident.objects.get().number in html
    client.post("/incidents/", {"number": Incident.objects.get().number})
    assert "已清除" in text(client.get("/incidents/"))
    assert text(client.get(f"/items/{item.uid}/"))
    assert Item.objects.get(pk=item.pk).purged_at and Submission.objects.count() == 1
