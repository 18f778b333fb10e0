"""Attack 6: whoever copies the portal reads nothing of a citizen: not in tables, files, logs or the WAL."""

from __future__ import annotations

import base64
import io
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from gongkai.portal.messages import boxes, hardening
from gongkai.portal.messages.tests.conftest import CASE, INTAKE, Browser
from gongkai.portal.messages.tests.test_forms import PNG, upload
from gongkai.portal.models import ALIAS, Envelope
from gongkai.sealing import envelope
from gongkai.sealing.canon import from_b64u

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
WORD, PHONE, NAME, SHOP = "金丝雀翠鸟", "13987654321", "欧阳翠翠", "翠鸟食品店"
CANARIES = (WORD, PHONE, NAME, SHOP, "mooncake", "小票翠鸟", "complaint", "supplement", "withdraw")


def encodings(word: str) -> list[bytes]:
    """A word as it could stand somewhere."""
    plain = word.encode()
    found = [plain, word.encode("utf-16-le"), word.encode("gb18030"), plain.hex().encode()]
    escaped = word.encode("unicode_escape")
    found += [escaped, base64.b64encode(plain)[:-4], base64.urlsafe_b64encode(plain)[:-4]]
    return [one for one in found if len(one) >= 5]


def everything(log: str) -> bytes:
    """All rows of all the portal's tables, all files of its folders, and what was logged."""
    parts = [log.encode()]
    connection = connections[ALIAS]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("portal_") and "grams" not in table:
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    for value in row:
                        raw = isinstance(value, (bytes, memoryview))
                        parts.append(bytes(value) if raw else str(value).encode())
    for folder in (settings.GONGKAI_PORTAL_FILES, settings.GONGKAI_PORTAL_KEYS):
        parts += [file.read_bytes() for file in Path(folder).rglob("*") if file.is_file()]
    return b"\n".join(parts)


def test_a_copy_of_the_portal_tells_nothing_of_what_was_said(browser: Browser) -> None:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    logging.getLogger().addHandler(handler)
    try:
        browser.get("/complain").send("/complain", kind="complaint")
        browser.send(
            "/complain", **CASE | {"text": "", "respondent": SHOP}, upload=upload("小票翠鸟.png", PNG)
        )
        browser.send("/complain", text=f"{WORD}说的话").send("/complain", name=NAME, phone=PHONE)
        sid = from_b64u(browser.fields()["sid"], 16)
        browser.send("/complain", "send")
        code = browser.code
        row = Envelope.objects.get()
        message = envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message
        hardening.work(hardening.Job(sid, message))
        fields = browser.get("/receipt").fields()
        browser.client.post("/receipt/write", fields | {"text": f"又是{WORD}"})
        hidden = browser.get("/receipt").hidden() | {"kind": "withdraw", "text": WORD}
        browser.client.post("/receipt/write", hidden)
        assert WORD in browser.get("/receipt").text
        assert boxes.look_up(code) is not None
    finally:
        logging.getLogger().removeHandler(handler)
    kept = everything(said.getvalue())
    assert Envelope.objects.count() == 3 and len(kept) > 12_000
    found = [(word, one) for word in CANARIES for one in encodings(word) if one in kept]
    assert not found
    plain = code.replace("-", "")
    assert plain.encode() not in kept and code.encode() not in kept and sid not in kept
