"""All or nothing, nothing lost: bad input of every kind, errors in the middle, dry runs, progress."""

import json

import pytest
from django.db import IntegrityError

from gongkai.desk.casework.bulk import Store
from gongkai.desk.casework.models import Case, Event, Registration
from gongkai.desk.complaints.models import Matter
from gongkai.ledgers import imports
from gongkai.ledgers.imports import running
from gongkai.ledgers.imports.tests.conftest import AT, complaint, counts, least
from gongkai.ledgers.tests.files import csv_file, xlsx_file
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db


class Failing(Store):
    """A database that fails at the last table."""

    def insert(self, table, rows):
        if table.name == "casework_event" and Registration.objects.exists():
            raise IntegrityError("injected")
        super().insert(table, rows)


def _nothing():
    return not any(model.objects.exists() for model in (Registration, Matter, Case, Event))


def test_an_error_in_the_middle_leaves_nothing(agency, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    path = csv_file(tmp_path, [least("complaints", n) for n in range(1, 6)])
    with pytest.raises(IntegrityError):
        imports.run("complaints", [path], agency=agency, at=AT, store=Failing())
    assert _nothing()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("wrong.csv", b"\xff\xfe\x00\x81"),
        ("header.csv", "编号,名称\n1,2\n".encode()),
        ("quotes.csv", '登记编号,来源渠道,登记时间,诉求类型\n1,12315,2017-01-02,"投诉\n'.encode()),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("not.xlsx", b"PK\x03\x04broken"),
        ("no-such.csv", None),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing_not_even_by_the_files_before(
    agency, tmp_path, name, content
):
    good = csv_file(tmp_path, [complaint()], "good.csv")
    bad = tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(Refused) as refused:
        imports.run("complaints", [good, bad], agency=agency, at=AT)
    assert refused.value.mend
    assert name in refused.value.sentence
    assert _nothing()


def test_an_unknown_kind_names_the_known_ones(agency, tmp_path):
    with pytest.raises(Refused, match="complaints"):
        imports.run("letters", [tmp_path / "x.csv"], agency=agency, at=AT)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"登记时间": "2017-02-30"}, "登记时间"),
        ({"登记时间": "3017-02-03"}, "登记时间"),
        ({"办结时间": "2017-03-14"}, "办结时间"),
        ({"诉求类型": "建议"}, "诉求类型"),
        ({"来源渠道": "12333"}, "来源渠道"),
        ({"涉及金额": "一百"}, "涉及金额"),
        ({"登记编号": ""}, "登记编号"),
        ({"承办单位": "没有的科"}, "承办单位"),
        ({"诉求人": "长" * 200}, "诉求人"),
    ],
)
def test_a_bad_row_comes_back_with_file_row_column_and_reason_and_the_rest_is_taken(importing, cells, column):
    summary = importing("complaints", least("complaints", 7), complaint(**cells))
    assert counts(summary) == (1, 0, 0, 0, 1)
    lines = summary.rejected_file.read_text("utf-8-sig").splitlines()
    assert lines[0] == "文件,行号,列,原因"
    file, row, where, why = lines[1].split(",", 3)
    assert (file, row) == ("register.csv", "3")
    assert column in where
    assert why


def test_a_formula_without_a_result_comes_back(agency, tmp_path):
    path = xlsx_file(
        tmp_path,
        [["登记编号", "来源渠道", "登记时间", "诉求类型"], ["1", "12315", "=TODAY()", "投诉"]],
    )
    summary = imports.run("complaints", [path], agency=agency, at=AT)
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert "公式" in summary.rejected_file.read_text("utf-8-sig")


def test_accepted_and_rejected_are_all_that_was_read(importing):
    rows = [least("complaints", 1)] * 2 + [complaint(登记编号="9", 承办单位="无"), least("complaints", 3)]
    importing("complaints", least("complaints", 3))
    summary = importing("complaints", *rows)
    assert counts(summary) == (1, 0, 1, 1, 1)
    assert summary.accepted + summary.rejected == summary.read == 4


def test_a_dry_run_says_what_would_happen_and_changes_nothing(importing):
    importing("complaints", complaint())
    before = Event.objects.count()
    rows = [complaint(满意度="不满意"), least("complaints", 2), complaint(承办单位="无", 登记编号="9")]
    summary = importing("complaints", *rows, dry_run=True)
    assert counts(summary) == (1, 1, 0, 0, 1)
    assert Event.objects.count() == before
    assert Matter.objects.get().satisfaction == "满意"
    assert counts(importing("complaints", *rows)) == (1, 1, 0, 0, 1)


def test_progress_ends_at_the_number_of_rows(importing, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    steps = []
    importing(
        "complaints", *(least("complaints", n) for n in range(5)), progress=lambda *step: steps.append(step)
    )
    assert steps[0] == (2, 5)
    assert steps[-1] == (5, 5)


def test_the_log_of_an_import_says_what_it_did(importing):
    summary = importing("complaints", complaint(), complaint(登记编号="2", 来源渠道="12333"))
    log = json.loads((summary.rejected_file.parent / "import.json").read_text("utf-8"))
    assert (log["agency"], log["new"], log["rejected"]) == ("371002SC", 1, 1)


def test_a_profile_maps_another_platforms_layout(importing):
    row = {"登记编号": "1", "登记时间": "2017-01-02", "诉求类型": "投诉"}
    assert counts(importing("complaints", row, profile="12315"))[4] in (0, 1)
    with pytest.raises(Refused, match="12315"):
        importing("complaints", row, profile="没有的版式")


def test_gb18030_and_xlsx_say_the_same_as_utf8(agency, tmp_path):
    cells = complaint()
    imports.run("complaints", [csv_file(tmp_path, [cells], "a.csv")], agency=agency, at=AT)
    others = [
        csv_file(tmp_path, [cells], "b.csv", "gb18030"),
        csv_file(tmp_path, [cells], "c.csv", "utf-8-sig"),
        xlsx_file(tmp_path, [list(cells), list(cells.values())], "d.xlsx"),
    ]
    summary = imports.run("complaints", others, agency=agency, at=AT)
    assert counts(summary) == (0, 0, 3, 0, 0)


def test_two_imports_of_one_second_keep_their_rejected_rows_apart(importing):
    first = importing("complaints", complaint(登记时间="2017-02-30"))
    second = importing("complaints", complaint(来源渠道="12333"))
    assert "登记时间" in first.rejected_file.read_text("utf-8-sig")
    assert "来源渠道" in second.rejected_file.read_text("utf-8-sig")


def test_an_import_that_failed_leaves_no_log(agency, tmp_path, monkeypatch):
    logs = running.log_folder("complaints", AT).parent
    before = set(logs.iterdir()) if logs.exists() else set()
    monkeypatch.setattr(running, "CHUNK", 2)
    rows = [complaint(登记时间="2017-02-30"), *(least("complaints", n) for n in range(1, 6))]
    with pytest.raises(IntegrityError):
        imports.run("complaints", [csv_file(tmp_path, rows)], agency=agency, at=AT, store=Failing())
    assert set(logs.iterdir()) == before
