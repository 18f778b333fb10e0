"""What 涉密误入处置 took away is no fault of the chains, and the outbox forgets it too."""

from __future__ import annotations

import json

from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import purge
from gongkai.exchange import verifying
from gongkai.exchange.models import OutMessage


def test_a_purged_submission_still_verifies(bureau: Bureau) -> None:
    purge(bureau.cleared(attachment=True).item, bureau.officers["secrecy"], LATER)
    assert verifying.verify_submissions().faults == [] and verifying.verify_clearances().faults == []


def test_the_outbox_forgets_a_purged_item_and_keeps_its_number(bureau: Bureau) -> None:
    item = bureau.cleared().item
    for seq, index in enumerate((item.index, "another"), start=1):
        body = {"body": {"release": {"index": index}, "content": {"title": item.title}, "log_index": seq}}
        OutMessage.objects.create(
            epoch=1, seq=seq, kind="release", body=json.dumps(body).encode(), note="signed",
            digest=str(seq) * 64, made_at=LATER, delivered_at=LATER,
        )  # fmt: skip
    purge(item, bureau.officers["secrecy"], LATER)
    gone, other = OutMessage.objects.order_by("seq")
    assert (gone.kind, bytes(gone.body), gone.note, gone.digest) == ("adopted", b"", "", "1" * 64)
    assert other.kind == "release" and other.body
