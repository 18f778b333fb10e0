"""The standing directory of enforcement: who keeps it, when it must be looked over, what goes out of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import content, verbs
from gongkai.desk.disclosure.models import StandingEntry
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, text
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def entry(bureau: Bureau) -> StandingEntry:
    item = drafted(bureau, title="随机抽查事项清单（2018年版）")
    return verbs.list_standing(
        item.index, "random", bureau.unit, 90, bureau.officers["clerk"], timezone.now()
    )


def lapse(entry: StandingEntry, days: int) -> None:
    StandingEntry.objects.filter(pk=entry.pk).update(reviewed_on=today() - timedelta(days=days))


def test_an_item_is_taken_in_once_and_its_content_says_where_it_stands(bureau, entry) -> None:
    assert content.meta(entry.item, today())["standing"] == "random"
    again = verbs.list_standing(
        entry.item.index, "list", bureau.unit, 30, bureau.officers["clerk"], timezone.now()
    )
    assert (again.pk, again.kind, again.cycle_days) == (entry.pk, "list", 30)
    assert StandingEntry.objects.count() == 1
    types = Event.objects.filter(stream=entry.item.stream).values_list("type", flat=True)
    assert list(types).count("standing-listed") == 2


def test_an_item_outside_the_directory_says_nothing_of_it(bureau) -> None:
    assert "standing" not in content.meta(drafted(bureau), today())


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("unknown-kind", {"kind": "x"}),
        ("bad-cycle", {"cycle_days": 0}),
        ("no-such-item", {"index": "none"}),
    ],
)
def test_what_does_not_fit_is_refused(bureau, entry, code, change) -> None:
    given = {"index": entry.item.index, "kind": "random", "unit": bureau.unit, "cycle_days": 90} | change
    with pytest.raises(Refused) as refused:
        verbs.list_standing(**given, by=bureau.officers["clerk"], at=timezone.now())
    assert refused.value.code == code


def test_another_unit_may_neither_take_in_nor_review(bureau, entry) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    with pytest.raises(Refused):
        verbs.list_standing(entry.item.index, "list", other, 90, bureau.officers["clerk"], timezone.now())
    with pytest.raises(Refused):
        verbs.review_standing(entry, bureau.officers["secrecy"], timezone.now())


def test_the_page_shows_every_part_and_a_review_begins_the_cycle_anew(bureau, entry) -> None:
    lapse(entry, 91)
    client = enter(bureau, "clerk")
    page = text(client.get("/items/standing/"))
    assert page.count("还没有公示内容") == len(StandingEntry.Kind.values) - 1
    assert entry.item.title in page and "▲" in page
    assert client.post(f"/items/standing/{entry.uid}/review").status_code == 302
    entry.refresh_from_db()
    assert entry.reviewed_on == today()
    assert enter(bureau, "auditor").post(f"/items/standing/{entry.uid}/review").status_code == 403


def test_an_overdue_review_waits_on_the_first_page_of_who_keeps_it(bureau, entry) -> None:
    assert 'id="wait-standing"' not in text(enter(bureau, "clerk").get("/"))
    lapse(entry, 91)
    page = text(enter(bureau, "clerk").get("/"))
    assert (
        'id="wait-standing"' in page
        and f"/items/standing/#{entry.uid}" in page
        and "每 90 天复核一次" in page
    )
    assert 'id="wait-standing"' not in text(enter(bureau, "auditor").get("/"))


def test_the_form_takes_an_item_in_and_says_what_is_wrong(bureau) -> None:
    item, client = drafted(bureau), enter(bureau, "clerk")
    given = {"index": item.index, "kind": "basis", "unit": str(bureau.unit.pk), "cycle_days": "180"}
    assert client.post("/items/standing/", given).status_code == 302
    assert StandingEntry.objects.get(item=item).kind == "basis"
    assert client.post("/items/standing/", given | {"cycle_days": "0"}).status_code == 422
    assert "没有索引号为" in text(client.post("/items/standing/", given | {"index": "x"}), 422)
    assert enter(bureau, "auditor").post("/items/standing/", given).status_code == 403
