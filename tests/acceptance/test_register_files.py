"""Files as offices really send them: encodings, spreadsheets, broken ones; and the whole way."""

from datetime import date

import openpyxl
import pytest
from processes import assert_refused, gongkai
from small import ORGANISATION, csv_at, least, rejected_rows, text, xlsx_at

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


# --- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_utf8_bom_and_gb18030_are_read(desk, tmp_path, encoding):
    row = least("complaints", 登记编号="诉㐂1号")
    assert desk.take("complaints", csv_at(tmp_path / "complaints.csv", [row], encoding))["new"] == 1
    assert desk.exported("complaints")[0]["登记编号"] == "诉㐂1号"


def test_a_sheet_that_claims_a_million_rows_is_read(desk, tmp_path):
    def claim(sheet):
        sheet.cell(1_048_576, 1).font = openpyxl.styles.Font(bold=True)
        sheet.cell(1_048_576, 16_384).font = openpyxl.styles.Font(bold=True)

    path = xlsx_at(tmp_path / "complaints.xlsx", [least("complaints")], claim)
    assert (desk.take("complaints", path)["read"], desk.value("complaints.received")) == (1, 1)


def test_a_formula_without_a_result_is_a_rejected_cell(desk, tmp_path):
    row = least("complaints", 满意度="=A1")
    path = xlsx_at(tmp_path / "complaints.xlsx", [least("complaints", 登记编号="诉2号"), row])
    summary = desk.take("complaints", path)
    (back,) = desk.rejected(summary)
    assert summary["new"] == 1
    assert (back["文件"], back["行号"], back["列"]) == ("complaints.xlsx", "3", "满意度")
    assert "公式" in back["原因"]


def merge_heads(sheet):
    sheet.insert_rows(1)
    sheet["A1"] = "2017年投诉举报登记台账"
    sheet.merge_cells("A1:F1")


def broken(folder, name):
    """Files that cannot be read at all."""
    path = folder / name
    good = text([least("complaints")])
    wide = ",".join(f"列{n}" for n in range(1_000_000))
    contents = {
        "空.csv": b"",
        "空白.csv": b"\n\n\n",
        "编码.csv": good.encode("utf-8") + b"\xff\xfe\x81\x20",
        "十六.csv": good.encode("utf-16"),
        "宽.csv": f"{wide}\n".encode(),
        "引号.csv": (good + '诉2号,"12315,2017').encode(),
        "假.xlsx": good.encode(),
        "坏.xlsx": b"PK\x03\x04" + b"\0" * 64,
        "表头.csv": "编号,日期\n1,2017-01-01\n".encode(),
        "重复.csv": "登记编号,登记编号,来源渠道,登记时间,诉求类型\n1,2,12315,2017-01-01,投诉\n".encode(),
        "旧.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "表.et": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "合并.xlsx": None,
        "夹.csv": None,
        "没有.csv": None,
    }
    if name == "合并.xlsx":
        return xlsx_at(path, [least("complaints")], merge_heads)
    if name == "夹.csv":
        path.mkdir()
    elif name != "没有.csv":
        path.write_bytes(contents[name])
    return path


BROKEN = (
    "空.csv 空白.csv 编码.csv 十六.csv 宽.csv 引号.csv 假.xlsx 坏.xlsx "
    "表头.csv 重复.csv 旧.xls 表.et 合并.xlsx 夹.csv 没有.csv"
)


@pytest.mark.parametrize("name", BROKEN.split())
def test_a_file_that_cannot_be_read_is_one_line_and_changes_nothing(desk, tmp_path, name):
    good = csv_at(tmp_path / "好.csv", [least("complaints", 登记编号="诉9号")])
    assert_refused(desk.call("import", "complaints", good, broken(tmp_path, name), "--json"), name)
    assert desk.exported("complaints") == []


def test_a_merged_title_above_the_heads_is_refused_with_the_row_and_the_way_to_mend(desk, tmp_path):
    ended = desk.call("import", "complaints", broken(tmp_path, "合并.xlsx"))
    assert_refused(ended, "合并.xlsx", "表头")


def test_a_dry_run_changes_nothing_and_says_what_it_would_do(desk, tmp_path):
    rows = [least("complaints"), least("complaints", 登记编号="诉2号", 登记时间="2017-02-30")]
    path = csv_at(tmp_path / "complaints.csv", rows)
    ended = desk.call("import", "complaints", path, "--dry-run", "--json")
    assert (ended.status, ended.json["new"], ended.json["rejected"]) == (0, 1, 1)
    assert desk.exported("complaints") == []


def test_a_register_with_heads_only_is_empty_and_no_mistake(desk, tmp_path):
    path = tmp_path / "remedies.csv"
    path.write_text("类型,案号,关联登记编号,收案日期,结果,结案日期\n", encoding="utf-8")
    assert desk.take("remedies", path)["read"] == 0


# --- the whole way, as processes


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "台账"
    made.mkdir()
    (made / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    return made


def test_registers_in_report_out_with_rejected_rows(folder, tmp_path):
    csv_at(
        folder / "items.csv", [least("items"), least("items", 索引号="371002SC/2017-00002", 公开方式="秘密")]
    )
    csv_at(folder / "complaints-1.csv", [least("complaints", 登记编号="诉1号")])
    csv_at(
        folder / "complaints-2.csv", [least("complaints", 登记编号="诉2号", 登记时间="2017-02-30")], "gb18030"
    )
    later = least("complaints", 登记编号="诉1号", 办结时间=date(2017, 3, 20), 办理结果="调解成功")
    xlsx_at(folder / "complaints-3.xlsx", [later])
    out = tmp_path / "报告"
    ended = gongkai("annual-report", 2017, "--ledgers", folder, "--out", out, "--json", cwd=tmp_path)
    assert ended.status in (0, 1) and "Traceback" not in ended.err
    figures = ended.json["figures"]
    assert (figures["items.total"]["value"], figures["complaints.mediated"]["value"]) == (1, 1)
    rows = rejected_rows(out / "rejected.csv")
    assert [(row["文件"], row["行号"], row["列"]) for row in rows] == [
        ("items.csv", "3", "公开方式"),
        ("complaints-2.csv", "2", "登记时间"),
    ]
    assert not (tmp_path / "var").exists()


def test_registers_without_their_attachments_and_pictures_are_counted_all_the_same(folder, tmp_path):
    csv_at(folder / "items.csv", [least("items") | {"附件": "附件/公告.pdf"}])
    narrative = '[years.2017.narrative]\n"概述" = "![图](pictures/a.png)"\n'
    (folder / "organisation.toml").write_text(ORGANISATION + narrative, encoding="utf-8")
    ended = gongkai("annual-report", 2017, "--ledgers", folder, "--out", tmp_path / "报告", "--json")
    assert ended.status == 1 and ended.json["figures"]["items.total"]["value"] == 1
    assert "items.csv 第 2 行" in ended.err and "pictures/a.png" in ended.err
    assert [one["rule"] for one in ended.json["checks"] if one["rule"] == "narrative.picture"]


def test_a_folder_with_an_unreadable_register_writes_no_report(folder, tmp_path):
    csv_at(folder / "items.csv", [least("items"), least("items", 索引号="2", 公开方式="秘密")])
    (folder / "remedies.csv").write_bytes(b"")
    out = tmp_path / "报告"
    assert_refused(gongkai("annual-report", 2017, "--ledgers", folder, "--out", out), "remedies.csv")
    assert not out.exists()
    out.mkdir()
    earlier = {name: (out / name).write_text(name) for name in ("report.html", "rejected.csv")}
    assert_refused(gongkai("annual-report", 2017, "--ledgers", folder, "--out", out), "remedies.csv")
    assert {one.name: len(one.read_text()) for one in out.iterdir()} == earlier


@pytest.mark.parametrize("year", ["1890", "20017", "十七"])
def test_an_unknown_year_is_wrong_use(folder, tmp_path, year):
    csv_at(folder / "items.csv", [least("items")])
    assert_refused(gongkai("annual-report", year, "--ledgers", folder, "--out", tmp_path / "报告"))


def test_a_folder_without_an_organisation_file_is_told_to_have_one(folder, tmp_path):
    csv_at(folder / "items.csv", [least("items")])
    (folder / "organisation.toml").unlink()
    out = tmp_path / "报告"
    assert_refused(
        gongkai("annual-report", 2017, "--ledgers", folder, "--out", out), "organisation.toml", "文件夹"
    )


def test_a_broken_organisation_file_is_refused_with_its_line(folder, tmp_path):
    (folder / "organisation.toml").write_text('[agency]\nname = "某局\n', encoding="utf-8")
    assert_refused(
        gongkai("annual-report", 2017, "--ledgers", folder, "--out", tmp_path / "报告"), "organisation.toml"
    )
