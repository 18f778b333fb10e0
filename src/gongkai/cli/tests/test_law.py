import json
import os
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.law.deadlines import KINDS, compute
from gongkai.refusal import Refused

MODULE = [sys.executable, "-m", "gongkai.cli"]


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    return tmp_path


def run(*words):
    """The text of a run that works; a refusal is raised as it is."""
    result = CliRunner().invoke(gongkai, list(words), catch_exceptions=False, standalone_mode=False)
    return result.stdout


def answer(*words):
    return json.loads(run("deadline", *words, "--json"))


def test_json_has_exactly_the_promised_keys():
    document = answer("foi-reply", "--on", "2017-09-25")
    assert list(document) == ["kind", "on", "due", "ruleset", "basis", "steps", "also", "provisional"]
    assert document["kind"] == "foi-reply"
    assert (document["on"], document["due"], document["ruleset"]) == ("2017-09-25", "2017-10-20", "foi.2008")
    assert document["provisional"] is False
    assert {"date": "2017-09-30", "what": "周六，调休上班，计入"} in document["steps"]
    assert document["also"] == []


def test_a_second_date_is_a_due_with_a_why():
    document = answer("complaint-mediation", "--on", "2024-07-01")
    assert document["due"] == "2024-08-30"
    assert [list(one) for one in document["also"]] == [["due", "why"]]


def test_no_duty_is_null_with_the_reason():
    document = answer("report-notice", "--on", "2026-04-20")
    assert document["due"] is None
    assert "第121号" in document["basis"]


def test_events_and_settings_reach_the_law():
    document = answer(
        *(
            "foi-reply",
            "--on",
            "2021-03-01",
            "--event",
            "consulted=2021-03-03",
            "--event",
            "opinion=2021-03-10",
        ),
        *("--event", "extended", "--set", "received=2021-02-26"),
    )
    assert document["due"] == "2021-05-06"
    assert document["ruleset"] == "foi.2019"


def test_a_date_past_the_known_calendar_is_provisional_not_refused():
    document = answer("foi-reply", "--on", "2031-01-06")
    assert document["provisional"] is True
    assert document["due"] == "2031-02-03"


def test_a_calendar_file_and_one_in_the_home_make_a_year_known(own_home):
    table = "[2027]\noffdays = [2027-01-01, 2027-01-04]\n"
    file = own_home / "mine.toml"
    file.write_text(table, "utf-8")
    given = answer("foi-reply", "--on", "2026-12-15", "--calendar", str(file))
    assert given["provisional"] is False
    assert answer("foi-reply", "--on", "2026-12-15")["provisional"] is True
    (own_home / "calendar.toml").write_text(table, "utf-8")
    assert answer("foi-reply", "--on", "2026-12-15") == given


def test_the_text_says_the_date_the_basis_and_the_steps():
    text = run("deadline", "foi-reply", "--on", "2017-09-25")
    assert "依申请公开答复期限：2017-10-20（周五）" in text
    assert "国务院令第492号" in text
    assert "调休上班" in text
    assert "没有日期" in run("deadline", "report-notice", "--on", "2026-04-20")
    assert "（暂定）" in run("deadline", "foi-reply", "--on", "2031-01-06")
    assert "另：" in run("deadline", "complaint-mediation", "--on", "2024-07-01")


@pytest.mark.parametrize(
    "words",
    [
        ["foi-replay", "--on", "2017-09-25"],
        ["nonsense", "--on", "2017-09-25"],
        ["foi-reply"],
        ["foi-reply", "--on", "2017-02-30"],
        ["foi-reply", "--on", "20170925"],
        ["foi-reply", "--on", "2017-9-25"],
        ["foi-reply", "--on", "２０１７-09-25"],
        ["foi-reply", "--on", ""],
        ["foi-reply", "--on", "2017-09-25", "--event", "asked=2017-09-26"],
        ["foi-reply", "--on", "2017-09-25", "--event", "consulted"],
        ["foi-reply", "--on", "2017-09-25", "--event", "consulted="],
        ["foi-reply", "--on", "2017-09-25", "--event", "=2017-09-26"],
        ["foi-reply", "--on", "2017-09-25", "--event", "consulted=tomorrow"],
        ["foi-reply", "--on", "2017-09-25", "--event", "consulted=2017-09-20"],
        ["foi-reply", "--on", "2017-09-25", "--event", "extended", "--event", "extended"],
        ["foi-reply", "--on", "2017-09-25", "--set", "line=12315"],
        ["foi-reply", "--on", "2017-09-25", "--set", "received"],
        ["foi-reply", "--on", "2017-09-25", "--set", "received=2017-09-26"],
        ["foi-reply", "--on", "2017-09-25", "--set", "received=2017-09-20", "--set", "received=2017-09-21"],
        ["foi-reply", "--on", "2017-09-25", "--set", "extension_days=0"],
        ["annual-report", "--on", "2017-09-25", "--set", "received=2017-09-20"],
        ["foi-correction-notice", "--on", "2021-09-25", "--event", "extended"],
        ["foi-reply", "--on", "2017-09-25", "--calendar", "/nowhere/calendar.toml"],
    ],
)
def test_wrong_use_is_refused_with_a_way_out(words):
    with pytest.raises(Refused) as refused:
        run("deadline", *words)
    assert refused.value.mend
    assert "\n" not in str(refused.value)


def test_an_unknown_kind_suggests_the_nearest():
    with pytest.raises(Refused, match="foi-reply"):
        run("deadline", "foi-replay", "--on", "2017-09-25")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_answers_and_is_explained_in_the_help(kind):
    settings = {"channel": "visit"} if kind == "foi-receipt" else {}
    given = compute(kind, date(2022, 3, 1), settings=settings)
    assert given.kind == kind
    assert given.on == date(2022, 3, 1)
    assert given.basis
    assert given.ruleset
    assert given.due is None or given.steps
    assert kind in run("deadline", "--help")


def test_fee_in_text_and_json():
    assert json.loads(run("fee", "--pieces", "35", "--on", "2021-03-01", "--json"))["amount"] == 3000
    document = json.loads(run("fee", "--pages", "68", "--on", "2021-03-01", "--json"))
    assert list(document) == ["amount", "unit", "ruleset", "basis", "steps"]
    assert (document["amount"], document["unit"]) == (380, "元")
    assert "380 元" in run("fee", "--pages", "68", "--on", "2021-03-01")
    assert "信息处理费" in run("fee", "--pages", "68")
    assert (
        json.loads(run("fee", "--pieces", "5", "--already", "30", "--on", "2021-03-01", "--json"))["amount"]
        == 1000
    )
    assert "成本费" in run("fee", "--pages", "68", "--on", "2016-03-01")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--pieces", "3", "--pages", "3"],
        ["--pieces", "-1"],
        ["--pages", "-1"],
        ["--pieces", "99999999999"],
        ["--pages", "3", "--already", "3"],
        ["--pages", "3", "--on", "2021-13-01"],
        ["--pages", "3", "--on", "2001-01-01"],
    ],
)
def test_wrong_use_of_fee_is_refused(words):
    with pytest.raises(Refused):
        run("fee", *words)


def test_law_lists_and_shows():
    listed = json.loads(run("law", "list", "--on", "2017-09-25", "--json"))
    assert {"foi.2008", "fee.none", "complaint.saic62"} <= {one["id"] for one in listed}
    assert "foi.2019" not in {one["id"] for one in listed}
    assert "foi.2019" in run("law", "list", "--field", "foi")
    shown = json.loads(run("law", "show", "foi.2019", "--json"))
    assert {limit["key"]: limit["days"] for limit in shown["limits"]}["reply"] == 20
    for identity in (one["id"] for one in listed):
        assert identity in run("law", "show", identity)
        assert json.loads(run("law", "show", identity, "--json"))["id"] == identity
    with pytest.raises(Refused):
        run("law", "show", "foi.1987")
    with pytest.raises(Refused):
        run("law", "list", "--field", "tax")


def test_help_has_examples():
    for words in (["deadline"], ["fee"], ["law"], ["law", "list"], ["law", "show"]):
        assert "例：" in run(*words, "--help")


def test_home_is_taken_before_and_after_the_command(own_home, monkeypatch):
    other = own_home / "other"
    other.mkdir()
    (other / "calendar.csv").write_text("日期,类型\n2027-01-01,放假\n", "utf-8")
    words = ["foi-reply", "--on", "2026-12-15", "--json"]
    for line in (["--home", str(other), "deadline", *words], ["deadline", *words, "--home", str(other)]):
        monkeypatch.setenv("GONGKAI_HOME", str(own_home))
        assert json.loads(run(*line))["provisional"] is False


def process(*words, **settings):
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [*MODULE, *words], capture_output=True, text=True, env=environment, timeout=60, **settings
    )


def test_wrong_use_ends_with_status_2_and_one_line():
    for words in (
        ["deadline", "nonsense", "--on", "2017-09-25"],
        ["fee"],
        ["fee", "--pieces", "abc"],
        ["deadline", "foi-reply", "--on", "2017-02-30", "--json"],
    ):
        done = process(*words)
        assert done.returncode == 2, words
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr


def test_the_command_never_loads_django():
    program = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from gongkai.cli import gongkai\n"
        "done = CliRunner().invoke(gongkai, ['deadline', 'foi-reply', '--on', '2017-09-25', '--json'])\n"
        "assert '2017-10-20' in done.output, done.output\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] == 'django'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
