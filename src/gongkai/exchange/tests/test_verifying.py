"""``gongkai verify`` names what was changed behind the door's back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.desk.disclosure.models import Clearance, Release, Submission, Withdrawal
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import worker
from gongkai.exchange.models import LogCheckpoint, LogEntry, LogTile
from gongkai.exchange.verifying import checks
from gongkai.sealing.canon import canon, digest_of, parse

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def out(bureau: Bureau) -> Bureau:
    """Two items that are out, one of them withdrawn."""
    first, _ = bureau.cleared(1), bureau.cleared(2)
    worker.push(LATER)
    withdraw(first.item, "privacy", bureau.officers["office"], LATER)
    worker.push(LATER + timedelta(minutes=1))
    return bureau


def _results() -> dict[str, tuple[int, list[str]]]:
    return {result.name: (result.count, result.faults) for result in (check() for check in checks())}


def test_all_fits(out: Bureau) -> None:
    found = _results()
    assert found.pop("portal")[1] == [] and found.pop("files") == (0, [])
    assert found == {
        "submissions": (2, []), "clearances": (6, []), "releases": (3, []), "log": (3, []),
    }  # fmt: skip


def test_changed_content_is_named(out: Bureau) -> None:
    row = Submission.objects.order_by("pk")[1]
    row.content = canon(parse(bytes(row.content)) | {"title": "另一标题"})
    row.save()
    assert _results()["submissions"][1] == [f"{row.item.index} 第 1 次送审：送审内容与送审稿所载的摘要不符"]
    row.content_digest = digest_of(row.content)
    row.save()
    assert len(_results()["submissions"][1]) == 1


def test_a_forged_clearance_is_named(out: Bureau) -> None:
    row = Clearance.objects.first()
    row.body = canon(parse(bytes(row.body)) | {"decision": "return"})
    row.digest, row.decision = digest_of(row.body), "return"
    row.save()
    assert _results()["clearances"][1][0].startswith(f"{row.submission.item.index} 第 1 次送审的初审")
    Clearance.objects.filter(pk=Clearance.objects.last().pk).update(decision="closed")
    assert len(_results()["clearances"][1]) == 2


def test_a_changed_release_and_withdrawal_are_named(out: Bureau) -> None:
    row = Release.objects.first()
    row.log_index = 77
    row.save()
    gone = Withdrawal.objects.get()
    gone.body = canon(parse(bytes(gone.body)) | {"text": "别的"})
    gone.save()
    assert [fault.partition("：")[2] for fault in _results()["releases"][1]] == [
        "发布日志中没有第 77 条", "停止公开说明与摘要或发布不符",
    ]  # fmt: skip


def test_the_log_is_held_to_its_checkpoints(out: Bureau) -> None:
    LogTile.objects.update(data=bytes(96))
    assert _results()["log"][1] == ["分片与检查点不符"]
    entry = LogEntry.objects.get(number=1)
    entry.body = canon(parse(bytes(entry.body)) | {"object": "0" * 64})
    entry.save()
    assert _results()["log"][1] == ["前 2 条与检查点不符"]
    entry.kind = "correct"
    entry.save()
    assert _results()["log"][1] == ["第 1 条被改动"]
    LogEntry.objects.filter(number=1).delete()
    assert _results()["log"][1] == ["第 1 条缺失"]


def test_a_log_cut_off_meets_what_the_house_remembers(out: Bureau) -> None:
    LogEntry.objects.filter(number=2).delete()
    LogCheckpoint.objects.filter(size=3).delete()
    assert _results()["log"][1] == ["检查点记有 3 条，只有 2 条"]
    LogCheckpoint.objects.update(root=bytes(32))
    assert "与其签名不符" in _results()["log"][1][0]
