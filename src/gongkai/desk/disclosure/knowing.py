"""What screening is told about an item beforehand: the agency's contacts, its lists, the parties."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.desk.agencies.models import Agency
from gongkai.desk.disclosure.models import Item
from gongkai.law import scope
from gongkai.screening import Known, Party, TermList, lists
from gongkai.screening.policies.model import Policy, policy

POLICIES = {"penalties": "penalty", "cases": "complaint"}
"""Which policy of screening decides for a category; any other has :data:`OTHERWISE`."""
OTHERWISE = "attachment"

Files = tuple[tuple[str, int], ...]


def known_of(item: Item) -> Known:
    """The agency's own contacts, the lists in ``<home>/terms``, the parties and the day of the text."""
    agency: Agency = item.agency
    contacts = tuple(one for one in (agency.telephone, agency.address, agency.site) if one)
    parties, premises = _parties(item)
    return Known(
        parties=parties,
        premises=premises,
        contacts=contacts,
        decision_date=item.formed_on,
        lists=office_lists(),
    )


def policy_of(item: Item) -> Policy:
    """The policy in force on the day of the text for this category."""
    known = scope.category(item.category)
    return policy(POLICIES.get(known.key, OTHERWISE) if known else OTHERWISE, item.formed_on)


def office_lists() -> tuple[TermList, ...]:
    """The lists of this home, read again when one of its files changes. Raises Refused for a broken one."""
    folder = Path(settings.GONGKAI_HOME) / "terms"
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return _loaded(str(folder), tuple((file.name, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _loaded(folder: str, files: Files) -> tuple[TermList, ...]:
    return tuple(one for name, _ in files for one in lists.load(Path(folder) / name))


def _parties(item: Item) -> tuple[tuple[Party, ...], tuple[str, ...]]:
    """The parties that the record behind the item names, as ``extras["parties"]`` keeps them."""
    given = (item.extras or {}).get("parties") or []
    found = tuple(
        Party(str(one["name"]), one.get("kind", "person"))
        for one in given
        if isinstance(one, dict)
        and one.get("name")
        and one.get("kind", "person") in ("enterprise", "trader", "person")
    )
    places = tuple(str(one["premises"]) for one in given if isinstance(one, dict) and one.get("premises"))
    return found, places
