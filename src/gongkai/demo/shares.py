"""Whole numbers that add up: splitting a total by weights, and drawing from urns that must come out empty."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from random import Random
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


def dice_for(*parts: object) -> Random:
    """Dice of their own for a task, seeded by its name: what one task draws never moves another."""
    return Random("/".join(str(part) for part in parts))  # noqa: S311  (a story, not a secret)


def split(total: int, weights: Mapping[Key, float]) -> dict[Key, int]:
    """``total`` divided by ``weights`` into whole numbers with that sum (largest remainders first)."""
    whole = sum(weights.values())
    if whole <= 0:
        return dict.fromkeys(weights, 0)
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    order = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in order[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


class Urn(Generic[Key]):
    """Tokens of several kinds; each draw takes one out, so that the totals come out exactly.

    Memory and time of a draw depend on the number of kinds, never on the number of tokens.
    """

    def __init__(self, counts: Mapping[Key, int], dice: Random) -> None:
        self._counts = {key: count for key, count in counts.items() if count > 0}
        self._dice = dice
        self.left = sum(self._counts.values())

    def __getitem__(self, key: Key) -> int:
        """How many tokens of this kind are left."""
        return self._counts.get(key, 0)

    def draw(self, weight: Callable[[Key], float] | None = None) -> Key:
        """Take one token out; ``weight`` makes a kind likelier, and only a positive weight may be given."""
        kinds = list(self._counts)
        heavy: Iterable[float]
        if weight is None:
            heavy = self._counts.values()
        else:
            heavy = [count * weight(key) for key, count in self._counts.items()]
        (kind,) = self._dice.choices(kinds, weights=list(heavy))
        self.take(kind)
        return kind

    def draws(self, count: int) -> list[Key]:
        """``count`` tokens at once; as good as one by one where ``count`` is small beside the urn."""
        weights = list(self._counts.values())
        drawn = self._dice.choices(list(self._counts), weights=weights, k=count) if count else []
        for place, kind in enumerate(drawn):
            if kind in self._counts:
                self.take(kind)
            else:
                drawn[place] = self.draw()
        return drawn

    def take(self, kind: Key) -> None:
        """Take one token of this very kind out."""
        left = self._counts[kind] - 1
        if left:
            self._counts[kind] = left
        else:
            del self._counts[kind]
        self.left -= 1


class Evenly:
    """Says yes for a share of the questions, spread evenly: after n questions about ``share * n`` times."""

    def __init__(self, share: float, dice: Random) -> None:
        self._share = share
        self._sum = dice.random()

    def __call__(self) -> bool:
        """The next answer."""
        self._sum += self._share
        if self._sum >= 1:
            self._sum -= 1
            return True
        return False
