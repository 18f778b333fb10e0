"""How much two texts are alike, and the keyed numbers by which an index finds texts that may be.

Only masked texts are read. A gram is three characters of the normal form; in an index it is a number under a
key of the bureau, so that the index tells nothing of what was said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from gongkai import grams
from gongkai.desk.casework.keyring import key

SIZE = 3
"""Characters of a gram of the index."""


def numbers(text: str) -> set[int]:
    """The grams of a text as the index holds them: 56-bit numbers under the bureau's key."""
    secret = key("index-handling").secret
    plain = _plain(text)
    found = {plain[at : at + SIZE] for at in range(len(plain) - SIZE + 1)}
    return {int.from_bytes(blake2b(gram.encode(), digest_size=7, key=secret).digest()) for gram in found}


def similarities(text: str, others: Sequence[str]) -> list[float]:
    """Cosine of TF-IDF over character 2- and 3-grams, between one text and each of the others: 0 to 1."""
    bags = [_bag(one) for one in (text, *others)]
    spread = Counter(gram for bag in bags for gram in bag)
    weights = {gram: math.log((1 + len(bags)) / (1 + count)) + 1 for gram, count in spread.items()}
    lengths = [math.sqrt(sum((count * weights[gram]) ** 2 for gram, count in bag.items())) for bag in bags]
    made = []
    for bag, length in zip(bags[1:], lengths[1:], strict=True):
        common = bags[0].keys() & bag.keys()
        dot = sum(bags[0][gram] * bag[gram] * weights[gram] ** 2 for gram in common)
        made.append(dot / (lengths[0] * length) if dot else 0.0)
    return made


def _bag(text: str) -> Counter[str]:
    plain = _plain(text)
    return Counter(plain[at : at + size] for size in (2, 3) for at in range(len(plain) - size + 1))


def _plain(text: str) -> str:
    return grams.normal(text).replace(" ", "")
