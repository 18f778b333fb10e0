"""The texts inside the blocks of an item, in reading order: what screening reads and what marks go into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_LEAVES = ("text", "caption")
_ROWS = ("c", "header", "body", "foot", "items")

Leaf = tuple[str, Any, Any]
"""What parts a text from the one before, its holder, its key there."""


def leaves(node: Any, before: str = "\n") -> Iterator[Leaf]:
    """Every text in blocks, in reading order."""
    if isinstance(node, dict):
        for key in _LEAVES:
            if isinstance(node.get(key), str):
                yield before, node, key
        for key in _ROWS:
            if isinstance(node.get(key), list):
                yield from _listed(node[key], key == "c", before)
    elif isinstance(node, list):
        yield from _listed(node, False, before)


def words(blocks: Any) -> str:
    """The texts of blocks as one text, each block on a line of its own."""
    return "".join(before + holder[key] for before, holder, key in leaves(blocks))


def _listed(nodes: list[Any], is_inline: bool, before: str) -> Iterator[Leaf]:
    for at, one in enumerate(nodes):
        part = ("" if at else before) if is_inline else "\n"
        if isinstance(one, str):
            yield part, nodes, at
        else:
            yield from leaves(one, part)
