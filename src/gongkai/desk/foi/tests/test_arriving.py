"""Applications that come through the portal are registered as they are opened, and wait for confirmation."""

from datetime import date

import pytest

from gongkai.desk.casework.models import CaseText, Event
from gongkai.desk.foi.arriving import receive
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.mailbox.receiving import Message
from gongkai.refusal import Refused

DAY = date(2024, 2, 1)


def message(kind="foi", cases=(), n=0, **fields):
    given = {"applicant": "自然人", "text": "申请公开抽检名单", "doc_no": "某发〔2023〕3号", "form": "paper",
             "way": "portal"}  # fmt: skip
    return Message(
        "receipt", f"m{n}", kind, "portal/1", given | fields, {"name": "张三丰", "phone": "13800000000"}, (),
        at(DAY, 9), at(DAY, 10), False, n, tuple(cases),
    )  # fmt: skip


def test_an_application_is_registered_and_waits_for_confirmation(bureau):
    taken = receive(message())
    (case,) = taken.cases
    facts = bureau.application(case)
    assert case.registration.number in taken.text
    assert (facts.channel, facts.way, facts.delivery_wanted, facts.form_wanted) == (
        "网络",
        "online",
        "网络",
        "纸质",
    )
    assert "文号：某发〔2023〕3号" in CaseText.objects.get().masked
    assert case.due_on is None
    case.refresh_from_db()
    assert Event.objects.filter(stream=case.stream, by="system").count() == 2


def test_what_follows_is_kept_with_its_case(bureau):
    (case,) = receive(message()).cases
    taken = receive(message("supplement", (case,), 1, text="是第3期公告"))
    assert taken.cases == (case,)
    assert CaseText.objects.get(case=case, field="note").masked == "是第3期公告"
    receive(message("rate", (case,), 2, rating="bad", text="没有给名单"))
    receive(message("withdraw", (case,), 3, text="已经找到"))
    kept = CaseText.objects.get(case=case, field="note").masked
    assert kept.splitlines() == ["是第3期公告", "评价答复：不满意：没有给名单", "申请撤回：已经找到"]
    assert Event.objects.filter(stream=case.stream, type="message-taken").count() == 3
    with pytest.raises(Refused):
        receive(message("supplement", (), 1))


def test_an_empty_application_is_left_to_a_person(bureau):
    with pytest.raises(Refused) as refused:
        receive(message(text="", doc_no=""))
    assert refused.value.code == "no-text"
