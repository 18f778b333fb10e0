"""``gongkai exchange``: what a person sees and what a script reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings

from gongkai.cli.exchange import exchange
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.mailbox.models import Arrival
from gongkai.portal.messages import intake, sealing_up, secrets
from gongkai.portal.messages.keys import newest
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def bureau(db: None, keys: object) -> object:
    state = Path(settings.GONGKAI_KEYS) / "state.json"
    before = state.read_bytes()
    yield Bureau.found()
    state.write_bytes(before)


def run(*given: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(exchange, list(given), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value or 0, done.stdout, done.stderr


def test_push_says_what_went_out_and_a_second_one_nothing(bureau: Bureau) -> None:
    bureau.cleared()
    status, out, _ = run("push")
    assert status == 0 and "发布 1 条" in out and "送达 3 条，待送 0 条" in out
    assert json.loads(run("push", "--json")[1]) == {
        "released": 0,
        "withdrawn": 0,
        "stopped": [],
        "sent": 0,
        "delivered": 0,
        "waiting": 0,
        "checkpoint": 1,
    }


def test_push_ends_with_1_and_names_what_was_stopped(bureau: Bureau) -> None:
    submission = bureau.cleared(attachment=True)
    files.place(submission.item.files.get().sha256).unlink()
    status, _, err = run("push")
    assert status == 1 and f"未通过  {submission.item.index}  E_BLOB" in err


def test_status_in_words_and_as_json(bureau: Bureau) -> None:
    assert "还没有检查点" in run("status")[1]
    bureau.cleared()
    run("push")
    _, out, _ = run("status")
    assert "已编到第 3 号，未送达 0 条" in out and "已应用到第 3 号" in out
    found = json.loads(run("status", "--json")[1])
    assert found["outbox"] == {"epoch": 1, "last": 3, "undelivered": 0} and found["log"]["size"] == 1


def test_a_bundle_is_written_read_and_read_again(bureau: Bureau, tmp_path: Path) -> None:
    bureau.cleared()
    run("push")
    run("pull")
    assert run("export", str(tmp_path))[0] == 1
    status, out, _ = run("export", str(tmp_path), "--since", "1")
    assert status == 0
    assert "没有新的消息" in run("import", out.strip())[1]
    named = tmp_path / "一.gkb"
    assert run("export", str(named), "--since", "1")[1].strip() == str(named)
    assert "没有新的消息" in run("import", str(named))[1]
    assert {one.name for one in tmp_path.iterdir()} == {Path(out.strip()).name, "一.gkb"}
    for place, code in (
        (named, "exists"),
        (tmp_path / "no" / "x.gkb", "no-folder"),
        (tmp_path / "no", "no-folder"),
    ):
        with pytest.raises(Refused) as caught:
            run("export", str(place))
        assert caught.value.code == code


def test_a_file_that_is_no_bundle_is_refused_in_one_line(bureau: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "x.gkb"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(Refused) as caught:
        run("import", str(file))
    assert caught.value.code == "E_BUNDLE"
    assert str(caught.value).startswith("E_BUNDLE ") and "\n" not in str(caught.value)


def test_every_command_helps_with_an_example() -> None:
    for command in (
        [],
        ["push"],
        ["pull"],
        ["parked"],
        ["vkey"],
        ["status"],
        ["export"],
        ["import"],
        ["adopt"],
    ):
        done = CliRunner().invoke(exchange, [*command, "--help"])
        assert done.exit_code == 0 and "gongkai exchange" in done.output


def test_adopting_asks_to_have_been_checked(bureau: Bureau) -> None:
    for given, code in (([], "not-checked"), (["--i-have-checked"], "nothing-to-adopt")):
        with pytest.raises(Refused) as caught:
            run("adopt", *given)
        assert caught.value.code == code


def test_citizens_messages_are_pulled_parked_and_tried_again(
    bureau: Bureau, settings: Any, tmp_path: Path
) -> None:
    settings.GONGKAI_RECEIVERS = {}
    secrets.forget()
    assert run("pull")[0] == 0
    filled = sealing_up.Filled("ask", {"title": "怎样办证", "text": "请问"})
    moment = datetime(2018, 3, 1, tzinfo=UTC)
    intake.post(sealing_up.first(bytes(16), filled, newest(moment), moment))
    assert "取回 1 件，登记 0 件，暂存 1 件" in run("pull")[1]
    assert json.loads(run("status", "--json")[1])["inbox"]["kept"] == 1
    assert run("parked")[1] == "没有待人工处理的来件\n"
    Arrival.objects.update(state="parked", code="E_OPEN", sentence="密封内容打不开")
    status, out, _ = run("parked")
    uid = Arrival.objects.get().uid
    assert status == 1 and out.startswith(uid) and "E_OPEN 密封内容打不开" in out
    assert run("parked", "--again", uid)[0] == 0
    assert Arrival.objects.get().state == "kept"
    with pytest.raises(Refused, match="没有编号为"):
        run("parked", "--again", "x")
    shown = run("vkey")[1].strip()
    assert "+" in shown
    assert json.loads(run("vkey", "--json")[1]) == {"vkey": shown}


def test_bundles_go_both_ways(bureau: Bureau, settings: Any, tmp_path: Path) -> None:
    settings.GONGKAI_RECEIVERS = {}
    secrets.forget()
    run("pull")
    filled = sealing_up.Filled("ask", {"title": "怎样办证", "text": "请问"})
    moment = datetime(2018, 3, 1, tzinfo=UTC)
    intake.post(sealing_up.first(bytes(16), filled, newest(moment), moment))
    carried = run("export", str(tmp_path), "--from", "portal")[1].strip()
    assert "-portal-desk-" in carried
    assert "内网已到第 2 号" in run("import", carried)[1]
    assert run("import", carried)[1] == "没有新的消息\n"
    back = run("export", str(tmp_path))[1].strip()
    assert "-desk-portal-" in back and "门户已到第" in run("import", back)[1]
