"""误录合并 and 作废 on the pages of the centre: source numbers, joint mediation, the kept page shows all."""

import pytest
from django.test import Client

from gongkai.desk.casework.models import Merge
from gongkai.desk.complaints import reconciling, verbs
from gongkai.desk.complaints.models import Receipt
from gongkai.desk.complaints.tests.centre import AT, DAY, later
from gongkai.refusal import Refused


def merged(centre, wrong, right):
    return verbs.merge(
        wrong.registration, right.registration, by=centre["office"], approved_by=centre["leader"],
        reason="热线和平台各登记一次", at=later(1),
    )  # fmt: skip


def test_the_source_of_the_wrong_entry_gets_the_reply_and_all_of_it_comes_back(centre):
    right, wrong = centre.case(), centre.case(channel="12345", source_number="GD-77", unit=None)
    made = merged(centre, wrong, right)
    receipt = Receipt.objects.get()
    assert (receipt.registration, receipt.channel, receipt.source_number) == (
        right.registration, "12345", "GD-77"
    )  # fmt: skip
    wrong.refresh_from_db()
    assert (wrong.stage, wrong.registration.matter.voided_on) == ("voided", later(1).date())
    export = "工单编号,状态\nGD-77,办理中\n".encode()
    compared = reconciling.compare(centre.agency, "12345", DAY, DAY, export)
    assert (compared.same, compared.only_there, compared.only_here) == (1, [], [])
    said = {"approved_by": centre["leader"], "reason": "是两件事", "at": later(2)}
    verbs.unmerge(made.gone, by=centre["office"], **said)
    wrong.refresh_from_db()
    wrong.registration.matter.refresh_from_db()
    assert (wrong.stage, wrong.registration.matter.voided_on) == ("open", None)
    assert wrong.due_on is not None and not Receipt.objects.exists()


def test_what_is_heard_together_is_taken_apart_first(centre):
    right, main, wrong = centre.case(), centre.accepted(), centre.accepted()
    verbs.join(wrong, main, "LY-9", by=centre["handler"], at=AT)
    for one in (wrong, main):
        with pytest.raises(Refused) as refused:
            merged(centre, one, right)
        assert refused.value.code == "joined"
    assert not Merge.objects.exists()


def test_complaints_about_two_shops_are_no_double_entry(centre):
    right, wrong = centre.case(), centre.case(credit_code="91371000MA3D7T5Q9X")
    with pytest.raises(Refused) as refused:
        merged(centre, wrong, right)
    assert refused.value.code == "other-respondent"


def test_merging_and_voiding_are_offered_on_the_page_to_those_who_direct(centre):
    right, wrong = centre.case(), centre.case(text="同一家店，同一瓶鱼油，窗口又登记一次。")
    client, page = Client(), f"/complaints/{wrong.uid}/"
    client.force_login(centre["handler"])
    assert "do=merge" not in client.get(page).content.decode()
    client.force_login(centre["office"])
    first = client.get(page).content.decode()
    assert "do=merge" in first and "do=void" in first
    given = {"kept": wrong.registration.number, "reason": "重复", "approved_by": centre["leader"].uid}
    answer = client.post(f"{page}do/merge", given)
    assert answer.status_code == 422 and "不能并入自己" in answer.content.decode()
    given["kept"] = right.registration.number
    assert client.post(f"{page}do/merge", given).status_code == 302
    kept = client.get(f"/complaints/{right.uid}/").content.decode()
    assert "同一瓶鱼油" in kept and wrong.registration.number in kept
    gone = client.get(page).content.decode()
    assert right.registration.number in gone and "撤销合并" in gone
    client.force_login(centre["auditor"])
    assert "撤销合并" not in client.get(page).content.decode()
    client.force_login(centre["office"])
    answer = client.post(f"/complaints/{right.uid}/do/void", {"reason": "误录"})
    assert answer.status_code == 422
    void = {"reason": "误录", "approved_by": centre["leader"].uid}
    answer = client.post(f"/complaints/{right.uid}/do/void", void)
    assert answer.status_code == 422 and "请先在" in answer.content.decode()
    client.post(f"{page}do/unmerge", {"reason": "不是", "approved_by": centre["leader"].uid})
    assert client.post(f"{page}do/void", void).status_code == 302
    wrong.refresh_from_db()
    assert wrong.stage == "voided"
