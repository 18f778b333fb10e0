"""Registers in, report out: every figure against the oracle, and the five files as their readers see them."""

import re
from decimal import Decimal

import docx
import openpyxl
import oracle
import oracle_forms as forms
import pikepdf
import pypdfium2
import pytest
from lxml import html
from oracle_rows import percent, register
from processes import WHOLE

YEARS = (2017, 2018, 2020, 2023, 2025)
COLUMNS = ("natural", "biz", "research", "ngo", "legal", "other", "total")
NOT_IN_REGISTERS = {"complaints.reopened"}
"""Only the desk itself knows whether a closed case was taken up again."""
FILES = ("report.html", "report.docx", "report.pdf", "figures.json", "figures.xlsx")


@pytest.fixture(params=YEARS)
def year(request, made):
    return made(request.param)


@pytest.fixture(scope="module")
def expected(made):
    known = {}

    def of(number):
        if number not in known:
            known[number] = oracle.figures(made(number).registers, number)
        return known[number]

    return of


def test_a_report_without_a_home_ends_with_0_and_writes_its_five_files(year):
    assert year.status == 0, year.said
    assert "Traceback" not in year.said
    assert {one.name for one in year.out.iterdir()} == set(FILES)
    assert not (year.registers.parent / "var").exists()


def test_every_figure_equals_the_oracle(year, expected):
    theirs, ours = year.values, expected(year.year)
    assert set(theirs) - set(ours) <= NOT_IN_REGISTERS
    assert all(theirs[key] is None for key in NOT_IN_REGISTERS)
    unlike = {key: (theirs[key], ours[key]) for key in theirs if key in ours and theirs[key] != ours[key]}
    assert not unlike


def test_no_figure_that_registers_hold_is_missing(year, expected):
    missing = {key for key, value in expected(year.year).items() if value and key not in year.values}
    assert {key for key in missing if not key.endswith(".previous")} == set()
    for key in ("days_to_accept", "days_to_close"):
        assert {f"complaints.{key}.{one}.previous" for one in ("mean", "median")} <= set(year.values)
    assert "complaints.redone.previous" in year.values


def test_every_channel_and_outlet_of_the_registers_has_its_figure_although_it_is_0(year):
    for name in oracle.CHANNELS:
        assert {f"complaints.by_channel.{name}", f"complaints.received_tj.by_channel.{name}"} <= set(
            year.values
        )
    assert {f"items.by_outlet.{name}" for name in oracle.OUTLETS.split()} <= set(year.values)


def test_figures_carry_unit_label_definition_and_records(year):
    document = year.document
    assert set(document) >= {"agency", "year", "period", "forms", "figures", "checks"}
    assert document["period"] == {"from": f"{year.year}-01-01", "to": f"{year.year}-12-31"}
    for key, one in document["figures"].items():
        assert set(one) >= {"value", "unit", "label", "definition", "records"}, key
        assert one["label"] and one["definition"], key
    assert all({"rule", "ok", "detail"} <= set(check) for check in document["checks"])


def test_rates_stand_beside_numerator_and_denominator(year):
    for key, one in year.document["figures"].items():
        if one["unit"] == "%":
            assert one["value"] == percent(one["numerator"], one["denominator"]), key


def test_the_form_is_that_of_the_year(year):
    form = "stat_2014" if year.year <= 2018 else "fmt_2019" if year.year <= 2020 else "fmt_2021"
    assert year.document["forms"] == [f"report.{form}"]
    assert ("pro.total" in year.values) == (year.year <= 2018)
    assert ("out.other.misc.total" in year.values) == (year.year >= 2021)
    assert ("out.other.total" in year.values) == (year.year in (2019, 2020))


def leaves(year):
    return forms.LEAVES_2019 if year.year <= 2020 else forms.LEAVES_2021


def test_table_3_balances_in_every_row_and_column(year):
    if year.year <= 2018:
        return
    get = year.values
    for column in COLUMNS:
        received = get[f"in.new.{column}"] + get[f"in.carry.{column}"]
        assert received == get[f"out.total.{column}"] + get[f"carry.next.{column}"], column
        assert get[f"out.total.{column}"] == sum(get[f"out.{leaf}.{column}"] for leaf in leaves(year)), column
    for row in ("in.new", "in.carry", "out.total", "carry.next", *[f"out.{leaf}" for leaf in leaves(year)]):
        assert get[f"{row}.total"] == sum(get[f"{row}.{column}"] for column in COLUMNS[:-1]), row


def test_table_3_has_19_leaf_rows_in_2019_and_21_since_2021(year):
    if year.year > 2018:
        assert len(leaves(year)) == (19 if year.year <= 2020 else 21)
        keys = {key.rpartition(".")[0] for key in year.values if key.startswith("out.")} - {"out.total"}
        assert keys == {f"out.{leaf}" for leaf in leaves(year)}


def test_table_4_balances(year):
    if year.year > 2018:
        for group in ("review", "direct", "after"):
            parts = [year.values[f"t4.{group}.{one}"] for one in ("upheld", "corrected", "other", "open")]
            assert year.values[f"t4.{group}.total"] == sum(parts)


def test_what_is_carried_in_was_carried_out_of_the_year_before(year):
    if year.year > 2019:
        asked = {"applications": register(year.registers, "applications"), "remedies": []}
        form = 2019 if year.year <= 2021 else 2021
        before = forms.tables(asked.__getitem__, year.year - 1, form)
        for column in COLUMNS:
            assert year.values[f"in.carry.{column}"] == before[f"carry.next.{column}"]
        if year.year in WHOLE:
            assert year.values["in.carry.total"] > 0 < year.values["carry.next.total"]


def test_the_2014_form_balances(year):
    if year.year > 2018:
        return
    get = year.values
    assert get["app.recv"] == sum(get[f"app.recv.{one}"] for one in ("face", "fax", "net", "mail"))
    assert get["app.done"] == get["app.done.ontime"] + get["app.done.ext"]
    assert get["app.reply"] == sum(
        get[f"app.reply.{one}"] for one in set(forms.ROWS_2014.values()) if "." not in one
    )
    assert get["app.reply.deny"] == sum(
        value for key, value in get.items() if key.startswith("app.reply.deny.")
    )
    for group in ("rev", "lit"):
        assert get[f"{group}.total"] == sum(get[f"{group}.{one}"] for one in ("upheld", "corrected", "other"))
    assert get["org.staff"] == get["org.staff.full"] + get["org.staff.part"]
    assert get["pro.norm"] <= get["pro.total"] >= max(value for key, value in get.items() if "pro.ch" in key)


def test_the_zones_2017(made):
    get = made(2017).values
    nine = (49, 25, 16, 15, 10, 3, 1, 1, 27)
    assert get["items.total"] == get["pro.total"] == sum(nine) == 147
    assert tuple(get[f"items.by_category.{name}"] for name in oracle.NINE.split()) == nine
    assert get["complaints.received_tj"] == 2180
    rate = made(2017).document["figures"]["complaints.closing_rate_tj"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (Decimal("95.0"), 2071, 2180)
    channels = {"12315": 1090, "市长热线": 567, "12331": 414, "12365": 109}
    assert {name: get[f"complaints.received_tj.by_channel.{name}"] for name in channels} == channels
    assert (get["foi.received"], get["foi.on_time"], get["app.recv.mail"]) == (1, 1, 1)
    assert get["remedies.reviews"] == get["remedies.suits"] == get["remedies.grievances"] == 0


# --- the files


def same(shown, value):
    return shown is None if value is None else Decimal(str(shown)) == Decimal(str(value))


def test_figures_xlsx_says_what_figures_json_says(year):
    book = openpyxl.load_workbook(year.out / "figures.xlsx")
    rows = book.worksheets[0].iter_rows(values_only=True)
    at = {name: place for place, name in enumerate(next(rows))}
    shown = {row[at["指标"]]: row[at["数值"]] for row in rows}
    own = {key: value for key, value in year.values.items() if not key.endswith(".previous")}
    assert {
        key: (shown.get(key), value) for key, value in own.items() if not same(shown.get(key), value)
    } == {}


def page(year):
    return html.fromstring((year.out / "report.html").read_text(encoding="utf-8"))


def cells(row):
    return [re.sub(r"\s", "", cell.text_content()) for cell in row.iter("td", "th")]


def lines_of_tables(year):
    """What the statutory tables must show, row for row."""
    get = year.values
    if year.year <= 2018:
        return [[str(get[key])] for key in get if re.match(r"(app|rev|lit|grievance)", key)]
    rows = ("in.new", "in.carry", "out.total", "carry.next", *[f"out.{leaf}" for leaf in leaves(year)])
    table_3 = [[str(get[f"{row}.{column}"]) for column in COLUMNS] for row in rows]
    groups = ("review", "direct", "after")
    results = ("upheld", "corrected", "other", "open", "total")
    return [*table_3, [str(get[f"t4.{group}.{one}"]) for group in groups for one in results]]


def missing_lines(lines, rows):
    return [line for line in lines if not any(row[-len(line) :] == line for row in rows)]


def test_the_html_shows_the_form_row_for_row(year):
    rows = [cells(row) for row in page(year).iter("tr")]
    lines = lines_of_tables(year)
    if year.year <= 2018:
        assert {line[0] for line in lines} <= {cell for row in rows for cell in row}
    else:
        assert missing_lines(lines, rows) == []


def test_the_docx_shows_the_same_form_and_headings(year):
    paper = docx.Document(year.out / "report.docx")
    rows = []
    for table in paper.tables:
        for row in table.rows:
            seen = dict.fromkeys((id(cell._tc), cell.text) for cell in row.cells)
            rows.append([re.sub(r"\s", "", text) for _, text in seen])
    if year.year > 2018:
        assert missing_lines(lines_of_tables(year), rows) == []
    else:
        assert {line[0] for line in lines_of_tables(year)} <= {cell for row in rows for cell in row}
    bare = lambda text: re.sub(r"\s", "", text)  # noqa: E731 - used twice, here only
    ours = [bare(one.text) for one in paper.paragraphs if one.style.name.startswith("Heading")]
    theirs = [bare(one.text_content()) for one in page(year).iter("h2", "h3", "h4")]
    assert ours == theirs
    assert len(ours) >= (11 if year.year <= 2018 else 6)


def test_the_html_says_the_headline_numbers(year):
    text = re.sub(r"\s", "", page(year).text_content())
    for key in ("items.total", "complaints.received_tj", "complaints.closed_tj"):
        number = year.values[key]
        assert str(number) in text or f"{number:,}" in text, key
    assert str(year.values["complaints.closing_rate_tj"]).removesuffix(".0") in text


def test_the_pdf_is_archival_and_accessible_and_its_text_can_be_taken_out(year):
    with pikepdf.open(year.out / "report.pdf") as paper:
        with paper.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert about["dc:title"]
        assert paper.Root.MarkInfo.Marked and "/StructTreeRoot" in paper.Root
        assert str(paper.Root.Lang).lower().startswith("zh")
    document = pypdfium2.PdfDocument(year.out / "report.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    plain = re.sub(r"[\s,]", "", text)
    for key in ("items.total", "complaints.received_tj", "complaints.closed_tj"):
        assert str(year.values[key]) in plain, key
    for heading in page(year).iter("h2"):
        assert re.sub(r"\s", "", heading.text_content()) in plain


def test_no_marks_of_unfinished_work_are_left_in_the_report(year):
    text = page(year).text_content()
    for mark in ("{{", "}}", "[image", "bookmark", "None", "nan", "TODO"):
        assert mark not in text, mark
