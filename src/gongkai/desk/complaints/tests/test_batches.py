"""Several cases at once: each by its own rule, each once, the table says which were done and why not."""

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import Batch, BatchRow, Supervision, Urge
from gongkai.desk.complaints.tests.centre import AT
from gongkai.desk.complaints.verbs import batches
from gongkai.refusal import Refused
from gongkai.sealing.ids import new_uid

pytestmark = pytest.mark.django_db(databases=["default"])


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    assert found.value.code == code, found.value


def begin(centre, verb, cases, by="operator", uid=None, at=AT, **more):
    return batches.begin(uid or new_uid(), verb, [one.uid for one in cases], by=centre[by], at=at, **more)


def states(batch):
    return [row.state for row in batch.rows.order_by("pk")]


def test_several_are_handed_out_and_what_cannot_be_is_told(centre):
    cases = [centre.case(unit=None), centre.case(), centre.case(unit=None)]
    made = begin(centre, "assign", cases, unit=centre.units["TH"])
    assert states(made) == ["done", "refused", "done"]
    row = made.rows.get(state="refused")
    assert "此时不能这样办" in row.why
    assert {one.assignments.get().unit.code for one in (cases[0], cases[2])} == {"TH"}


def test_a_form_sent_twice_is_done_once(centre):
    case, uid = centre.case(), new_uid()
    first = begin(centre, "urge", [case], uid=uid)
    again = begin(centre, "urge", [case], uid=uid)
    assert first.pk == again.pk
    assert Urge.objects.count() == 1
    refused("bad-batch", begin, centre, "urge", [case], by="operator2", uid=uid)


def test_a_killed_batch_goes_on_where_it_stopped(centre, monkeypatch):
    cases = [centre.case() for _ in range(3)]
    calls = []

    def dies(case, **given):
        calls.append(case)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return verbs.urge(case, **given)

    monkeypatch.setattr(batches, "urge", dies)
    with pytest.raises(KeyboardInterrupt):
        begin(centre, "urge", cases)
    found = Batch.objects.get()
    assert states(found) == ["done", "", ""]
    batches.go_on(found, by=centre["operator"], at=AT)
    assert states(found) == ["done", "done", "done"]
    assert Urge.objects.count() == 3
    refused("not-yours", batches.go_on, found, by=centre["office"], at=AT)


def test_every_row_asks_the_rule_of_the_single_verb(centre):
    case = centre.case()
    assert states(begin(centre, "supervise", [case])) == ["refused"]
    assert states(begin(centre, "supervise", [case], by="leader")) == ["done"]
    assert Supervision.objects.get().by == centre["leader"]
    assert states(begin(centre, "accept", [case], by="handler")) == ["done"]
    refused("none-chosen", begin, centre, "accept", [case], by="other")
    assert not BatchRow.objects.filter(batch__by=centre["other"]).exists()


@pytest.mark.parametrize(
    ("code", "verb", "uid", "count"),
    [
        ("bad-batch", "urge", "x", 1),
        ("unknown-verb", "void", None, 1),
        ("none-chosen", "urge", None, 0),
        ("too-many", "urge", None, 101),
        ("no-unit", "assign", None, 1),
    ],
)
def test_what_makes_no_sense_is_refused_whole(centre, code, verb, uid, count):
    refused(code, batches.begin, uid or new_uid(), verb, ["a"] * count, by=centre["operator"], at=AT)
    assert not Batch.objects.exists()


def test_the_queue_offers_it_and_shows_the_result(centre):
    cases = [centre.case(timezone.now(), unit=None) for _ in range(2)]
    client = Client()
    client.force_login(centre["operator"])
    page = client.get("/complaints/")
    assert "批量办理" in page.content.decode()
    data = {
        "batch": page.context["batch"], "verb": "assign", "unit": "TH", "case": [one.uid for one in cases],
    }  # fmt: skip
    answer = client.post("/complaints/many", data, follow=True)
    assert "已办 2 件" in answer.content.decode()
    client.post("/complaints/many", data)
    assert Batch.objects.count() == 1
    assert client.post(f"/complaints/many/{data['batch']}").status_code == 302
    stranger = Client()
    stranger.force_login(centre["handler"])
    assert stranger.get(f"/complaints/many/{data['batch']}").status_code == 404
    assert client.post("/complaints/many", data | {"batch": "x"}).status_code == 422
