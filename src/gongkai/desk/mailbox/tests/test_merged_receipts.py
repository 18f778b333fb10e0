"""Receipts of a matter that was registered twice: both show the kept case, and go apart again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.models import Case, Correction, Merge, PersonKey, Registration
from gongkai.desk.mailbox import answering, merging
from gongkai.desk.mailbox.models import Box, Mail
from gongkai.refusal import Refused
from gongkai.sealing import receipt
from gongkai.sealing.canon import b64u
from gongkai.sealing.keys import KeyStore

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)


def entered(agency: Agency, number: int) -> Case:
    registration = Registration.objects.create(
        agency=agency, number=f"高市监诉〔2018〕{number}号", key=str(number), series="complaints",
        channel="网站", registered_on=date(2018, 3, 1), recorded_at=AT,
    )  # fmt: skip
    made = Case.objects.create(
        registration=registration, kind="投诉", stage="open", opened_on=date(2018, 3, 1)
    )
    PersonKey.objects.create(case=made, kind="phone", digest=b"p" * 16)
    keys = receipt.box_keys(bytes([number]) * 16, b"\x08" * 32)
    box = Box.objects.create(
        uid=b64u(keys.box_id), kind="complaint", opened_at=AT, last_digest="0" * 64,
        seal_public=keys.opener.public, sign_public=keys.signer.verifier.public,
    )  # fmt: skip
    box.cases.add(made)
    return made


def merged(kept: Case, gone: Case, by: Officer, other: Officer) -> Merge:
    correction = Correction.objects.create(
        registration=gone.registration, kind="误录合并", on=AT.date(), reason="重复", by=by, approved_by=other
    )
    return Merge.objects.create(
        correction=correction, gone=gone.registration, kept=kept.registration,
        before={gone.uid: {"stage": "open", "into": kept.uid}},
    )  # fmt: skip


def test_a_receipt_is_not_led_to_what_may_be_another_persons(keys: KeyStore) -> None:
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    by = Officer.objects.create_user("office", name="王文静", agency=agency)
    other = Officer.objects.create_user("leader", name="谭主事", agency=agency)
    kept, gone = entered(agency, 1), entered(agency, 2)
    PersonKey.objects.filter(case=gone).delete()
    with pytest.raises(Refused) as refused:
        merging.follow(merged(kept, gone, by, other), by=by, at=AT)
    assert refused.value.code == "unknown-person"
    assert list(Box.objects.get(cases=gone).cases.all()) == [gone]


def test_both_receipts_are_told_of_the_kept_case_until_they_part(keys: KeyStore) -> None:
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    by = Officer.objects.create_user("office", name="王文静", agency=agency)
    other = Officer.objects.create_user("leader", name="谭主事", agency=agency)
    kept, gone = entered(agency, 1), entered(agency, 2)
    box, own = Box.objects.get(cases=gone), Box.objects.get(cases=kept)
    answering.tell(kept, kind="status", text="正在调解。", status="调解中", at=AT)
    merge = merged(kept, gone, by, other)
    merging.follow(merge, by=by, at=AT + timedelta(1))
    assert list(box.cases.all()) == [kept]
    assert Mail.objects.get(box=box).status == "调解中", "the state that the kept case has"
    answering.tell(kept, kind="answer", text="已退款。", status="已答复", at=AT + timedelta(2))
    assert [(one.box, one.status) for one in Mail.objects.order_by("-pk")[:2]] == [
        (box, "已答复"), (own, "已答复")
    ]  # fmt: skip
    answering.close(kept, at=AT + timedelta(2))
    assert set(Box.objects.values_list("state", flat=True)) == {"closed"}
    merging.part(merge, by=by, at=AT + timedelta(3))
    box.refresh_from_db()
    assert (list(box.cases.all()), box.state) == ([gone], "open")
    assert Mail.objects.filter(box=box).count() == 3 and list(own.cases.all()) == [kept]
