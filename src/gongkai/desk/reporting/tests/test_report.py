"""The report: sections, bound numbers, tables, checks, files, signature and drift."""

import errno
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from gongkai.desk.agencies.models import Duty, YearOfMeans
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files
from gongkai.desk.reporting.freezing import drift, sign
from gongkai.desk.reporting.models import AnnualReport, Narrative, NarrativePicture, StatedFigure
from gongkai.desk.reporting.report.writing import NAMES, prepare, render, write
from gongkai.desk.reporting.tests import factories as make
from gongkai.law.forms import sections
from gongkai.papers import blocks as b
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)


def narrate(agency, year, **texts):
    """A narrative for every section of the year."""
    for section in sections(year):
        text = texts.get(section.key, f"{year}年，公开政府信息{{{{ items.total }}}}条。")
        Narrative.objects.update_or_create(
            agency=agency, year=year, section=section.key, defaults={"text": text}
        )


@pytest.fixture
def agency():
    """An agency with a small, complete 2017."""
    made = make.AgencyFactory()
    make.matter(made, date(2017, 3, 1), accepted=date(2017, 3, 3), closed=date(2017, 3, 20))
    make.matter(made, date(2017, 4, 1), kind="举报", channel="12331")
    make.item(made)
    make.application(made, replied=date(2017, 6, 27), outcome="reply.full")
    YearOfMeans.objects.create(
        agency=made, year=2017, units=1, reading_points=6, full_time=1, part_time=2, budget_fen=0
    )
    narrate(made, 2017)
    return made


def failed(report):
    return {check.rule for check in report.checks if not check.ok and check.severity == "error"}


def test_a_complete_year_has_no_errors(agency):
    report = prepare(agency, 2017, on=date(2018, 3, 1))
    assert failed(report) == set(), report.errors
    assert report.document.title.endswith("2017年度政府信息公开工作报告")


def test_sections_tables_and_signature_stand_in_their_order(agency):
    report = prepare(agency, 2017, on=date(2018, 3, 1))
    heads = [b.plain(one.inlines) for one in report.document.blocks if isinstance(one, b.Heading)]
    assert heads[0] == "一、概述" and heads[-1] == "附：政府信息公开情况统计表" and len(heads) == 12
    signed = [one for one in report.document.blocks if isinstance(one, b.Signature)]
    assert signed == [b.Signature(agency.name, date(2018, 3, 1))]


@pytest.mark.parametrize(("year", "tables"), [(2018, 1), (2020, 3), (2023, 3), (2025, 3)])
def test_every_form_is_laid_out_with_all_its_cells(agency, year, tables):
    narrate(agency, year)
    report = prepare(agency, year)
    found = [one for one in b.walk(report.document.blocks) if isinstance(one, b.Table)]
    keys = [
        inline.key
        for one in found
        for row in one.body
        for cell in row
        for inline in cell.inlines
        if isinstance(inline, b.Figure)
    ]
    of_form = [key for key in keys if key in report.year.form.keys]
    assert sorted(of_form) == sorted(report.year.form.keys)
    assert len(found) >= tables


def test_a_number_without_source_stands_in_the_way(agency):
    narrate(
        agency, 2017, response="接待咨询3000余人次，发放{{ stated(4600, '各科室') }}份。".replace("'", '"')
    )
    report = prepare(agency, 2017)
    bare = [check for check in report.errors if check.rule == "narrative.bare"]
    assert len(bare) == 1 and "3000" in bare[0].detail and bare[0].section == "response"
    assert "narrative.sources" in failed(report)


def test_a_reference_to_nothing_is_named(agency):
    narrate(agency, 2017, overview="公开{{ items.totals }}条，失密{{ secrecy.incidents }}件。")
    report = prepare(agency, 2017)
    assert {"narrative.table", "narrative.empty"} <= failed(report)


def test_a_missing_section_is_an_error(agency):
    Narrative.objects.filter(agency=agency, section="fees").delete()
    report = prepare(agency, 2017)
    assert failed(report) == {"sections"}
    assert "收费" in report.errors[0].detail


def test_leftovers_of_word_processors_are_found(agency):
    narrate(agency, 2017, key_areas="开设专栏。[image: IMG]")
    assert "narrative.leftover" in failed(prepare(agency, 2017))


def test_a_day_after_the_limit_is_an_error_and_no_day_a_warning(agency):
    assert "deadline" in failed(prepare(agency, 2017, on=date(2018, 4, 1)))
    warned = [check for check in prepare(agency, 2017).checks if check.rule == "deadline"]
    assert not warned[0].ok and warned[0].severity == "warn" and "2018-03-31" in warned[0].detail


def test_what_is_stated_beside_a_register_is_said(agency):
    StatedFigure.objects.create(agency=agency, year=2017, key="items.total", value="150", stated_by="姜文博")
    report = prepare(agency, 2017)
    assert report.year["items.total"].value == 1
    said = next(check for check in report.checks if check.rule == "stated.counted")
    assert not said.ok and "150" in said.detail


def test_last_year_stands_beside_this_year(agency):
    make.matter(agency, date(2016, 3, 1))
    report = prepare(agency, 2017)
    table = next(one for one in report.document.blocks if isinstance(one, b.Table))
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.body}
    assert rows["受理投诉举报（件）"] == ["2", "1", "+1"]


def test_a_report_that_cannot_be_written_to_its_end_leaves_the_earlier_one_whole(
    agency, tmp_path, monkeypatch
):
    write(tmp_path, agency, 2017, on=date(2018, 3, 1))
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    Narrative.objects.filter(agency=agency).delete()
    plain = Path.write_bytes

    def full(path, data):
        if "figures.xlsx" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return plain(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, agency, 2017, on=date(2018, 3, 1))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_five_files_say_the_same(agency, tmp_path):
    write(tmp_path, agency, 2017, on=date(2018, 3, 1))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
    said = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert (
        said["agency_code"] == agency.code
        and said["agency"] == agency.name
        and said["period"]["from"] == "2017-01-01"
    )
    rate = said["figures"]["complaints.closing_rate_tj"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (50.0, 1, 2)
    assert said["figures"]["complaints.refunded_amount"]["value"] is None
    assert all({"rule", "ok", "severity", "detail"} == set(check) for check in said["checks"])
    book = openpyxl.load_workbook(tmp_path / "figures.xlsx")
    assert book.sheetnames == ["指标", "统计表", "检查"]
    assert book["统计表"].max_row == 1 + len(prepare(agency, 2017).year.form.keys)
    html = (tmp_path / "report.html").read_text("utf-8")
    assert 'data-figure="pro.total">1<' in html and "<script" not in html
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_pictures_of_the_narrative_are_in_the_files(agency):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    digest = files.store(out.getvalue())
    NarrativePicture.objects.create(
        agency=agency, year=2017, name="图1.png", sha256=digest, type="image/png", size=len(out.getvalue())
    )
    narrate(agency, 2017, org="设立领导小组。\n\n![领导小组会议现场](图1.png)")
    report = prepare(agency, 2017, on=date(2018, 3, 1))
    assert b'src="data:image/png;base64' in render(report, "report.html")


def test_signing_freezes_figures_and_makes_an_item(agency, keys):
    leader = make.officer(agency, Duty.Kind.LEADER)
    report = sign(agency, 2017, leader, AT)
    item = report.item
    assert (item.kind, item.year, item.means) == ("annual-report", 2017, "主动公开")
    assert item.title == f"{agency.name}2017年度政府信息公开工作报告"
    assert [file.name.rpartition(".")[2] for file in item.files.order_by("position")] == [
        "pdf", "docx", "xlsx", "json",
    ]  # fmt: skip
    assert [one["label"] for one in item.extras["figures"]][:2] == ["主动公开政府信息", "受理投诉举报"]
    frozen = report.figures.get(key="complaints.closed_tj")
    assert (frozen.value, frozen.records, len(frozen.digest)) == ("1", 1, 64)
    assert Event.objects.filter(stream=item.stream, type="report-signed").count() == 1
    assert drift(report) == []
    assert prepare(agency, 2017).signed_on == date(2018, 3, 1)


def test_a_reopening_next_year_is_no_drift_but_a_voided_row_is(agency, keys):
    leader = make.officer(agency, Duty.Kind.OFFICE)
    report = sign(agency, 2017, leader, AT)
    matter = agency.registrations.get(series="complaints", channel="12315").matter
    closing = matter.registration.cases.get().closings.get()
    closing.reopened_on = date(2018, 5, 2)
    closing.save()
    assert drift(report) == []
    matter.voided_on = date(2018, 5, 3)
    matter.save()
    changed = {one.key: (one.signed, one.now) for one in drift(report)}
    assert changed["complaints.closed_tj"] == ("1", "0")
    assert changed["complaints.received"] == ("2", "1")
    assert "items.total" not in changed
    assert report.figures.get(key="complaints.received").value == "2"


def test_an_exchange_of_records_with_the_same_count_is_drift_too(agency, keys):
    report = sign(agency, 2017, make.officer(agency, Duty.Kind.OFFICE), AT)
    item = agency.items.get(kind="item")
    item.voided_on = date(2018, 5, 1)
    item.save()
    make.item(agency)
    changed = {one.key: one for one in drift(report)}
    assert changed["items.total"].same and changed["items.total"].now == "1"


def test_errors_stand_in_the_way_of_a_signature_and_are_named(agency):
    Narrative.objects.filter(agency=agency, section="fees").delete()
    with pytest.raises(Refused, match="收费及减免情况") as refused:
        sign(agency, 2017, make.officer(agency, Duty.Kind.LEADER), AT)
    assert refused.value.code == "report-errors"
    assert not AnnualReport.objects.exists()


def test_a_late_report_is_signed_all_the_same(agency, keys):
    late = datetime(2018, 6, 1, 2, 0, tzinfo=UTC)
    report = sign(agency, 2017, make.officer(agency, Duty.Kind.OFFICE), late)
    assert report.no == 1
    assert failed(prepare(agency, 2017)) == {"deadline"}


def test_only_office_and_leaders_sign(agency):
    for kind in (Duty.Kind.CLERK, Duty.Kind.AUDITOR):
        with pytest.raises(Refused) as refused:
            sign(agency, 2017, make.officer(agency, kind), AT)
        assert refused.value.code == "not-held"
    stranger = make.officer(make.AgencyFactory(), Duty.Kind.LEADER)
    with pytest.raises(Refused):
        sign(agency, 2017, stranger, AT)


def test_a_second_signature_is_the_next_number_and_the_same_item(agency, keys):
    leader = make.officer(agency, Duty.Kind.LEADER)
    first = sign(agency, 2017, leader, AT)
    make.item(agency)
    second = sign(agency, 2017, leader, AT)
    assert (second.no, second.item_id) == (2, first.item_id)
    assert first.figures.get(key="items.total").value == "1"


def test_a_year_before_reports_is_refused(agency):
    with pytest.raises(Refused):
        prepare(agency, 1999)
