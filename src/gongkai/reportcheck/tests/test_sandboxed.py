"""A stranger's report is read in the sandbox; what comes back is the same result, or one refusal."""

import io
import zipfile
from decimal import Decimal

import pytest

from gongkai.refusal import Refused
from gongkai.reportcheck import check_report, sandboxed
from gongkai.reportcheck.checking import check_report as check_here
from gongkai.reportcheck.tests.building import correct
from gongkai.screening import sandbox
from gongkai.screening.sandbox import MEGABYTE, Limits


def test_the_result_is_that_of_this_process_values_and_their_types_included():
    report = correct(2021).html().replace(b"2021", b"2022", 1)
    before = correct(2020).figures()
    apart, here = check_report(report, before), check_here(report, before)
    assert apart == here
    assert apart.findings


def test_a_fractional_figure_keeps_its_type():
    for value in (None, 3, Decimal("0.5"), "三"):
        assert sandboxed._received(sandboxed._sent(value)) == value


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_a_report_that_needs_more_memory_or_time_than_allowed_is_refused(name):
    report = getattr(correct(2019), name)()
    with pytest.raises(Refused) as told:
        check_report(report, limits=Limits(memory=1 * MEGABYTE))
    assert told.value.code in ("too-big", "unreadable")


def test_a_text_that_unpacks_to_more_than_the_memory_is_refused():
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_STORED) as file:
        file.writestr("word/document.xml", b"<a>" + b"<b/>" * 4_000_000 + b"</a>")
    with pytest.raises(Refused) as told:
        check_report(page.getvalue(), limits=Limits(memory=64 * MEGABYTE))
    assert "\n" not in str(told.value)


def test_refusals_of_the_year_before_say_so():
    with pytest.raises(Refused, match="上年度报告") as told:
        check_report(correct(2021).html(), b"%PDF-1.7 broken")
    assert told.value.code == "bad-pdf"


def test_an_answer_that_is_no_result_is_a_refusal(monkeypatch):
    monkeypatch.setattr(sandbox, "run", lambda *_, **__: b'{"findings": [["x"]]}')
    with pytest.raises(Refused) as told:
        check_report(b"x")
    assert told.value.code == "unreadable"


def test_nothing_of_the_report_is_read_in_this_process(monkeypatch):
    monkeypatch.setattr(sandboxed, "check_here", lambda *_: pytest.fail("read here"))
    assert check_report(correct(2021).html()).year == 2021
