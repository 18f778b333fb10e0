"""The directory of enforcement has the same parts inside and outside."""

from gongkai.desk.disclosure.models import StandingEntry
from gongkai.portal.publishing.enforcement import PARTS


def test_the_desk_and_the_portal_know_the_same_parts():
    assert {key: str(label) for key, label in StandingEntry.Kind.choices} == PARTS
