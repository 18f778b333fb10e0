"""What rooms keep under the key of the index is found as before once that key was changed (keys rotate)."""

import shutil

import pytest

from gongkai.desk.casework import indexing, keyring, reindexing
from gongkai.desk.casework.models import Registration
from gongkai.desk.complaints import sketches
from gongkai.desk.complaints.models import Gram, Sketched
from gongkai.desk.complaints.tests.centre import AT, Centre
from gongkai.desk.disclosure import screened
from gongkai.desk.disclosure.models import FileCheck, RenewedMark, Resolution
from gongkai.desk.disclosure.screens import findings, resolving
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.test_findings import keys, only, rule, written
from gongkai.desk.disclosure.verbs import confirm_list
from gongkai.desk.foi import topics
from gongkai.desk.foi.models import Asked, AskedGram
from gongkai.desk.foi.tests.bureau import Bureau as Office
from gongkai.ledgers import imports
from gongkai.ledgers.imports import redigest
from gongkai.ledgers.imports.tests.conftest import agency, complaint, counts, importing  # noqa: F401

pytestmark = pytest.mark.django_db
HANDLING = indexing.HANDLING
REFRIGERATOR = "冰箱第三层抽屉结霜，压缩机整夜轰鸣，商家拖延上门。"


class Interrupted(Exception):
    """As if the process was killed."""


@pytest.fixture(autouse=True)
def key_files(request, tmp_path, settings):
    """Keys of this test alone: a change of a key cannot be rolled back."""
    request.getfixturevalue("keys")
    shutil.copytree(settings.GONGKAI_KEYS, tmp_path / "keys")
    (tmp_path / "keys").chmod(0o700)
    settings.GONGKAI_KEYS = str(tmp_path / "keys")
    keyring.forget()
    yield
    keyring.forget()


def stopped_before(name):
    """A change of the key that comes to a stop within that part."""

    def stop(part, _done):
        if part.name == name:
            raise Interrupted

    with pytest.raises(Interrupted):
        reindexing.rotate(HANDLING, at=AT, say=stop)


def test_complaints_alike_are_found_by_rare_words_before_meanwhile_and_after(monkeypatch):
    monkeypatch.setattr(sketches, "BATCH", 1)
    centre = Centre.found()
    alike = [centre.case(text=REFRIGERATOR).registration_id for _ in range(3)]
    old = set(Gram.objects.values_list("gram", flat=True))
    assert set(sketches.alike(REFRIGERATOR, 9)) == set(alike)
    stopped_before("grams")
    assert set(sketches.alike(REFRIGERATOR, 9)) == set(alike)
    alike.append(centre.case(text=REFRIGERATOR).registration_id)
    assert set(sketches.alike(REFRIGERATOR, 9)) == set(alike)
    row = reindexing.rotate(HANDLING, at=AT)
    assert set(sketches.alike(REFRIGERATOR, 9)) == set(alike)
    assert not old & set(Gram.objects.values_list("gram", flat=True))
    assert Sketched.objects.filter(pk=sketches.COMING).count() == 0 and row.counts["grams"][1] == 0


def test_applications_that_ask_for_the_same_join_one_topic_across_a_change(settings, monkeypatch):
    monkeypatch.setattr(topics, "BATCH", 1)
    office = Office()
    same = "申请公开2023年第三季度食品抽检的不合格名单"
    first = office.register(AT.date(), text=same)
    topics.catch_up()
    old = set(AskedGram.objects.values_list("gram", flat=True))
    stopped_before("topics")
    second = office.register(AT.date(), text=same + "。")
    while topics.catch_up():
        pass
    reindexing.rotate(HANDLING, at=AT)
    third = office.register(AT.date(), text="请公开" + same.removeprefix("申请公开"))
    while topics.catch_up():
        pass
    assert {Asked.objects.get(application=one.pk).topic for one in (first, second, third)} == {first.pk}
    assert not old & set(AskedGram.objects.values_list("gram", flat=True))


def test_resolved_findings_stay_resolved_and_what_was_taken_out_tells_nothing():
    bureau = Bureau.found()
    item = written(bureau)
    confirm_list(item, keys(item), bureau.officers["clerk"], AT)
    rule(bureau, item, "work_secret", "false", "新闻套话，不是内部资料")
    item.refresh_from_db()
    submission = bureau.hand_in(item)
    old = set(Resolution.objects.values_list("mark", flat=True))
    row = reindexing.rotate(HANDLING, at=AT)
    assert not any(one.is_open for one in screened.suspects(item))
    assert only(item, "work_secret").resolution.reason == "新闻套话，不是内部资料"
    assert not old & set(Resolution.objects.values_list("mark", flat=True))
    assert row.counts["marks"] == [1, 1]  # the masked phone is nowhere kept
    (stays,) = [one for one in resolving.judged(submission) if one["kind"] == "work_secret"]
    assert stays["reason"] == "新闻套话，不是内部资料"
    said = findings.mark(item.title, item.body, item, resolving.in_words(submission))
    assert all(one.resolved for one in said.findings if one.needs_judgement)
    reindexing.rotate(HANDLING, at=AT)
    said = findings.mark(item.title, item.body, item, resolving.in_words(submission))
    assert all(one.resolved for one in said.findings if one.needs_judgement)
    assert RenewedMark.objects.filter(old__in=old).count() == len(old)


def test_findings_of_files_keep_their_resolutions():
    bureau = Bureau.found()
    item = written(bureau, "正文。")
    mark = screened.mark_of("13800006227")
    found = [
        {"mark": mark, "text": "13800006227", "where": "第 1 页"},
        {"mark": "f" * 64, "text": "x", "where": ""},
    ]
    check = FileCheck.objects.create(sha256="a" * 64, policy="p", type="txt", found=found, at=AT)
    given = {
        "kind": "mobile",
        "where": "第 1 页",
        "decision": "rule",
        "officer": bureau.officers["clerk"],
        "at": AT,
    }
    resolution = Resolution.objects.create(item=item, part=f"file:{'a' * 64}", mark=mark, **given)
    reindexing.rotate(HANDLING, at=AT)
    check.refresh_from_db()
    resolution.refresh_from_db()
    assert check.found[0]["mark"] == resolution.mark == screened.mark_of("13800006227") != mark
    assert check.found[1]["mark"] != "f" * 64


def test_a_register_read_again_changes_nothing_and_its_rows_get_their_hashes_back(importing):  # noqa: F811
    importing("complaints", complaint())
    before = bytes(Registration.objects.get().content_digest)
    row = reindexing.rotate(HANDLING, at=AT)
    assert bytes(Registration.objects.get().content_digest) == redigest.UNKNOWN
    assert row.counts["rows.cases"] == [0, 1]
    assert reindexing.totals(row)[1] == 0 and reindexing.rows_left(row) == 1
    assert counts(importing("complaints", complaint())) == (0, 0, 1, 0, 0)
    after = bytes(Registration.objects.get().content_digest)
    assert len(after) == len(before) and after != before
    assert counts(importing("complaints", complaint(满意度="不满意"))) == (0, 1, 0, 0, 0)


def test_an_import_whose_keys_were_read_before_the_change_writes_nothing(importing, monkeypatch):  # noqa: F811
    read = imports.running.Keys.of_home

    def changed_meanwhile():
        keys = read()
        reindexing.rotate(HANDLING, at=AT)
        return keys

    monkeypatch.setattr(imports.running.Keys, "of_home", changed_meanwhile)
    with pytest.raises(Exception, match="查重索引的密钥刚刚更换"):
        importing("complaints", complaint())
    assert not Registration.objects.exists()
