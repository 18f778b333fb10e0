"""Texts in the forms in which values are looked for: blanks, marks, widths, hidden signs seen through."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening.normal import normal


def bare(text: str) -> str:
    """Letters and digits only."""
    return "".join(char for char in normal(text).text if char.isalnum())


def solid(text: str) -> str:
    """Everything but blanks."""
    return "".join(char for char in normal(text).text if not char.isspace())


class Squeezed:
    """A text in the forms in which values are looked for, with the way back."""

    def __init__(self, text: str, *, across: bool) -> None:
        plain = normal(text)
        self._places: dict[bool, list[int]] = {}
        self._texts: dict[bool, str] = {}
        for names in (False, True):
            characters, places = [], []
            for at, char in enumerate(plain.text):
                taken = not char.isspace() if names else char.isalnum()
                if taken or (char == "\n" and not across):
                    characters.append(char)
                    places.append(at)
            self._texts[names] = "".join(characters).casefold()
            self._places[names] = places
        self._plain = plain

    def places(self, value: str, *, names: bool) -> Iterator[tuple[int, int]]:
        """Every place of a value in the original text."""
        text, places = self._texts[names], self._places[names]
        value = value.casefold()
        at = text.find(value)
        while at >= 0:
            yield self._plain.start(places[at]), self._plain.end(places[at + len(value) - 1] + 1)
            at = text.find(value, at + 1)
