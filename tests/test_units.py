"""Units by date: entered, changed, abolished, merged; people, duties and rules follow at once."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongkai.desk.accounts import units
from gongkai.desk.agencies.models import Agency, Duty, Officer, Post, Unit
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.face.tests.pages import check
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
PASSWORD = "k7mq-2wxp-9tfr"
AT = datetime(2018, 3, 1, 4, 0, tzinfo=UTC)
DAY, SINCE = date(2018, 3, 1), date(2015, 1, 1)


@pytest.fixture
def bureau():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    old = Unit.objects.create(agency=agency, code="YXK", name="药械化科", kind="科室", since=SINCE)
    new = Unit.objects.create(agency=agency, code="SPK", name="食品药品科", kind="科室", since=SINCE)
    made = {"old": old, "new": new, "agency": agency}
    for name in ("keeper", "clerk", "head"):
        officer = Officer.objects.create_user(name, PASSWORD, name=f"{name}甲", agency=agency)
        scope = None if name == "keeper" else old
        Duty.objects.create(officer=officer, kind=name, unit=scope, since=SINCE)
        Post.objects.create(officer=officer, unit=scope, title="工作人员", since=SINCE)
        made[name] = officer
    return made


def refused(wanted, act, /, *args, **said):
    with pytest.raises(Refused) as found:
        act(*args, **said)
    assert found.value.code == wanted


def item(bureau, unit, index="1", **more):
    given = {"title": "一条信息", "category": "业务工作", "means": "主动公开", "unit": unit}
    return Item.objects.create(agency=bureau["agency"], index=index, **(given | more))


def test_only_the_keeper_enters_and_changes_units(bureau):
    given = {"code": "TZK", "name": "特种设备科", "kind": "科室", "since": DAY}
    refused("not-keeper", units.enter, bureau["agency"], **given, by=bureau["clerk"], at=AT)
    made = units.enter(bureau["agency"], **given, by=bureau["keeper"], at=AT)
    assert (made.since, made.until) == (DAY, None)
    refused("known", units.enter, bureau["agency"], **given, by=bureau["keeper"], at=AT)
    said = {"name": "药械化科", "kind": "科室", "line": ""}
    refused("known", units.change, made, **said, by=bureau["keeper"], at=AT)
    said = {"name": "特种设备安全科", "kind": "科室", "line": "质监"}
    assert units.change(made, **said, by=bureau["keeper"], at=AT).name == "特种设备安全科"
    refused("unknown-kind", units.change, made, name="甲", kind="处", line="", by=bureau["keeper"], at=AT)
    assert Event.objects.filter(stream=f"unit/{made.pk}").count() == 2


def test_a_unit_with_people_or_open_work_is_not_simply_abolished(bureau):
    refused("still-people", units.end, bureau["old"], on=DAY, by=bureau["keeper"], at=AT)
    empty = bureau["new"]
    item(bureau, empty)
    refused("still-open", units.end, empty, on=DAY, by=bureau["keeper"], at=AT)
    Item.objects.update(voided_on=DAY)
    assert units.end(empty, on=DAY, by=bureau["keeper"], at=AT).until == DAY
    refused("ended", units.end, empty, on=DAY, by=bureau["keeper"], at=AT)


def test_merging_hands_people_duties_and_open_work_over_and_ends_the_unit(bureau):
    draft, public = item(bureau, bureau["old"]), item(bureau, bureau["old"], "2", published_on=SINCE)
    moved = units.merge(bureau["old"], bureau["new"], by=bureau["keeper"], at=AT)
    assert moved == {"people": 2, "work": 1}
    bureau["old"].refresh_from_db()
    assert bureau["old"].until == date(2018, 2, 28)
    assert holds(bureau["clerk"], ("clerk",), bureau["new"], DAY)
    assert not holds(bureau["clerk"], ("clerk",), bureau["old"], DAY)
    assert holds(bureau["clerk"], ("clerk",), bureau["old"], date(2018, 2, 28))
    assert Post.objects.get(Post.on(DAY), officer=bureau["head"]).unit == bureau["new"]
    draft.refresh_from_db()
    public.refresh_from_db()
    assert (draft.unit, public.unit) == (bureau["new"], bureau["old"])
    assert Event.objects.filter(stream=draft.stream, type="unit-merged").count() == 1
    refused("ended", units.merge, bureau["old"], bureau["new"], by=bureau["keeper"], at=AT)
    refused("same-unit", units.merge, bureau["new"], bureau["new"], by=bureau["keeper"], at=AT)


def test_whoever_has_the_duty_there_already_has_it_once(bureau):
    Duty.objects.create(officer=bureau["clerk"], kind="clerk", unit=bureau["new"], since=SINCE)
    units.merge(bureau["old"], bureau["new"], by=bureau["keeper"], at=AT)
    assert Duty.objects.filter(Duty.on(DAY), officer=bureau["clerk"], kind="clerk").count() == 1


def test_the_pages_list_change_and_merge(bureau):
    client = Client()
    client.force_login(bureau["keeper"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/units/")
    check(page.content.decode())
    assert "药械化科" in page.content.decode()
    address = f"/units/{bureau['old'].pk}/"
    shown = client.get(address)
    check(shown.content.decode())
    assert "没有办完的工作 0 件" in shown.content.decode()
    for path in ("/units/999999/", "/units/nonsense/"):
        assert client.get(path).status_code == 404


def test_moving_investigations_columns_and_cases_is_counted_by_every_room(bureau, settings):
    assert len(settings.GONGKAI_UNIT_MOVERS) == 5 and units.open_work(bureau["old"]) == 0
