"""What an operator has typed so far: sealed under the handlers' key, one for each operator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.keyring import key, secrets
from gongkai.desk.complaints.models import IntakeDraft
from gongkai.refusal import Refused
from gongkai.sealing.fields import aead_open, aead_seal

LONGEST = 100_000
"""Bytes of a draft that are kept."""


def save(officer: Officer, values: Mapping[str, str], *, at: datetime) -> None:
    """Keep what is in the form now; an empty form keeps nothing."""
    said = {name: value for name, value in values.items() if value.strip()}
    plain = json.dumps(said, ensure_ascii=False).encode()
    if not said or len(plain) > LONGEST:
        return
    sealed = aead_seal(key("handling").secret, plain, _place(officer))
    IntakeDraft.objects.update_or_create(officer=officer, defaults={"sealed": sealed, "at": at})


def read(officer: Officer) -> tuple[dict[str, str], datetime | None]:
    """What was typed last, and when it was kept; empty when there is none or its key is gone."""
    found = IntakeDraft.objects.filter(officer=officer).first()
    if found is None:
        return {}, None
    for secret in secrets("handling"):
        try:
            return dict(json.loads(aead_open(secret, bytes(found.sealed), _place(officer)))), found.at
        except Refused:
            continue
    return {}, None


def drop(officer: Officer) -> None:
    """Forget the draft: it was registered or thrown away."""
    IntakeDraft.objects.filter(officer=officer).delete()


def _place(officer: Officer) -> bytes:
    return b"gongkai/intake-draft/1\n" + officer.uid.encode()
