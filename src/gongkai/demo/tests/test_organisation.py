"""organisation.toml: read by anyone's TOML reader, bound to figures that exist, in our own words."""

import re
import tomllib

import pytest

from gongkai.demo.organisation import narrative
from gongkai.demo.plan import plan_of
from gongkai.demo.words import years
from gongkai.papers.bare_numbers import numbers
from gongkai.papers.inlines import Text
from gongkai.papers.markdown import parse
from gongkai.papers.model import Picture

OF_FORMATS = re.compile(
    r"items\.(?:total|by_category\.\w+|by_outlet\.\w+)"
    r"|complaints\.(?:received|closed|closing_rate|received_tj|closed_tj|closing_rate_tj|on_time_rate"
    r"|mediated|refunded_amount|satisfied_rate"
    r"|reopened|by_channel\.\w+|by_type\.\w+|redone(?:\.previous)?"
    r"|days_to_(?:accept|close)\.(?:mean|median)(?:\.previous)?)"
    r"|foi\.\w+|remedies\.\w+|secrecy\.\w+"
)
OF_2014 = re.compile(
    r"pro\.(?:total|norm|norm_issued|ch\.\w+)|resp\.\w+|app\.[\w.]+|rev\.\w+|lit\.\w+|grievance|fee"
    r"|org\.(?:units|points|staff|budget|staff\.full|staff\.part)|mtg\.n|train\.(?:n|people)"
)
OF_2019 = re.compile(r"(?:in|out|carry|t2|t4)\.[\w.]+")
SECTIONS_2014 = (
    "preamble overview org response key_areas proactive applications fees disputes secrecy "
    "subordinate problems"
)


def references(text):
    return [ref for ref in re.findall(r"\{\{\s*(.*?)\s*\}\}", text) if not ref.startswith("stated")]


@pytest.mark.parametrize("year", years())
def test_the_narrative_binds_to_known_figures_and_states_nothing_bare(year):
    form = OF_2014 if year < 2019 else OF_2019
    for section, text in narrative(plan_of(year), compared=True).items():
        assert numbers(text) == (), (section, numbers(text))
        assert "@" not in text
        for ref in references(text):
            assert OF_FORMATS.fullmatch(ref) or form.fullmatch(ref), ref
        parse(text, lambda key: Text(key))


def test_sections_are_those_of_the_form():
    assert list(narrative(plan_of(2017))) == SECTIONS_2014.split()
    assert len(narrative(plan_of(2023))) == 6


def test_three_pictures_with_words_for_those_who_do_not_see_them(registers):
    for year in (2017, 2025):
        blocks = [block for text in narrative(plan_of(year)).values() for block in parse(text, Text)]
        found = [block for block in blocks if isinstance(block, Picture)]
        assert len(found) == 3
        for picture in found:
            assert len(picture.alt) > 12
            assert (registers(year) / picture.name).read_bytes().startswith(b"\x89PNG")


def test_the_words_are_our_own_and_mend_what_the_report_of_2017_got_wrong():
    ours = "".join(narrative(plan_of(2017)).values())
    theirs = (
        "不断增强行政执法工作透明度",
        "使我局政务信息公开工作进一步规范化、制度化",
        "为消费者维权创造了良好的环境",
        "满足人民群众的信息需求",
        "切实提升政府信息公开的效果和水平",
        "山东省信息公开管理办法",
        "审计信息解读",
        "[image",
        "_GoBack",
    )
    assert [words for words in theirs if words in ours] == []
    assert "山东省政府信息公开办法" in ours


@pytest.mark.parametrize("year", [2017, 2018, 2020, 2023, 2025])
def test_organisation_toml_holds_what_formats_asks(registers, year):
    found = tomllib.loads((registers(year) / "organisation.toml").read_text(encoding="utf-8"))
    assert {
        "name",
        "short_name",
        "code",
        "uscc",
        "parent",
        "address",
        "postcode",
        "telephone",
        "site",
    } <= set(found["agency"])
    assert len(found["units"]) == 18
    assert {unit["kind"] for unit in found["units"]} == {"科室", "监管所", "大队", "事业单位"}
    assert set(found["years"]) == {str(year - 1), str(year)}
    for table in found["years"].values():
        assert set(table) == {"staffing", "funding", "figures", "narrative"}
        assert table["figures"]["stated_by"]
        assert table["staffing"]["full_time"] == 1
    keys = set(found["years"][str(year)]["figures"])
    if year >= 2021:
        assert {"t2.norm.valid", "t2.license.decisions", "t2.penalty.decisions"} <= keys


def test_stated_rules_in_force_add_up_over_the_years():
    stated = {year: plan_of(year).table["stated"]["figures"] for year in (2022, 2023, 2024, 2025)}
    for year in (2023, 2024, 2025):
        now, before = stated[year], stated[year - 1]
        assert (
            now["t2.norm.valid"] == before["t2.norm.valid"] + now["t2.norm.issued"] - now["t2.norm.repealed"]
        )
