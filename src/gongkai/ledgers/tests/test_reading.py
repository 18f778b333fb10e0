import zipfile
from datetime import date, datetime

import pytest
from openpyxl.styles import Font

from gongkai.ledgers.reading import open_table, survey
from gongkai.ledgers.tests.files import checked, csv_file, csv_text, minimal, xlsx_file
from gongkai.refusal import Refused

COMPLAINT = minimal("complaints", 联系电话="013800000000", 诉求内容="要求退款，\n并道歉")
HEAD = list(minimal("complaints"))
LINE = list(minimal("complaints").values())


def refusal(path):
    with pytest.raises(Refused) as caught:
        open_table(path)
    assert path.name in str(caught.value)
    assert caught.value.mend
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_utf_8_with_and_without_bom_and_in_gb18030(tmp_path, encoding):
    rows, _ = checked("complaints", csv_file(tmp_path, [COMPLAINT], encoding=encoding))
    assert rows[0].text == "要求退款，\n并道歉"
    assert rows[0].phone == "013800000000"


def test_the_encoding_is_found_even_where_the_first_megabyte_is_ascii(tmp_path):
    many = [minimal("complaints", 登记编号=f"{n}", 备注="x" * 99) for n in range(12_000)]
    path = csv_file(tmp_path, [*many, COMPLAINT], encoding="gb18030")
    assert checked("complaints", path)[0][-1].text.startswith("要求退款")


def test_utf_16_is_refused_with_the_way_to_save(tmp_path):
    path = csv_file(tmp_path, [COMPLAINT], encoding="utf-16")
    assert "UTF-16" in refusal(path).sentence


def test_bytes_of_no_known_encoding_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("登记编号".encode() + b"\xff\xff\n")
    assert refusal(path).code == "encoding"


@pytest.mark.parametrize("separator", ["\t", "；", ";"])
def test_tab_and_semicolon_separate_where_the_header_says_so(tmp_path, separator):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(separator.join(line) for line in (HEAD, LINE)), encoding="utf-8")
    assert checked("complaints", path)[1].accepted == 1


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b",,,\n"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refusal(path).code == "empty-file"


def test_a_header_alone_is_an_empty_register(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEAD), encoding="utf-8")
    assert checked("complaints", path)[1].read == 0


def test_a_quotation_mark_that_is_never_closed_names_its_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(csv_text([COMPLAINT]) + '2号,12315,2017-03-15,"投诉\n3号,', encoding="utf-8")
    with pytest.raises(Refused, match="第 3 行"):
        checked("complaints", path)


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    path = csv_file(tmp_path, [COMPLAINT, {}, minimal("complaints", 登记编号="2号", 诉求类型="吵架")])
    _, result = checked("complaints", path)
    assert [rejection.row_number for rejection in result.rejections] == [4]


@pytest.mark.parametrize("ending", [".et", ".wps", ".xls", ".ods", ".xlsm", ".pdf", ""])
def test_other_kinds_of_file_get_one_clear_line(tmp_path, ending):
    path = tmp_path / f"台账{ending}"
    path.write_bytes(b"\xd0\xcf\x11\xe0 whatever")
    assert ".xlsx" in refusal(path).mend


def test_an_old_or_encrypted_workbook_under_a_new_ending_is_told(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert refusal(path).code == "convert-first"


def test_an_ending_that_does_not_agree_with_the_content_is_refused(tmp_path):
    book = xlsx_file(tmp_path, [HEAD, LINE])
    text = csv_file(tmp_path, [COMPLAINT])
    assert refusal(book.rename(tmp_path / "a.csv")).code == "wrong-ending"
    assert refusal(text.rename(tmp_path / "b.xlsx")).code == "wrong-ending"


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert refusal(tmp_path / "没有.csv").code == "file-unreadable"
    (tmp_path / "夹.csv").mkdir()
    assert refusal(tmp_path / "夹.csv").code == "file-unreadable"


def test_a_million_columns_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x," * 1_000_000 + "\n", encoding="utf-8")
    assert refusal(path).code == "too-many-columns"
    far = xlsx_file(tmp_path, [HEAD, LINE], change=lambda sheet: sheet.cell(2, 16_384, "x"))
    assert refusal(far).code == "too-many-columns"


def test_real_dates_and_numbers_become_what_a_person_would_have_typed(tmp_path):
    head = [*HEAD, "办结时间", "联系电话", "来源单号", "涉及金额", "是否匿名"]
    line = [
        "1号",
        12315,
        datetime(2017, 3, 15, 9, 30),
        "投诉",
        date(2017, 3, 16),
        13800000000,
        "0017",
        128.1,
        True,
    ]
    row = checked("complaints", xlsx_file(tmp_path, [head, line]))[0][0]
    assert (row.channel, row.phone, row.source_number, row.amount_fen) == (
        "12315",
        "13800000000",
        "0017",
        12810,
    )
    assert (row.registered_on, row.registered_time.hour) == (date(2017, 3, 15), 9)
    assert (row.closed_on, row.closed_time, row.anonymous) == (date(2017, 3, 16), None, True)


def test_a_number_beyond_15_digits_has_lost_its_end(tmp_path):
    path = xlsx_file(tmp_path, [[*HEAD, "统一社会信用代码"], [*LINE, 913710001234567890]])
    assert "15 位" in checked("complaints", path)[1].rejections[0].reason


def test_a_formula_counts_by_its_saved_result_and_is_rejected_without_one(tmp_path):
    lines = [[*HEAD, "诉求人"], [*LINE, "=A2"], ["2号", *LINE[1:], "王"]]
    path = xlsx_file(tmp_path, lines)
    rows, result = checked("complaints", path)
    assert [row.person for row in rows] == ["王"]
    assert (result.rejections[0].column, result.rejections[0].row_number) == ("诉求人", 2)
    assert "公式" in result.rejections[0].reason
    edit(path, b"<f>A2</f><v></v>", b"<f>A2</f><v>7</v>")
    assert [row.person for row in checked("complaints", path)[0]] == ["7", "王"]


def test_an_error_in_a_cell_is_rejected_with_its_name(tmp_path):
    path = xlsx_file(tmp_path, [["", "诉求人", *HEAD], ["", "#N/A", *LINE]])
    rejection = checked("complaints", path)[1].rejections[0]
    assert rejection.column == "诉求人"
    assert "#N/A" in rejection.reason


def edit(path, old, new):
    """Replace bytes in the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert old in parts[sheet]
    parts[sheet] = parts[sheet].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_sheet_that_claims_1048576_rows_has_only_those_with_content(tmp_path):
    def pretend(sheet):
        for column in (3, 16_384):
            sheet.cell(1_048_576, column).font = Font(bold=True)

    path = xlsx_file(tmp_path, [HEAD, LINE], change=pretend)
    edit(path, b'ref="A1:XFD1048576"', b'ref="A1:XFD9999999"')
    assert checked("complaints", path)[1].read == 1


def test_leading_blank_rows_and_columns_keep_the_true_row_numbers(tmp_path):
    path = xlsx_file(tmp_path, [[], ["", *HEAD], ["", "1号", "12315", "2017-02-30", "投诉"]])
    assert checked("complaints", path)[1].rejections[0].row_number == 3


def test_a_merged_header_is_refused_with_the_row(tmp_path):
    title = xlsx_file(tmp_path, [["投诉举报登记表"], HEAD, LINE], change=lambda s: s.merge_cells("A1:D1"))
    assert "第 1 行" in refusal(title).sentence


def test_hidden_and_further_sheets_are_told(tmp_path):
    path = xlsx_file(tmp_path, [HEAD, LINE], change=lambda sheet: sheet.parent.create_sheet("旧表"))
    assert any("2 张工作表" in notice.reason for notice in checked("complaints", path)[1].notices)


def test_a_broken_archive_and_one_that_is_no_workbook_are_refused(tmp_path):
    path = xlsx_file(tmp_path, [HEAD, LINE])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refusal(path).code == "xlsx-broken"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(path).code == "convert-first"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = xlsx_file(tmp_path, [HEAD, LINE])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b"\0" * (20 << 20))
    assert refusal(path).code == "too-large"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(survey.MAX_MEMBERS + 1):
            archive.writestr(f"{number}", "")
    assert refusal(path).code == "too-large"


def test_a_lone_cell_far_away_cannot_claim_the_memory_of_a_full_sheet(tmp_path):
    far = xlsx_file(tmp_path, [HEAD, LINE], change=lambda sheet: sheet.cell(1_048_576, 400, "x"))
    assert refusal(far).code == "too-large"


def test_a_document_type_in_the_sheet_is_refused(tmp_path):
    path = xlsx_file(tmp_path, [HEAD, LINE])
    edit(path, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    assert refusal(path).code == "xlsx-broken"


def test_cells_without_an_address_are_refused(tmp_path):
    path = xlsx_file(tmp_path, [HEAD, LINE])
    edit(path, b'<c r="A2"', b"<c")
    assert refusal(path).code == "xlsx-broken"


def test_a_control_character_rejects_the_row_not_the_file(tmp_path):
    rows = [COMPLAINT, minimal("complaints", 登记编号="2号", 诉求人="王\x07")]
    _, result = checked("complaints", csv_file(tmp_path, rows))
    assert (result.accepted, result.rejections[0].column) == (1, "诉求人")
