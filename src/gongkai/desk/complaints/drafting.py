"""What an operator has typed so far: sealed under the handlers' key, one for each operator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.keyring import key, secrets
from gongkai.desk.complaints.models import IntakeDraft
from gongkai.refusal import Refused
from gongkai.sealing.fields import aead_open, aead_seal

LONGEST = 100_000
"""Bytes of a draft that are kept."""


_TOKEN, _SAID, _CASE = "token", "said", "case"
"""What is kept of a form that was registered: which form it was, what it said, the case that it became."""


def save(officer: Officer, values: Mapping[str, str], token: str = "", *, at: datetime) -> None:
    """Keep what is in the form now; an empty form keeps nothing, nor does one that was registered meanwhile.

    Browsers send the last letters late: without ``token``, the name of the form, what was registered a
    moment ago would stand in the form of the next call.
    """
    if _finished(officer, token):
        return
    said = {name: value for name, value in values.items() if value.strip()}
    plain = json.dumps(said, ensure_ascii=False).encode()
    if not said or len(plain) > LONGEST:
        return
    _keep(officer, plain, at)


def finish(officer: Officer, token: str, values: Mapping[str, str], case: str, *, at: datetime) -> None:
    """Forget the draft and keep what became of its form, so that it is not registered twice."""
    kept = {_TOKEN: token, _SAID: _digest(values), _CASE: case}
    _keep(officer, json.dumps(kept).encode(), at)


def registered(officer: Officer, token: str, values: Mapping[str, str]) -> str:
    """The case that a form became that was registered last and said the same; else empty."""
    kept = _finished(officer, token)
    return kept[_CASE] if kept and kept[_SAID] == _digest(values) else ""


def read(officer: Officer) -> tuple[dict[str, str], datetime | None]:
    """What was typed last, and when it was kept; empty when there is none or its key is gone."""
    kept, at = _opened(officer)
    return ({}, None) if _CASE in kept else (kept, at)


def _finished(officer: Officer, token: str) -> dict[str, str]:
    """What is kept of the form with this name, if it is the one that was registered last."""
    kept, _ = _opened(officer)
    return kept if token and _CASE in kept and kept[_TOKEN] == token else {}


def _digest(values: Mapping[str, str]) -> str:
    return sha256(json.dumps(sorted(values.items()), ensure_ascii=False).encode()).hexdigest()


def _keep(officer: Officer, plain: bytes, at: datetime) -> None:
    sealed = aead_seal(key("handling").secret, plain, _place(officer))
    IntakeDraft.objects.update_or_create(officer=officer, defaults={"sealed": sealed, "at": at})


def _opened(officer: Officer) -> tuple[dict[str, str], datetime | None]:
    found = IntakeDraft.objects.filter(officer=officer).first()
    if found is None:
        return {}, None
    for secret in secrets("handling"):
        try:
            return dict(json.loads(aead_open(secret, bytes(found.sealed), _place(officer)))), found.at
        except Refused:
            continue
    return {}, None


def seal_anew() -> tuple[int, int]:
    """After a rotation: drafts go under the newest key. One that no key opens is forgotten (see ``read``)."""
    newest, *older = secrets("handling")
    made = 0
    for draft in IntakeDraft.objects.select_related("officer").order_by("pk"):
        sealed, place = bytes(draft.sealed), _place(draft.officer)
        for secret in (newest, *older):
            try:
                plain = aead_open(secret, sealed, place)
            except Refused:
                continue
            if secret != newest:
                again = aead_seal(newest, plain, place)
                made += IntakeDraft.objects.filter(pk=draft.pk, sealed=sealed).update(sealed=again)
            break
    return made, 0


def drop(officer: Officer) -> None:
    """Forget the draft: it was thrown away."""
    IntakeDraft.objects.filter(officer=officer).delete()


def _place(officer: Officer) -> bytes:
    return b"gongkai/intake-draft/1\n" + officer.uid.encode()
