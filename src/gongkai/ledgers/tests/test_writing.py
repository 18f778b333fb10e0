import csv
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gongkai.ledgers import writing
from gongkai.ledgers.checking import Rejection, check
from gongkai.ledgers.reading.csv_file import unescaped
from gongkai.ledgers.registers import REGISTERS, Type
from gongkai.ledgers.rejects import RejectedFile, write_rejected
from gongkai.ledgers.tests.files import checked, csv_file, minimal
from gongkai.ledgers.writing import write_register
from gongkai.refusal import Refused

TEXT = st.one_of(
    st.sampled_from(
        ["=1+1", "+86 631", "-", "@某人", "'=x", "''+", "'", "007", "#N/A", "a,b", '"', "一\n二", "_x0041_"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=12),
).map(str.strip)
DAY = st.dates(date(1990, 1, 1), date(2030, 1, 1))


def cell_of(column):
    """Any cell that a column may hold, in its normal notation."""
    optional = [] if column.required else [st.just("")]
    match column.type:
        case Type.TEXT:
            return TEXT.filter(bool) if column.required else TEXT
        case Type.WORD:
            return st.sampled_from([*column.words, *([] if column.required else [""])])
        case Type.FLAG:
            return st.sampled_from(["是", "否", ""])
        case Type.DAY:
            return st.one_of(DAY.map(str), *optional)
        case Type.MOMENT:
            both = st.tuples(DAY, st.times()).map(lambda t: f"{t[0]} {t[1].isoformat('minutes')}")
            return st.one_of(DAY.map(str), both, *optional)
        case Type.YUAN:
            return st.one_of(
                st.just(""), st.integers(0, 10**9).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
            )
        case Type.WAN:
            return st.sampled_from(["", "0", "4.6", "0.000001", "12"])
        case Type.COUNT:
            return st.one_of(st.just(""), st.integers(0, 10**6).map(str))
        case Type.LIST:
            return st.lists(st.sampled_from(column.words or ["附件/a.pdf", "b.pdf"]), unique=True).map(
                "；".join
            )


def lines_of(kind):
    register = REGISTERS[kind]
    cells = {column.header: cell_of(column) for column in register.columns}
    return st.lists(st.fixed_dictionaries({**cells, "备注": TEXT}), min_size=1, max_size=4)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", REGISTERS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_what_is_written_is_read_back_the_same(kind, ending, tmp_path, data):
    source = csv_file(tmp_path, [])
    write_register(kind, source, data.draw(lines_of(kind)))
    rows = list(check(kind, source))
    copy = tmp_path / f"copy.{ending}"
    assert write_register(kind, copy, rows) == len(rows)
    again, result = checked(kind, copy)
    assert result.rejections == []
    keep = [(row.key, row.digest, row.extras, writing.cells_of(REGISTERS[kind], row)) for row in rows]
    assert [(r.key, r.digest, r.extras, writing.cells_of(REGISTERS[kind], r)) for r in again] == keep


@given(st.text(max_size=5), st.sampled_from(["", "'", "''", "="]))
def test_a_cell_survives_escaping(text, before):
    cell = before + text
    written = writing.escaped(cell)
    assert written[:1] not in ("=", "+", "-", "@")
    assert unescaped([written]) == [cell]


def test_a_formula_is_written_as_text(tmp_path):
    row = minimal("items", 标题="=HYPERLINK(1)", 内容="-1")
    write_register("items", tmp_path / "a.csv", [row])
    assert "'=HYPERLINK(1)" in (tmp_path / "a.csv").read_text("utf-8-sig")
    write_register("items", tmp_path / "a.xlsx", [row])
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=HYPERLINK(1)", "s")
    for name in ("a.csv", "a.xlsx"):
        assert checked("items", tmp_path / name)[0][0].title == "=HYPERLINK(1)"


def test_columns_stand_in_the_order_of_the_contract_then_extras(tmp_path):
    row = {"备注": "急", **minimal("remedies")}
    write_register("remedies", tmp_path / "a.csv", [row])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == [*REGISTERS["remedies"].headers, "备注"]


def test_an_iterator_announces_its_extras(tmp_path):
    row = minimal("remedies", 备注="急")
    assert write_register("remedies", tmp_path / "a.csv", iter([row]), extras=["备注"]) == 1
    with pytest.raises(Refused, match="备注"):
        write_register("remedies", tmp_path / "b.csv", iter([row]))
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_failed_export_leaves_the_earlier_file_alone(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(Refused):
        write_register("remedies", path, iter([minimal("remedies", 备注="急")]))
    assert path.read_text("utf-8") == "before"


def test_what_xlsx_cannot_hold_is_refused(tmp_path, monkeypatch):
    with pytest.raises(Refused, match="32767"):
        write_register("items", tmp_path / "a.xlsx", [minimal("items", 内容="文" * 32_768)])
    with pytest.raises(Refused, match="控制字符"):
        write_register("items", tmp_path / "a.xlsx", [minimal("items", 内容="\x01")])
    monkeypatch.setattr(writing, "MAX_XLSX_ROWS", 2)
    with pytest.raises(Refused, match="最多 2 行"):
        write_register("items", tmp_path / "a.xlsx", [minimal("items")] * 2)
    assert list(tmp_path.iterdir()) == []


def test_other_endings_and_places_are_refused(tmp_path):
    with pytest.raises(Refused, match=r"\.xls"):
        write_register("items", tmp_path / "a.xls", [])
    with pytest.raises(Refused, match="写不了"):
        write_register("items", tmp_path / "none" / "a.csv", [])


def test_rejected_rows_come_back_as_a_file_that_excel_opens(tmp_path):
    path = tmp_path / "out" / "rejected.csv"
    assert write_rejected(path, [Rejection("=a.csv", 7, "登记时间", "“-1”不是日期")]) == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["文件", "行号", "列", "原因"],
            ["'=a.csv", "7", "登记时间", "“-1”不是日期"],
        ]


def test_where_nothing_is_rejected_no_file_stays(tmp_path):
    path = tmp_path / "rejected.csv"
    path.write_text("of the run before", encoding="utf-8")
    with RejectedFile(path):
        pass
    assert not path.exists()


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_register_that_was_written_is_closed_to_others_and_a_refusal_quotes_nothing(tmp_path, ending):
    row = minimal("complaints", 诉求人="于志静")
    out = tmp_path / f"register{ending}"
    write_register("complaints", out, [row])
    assert out.stat().st_mode & 0o077 == 0
    if ending == ".xlsx":
        with pytest.raises(Refused) as caught:
            write_register("complaints", out, [row | {"诉求内容": "于志静" * 20_000}])
        assert "诉求内容" in caught.value.sentence
        assert "于志静" not in caught.value.sentence
