"""The corpus is itself right: marks parse, identifiers are what their marks say, there is enough of each."""

import unicodedata
from collections import Counter

import pytest
from identifiers import id18_born, is_id15, is_id18, is_luhn, is_uscc
from passages import load, unmark

PASSAGES = load()
SPANS = [(passage, mark, passage.span(mark)) for passage in PASSAGES for mark in passage.marks]


def bare(span):
    """Letters and digits of a span, in their normal form."""
    return "".join(c for c in unicodedata.normalize("NFKC", span) if c.isalnum()).upper()


def spans(kind):
    return [(passage, mark, bare(span)) for passage, mark, span in SPANS if mark.kind == kind]


def test_there_are_enough_passages_with_names_of_their_own():
    assert len(PASSAGES) >= 400
    assert len({passage.id for passage in PASSAGES}) == len(PASSAGES)
    assert len({passage.text for passage in PASSAGES}) == len(PASSAGES)


def test_eighty_long_passages_hold_nothing():
    empty = [p for p in PASSAGES if p.id.startswith("ordinary-")]
    assert len(empty) >= 80
    assert not any(p.marks for p in empty)
    assert min(len(p.text) for p in empty) >= 60


@pytest.mark.parametrize(("kind", "least"), [
    ("secret_mark", 24), ("work_secret", 24), ("id18", 36), ("id15", 14), ("uscc", 24), ("mobile", 30),
    ("tel", 24), ("bank", 24), ("plate", 16), ("passport", 12), ("permit", 12), ("email", 12), ("im", 14),
    ("address", 24), ("person", 48), ("minor", 18), ("health", 18), ("birth", 14), ("reporter_hint", 16),
])  # fmt: skip
def test_every_kind_has_its_share(kind, least):
    assert Counter(mark.kind for _, mark, _ in SPANS)[kind] >= least


def test_a_redacted_resident_id_has_the_right_check_character_and_a_near_miss_the_wrong_one():
    for passage, mark, number in spans("id18"):
        assert is_id18(number) == (mark.letters != "v"), (passage.id, number)


def test_a_minor_by_id_is_under_eighteen_on_the_day():
    for passage, mark, number in spans("id18"):
        if passage.known.decision_date is None:
            continue
        born, day = id18_born(number), passage.known.decision_date
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        minor = any(other.kind == "minor" and other.start == mark.start for other in passage.marks)
        assert minor == (age < 18), passage.id


def test_ids_of_fifteen_places_have_a_day_of_birth():
    for passage, mark, number in spans("id15"):
        if mark.letters == "r":
            assert is_id15(number), passage.id
        elif mark.letters == "v":
            assert not is_id15(number), passage.id


def test_credit_codes_are_right_or_marked_as_wrong():
    for passage, mark, code in spans("uscc"):
        assert is_uscc(code) == (mark.letters == "K"), (passage.id, code)


def test_bank_cards_pass_luhn_and_near_misses_do_not():
    for passage, mark, number in spans("bank"):
        if not mark.kept:
            assert is_luhn(number) == (mark.letters == "r"), (passage.id, number)


def test_marks_nest_and_speak_of_the_plain_text():
    text, marks = unmark("甲⟦health rv|病⟦person r|张三⟧历⟧乙⟦id18+minor n|x⟧")
    assert text == "甲病张三历乙x"
    assert [(m.kind, text[m.start : m.end]) for m in marks] == [
        ("health", "病张三历"),
        ("person", "张三"),
        ("id18", "x"),
        ("minor", "x"),
    ]


def test_a_broken_mark_is_an_error():
    for raw in ("⟦id18|x⟧", "⟦id18 z|x⟧", "⟦id18 r|x"):
        with pytest.raises(ValueError):
            unmark(raw)
