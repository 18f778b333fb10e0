"""Who complained or reported stands nowhere readable: database, index, logs, exports, mails, backups."""

from __future__ import annotations

import base64
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai import grams
from gongkai.desk.complaints import filing, verbs
from gongkai.desk.complaints.signals import nightly
from gongkai.desk.complaints.tests.centre import Centre
from gongkai.desk.lists import marks, tokens
from gongkai.ledgers import exports
from gongkai.sites import backups

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
NAMES, PHONES = ("欧阳翠鸟", "司徒金雀"), ("13906314417", "13706318826")
PAGES = (
    "/complaints/",
    "/complaints/?view=closed",
    "/complaints/ledger/",
    "/signals/",
)
EXPORTS = ("/statistics/export?by=category", "/statistics/export?by=category&format=xlsx")


def encodings(word: str) -> list[bytes]:
    """A word as it could stand somewhere."""
    plain = word.encode()
    found = [plain, word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("gb18030")]
    found += [plain.hex().encode(), word.encode("utf-16-be").hex().encode(), word.encode("unicode_escape")]
    return [*found, base64.b64encode(plain)[:-4], base64.urlsafe_b64encode(plain)[:-4]]


def cells() -> bytes:
    """Every value of every table of the desk, those of the search index among them."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    is_raw = isinstance(value, bytes | memoryview)
                    parts.append(bytes(value) if is_raw else str(value).encode())
    return b"\n".join(parts)


def files() -> bytes:
    """Everything that the desk has written beside its database."""
    folders = (settings.GONGKAI_DESK_FILES, Path(settings.GONGKAI_HOME) / "logs")
    return b"\n".join(
        one.read_bytes() for folder in folders for one in Path(folder).rglob("*") if one.is_file()
    )


def told(said: bytes) -> list[str]:
    """The canaries that can be read in it."""
    return [word for word in (*NAMES, *PHONES) if any(one in said for one in encodings(word))]


@pytest.fixture
def worked(db, keys, caplog):
    """A complaint and a secret report through all that is done with them, every writing naming the person."""
    caplog.set_level(logging.DEBUG)
    centre, at = Centre.found(), timezone.now()
    for number, more in enumerate(({}, {"kind": "举报", "is_secret": True})):
        name, phone = NAMES[number], PHONES[number]
        case = centre.case(
            at,
            person={"name": name, "phone": phone},
            text=f"我是{name}，电话{phone}，在康颐堂买鱼油。",
            **more,
        )
        handler = centre["handler"]
        verbs.note(case, f"电话{phone}联系" + ("" if number else f"，{name}同意调解"), by=handler, at=at)
        verbs.follow_up(case, f"又来电{phone}", channel="12315", by=centre["operator"], at=at)
        verbs.respond(case, "已告知进展", by=handler, at=at)
    complaint = centre.case(at, person={"name": NAMES[0], "phone": PHONES[0]})
    verbs.accept(complaint, by=handler, at=at)
    verbs.look(complaint, "contact", by=handler, at=at)
    verbs.agree(complaint, f"{NAMES[0]}得到退款", by=handler, at=at)
    verbs.answer(complaint, f"{NAMES[0]}您好，已退款", delivery="电话", proof="LY-1", by=handler, at=at)
    centre.on_platform(complaint, at)
    verbs.close(complaint, by=handler, at=at)
    filing.court_file(complaint, by=centre["office"], at=at)
    nightly.run(centre.agency, at=at + timedelta(days=1))
    marks.settle_all(10_000)
    return centre


def test_nothing_in_database_index_logs_and_files_names_a_reporter(worked, caplog):
    said = cells() + files() + caplog.text.encode()
    assert len(said) > 20_000
    assert told(said) == []
    for word in (*NAMES, *PHONES):
        for token in tokens.coded(tokens.pieces(grams.terms(word))):
            assert token.encode() not in said


def test_no_page_or_export_names_a_reporter(worked, tmp_path):
    web = Client()
    for who in ("operator", "office", "leader"):
        web.force_login(worked[who])
        for address in (*PAGES, *EXPORTS):
            answer = web.get(address)
            assert answer.status_code == 200, address
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert told(body) == [], address
    out = tmp_path / "register.csv"
    exports.run("complaints", out, agency=worked.agency, at=timezone.now())
    register = out.read_bytes()
    assert told(register) in ([], [NAMES[0], PHONES[0]])
    assert NAMES[1].encode() not in register
    assert PHONES[1].encode() not in register


def test_nothing_is_mailed(worked):
    assert mail.outbox == []


def test_a_backup_holds_databases_files_and_logs_and_no_key():
    """What is read above is all that a backup holds: both databases, the files, the logs, the settings."""
    assert set(backups.DATABASES) == {"default", "portal"}
    assert {one.split("/")[0] for one in backups._FOLDERS} == {"files", "logs"}
    assert backups._SINGLE == ("settings.toml",)
