"""Desk and portal say the same of what both know: parts of the directory, reasons of tombstones."""

from gongkai.desk.disclosure.models import StandingEntry
from gongkai.desk.disclosure.verbs.withdrawing import REASONS
from gongkai.portal.publishing.enforcement import PARTS
from gongkai.portal.publishing.items import SPOKEN


def test_the_desk_and_the_portal_know_the_same_parts():
    assert {key: str(label) for key, label in StandingEntry.Kind.choices} == PARTS


def test_the_desk_and_the_portal_agree_on_what_a_tombstone_may_say() -> None:
    assert set(SPOKEN) == {code for code, one in REASONS.items() if one.spoken}
