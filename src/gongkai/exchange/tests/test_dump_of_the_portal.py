"""A dump of the portal's database holds nothing that is not public: every cell of every table is read."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.db import connections

from gongkai.desk.disclosure import verbs
from gongkai.desk.disclosure.models import Consultation, DraftCopy, Opinion
from gongkai.desk.disclosure.tests.bureau import AT, LATER
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import worker
from gongkai.portal.baking import keeping
from gongkai.portal.messages import intake, sealing_up, secrets
from gongkai.portal.messages.keys import newest

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
CANARY = "金丝雀暗记"


def cells():
    """Every value of the portal's database as bytes; compressed ones opened."""
    connection = connections["portal"]
    with connection.cursor() as cursor:
        tables = [one.name for one in connection.introspection.get_table_list(cursor)]
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                yield from (
                    (table, bits)
                    for name, value in zip(names, row, strict=True)
                    for bits in read(name, value)
                )


def read(name, value):
    if isinstance(value, (bytes, memoryview)):
        data = bytes(value)
        yield data
        if data and name in ("gzip", "brotli"):
            yield gzip.decompress(data) if name == "gzip" else brotli.decompress(data)
    elif value is not None:
        yield str(value).encode()


def files_of(*folders):
    """Every file outside the desk: baked pages and their packed forms, logs, attachments."""
    for folder in folders:
        for one in sorted(Path(folder).rglob("*")):
            if one.is_file():
                data = one.read_bytes()
                yield str(one), data
                if one.suffix in (".gz", ".br"):
                    yield str(one), gzip.decompress(data) if one.suffix == ".gz" else brotli.decompress(data)


@pytest.fixture
def baked(settings, tmp_path):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"bake_folder": str(tmp_path / "www")}
    keeping._last.clear()
    yield tmp_path / "www"
    keeping._last.clear()


def say_inside(bureau, canaries):
    """What is said on the desk only: drafts, what waits, was returned or voided; notes, autosaves."""
    for number, state in enumerate(("draft", "waiting", "returned", "voided"), start=2):
        canaries[state] = f"{CANARY}{state}"
        item = bureau.item(number, title=f"标题{canaries[state]}", text=f"正文{canaries[state]}。")
        if state in ("waiting", "returned"):
            submission = bureau.hand_in(item)
            canaries[f"note of {state}"] = f"{CANARY}意见{state}"
            said, note = ("return" if state == "returned" else "open"), canaries[f"note of {state}"]
            verbs.clear(submission, "first", said, bureau.officers["head"], AT, note=note)
        if state == "voided":
            type(item).objects.filter(pk=item.pk).update(voided_on=LATER.date())
    canaries["autosave"] = f"{CANARY}autosave"
    DraftCopy.objects.create(
        officer=bureau.officers["clerk"],
        item=bureau.item(9),
        fields={"text": canaries["autosave"]},
        at=AT,
    )


def give_an_opinion(bureau, canaries):
    """An opinion of the public with a file: sealed on the portal, open on the desk only."""
    canaries |= {"opinion": f"{CANARY}opinion", "file": f"{CANARY}file"}
    item = bureau.item(8, title="小摊点管理办法（征求意见稿）")
    Consultation.objects.create(
        item=item, subject="other", basis="依据", opens_on=date(2018, 2, 20), closes_on=date(2018, 3, 22),
        feedback_by=date(2018, 4, 20), opened_by=bureau.officers["clerk"],
    )  # fmt: skip
    bureau.clear_all(bureau.hand_in(item))
    worker.tick(LATER)
    text = {"about": item.index, "sender": "person", "text": canaries["opinion"]}
    filled = sealing_up.Filled("opinion", text, {"name": f"{CANARY}name"})
    canaries["name"] = f"{CANARY}name"
    sealed = sealing_up.first(b"\x05" * 16, filled, newest(LATER), LATER)
    assert intake.post(sealed) is intake.Outcome.KEPT


def test_a_dump_of_the_portal_holds_nothing_unpublished(bureau, baked, caplog):
    """Database, pages, feeds, search index, sitemap, baked folder, files and logs of the portal are read."""
    secrets.forget()
    caplog.set_level("DEBUG")
    public = bureau.cleared(1)
    canaries = {f"officer {kind}": one.name for kind, one in bureau.officers.items()}
    say_inside(bureau, canaries)
    canaries["withdrawn"] = f"{CANARY}withdrawn"
    leaving = bureau.item(7, title=f"标题{canaries['withdrawn']}", text=f"正文{canaries['withdrawn']}。")
    bureau.clear_all(bureau.hand_in(leaving))
    give_an_opinion(bureau, canaries)
    worker.tick(LATER)
    there = b"\n".join(data for _, data in cells())
    assert canaries["withdrawn"].encode() in there and public.item.title.encode() in there
    withdraw(leaving, "privacy", bureau.officers["office"], LATER + timedelta(minutes=1))
    worker.tick(LATER + timedelta(minutes=2))
    assert Opinion.objects.get().text == canaries["opinion"]
    outside = [*cells(), *files_of(baked, settings.GONGKAI_PORTAL_FILES, settings.GONGKAI_PORTAL_KEYS)]
    outside.append(("log", caplog.text.encode()))
    found = {
        (place, what) for place, data in outside for what, mark in canaries.items() if mark.encode() in data
    }
    assert found == set()
    assert public.item.title.encode() in b"\n".join(data for _, data in cells())
    assert any(public.item.title.encode() in data for _, data in files_of(baked))
    secrets.forget()


def test_the_log_on_disk_of_a_round_that_was_refused_names_the_item_and_says_nothing_of_it(bureau, caplog):
    """A refusal at the door is logged by number and code: never the title, the text or who cleared."""
    submission = bureau.cleared(1)
    submission.clearances.filter(stage="secrecy").delete()
    caplog.set_level("DEBUG")
    worker.tick(LATER)
    assert submission.item.title not in caplog.text and submission.item.text not in caplog.text
    assert not [one.name for one in bureau.officers.values() if one.name in caplog.text]
