"""What 涉密误入处置 took away is no fault of the chains, and the outbox forgets it too."""

from __future__ import annotations

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.desk.disclosure.models import Release, Withdrawal
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import purge, withdraw
from gongkai.exchange import verifying, worker
from gongkai.exchange.models import OutMessage


def test_a_purged_submission_still_verifies(bureau: Bureau) -> None:
    purge(bureau.cleared(attachment=True).item, bureau.officers["secrecy"], LATER)
    assert verifying.verify_submissions().faults == [] and verifying.verify_clearances().faults == []


def test_the_outbox_forgets_a_purged_item_and_keeps_its_number(bureau: Bureau) -> None:
    item, other_item = bureau.cleared().item, bureau.cleared(2).item
    for seq, one in enumerate((item, other_item), start=1):
        body = {"body": {"release": {"index": one.index}, "content": {"title": one.title}, "log_index": seq}}
        release = Release.objects.create(
            item=one, no=1, submission=one.submissions.get(), body=b"{}", digest=f"{seq:064x}",
            since=LATER, at=LATER, log_index=seq, delivered_at=LATER,
        )  # fmt: skip
        OutMessage.objects.create(
            epoch=1, seq=seq, kind="release", body=json.dumps(body).encode(), note="signed",
            digest=str(seq) * 64, made_at=LATER, delivered_at=LATER, release=release,
        )  # fmt: skip
    made = withdraw(item, "error", bureau.officers["office"], LATER)
    Withdrawal.objects.filter(pk=made.pk).update(log_index=3)
    with CaptureQueriesContext(connection) as captured:
        purge(item, bureau.officers["secrecy"], LATER)
    asked = [one["sql"] for one in captured if "exchange_outmessage" in one["sql"].lower()]
    assert not any(one.startswith("SELECT") and "body" in one for one in asked)
    gone, other = OutMessage.objects.order_by("seq")
    assert (gone.kind, bytes(gone.body), gone.note, gone.digest) == ("adopted", b"", "", "1" * 64)
    assert other.kind == "release" and other.body


@pytest.mark.django_db(databases=["default", "portal"])
def test_messages_of_an_older_home_learn_their_release(bureau: Bureau) -> None:
    bureau.cleared()
    worker.push(LATER)
    sent = OutMessage.objects.get(kind="release")
    OutMessage.objects.update(release=None)
    older = import_module("gongkai.exchange.migrations.0006_releases_of_older_messages")
    older.name(apps, SimpleNamespace(connection=connection))
    assert OutMessage.objects.get(kind="release").release == sent.release == Release.objects.get()
    assert not OutMessage.objects.exclude(kind="release").filter(release__isnull=False).exists()
