"""What the desk's navigation is made of; the composition root fills it, ``face/desk/base.html`` draws it."""

from __future__ import annotations

from typing import NamedTuple


class RailLink(NamedTuple):
    """One entry: where it leads, how many wait there (``None`` shows no number), whether one is on it.

    ``hot`` marks a count that contains something late; the word stands on the page it leads to.
    """

    label: str
    url: str
    count: int | str | None = None
    current: bool = False
    hot: bool = False


class RailGroup(NamedTuple):
    """A heading such as 受理 with its entries; an empty label draws no heading."""

    label: str
    links: tuple[RailLink, ...]
