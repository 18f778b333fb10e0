"""A correct report has no finding, in whatever file it comes."""

import pytest

from gongkai.reportcheck.checking import check_report, understand
from gongkai.reportcheck.tests.building import correct

YEARS = (2014, 2017, 2018, 2019, 2020, 2021, 2023)
FORMS = {2014: "report.stat_2014", 2017: "report.stat_2014", 2018: "report.stat_2014"}
FORMS |= {2019: "report.fmt_2019", 2020: "report.fmt_2019", 2021: "report.fmt_2021", 2023: "report.fmt_2021"}
RENDER = {
    "html": lambda made: made.html(),
    "html with junk": lambda made: made.html(junk=True),
    "docx": lambda made: made.docx(),
    "text": lambda made: made.text(),
    "figures": lambda made: made.figures(),
}


@pytest.mark.parametrize("kind", RENDER)
@pytest.mark.parametrize("year", YEARS)
def test_a_correct_report_has_no_finding(year, kind):
    checked = check_report(RENDER[kind](correct(year)))
    assert checked.findings == ()
    assert (checked.year, checked.form) == (year, FORMS[year])


@pytest.mark.parametrize("year", (2017, 2019))
def test_a_correct_word_file_has_no_finding(year):
    made = correct(year)
    data = made.word()
    assert check_report(data).findings == ()
    assert understand(data).tables.values == made.values


@pytest.mark.parametrize("year", (2017, 2019, 2021))
def test_a_correct_pdf_has_no_finding(year):
    checked = check_report(correct(year).pdf())
    assert checked.findings == ()
    assert (checked.year, checked.form) == (year, FORMS[year])


@pytest.mark.parametrize("kind", [*RENDER, "pdf"])
@pytest.mark.parametrize("year", (2017, 2019, 2021))
def test_every_cell_is_read_in_every_file(year, kind):
    made = correct(year)
    data = made.pdf() if kind == "pdf" else RENDER[kind](made)
    assert understand(data).tables.values == made.values
