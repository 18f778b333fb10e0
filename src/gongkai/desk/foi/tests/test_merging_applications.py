"""误录合并 of applications on their pages: merged, shown from the kept one, taken back."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework.models import Merge
from gongkai.desk.foi import verbs
from gongkai.desk.foi.tests.bureau import at
from gongkai.refusal import Refused

DAY = date(2024, 2, 1)


def test_an_application_entered_twice_is_merged_on_its_page_and_taken_back(bureau):
    person = {"name": "张三丰", "phone": "13800000001"}
    right = bureau.register(DAY, person=person)
    wrong = bureau.register(DAY + timedelta(1), person=person, text="申请公开同一份名单，邮寄件")
    due = wrong.due_on
    client = Client()
    client.force_login(bureau.office)
    page = f"/requests/{wrong.uid}/"
    assert "保留哪一件" in client.get(f"{page}?do=merge").content.decode()
    given = {"kept": "没有的", "reason": "同一封信登记了两次", "approved_by": bureau.leader.uid}
    answer = client.post(f"{page}do/merge", given)
    assert answer.status_code == 422 and "没有编号为“没有的”的登记" in answer.content.decode()
    given["kept"] = right.registration.number
    assert client.post(f"{page}do/merge", given).status_code == 302
    said = client.get(page).content.decode()
    assert right.registration.number in said and "撤销合并" in said and "同一封信登记了两次" in said
    kept = client.get(f"/requests/{right.uid}/").content.decode()
    assert wrong.registration.number in kept and "申请公开同一份名单，邮寄件" in kept
    assert bureau.application(wrong).voided_on is not None
    assert client.post(f"{page}do/unmerge", {"reason": "是两封信"}).status_code == 422
    back = {"reason": "是两封信", "approved_by": bureau.leader.uid}
    assert client.post(f"{page}do/unmerge", back).status_code == 302
    wrong.refresh_from_db()
    assert (wrong.stage, wrong.due_on, bureau.application(wrong).voided_on) == ("open", due, None)
    assert "并入的误录</h2>" not in client.get(f"/requests/{right.uid}/").content.decode()


def test_what_others_are_answered_with_is_not_merged_away(bureau):
    person = {"name": "张三丰", "phone": "13800000001"}
    right, lead, third = (bureau.register(DAY, person=person) for _ in range(3))
    verbs.join(third, lead, by=bureau.office, at=at(DAY))
    with pytest.raises(Refused) as refused:
        verbs.merge(
            lead.registration, right.registration, by=bureau.office, approved_by=bureau.leader,
            reason="重复", at=at(DAY),
        )  # fmt: skip
    assert refused.value.code == "joined"
    assert not Merge.objects.exists()
