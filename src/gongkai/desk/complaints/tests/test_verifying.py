"""Attack 10: who writes 撤回 or 满意 into the database has no event for it; ``verify`` names the case."""

import pytest
from django.db import connection

from gongkai.desk.casework import append_only
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import COLUMNS
from gongkai.desk.casework.verifying import verify_chains
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import Decision, Matter
from gongkai.desk.complaints.tests.centre import AT, DAY
from gongkai.desk.complaints.verifying import verify_words
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.events import seal

pytestmark = pytest.mark.django_db


def test_words_that_were_said_to_the_desk_hold(centre):
    case = centre.accepted()
    verbs.withdraw(case, proof="诉求人签字的撤回书", by=centre["handler"], at=AT)
    called = centre.closed()
    verbs.callback(called, reached=True, satisfaction="满意", by=centre["operator2"], at=AT)
    assert verify_words().count == 2 and verify_words().holds


def test_attack_10_a_withdrawal_and_a_rating_by_sql_are_named(centre):
    case, other = centre.accepted(), centre.closed()
    Decision.objects.create(
        case=case, kind=Decision.Kind.WITHDRAWN, proposed_on=DAY, on=DAY, proof="门户信箱签名 x", round=1
    )
    Matter.objects.filter(registration=other.registration).update(satisfaction="满意")
    assert verify_words().faults == [
        f"{case.registration.number} 撤回没有事件",
        f"{other.registration.number} 满意度没有事件",
    ]


def test_attack_10_a_forged_event_for_it_is_named_too(centre):
    case = centre.accepted()
    append_only.remove(connection)
    last = Event.objects.filter(stream=case.stream).order_by("n").last()
    said = {"n": last.n + 1, "prev": bytes(last.hash).hex(), "type": "withdrawn"}
    made = seal(b"not the key of events, 32 bytes.", canon(parse(bytes(last.body)) | said))
    copy = {name: getattr(last, name) for name in COLUMNS}
    forged = {"n": last.n + 1, "type": "withdrawn", "body": made.body, "hash": made.hash, "mac": made.mac}
    Event.objects.create(**copy | forged)
    Decision.objects.create(
        case=case, kind=Decision.Kind.WITHDRAWN, proposed_on=DAY, on=DAY, proof="门户信箱签名 x", round=1
    )
    (fault,) = verify_chains().faults
    assert case.stream in fault and f"第 {last.n + 1} 条" in fault
