"""How much two texts are alike, and the keyed numbers by which an index finds texts that may be.

Only masked texts are read. A gram is three characters of the normal form; in an index it is a number under a
key of the bureau, so that the index tells nothing of what was said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from django.db import connection, models

from gongkai import grams
from gongkai.desk.casework import indexing

SIZE = 3
"""Characters of a gram of the index."""


def numbers(text: str, secret: bytes | None = None) -> set[int]:
    """The grams of a text as the index holds them: 56-bit numbers under a key of the bureau, the newest."""
    secret = secret or indexing.reading().newest
    plain = _plain(text)
    found = {plain[at : at + SIZE] for at in range(len(plain) - SIZE + 1)}
    return {_number(gram, secret) for gram in found}


@lru_cache(maxsize=1 << 16)
def _number(gram: str, secret: bytes) -> int:
    return int.from_bytes(blake2b(gram.encode(), digest_size=7, key=secret).digest())


def holders(
    model: type[models.Model], wanted: Sequence[int], each: int, *, of: str = ""
) -> list[tuple[int, int]]:
    """The records that hold these numbers, with the number; of every number the ``each`` newest records.

    ``model`` is a room's index: a column ``gram`` and the key of a record, indexed together in that order.
    ``of`` names a column of the record that is given instead of its key. One query, answered by that index
    alone (and the records' keys), however many records there are.
    """
    if not wanted:
        return []
    link = next(one for one in model._meta.concrete_fields if one.is_relation)
    record, table = link.column, model._meta.db_table
    found = f"SELECT {record}, gram FROM {table} WHERE gram = %s ORDER BY {record} DESC LIMIT %s"  # noqa: S608
    one = f"SELECT * FROM ({found}) AS found"  # noqa: S608 - our own names
    if of:
        theirs = link.related_model._meta.db_table  # type: ignore[union-attr]
        join = f"JOIN {theirs} AS theirs ON theirs.id = {record}"
        one = f"SELECT theirs.{of}, found.gram FROM ({found}) AS found {join}"  # noqa: S608 - our own names
    given = [value for gram in wanted for value in (gram, each)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(wanted)), given)
        return [(key, gram) for key, gram in cursor.fetchall()]


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
