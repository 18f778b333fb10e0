"""What screening finds of the corpus does not fall: a floor for each kind, each file as its table says."""

import pytest
from make_files import CASES, make
from measure import disagreements_of, measure_passages

MUST_BE_WHOLE = ("secret_mark", "id18", "mobile", "bank")
"""Nothing of these may be missed: recall 1."""

WAITING: dict[str, str] = {}
"""What the engine does not see yet; an entry goes with its mending."""

FLOORS: dict[str, tuple[float, float]] = {
    "address": (0.99, 0.99),
    "bad_link": (1.00, 1.00),
    "birth": (0.99, 0.99),
    "email": (1.00, 1.00),
    "ethnicity": (0.99, 1.00),
    "health": (0.98, 0.98),
    "id15": (0.99, 1.00),
    "im": (0.99, 1.00),
    "minor": (0.99, 0.98),
    "passport": (0.99, 1.00),
    "permit": (0.99, 1.00),
    "person": (0.96, 0.99),
    "plate": (1.00, 1.00),
    "reporter_hint": (0.98, 0.98),
    "sensitive_term": (0.99, 1.00),
    "sex": (1.00, 1.00),
    "tel": (1.00, 1.00),
    "trade_secret": (0.99, 0.99),
    "uscc": (1.00, 1.00),
    "wording": (0.99, 1.00),
    "work_secret": (0.99, 0.99),
}
"""Recall and precision below which the engine must not fall, just under what was measured."""

CLEAN_ALARMS = 6
"""Of the passages with nothing to act on so many may have an alarm."""


def waits_for(request, kind):
    """Expect a failure that is known."""
    if kind in WAITING:
        request.applymarker(pytest.mark.xfail(reason=WAITING[kind], strict=False))


@pytest.fixture(scope="module")
def measured():
    return measure_passages()


@pytest.mark.parametrize("kind", MUST_BE_WHOLE)
def test_nothing_of_the_gravest_kinds_is_missed(measured, kind, request):
    waits_for(request, kind)
    said = [line for line in measured.disagreements if f"wants {kind} " in line]
    assert measured.kinds[kind].recall == 1.0, said


def test_every_credit_code_is_kept_with_its_reason(measured, request):
    waits_for(request, "uscc")
    said = [line for line in measured.disagreements if "wants uscc K" in line]
    assert measured.kinds["uscc"].kept == measured.kinds["uscc"].stay, said


@pytest.mark.parametrize("kind", FLOORS)
def test_recall_and_precision_hold_their_floors(measured, kind):
    tally = measured.kinds[kind]
    recall, precision = FLOORS[kind]
    assert tally.recall >= recall, [line for line in measured.disagreements if f" {kind} " in line]
    assert tally.precision >= precision, [line for line in measured.disagreements if f": {kind} " in line]


def test_a_near_miss_is_never_redacted(measured):
    assert measured.redacted_near_misses == []


def test_what_has_to_stay_stays(measured):
    total = measured.total
    assert total.kept >= 0.99 * total.stay


def test_ordinary_text_raises_few_alarms(measured):
    assert measured.clean_alarms <= CLEAN_ALARMS


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_as_the_table_says(case, tmp_path):
    assert disagreements_of(case, make(tmp_path, case)) == []
