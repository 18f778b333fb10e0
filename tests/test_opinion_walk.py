"""An opinion about a draft from the portal's sealed envelope to the desk, and the sentence that goes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.disclosure.models import Consultation, Item, Opinion
from gongkai.desk.mailbox.models import Arrival
from gongkai.exchange import worker
from gongkai.portal.messages import boxes, intake, sealing_up, secrets
from gongkai.portal.messages.keys import newest
from gongkai.sealing import receipt

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
INDEX = "37100018/2018-00001"


@pytest.fixture
def draft(keys: object) -> Iterator[Consultation]:
    secrets.forget()
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    clerk = Officer.objects.create_user("clerk", name="经办", agency=agency)
    item = Item.objects.create(
        agency=agency,
        index=INDEX,
        title="小摊点管理办法（征求意见稿）",
        category="业务工作",
        means="主动公开",
    )
    worker.pull(AT)
    yield Consultation.objects.create(
        item=item, subject="other", basis="依据", opens_on=date(2018, 2, 20), closes_on=date(2018, 3, 22),
        feedback_by=date(2018, 4, 20), opened_by=clerk,
    )  # fmt: skip
    secrets.forget()


def send(sid: bytes, at: datetime, index: str = INDEX) -> boxes.Conversation:
    fields = {"about": index, "sender": "person", "text": "请保留早市，电话13800001234。"}
    filled = sealing_up.Filled("opinion", fields, {"name": "王小明"})
    assert intake.post(sealing_up.first(sid, filled, newest(at), at)) is intake.Outcome.KEPT
    worker.pull(at + HOUR)
    ticket = boxes.look_up(receipt.derive(sid).code)
    assert ticket is not None
    return boxes.read(ticket)


def test_an_opinion_reaches_its_draft_once_and_its_writer_reads_until_when(draft: Consultation) -> None:
    conversation = send(b"\x01" * 16, AT)
    opinion = Opinion.objects.get()
    assert opinion.consultation == draft and opinion.no == 1
    assert "请保留早市" in opinion.text and "13800001234" not in opinion.text
    (letter,) = [one for one in conversation.letters if not one.mine]
    assert "2018-03-22 周四 截止" in letter.text and letter.status == "已收到"
    worker.pull(AT + 2 * HOUR)
    assert Opinion.objects.count() == 1


def test_one_that_comes_too_late_is_told_so_and_not_kept(draft: Consultation) -> None:
    conversation = send(b"\x02" * 16, datetime(2018, 3, 23, 2, 0, tzinfo=UTC))
    (letter,) = [one for one in conversation.letters if not one.mine]
    assert "征求意见已于 2018-03-22 周四 截止" in letter.text and not Opinion.objects.exists()


def test_one_about_something_else_waits_for_a_person(draft: Consultation) -> None:
    send(b"\x03" * 16, AT, "37100018/2018-09999")
    assert Arrival.objects.get().state == Arrival.State.PARKED and not Opinion.objects.exists()
