"""Every outcome of a year's law ends in its letter; every due date on the way is the oracle's."""

from datetime import date, timedelta

import pytest

from gongkai.desk.casework.clocks import verify_due
from gongkai.desk.casework.models import Closing, Letter
from gongkai.desk.foi import verbs
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.tests.bureau import at
from gongkai.law.outcomes import outcomes
from gongkai.law.tests import oracle

FIRST = {2017: date(2017, 3, 1), 2024: date(2024, 3, 1)}


def presuppose(bureau, case, code, day):
    """Bring a case to where the outcome is possible; the day after which it may be decided."""
    handler = {"by": bureau.handler, "at": at(day)}
    if code in ("unable.none", "reply.none"):
        verbs.search(case, "档案室", "名称", False, **handler)
    if code == "deny.third_party":
        asked = verbs.consult_third(case, {"name": "某公司"}, "配方", **handler)
        verbs.opine(asked, "不同意", **handler)
    if code == "unable.unclear":
        verbs.ask_correction(case, "名称", "不明确", day + timedelta(days=9), **handler)
        verbs.correct(case, "还是不清楚", by=bureau.handler, at=at(day + timedelta(days=2)))
        return day + timedelta(days=3)
    if code == "other.no_correction":
        verbs.ask_correction(case, "名称", "不明确", day + timedelta(days=9), **handler)
        return day + timedelta(days=12)
    if code == "other.no_fee":
        verbs.charge(case, "窗口", pages=68, **handler)
        return oracle.working_limit(day, 21)
    return day + timedelta(days=1)


@pytest.mark.parametrize("year", [2017, 2024])
def test_every_outcome_of_a_year_ends_in_its_letter(bureau, year):
    day = FIRST[year]
    codes = [one.code for one in outcomes(date(year, 6, 1)) if one.closes]
    answered = []
    for code in codes:
        case = bureau.register(day)
        limit = 15 if year < 2019 else 20
        assert case.due_on == oracle.working_limit(day, limit)
        try:
            bureau.says(case, code, day)
        except StopIteration:
            continue  # only the form knows it: no letter of the law announces it
        on = presuppose(bureau, case, code, day)
        bureau.whole(case, code, on)
        answered.append(code)
    assert len(answered) > len(codes) * 0.7
    assert Closing.objects.count() == len(answered)
    rows = Application.objects.exclude(outcome="")
    assert sorted(rows.values_list("outcome", flat=True)) == sorted(answered)
    decided = Letter.objects.filter(cause__startswith="decision/")
    expected = {2017: ("foi.2008", "remedy.b"), 2024: ("foi.2019", "remedy.c")}[year]
    assert set(decided.values_list("ruleset", "remedy_ruleset")) == {expected}
    assert verify_due([SOURCE]).holds
