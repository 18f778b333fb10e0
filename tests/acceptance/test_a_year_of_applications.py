"""A generated year of applications under each statutory form, lived through the desk's verbs.

Every outcome, every way in, some late, some carried over, remedies of all kinds. Each due date is the
oracle's (``living`` compares after every act), the tables balance and count what was lived, each number leads
to as many records, and what one year carries over the next takes in.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta

import pypdfium2
import pytest
from living import CHANNELS, REMEDIES, RESULTS, Living
from oracle_applications import Life

from gongkai.desk.agencies.asking import asking_once
from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.casework import letters
from gongkai.desk.casework.clocks import verify_due
from gongkai.desk.casework.models import Letter
from gongkai.desk.casework.verifying import verify_chains
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.tests.bureau import Bureau, at
from gongkai.desk.remedies.clocks import SOURCE as REMEDY_SOURCE
from gongkai.desk.reporting.figures import compute
from gongkai.desk.reporting.figures.records import records
from gongkai.law.forms import check
from gongkai.law.outcomes import outcomes

pytestmark = pytest.mark.django_db(databases=["default"])

SIZES = {2017: 70, 2020: 90, 2023: int(os.environ.get("GONGKAI_TEST_APPLICATIONS", "100"))}
LEFT_OUT = {2017: {"reply.deny"}, 2020: {"other.no_fee"}, 2023: set()}
"""A sum of others in the form of 2014; there was no fee in 2020."""
ROWS = {
    "grant.public": "grant", "grant.full": "grant", "grant.partial": "partial",
    "deny.state_secret": "deny.secret", "deny.law": "deny.law", "deny.safety": "deny.safety",
    "deny.third_party": "deny.third", "deny.internal": "deny.internal", "deny.process": "deny.process",
    "deny.enforcement": "deny.enforce", "redirect.query": "deny.query", "unable.none": "unable.none",
    "unable.not_ours": "unable.none", "unable.make": "unable.make", "unable.unclear": "unable.unclear",
    "skip.petition": "skip.petition", "skip.repeat": "skip.repeat", "skip.publication": "skip.pub",
    "skip.bulk": "skip.bulk", "skip.reissue": "skip.reissue",
}  # fmt: skip
"""The rows of table 三, written from the form; 其他处理 is one row in 2019 and three since 2021."""
OTHER = {"other.no_correction": "nocorr", "other.no_fee": "nofee", "other.fix": "misc", "other.misc": "misc"}
OLD = {"reply.fix": "reply.otherway"}
"""Outcomes of 2017 that the table counts in the row of another."""
COLUMNS = {
    "自然人": "natural", "商业企业": "biz", "科研机构": "research", "社会公益组织": "ngo",
    "法律服务机构": "legal", "其他": "other",
}  # fmt: skip
FACES = {"当面": "face", "传真": "fax", "网络": "net", "电子邮件": "net", "信函": "mail"}
ORGANS = {"review_organ": "高区管委会", "court": "高区人民法院"}


@pytest.fixture
def lived(db, keys, settings):
    """The year of a form, lived through."""
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | ORGANS

    def of(year: int) -> Living:
        with asking_once():
            return live(year)

    def live(year: int) -> Living:
        living = Living(Bureau(), seed=year)
        codes = [one.code for one in outcomes(date(year, 6, 1)) if one.code not in LEFT_OUT[year]]
        first, days = date(year - 1, 11, 15), (date(year, 12, 25) - date(year - 1, 11, 15)).days
        for n in range(SIZES[year]):
            submitted = first + timedelta(days=n * days // SIZES[year])
            code = "" if n % 25 == 24 else codes[n % len(codes)]
            living.live(code, submitted, late=n % 12 == 11)
        living.together(codes[1], date(year, 5, 8))
        decided = [
            one for one in living.lives if one.replied and one.outcome not in ("other.misc", "reply.amend")
        ]
        for n, life in enumerate(living.dice.sample(decided, len(REMEDIES) * len(RESULTS))):
            living.remedy(life, REMEDIES[n % len(REMEDIES)], RESULTS[n // len(REMEDIES) % len(RESULTS)])
        return living

    return of


def new(lives: list[Life], year: int) -> list[Life]:
    return [one for one in lives if one.received and one.received.year == year]


def carried(lives: list[Life], year: int) -> list[Life]:
    """Open when the year began."""
    return [
        one
        for one in lives
        if one.received and one.received.year < year and (not one.replied or one.replied.year >= year)
    ]


def replied(lives: list[Life], year: int) -> list[Life]:
    return [one for one in lives if one.replied and one.replied.year == year]


def expected_matrix(living: Living, year: int) -> Counter[str]:
    """Table 三 counted by hand."""
    counts: Counter[str] = Counter()
    rows = {
        "in.new": new(living.lives, year),
        "in.carry": carried(living.lives, year),
        "out.total": replied(living.lives, year),
        "carry.next": carried(living.lives, year + 1),
    }
    for one in replied(living.lives, year):
        name = ROWS.get(one.outcome) or (f"other.{OTHER[one.outcome]}" if year >= 2021 else "other")
        rows.setdefault(f"out.{name}", []).append(one)
    for row, found in rows.items():
        for one in found:
            counts[f"{row}.{COLUMNS[one.kind]}"] += 1
            counts[f"{row}.total"] += 1
    return counts


def expected_list(living: Living, year: int) -> Counter[str]:
    """The part 三 of the table of 2014 counted by hand."""
    counts: Counter[str] = Counter()
    for one in new(living.lives, year):
        counts["app.recv"] += 1
        counts[f"app.recv.{FACES[one.channel]}"] += 1
    for one in replied(living.lives, year):
        counts["app.reply"] += 1
        counts[f"app.{OLD.get(one.outcome, one.outcome)}"] += 1
        if one.outcome.startswith("reply.deny."):
            counts["app.reply.deny"] += 1
        if one.outcome != "reply.amend":
            counts["app.done"] += 1
            counts["app.done.ontime" if one.in_time and not one.extended else "app.done.ext"] += 1
    return counts


def expected_remedies(living: Living, year: int) -> Counter[str]:
    """Table 四 counted by hand."""
    keys = {"行政复议": "review", "行政诉讼-直接起诉": "direct", "行政诉讼-复议后起诉": "after"}
    words = {"维持": "upheld", "纠正": "corrected", "其他": "other"}
    counts: Counter[str] = Counter()
    for kind, received, result, closed in living.remedies:
        if kind not in keys or received.year > year or (closed and closed.year < year):
            continue
        state = words[result] if closed and closed.year == year else "open"
        counts[f"t4.{keys[kind]}.{state}"] += 1
        counts[f"t4.{keys[kind]}.total"] += 1
    return counts


@pytest.mark.parametrize("year", sorted(SIZES))
def test_a_year_of_every_outcome_keeps_the_oracles_days_and_its_table_balances(lived, year):
    living = lived(year)
    lives = living.lives
    assert len(lives) == SIZES[year] + 3 and living.checked > 4 * len(lives)
    known = {one.code for one in outcomes(date(year, 6, 1))} - LEFT_OUT[year]
    assert {one.outcome for one in lives} == known | {""}
    assert {(one.channel, one.way) for one in lives} == set(CHANNELS)
    assert any(one.replied and not one.in_time for one in lives)
    assert verify_due([SOURCE, REMEDY_SOURCE]).holds and verify_chains().holds

    agency = living.bureau.agency
    before, now, after = (compute(agency, one) for one in (year - 1, year, year + 1))
    for of in (now, after):
        wrong = [
            one.detail
            for one in check(of.form_values(), form=of.form)
            if not one.ok and one.severity == "error"
        ]
        assert not wrong
    found = now.form_values()
    if year < 2019:
        expected = expected_list(living, year)
        keys = [key for key in now.form.keys if key.startswith("app.")]
    else:
        expected = expected_matrix(living, year) + expected_remedies(living, year)
        keys = [key for key in now.form.keys if key.startswith(("in.", "out.", "carry.", "t4."))]
        crossing = check(after.form_values(), found, form=after.form)
        assert [one for one in crossing if one.rule.startswith("carry.") and one.ok]
        assert not [one for one in crossing if not one.ok and one.severity == "error"]
        brought = expected_matrix(living, year - 1)
        assert (
            before.form_values()["carry.next.total"]
            == brought["carry.next.total"]
            == found["in.carry.total"]
            > 0
        )
    assert {key: found[key] for key in keys} == {key: expected[key] for key in keys}

    leader = Officer.objects.get(duties__kind=Duty.Kind.LEADER, agency=agency)
    counted = 0
    for key, result in now.all().items():
        if result.records and key in now.form.keys:
            assert records(key, agency, year, leader, date(year + 2, 1, 1)).count() == result.records, key
            counted += 1
    assert counted > 15


@pytest.mark.parametrize(
    ("year", "court_first", "ruleset"), [(2023, True, "remedy.b"), (2024, False, "remedy.c")]
)
def test_a_refusal_of_2023_and_one_of_2024_name_different_remedies(bureau, year, court_first, ruleset):
    """Since 2024 whoever is refused asks for review first; until then court and review stood side by side."""
    day = date(year, 3, 1)
    case = bureau.register(day)
    bureau.whole(case, "deny.process", day + timedelta(days=5))
    letter = Letter.objects.get(cause__startswith="decision/")
    assert (letter.remedy_ruleset, letter.review_first) == (ruleset, not court_first)
    document = pypdfium2.PdfDocument(letters.pdf(letter, by=bureau.handler, at=at(day + timedelta(days=6))))
    text = "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert "60日内" in text and "高区管委会" in text and "高区人民法院" in text
    assert ("6个月内" in text) == court_first
    assert ("应当先" in text or "先向" in text) == (not court_first)
    assert "15日内" in text if not court_first else "威海市市场监督管理局" in text


@pytest.fixture
def bureau(db, keys, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | ORGANS
    return Bureau()
