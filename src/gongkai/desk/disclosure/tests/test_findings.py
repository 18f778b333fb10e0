"""Findings 疑点: kept or taken out by a named person before the handing in, and kept with the submission."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import screened
from gongkai.desk.disclosure.models import Item, Resolution, Submission
from gongkai.desk.disclosure.screened import Suspect
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, fields, text
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs import Ruling, confirm_list, hand_in, resolve
from gongkai.desk.disclosure.verbs.drafting import read_text
from gongkai.desk.disclosure.verbs.resolving import listed
from gongkai.sealing.canon import parse

WORDS = "请拨打 13800006227 联系。\n\n据悉仅供内部参考。\n\n咨询电话 0631-5621234。"


def written(bureau: Bureau, words: str = WORDS, **more: object) -> Item:
    return drafted(bureau, text=words, body=read_text(words), **more)


def keys(item: Item) -> list[str]:
    return [one.key for one in listed(screened.suspects(item))]


def only(item: Item, kind: str) -> Suspect:
    return next(one for one in screened.suspects(item) if one.kind == kind)


def rule(bureau: Bureau, item: Item, kind: str, decision: str, reason: str = "") -> Resolution:
    return resolve(item, Ruling(only(item, kind).key, decision, reason), bureau.officers["clerk"], AT)


def stored(submission: Submission) -> list[dict]:
    return parse(bytes(submission.body))["screening"]["findings"]


def test_nothing_is_handed_in_while_a_finding_is_open(bureau: Bureau) -> None:
    item = written(bureau)
    assert code(bureau.hand_in, item) == "open-findings"
    confirm_list(item, keys(item), bureau.officers["clerk"], AT)
    assert code(bureau.hand_in, item) == "open-findings"
    rule(bureau, item, "work_secret", "false", "新闻套话，不是内部资料")
    submission = bureau.hand_in(item)
    found = {one["kind"]: (one["resolution"], one["by"].split(" <")[0]) for one in stored(submission)}
    assert found == {
        "mobile": ("masked", "clerk某"),
        "work_secret": ("false", "clerk某"),
        "tel": ("rule", "clerk某"),
    }


def test_the_list_of_the_policy_is_masked_in_the_text_by_one_act(bureau: Bureau) -> None:
    item = written(bureau, "联系人孙女士 13800006227。\n\n再打 13800006227。")
    assert only(item, "mobile").count == 2
    confirm_list(item, keys(item), bureau.officers["clerk"], AT)
    item.refresh_from_db()
    assert "13800006227" not in item.text + str(item.body) and "×××" in item.text
    kept = Resolution.objects.get(kind="mobile")
    assert "13800006227" not in str(vars(kept)) and kept.officer == bureau.officers["clerk"]
    event = Event.objects.filter(stream=item.stream).order_by("-n").first()
    assert event.type == "findings-resolved" and b"138" not in bytes(event.body)


def test_the_list_is_confirmed_as_it_was_seen_or_not_at_all(bureau: Bureau) -> None:
    item = written(bureau)
    seen = keys(item)
    item.text += "\n\n当事人孙某手机 13900006228。"
    item.body = read_text(item.text)
    item.save()
    assert code(confirm_list, item, seen, bureau.officers["clerk"], AT) == "list-changed"
    assert not Resolution.objects.exists()


@pytest.mark.parametrize(
    ("decision", "reason", "refused"),
    [("kept", " ", "reason-needed"), ("false", "", "reason-needed"), ("rule", "x", "unknown-decision")],
)
def test_keeping_needs_a_reason(bureau: Bureau, decision: str, reason: str, refused: str) -> None:
    item = written(bureau)
    assert code(rule, bureau, item, "work_secret", decision, reason) == refused


def test_a_removed_finding_leaves_the_text_and_its_words_are_kept_nowhere(bureau: Bureau) -> None:
    item = written(bureau)
    rule(bureau, item, "work_secret", "removed")
    item.refresh_from_db()
    assert "仅供内部参考" not in item.text + str(item.body)
    assert "仅供内部参考" not in "".join(str(vars(one)) for one in Resolution.objects.all())


def test_a_resolution_stands_while_the_words_stand_and_falls_with_them(bureau: Bureau) -> None:
    item = written(bureau, "据悉仅供内部参考。")
    rule(bureau, item, "work_secret", "false", "套话")
    item.text = "前面加一段。\n\n据悉仅供内部参考。"
    item.body = read_text(item.text)
    item.save()
    assert bureau.hand_in(item).no == 1
    item.text = "内部资料，不得外传。"
    item.body = read_text(item.text)
    item.save()
    assert code(bureau.hand_in, item) == "open-findings"


def test_words_split_by_markup_are_not_half_masked(bureau: Bureau) -> None:
    item = written(bureau, "电话 138**0000**6227。")
    assert only(item, "mobile").is_open
    assert code(confirm_list, item, keys(item), bureau.officers["clerk"], AT) == "not-maskable"
    item.refresh_from_db()
    assert item.text == "电话 138**0000**6227。" and not Resolution.objects.exists()


def test_findings_in_title_and_fields_are_resolved_too(bureau: Bureau) -> None:
    item = written(
        bureau, "正文。", title="13800006227 的提示", extras={"fields": {"维权渠道": "13900006228"}}
    )
    confirm_list(item, keys(item), bureau.officers["clerk"], AT)
    item.refresh_from_db()
    assert "138" not in item.title and "139" not in item.extras["fields"]["维权渠道"]


def test_the_offices_own_lists_and_contacts_and_the_parties_are_known(bureau: Bureau) -> None:
    folder = Path(settings.GONGKAI_HOME) / "terms"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "own.toml"
    file.write_text(
        '[[list]]\nname = "own"\nversion = "1"\nkind = "wording"\nwhy = "本局不用"\nterms = ["火炬街办"]\n',
        encoding="utf-8",
    )
    try:
        bureau.agency.telephone = "13700001111"
        bureau.agency.save()
        item = written(bureau, "火炬街办提示，联系 13700001111。赵小泉经营。")
        item.extras = {"parties": [{"name": "赵小泉", "kind": "person"}]}
        item.save()
        found = {one.kind: one for one in screened.suspects(Item.objects.get(pk=item.pk))}
    finally:
        file.unlink()
    assert found["wording"].is_open and not found["wording"].is_by_policy
    assert not found["mobile"].is_open
    assert found["person"].text == "赵小泉" and found["person"].is_by_policy


def test_a_file_of_terms_that_is_broken_stops_and_is_named(bureau: Bureau) -> None:
    folder = Path(settings.GONGKAI_HOME) / "terms"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "broken.toml"
    file.write_text("[[list]", encoding="utf-8")
    try:
        assert code(bureau.hand_in, written(bureau)) == "bad-list"
    finally:
        file.unlink()


def test_only_who_writes_for_the_unit_resolves(bureau: Bureau) -> None:
    item = written(bureau)
    assert code(confirm_list, item, keys(item), bureau.officers["secrecy"], AT) == "not-held"


def test_what_was_masked_is_told_once_in_the_next_submission(bureau: Bureau) -> None:
    item = written(bureau, "请拨打 13800006227 联系。")
    confirm_list(item, keys(item), bureau.officers["clerk"], AT)
    item.refresh_from_db()
    assert [one["resolution"] for one in stored(bureau.hand_in(item))] == ["masked"]
    Item.objects.filter(pk=item.pk).update(title="改过的标题")
    item.refresh_from_db()
    assert stored(hand_in(item, bureau.officers["clerk"], LATER)) == []


def test_the_page_confirms_the_list_and_judges_singly(bureau: Bureau) -> None:
    item = written(bureau)
    client = enter(bureau, "clerk")
    page = f"/items/{item.uid}/findings"
    html = text(client.get(page))
    assert "依规则可定的 1 处" in html and "逐一判断的 1 处" in html
    assert "还有 2 处疑点没有处理" in text(client.get(f"/items/{item.uid}/"))
    assert client.post(page, {"seen": keys(item), "confirm": "1"}).status_code == 302
    wrong = client.post(page, {"key": only(item, "work_secret").key, "decision": "kept"})
    assert "请写一句理由" in text(wrong, 422)
    done = client.post(page, {"key": only(item, "work_secret").key, "decision": "false", "reason": "套话"})
    assert done.status_code == 302
    html = text(client.get(page))
    assert "疑点已处理完" in html and "套话" in html and "原文不保留" in html
    assert client.post(f"/items/{item.uid}/hand-in").status_code == 302


def test_a_refused_ruling_stays_in_its_form(bureau: Bureau) -> None:
    item = written(bureau)
    client, key = enter(bureau, "clerk"), only(item, "work_secret").key
    page = f"/items/{item.uid}/findings"
    html = text(client.post(page, {"key": key, "decision": "kept", "reason": " "}), 422)
    assert 'value="kept" checked' in html
    html = text(client.post(page, {"key": key, "decision": "rule", "reason": "是新闻套话"}), 422)
    assert 'value="是新闻套话"' in html and " checked" not in html
    assert " checked" not in text(client.get(page))


def test_who_may_only_read_sees_findings_but_no_buttons(bureau: Bureau) -> None:
    item = written(bureau)
    html = text(enter(bureau, "secrecy").get(f"/items/{item.uid}/findings"))
    assert "逐一判断" in html and 'name="decision"' not in html
    assert enter(bureau, "secrecy").post(f"/items/{item.uid}/findings", fields(html)).status_code == 403
