"""Information that was given to one and is to be open to all: handed to the room that publishes.

Rooms do not know each other: the one that takes it is named in ``GONGKAI_PUBLISHES`` and gets a
:class:`Proposal`. It makes a draft, nothing more: the draft goes its whole way of clearance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: ``case`` is the uid of the case it comes from, ``number`` its registered number.

    ``text`` names no person. ``files`` are verified copies, name and bytes.
    """

    agency: Agency
    unit: Unit | None
    case: str
    number: str
    title: str
    category: str
    text: str
    files: tuple[tuple[str, bytes], ...] = ()


Taker = Callable[[Proposal, Officer, datetime], str]
"""Makes the draft; gives its index number 索引号. Refuses what cannot be a draft."""
Address = Callable[[Agency, str], str]
"""The page of an index number on the desk; empty where there is none."""


def propose(proposal: Proposal, *, by: Officer, at: datetime) -> str:
    """Hand a proposal over; gives the index number. Raises Refused: ``no-publisher``, those of the taker."""
    path = settings.GONGKAI_PUBLISHES.get("take")
    if path is None:
        raise Refused("no-publisher", "本机没有信息公开的模块", "请联系系统管理员")
    take: Taker = import_string(path)
    return take(proposal, by, at)


def address(agency: Agency, index: str) -> str:
    """Where the draft or what became of it is seen."""
    path = settings.GONGKAI_PUBLISHES.get("address")
    if path is None or not index:
        return ""
    found: Address = import_string(path)
    return found(agency, index)
