"""After a rotation of ``handling`` or ``identity``: every data key is wrapped anew (SEALING.md 2.1, 5),
and what lies under the key itself is sealed anew.

A case costs 80 bytes, no text is touched. It goes in batches, each row on the condition that it still is as
it was read, so it may run beside all other work, break off and be run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from gongkai.desk.casework import keyring
from gongkai.refusal import Refused
from gongkai.sealing import fields
from gongkai.sealing.key import Key

USES = ("handling", "identity")
"""Keys that wrap data keys."""
BATCH = 1_000
"""Rows of one step."""
Told = Callable[[int], None]


def rewrap(use: str, say: Told | None = None) -> tuple[int, int]:
    """Wrap what lies under an older key of this use under the newest: how many were, how many no key opens.

    Raises Refused for a key that this process may not read.
    """
    keyring.forget()
    newest, *older = keyring.store().all(use)
    made = shut = 0
    for name, uid, column in settings.GONGKAI_WRAPPED[use]:
        model = apps.get_model(name)
        for rows in _batches(model, uid, column):
            for pk, owner, wrapped in rows:
                was_made, was_shut = _one(model, column, (pk, owner, bytes(wrapped)), newest, older)
                made, shut = made + was_made, shut + was_shut
            if say is not None:
                say(made)
    for path in settings.GONGKAI_RESEALED.get(use, ()):
        was_made, was_shut = import_string(path)()
        made, shut = made + was_made, shut + was_shut
    return made, shut


def _batches(model: type[models.Model], uid: str, column: str) -> Iterator[list[tuple[Any, str, Any]]]:
    held = model._default_manager.filter(**{f"{column}__isnull": False}).exclude(**{column: b""})
    last = 0
    while rows := list(held.filter(pk__gt=last).order_by("pk").values_list("pk", uid, column)[:BATCH]):
        yield rows
        last = rows[-1][0]


def _one(
    model: type[models.Model], column: str, row: tuple[Any, str, bytes], newest: Key, older: Sequence[Key]
) -> tuple[int, int]:
    """One row: (1, 0) wrapped anew, (0, 1) opened by no key, (0, 0) under the newest already."""
    pk, owner, wrapped = row
    if _opened(newest, owner, wrapped) is not None:
        return 0, 0
    for key in older:
        dek = _opened(key, owner, wrapped)
        if dek is not None:
            again = _wrapped(newest, owner, dek)
            return model._default_manager.filter(pk=pk, **{column: wrapped}).update(**{column: again}), 0
    return 0, 1


def _opened(key: Key, owner: str, wrapped: bytes) -> bytes | None:
    opens = fields.open_dek_h if key.use == "handling" else fields.open_dek_i
    try:
        return opens(key.secret, owner, wrapped)
    except Refused:
        return None


def _wrapped(key: Key, owner: str, dek: bytes) -> bytes:
    if key.use == "handling":
        return fields.wrap_dek_h(key.secret, owner, dek)
    return fields.wrap_dek_i(key.public, owner, dek)
