"""What holds of every command (FORMATS.md 1): help with an example, ``--home``, ``--json``, exit status."""

import fcntl
import json

import click
import pytest
from processes import assert_refused, gongkai
from small import ORGANISATION, csv_at, least

from gongkai import cli

CONTRACT = (
    "demo serve desk portal worker import export annual-report check-report deadline fee screen redact"
    " exchange bake init keys verify backup restore bench"
)
BUILT = [name for name in CONTRACT.split() if name in cli.COMMANDS]
SERVERS = {"serve", "desk", "portal", "worker", "witness serve"}
"""They run until they are stopped and print no document."""


def tree(group=cli.gongkai, path=()):
    """Every command that can be called, with its path."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from tree(command, (*path, name))


TREE = dict(tree())
WORDS = [" ".join(path) for path in TREE]


@pytest.mark.parametrize("words", WORDS)
def test_every_command_has_help_with_an_example(call, words):
    ended = call(*words.split(), "--help")
    assert (ended.status, ended.err) == (0, "")
    assert "例" in ended.out and f"gongkai {words}" in ended.out


@pytest.mark.parametrize("words", WORDS)
def test_every_command_takes_home_itself(words):
    command = TREE[tuple(words.split())]
    assert "--home" in [option for one in command.params for option in one.opts]


@pytest.mark.parametrize("words", WORDS)
def test_every_command_that_ends_prints_json(words):
    command = TREE[tuple(words.split())]
    if not isinstance(command, click.Group) and words not in SERVERS:
        assert "--json" in [option for one in command.params for option in one.opts]


def test_what_the_contract_names_is_listed(call):
    listed = call("--help").out
    assert all(f"  {name} " in listed for name in BUILT)


WRONG = [
    ("no-such-command",),
    ("annual-report",),
    ("annual-report", "2017"),
    ("check-report",),
    ("check-report", "/nowhere/report.html"),
    ("deadline", "foi-reply"),
    ("deadline", "no-such-kind", "--on", "2017-09-25"),
    ("deadline", "foi-reply", "--on", "2017-02-30"),
    ("deadline", "foi-reply", "--on", "2020-03-02", "--event", "corrected=2020-03-01"),
    ("deadline", "foi-reply", "--on", "2020-03-02", "--event", "married=2020-03-01"),
    ("deadline", "complaint-accept", "--on", "2017-09-25", "--set", "colour=red"),
    ("fee",),
    ("fee", "--pieces", "1", "--pages", "1"),
    ("fee", "--pieces", "-1"),
    ("import",),
    ("import", "loans", "loans.csv"),
    ("import", "items"),
    ("export", "loans", "--out", "loans.csv"),
    ("export", "items"),
    ("demo", "--year", "1600", "--registers", "/nowhere"),
    ("keys", "rotate", "no-such-use"),
    ("restore", "/nowhere/backup"),
    ("law", "show", "no.such.rule"),
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_one_line_and_status_2(call, arguments):
    assert_refused(call(*arguments))


KINDS = {
    "foi-reply": (),
    "foi-correction-notice": (),
    "foi-third-party": (),
    "foi-fee-payment": (),
    "foi-receipt": ("--set", "channel=visit"),
    "complaint-accept": ("--set", "line=12315"),
    "complaint-mediation": ("--set", "line=12315"),
    "complaint-end-notice": ("--set", "line=12315"),
    "report-verify": ("--set", "line=12315"),
    "report-notice": ("--set", "line=12315"),
    "penalty-credit": ("--set", "line=工商"),
    "penalty-publicity": ("--set", "line=工商"),
    "penalty-push": ("--set", "line=工商"),
    "penalty-withdrawal": ("--set", "line=工商"),
    "penalty-publicity-end": ("--set", "class=other"),
    "item-publication": (),
    "annual-report": ("--set", "body=department"),
    "budget-publication": (),
}


@pytest.mark.parametrize("on", ["2017-09-25", "2020-06-01", "2025-03-03", "2026-05-04", "2031-05-06"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_deadline_answers_in_the_shape_of_the_contract(call, kind, on):
    ended = call("deadline", kind, "--on", on, *KINDS[kind], "--json")
    assert ended.status == 0, ended.err
    answer = ended.json
    assert set(answer) >= {"kind", "on", "due", "ruleset", "basis", "steps", "also", "provisional"}
    assert (answer["kind"], answer["on"]) == (kind, on)
    assert answer["basis"]
    assert all(set(step) == {"date", "what"} for step in answer["steps"])
    assert all(set(other) == {"due", "why"} for other in answer["also"])
    if answer["due"]:
        assert all(other["due"] != answer["due"] for other in answer["also"])


EXAMPLES = [
    ("foi-reply --on 2017-09-25", "2017-10-20"),
    ("foi-reply --on 2017-09-25 --event extended", "2017-11-10"),
    ("foi-reply --on 2019-05-14", "2019-06-04"),
    ("foi-reply --on 2019-05-15", "2019-06-13"),
    ("annual-report --on 2017-06-01 --set body=department", "2018-03-31"),
    ("annual-report --on 2023-06-01 --set body=department", "2024-01-31"),
    ("annual-report --on 2023-06-01 --set body=government", "2024-03-31"),
]


@pytest.mark.parametrize(("words", "due"), EXAMPLES, ids=str)
def test_worked_examples_of_deadlines(call, words, due):
    assert call("deadline", *words.split(), "--json").json["due"] == due


@pytest.mark.parametrize("said", ["--set", "--event"])
def test_both_days_of_a_test_are_left_out_however_it_is_said(call, said):
    asked = ("deadline", "complaint-mediation", "--on", "2023-03-01", "--json")
    assert call(*asked).json["due"] == "2023-05-06"
    assert call(*asked, said, "testing=2023-03-06..2023-03-10").json["due"] == "2023-05-12"


def test_a_year_without_an_official_calendar_is_provisional(call):
    assert call("deadline", "foi-reply", "--on", "2031-05-06", "--json").json["provisional"] is True
    assert call("deadline", "foi-reply", "--on", "2025-05-06", "--json").json["provisional"] is False


@pytest.mark.parametrize(("option", "number", "amount"), [("--pieces", 35, 3000), ("--pages", 68, 380)])
def test_fees(call, option, number, amount):
    answer = call("fee", option, number, "--on", "2023-06-01", "--json").json
    assert set(answer) >= {"amount", "unit", "ruleset", "basis", "steps"}
    assert (answer["amount"], answer["unit"]) == (amount, "元")


# --- a home, by processes
@pytest.fixture(scope="module")
def home(shared):
    """A home for real work with a few registers in it."""
    folder = shared / "home"
    with (shared / "home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "home.json").exists():
            made = gongkai("init", "--origin", "scj.example.gov.cn", "--home", folder, "--json")
            assert made.status == 1, made.err
            (shared / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
            said = {"init": made.json}
            files = {"organisation": shared / "organisation.toml"}
            files["items"] = csv_at(shared / "items.csv", [least("items")])
            for kind, path in files.items():
                taken = gongkai("--home", folder, "import", kind, path, "--json")
                assert taken.status == 0, taken.err
                said[kind] = taken.json
            (shared / "home.json").write_text(json.dumps(said, default=str), encoding="utf-8")
    return folder


def test_home_may_stand_before_and_after_the_subcommand(home, tmp_path):
    before = gongkai("--home", home, "export", "items", "--out", tmp_path / "a.csv", "--json", cwd=tmp_path)
    after = gongkai("export", "items", "--out", tmp_path / "b.csv", "--json", "--home", home, cwd=tmp_path)
    by_name = gongkai("export", "items", "--out", tmp_path / "c.csv", "--json", GONGKAI_HOME=str(home))
    assert [one.status for one in (before, after, by_name)] == [0, 0, 0], (before, after, by_name)
    texts = {(tmp_path / name).read_bytes() for name in ("a.csv", "b.csv", "c.csv")}
    assert len(texts) == 1 and b"371002SC/2017-00001" in texts.pop()
    assert not (tmp_path / "var").exists()


JSON = [
    (("verify",), 0),
    (("settings",), 0),
    (("keys", "list"), 0),
    (("keys", "check"), 1),
    (("exchange", "status"), 0),
    (("import", "items", "{shared}/items.csv"), 0),
    (("backup", "--out", "{out}/a.gkbackup"), 0),
]


@pytest.mark.parametrize(("arguments", "status"), JSON, ids=str)
def test_json_is_one_document_on_standard_output_and_nothing_else(home, shared, tmp_path, arguments, status):
    words = [word.format(shared=shared, out=tmp_path) for word in arguments]
    ended = gongkai(*words, "--home", home, "--json")
    assert ended.status == status, ended.err
    assert isinstance(ended.json, dict | list)


def test_the_report_of_a_home_and_its_check(home, tmp_path):
    out = tmp_path / "报告"
    report = gongkai("annual-report", 2017, "--out", out, "--json", "--home", home)
    assert report.status in (0, 1)
    assert report.json["figures"]["items.total"]["value"] == 1
    failed = [one for one in report.json["checks"] if not one["ok"] and one["severity"] == "error"]
    assert report.status == int(bool(failed))
    checked = gongkai("check-report", out / "figures.json", "--json", cwd=tmp_path)
    assert set(checked.json) >= {"form", "year", "findings"}
    severe = [one for one in checked.json["findings"] if one["severity"] == "error"]
    assert checked.status == int(bool(severe))
    for one in checked.json["findings"]:
        assert set(one) >= {"rule", "severity", "where", "message", "expected", "found"}


def test_a_command_that_needs_a_home_says_how_to_make_one(tmp_path):
    assert_refused(gongkai("verify", "--home", tmp_path / "nowhere"), "gongkai init")
    assert not (tmp_path / "nowhere").exists()


def test_the_ledgers_report_needs_a_folder(tmp_path):
    assert_refused(
        gongkai("annual-report", 2017, "--ledgers", tmp_path / "没有", "--out", tmp_path / "out"), "没有"
    )
