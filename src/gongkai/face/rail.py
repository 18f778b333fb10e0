"""What the desk's navigation is made of; the composition root fills it, ``face/desk/base.html`` draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RailLink:
    """One entry: where it leads, how many wait there (``None`` shows no number), whether one is on it.

    ``hot`` marks a count that contains something late; the word stands on the page it leads to.
    """

    label: str
    url: str
    count: int | str | None = None
    current: bool = False
    hot: bool = False


@dataclass(frozen=True, slots=True)
class RailGroup:
    """A heading such as 受理 with its entries; an empty label draws no heading."""

    label: str
    links: tuple[RailLink, ...]
