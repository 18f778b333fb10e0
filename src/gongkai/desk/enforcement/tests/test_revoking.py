"""What is public of a decision that does not stand is taken back in three working days: order 45 art. 11."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.disclosure.tests.test_verbs import released
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.enforcement import queries, revoking, verbs
from gongkai.desk.enforcement.models import Penalty, Revocation
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
DECIDED, ENDED, LAST = date(2022, 1, 10), date(2022, 3, 1), date(2022, 3, 4)
AT = datetime(2022, 3, 2, 2, 0, tzinfo=UTC)
PROOF = "威政复决字〔2022〕3号"


@pytest.fixture
def penalty(bureau: Bureau) -> Penalty:
    return Penalty.objects.create(
        agency=bureau.agency, organ=bureau.agency.name, doc_no="高市监罚〔2022〕1号", decided_on=DECIDED,
        party="某商贸公司", party_kind="企业", violation="销售不合格食品",
    )  # fmt: skip


@pytest.fixture
def public(bureau: Bureau, penalty: Penalty) -> Item:
    """The item that makes the decision public."""
    item = bureau.cleared().item
    released(bureau, item.submissions.get())
    Item.objects.filter(pk=item.pk).update(category="案件办理信息", doc_no=penalty.doc_no)
    item.refresh_from_db()
    return item


def revoke(bureau: Bureau, penalty: Penalty, ground: str = "撤销", on: date = ENDED, **more) -> Revocation:
    approver = bureau.officers["leader"] if ground == "误录" else None
    given = {"proof": PROOF, "by": bureau.officers["head"], "at": AT, "approver": approver} | more
    return revoking.revoke(penalty, ground, on, **given)


def jobs(bureau: Bureau, who: str = "office") -> revoking.Part:
    officer, day = bureau.officers[who], AT.date()
    (part,) = revoking.waiting(officer, day, held(officer, day))
    return part


def test_it_waits_three_working_days_on_the_first_page_until_it_is_taken_back(
    bureau, penalty, public
) -> None:
    assert jobs(bureau).count == 0
    revoke(bureau, penalty)
    (job,) = jobs(bureau).jobs
    assert (job.on, job.left, jobs(bureau).mine, jobs(bureau, "clerk").mine) == (LAST, 2, True, False)
    assert f"/items/{public.uid}/withdraw" in job.href and "撤回公示并说明理由" in job.words
    withdraw(public, "decision-ended", bureau.officers["office"], AT)
    assert jobs(bureau).count == 0


@pytest.mark.parametrize(
    ("ground", "is_void"),
    [("变更", False), ("确认违法", False), ("撤销", True), ("确认无效", True), ("误录", True)],
)
def test_what_is_revoked_void_or_a_mistake_keeps_its_number_and_counts_no_more(
    bureau, penalty, public, ground, is_void
) -> None:
    revoke(bureau, penalty, ground)
    penalty.refresh_from_db()
    assert (penalty.voided_on == ENDED) is is_void
    assert penalty in queries.penalties(bureau.officers["office"], AT.date())
    assert Penalty.objects.filter(voided_on__isnull=True).exists() is not is_void
    assert jobs(bureau).count == 1
    event = Event.objects.get(stream=f"penalty/{penalty.uid}")
    assert event.type == revoking.REVOKED and event.by == bureau.officers["head"].uid
    if is_void:
        with pytest.raises(Refused, match="作废"):
            verbs.draft_penalty(penalty, bureau.unit, by=bureau.officers["clerk"], at=AT)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ground": "忘记"}, "unknown-ground"),
        ({"proof": " "}, "no-proof"),
        ({"proof": "机密★20年 复议决定"}, "secrecy-mark"),
        ({"on": date(2022, 1, 9)}, "wrong-day"),
        ({"on": date(2022, 3, 3)}, "wrong-day"),
    ],
)
def test_what_makes_no_sense_is_refused(bureau, penalty, more, code) -> None:
    with pytest.raises(Refused) as caught:
        revoke(bureau, penalty, **more)
    assert caught.value.code == code and not Revocation.objects.exists()


def test_a_mistake_is_voided_with_another_persons_approval(bureau, penalty) -> None:
    office = bureau.officers["office"]
    for approver in (None, office, bureau.officers["clerk"]):
        with pytest.raises(Refused) as caught:
            revoke(bureau, penalty, "误录", by=office, approver=approver)
        assert caught.value.code == "four-eyes" and not Revocation.objects.exists()
    page = f"/enforcement/penalties/{penalty.uid}/revoke"
    given = {"ground": "误录", "on": "2022-03-01", "proof": "重复录入"}
    head = enter(bureau, "head")
    assert head.post(page, given).status_code == 403
    assert head.post(page, given | {"approver": bureau.officers["leader"].pk}).status_code == 302
    assert Revocation.objects.get().approver == bureau.officers["leader"]
    assert "批准人" in text(head.get(page))


def test_heads_office_and_leaders_enter_it_and_only_once(bureau, penalty) -> None:
    with pytest.raises(Refused) as caught:
        revoke(bureau, penalty, by=bureau.officers["clerk"])
    assert caught.value.code == "not-held"
    revoke(bureau, penalty, by=bureau.officers["leader"])
    with pytest.raises(Refused) as caught:
        revoke(bureau, penalty)
    assert caught.value.code == "revoked"


def test_the_pages_enter_it_say_it_and_lead_to_the_withdrawal(bureau, penalty, public) -> None:
    page = f"/enforcement/penalties/{penalty.uid}/revoke"
    clerk, head = enter(bureau, "clerk"), enter(bureau, "head")
    assert page not in text(clerk.get(f"/enforcement/penalties/{penalty.uid}/"))
    assert clerk.post(page, {"ground": "撤销", "on": "2022-03-01", "proof": PROOF}).status_code == 403
    assert page in text(head.get(f"/enforcement/penalties/{penalty.uid}/"))
    assert head.post(page, {"ground": "撤销", "proof": PROOF}).status_code == 422
    assert head.post(page, {"ground": "撤销", "on": "2022-03-01", "proof": PROOF}).status_code == 302
    for address in (page, f"/enforcement/penalties/{penalty.uid}/", f"/items/{public.uid}/"):
        said = text(head.get(address))
        assert PROOF in said and "2022-03-04" in said and "还在公示" in said
    assert "处罚决定已被变更、撤销" in text(enter(bureau, "office").get(f"/items/{public.uid}/withdraw"))
