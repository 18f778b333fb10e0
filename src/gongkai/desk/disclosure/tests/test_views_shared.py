"""Whoever leads lends a view to those they lead: they see it, cannot change it, and see no more by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.desk.agencies.models import Agency, Duty, Officer, Post, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.tests.bureau import AT, SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.lists import sharing
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.saved import MOST, save
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
PAGES = {
    "items": ("/items/", {"state": "draft"}),
    "requests": ("/requests/", {"tab": "open", "year": "2018"}),
    "complaints": ("/complaints/", {"year": "2018"}),
    "investigations": ("/enforcement/", {"state": "open"}),
}


@pytest.fixture
def bureau(db: None, keys: object) -> Bureau:
    return Bureau.found()


def colleague(bureau: Bureau, name: str, unit: Unit | None, kind: str = "clerk") -> Officer:
    """Somebody else with a duty for a unit."""
    found = Officer.objects.create_user(name, name=f"{name}某", agency=bureau.agency)
    Duty.objects.create(officer=found, kind=kind, unit=unit, since=SINCE)
    bureau.officers[name] = found
    return found


def lent(bureau: Bureau, by: str, to: str, name: str = "本科急件", list_: str = "items") -> SavedView:
    view = save(bureau.officers[by], list_, name, {"state": "draft"})
    sharing.share(view, to, bureau.officers[by], AT)
    return view


def names(officer: Officer, list_: str = "items") -> list[str]:
    return [one.view.name for one in sharing.kept(officer, list_, today(), held(officer, today()))]


def refused(bureau: Bureau, by: str, to: str) -> str:
    with pytest.raises(Refused) as no:
        lent(bureau, by, to)
    return no.value.code


@pytest.mark.parametrize("list_", PAGES)
def test_a_head_lends_a_view_to_the_unit_on_every_kind_of_list(bureau, list_) -> None:
    here, chosen = PAGES[list_]
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    colleague(bureau, "outside", other)
    head, clerk = enter(bureau, "head"), enter(bureau, "clerk")
    head.post(f"/lists/{list_}/views", {"name": "本科急件", **chosen})
    pk = SavedView.objects.get().pk
    assert (
        f"share:{bureau.unit.pk}" in head.get(here).content.decode()
        and "本科急件" not in clerk.get(here).content.decode()
    )
    assert head.post(f"/lists/{list_}/views/{pk}", {"do": f"share:{bureau.unit.pk}"}).status_code == 302
    shown = clerk.get(here).content.decode()
    assert f"共享给食品流通餐饮科：head某，自{today():%Y-%m-%d}起" in shown
    assert "删除视图本科急件" not in shown and "收回共享本科急件" not in shown
    assert "收回共享本科急件" in head.get(here).content.decode()
    assert "本科急件" not in enter(bureau, "outside").get(here).content.decode()


def test_whoever_is_lent_a_view_cannot_change_it(bureau) -> None:
    view = lent(bureau, "head", str(bureau.unit.pk))
    clerk = enter(bureau, "clerk")
    for do in ("delete", "default", "back", f"share:{bureau.unit.pk}", "share:agency"):
        assert clerk.post(f"/lists/items/views/{view.pk}", {"do": do}).status_code == 403
    view.refresh_from_db()
    assert view.shared_unit == bureau.unit and not view.is_default
    clerk.post("/lists/items/views", {"name": view.name, "state": "public"})  # a name of one's own
    view.refresh_from_db()
    assert view.chosen == {"state": "draft"} and SavedView.objects.count() == 2


def test_what_the_sharer_opens_by_default_opens_for_nobody_else(bureau) -> None:
    view = lent(bureau, "head", str(bureau.unit.pk))
    SavedView.objects.update(is_default=True)
    assert enter(bureau, "head").get("/items/").status_code == 302
    assert enter(bureau, "clerk").get("/items/").status_code == 200
    assert view.name in text(enter(bureau, "clerk").get("/items/"))


def test_the_sharer_takes_it_back_and_keeps_the_view(bureau) -> None:
    view = lent(bureau, "office", sharing.WHOLE)
    office = enter(bureau, "office")
    assert names(bureau.officers["clerk"]) == names(bureau.officers["leader"]) == [view.name]
    assert office.post(f"/lists/items/views/{view.pk}", {"do": "back"}).status_code == 302
    assert names(bureau.officers["clerk"]) == [] and names(bureau.officers["office"]) == [view.name]


def test_who_lost_the_duty_takes_back_and_so_does_who_leads_now(bureau) -> None:
    view = lent(bureau, "head", str(bureau.unit.pk))
    Duty.objects.filter(officer=bureau.officers["head"], kind="head").update(until=SINCE)
    Duty.objects.create(officer=bureau.officers["head"], kind="clerk", unit=bureau.unit, since=SINCE)
    assert refused(bureau, "head", str(bureau.unit.pk)) == "not-held"
    colleague(bureau, "newhead", bureau.unit, "head")
    assert "收回共享本科急件" in text(enter(bureau, "head").get("/items/"))
    enter(bureau, "newhead").post(f"/lists/items/views/{view.pk}", {"do": "back"})
    view.refresh_from_db()
    assert view.shared_at is None and names(bureau.officers["clerk"]) == []


def test_only_whoever_leads_may_share(bureau) -> None:
    assert refused(bureau, "clerk", str(bureau.unit.pk)) == "not-held"
    assert refused(bureau, "head", sharing.WHOLE) == "not-held"
    assert refused(bureau, "office", "x") == refused(bureau, "auditor", sharing.WHOLE) == "not-held"
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    assert refused(bureau, "head", str(other.pk)) == "not-held"
    view = save(bureau.officers["head"], "items", "甲", {})
    with pytest.raises(Refused) as no:
        sharing.share(view, sharing.WHOLE, bureau.officers["office"], AT)
    assert no.value.code == "not-own-view"
    said = enter(bureau, "clerk").post("/lists/items/views", {"name": "乙", "state": "draft"}, follow=True)
    assert "共享给" not in text(said)


def test_a_post_in_the_unit_is_enough_while_it_is_held(bureau) -> None:
    lent(bureau, "head", str(bureau.unit.pk))
    leader = bureau.officers["leader"]
    post = Post.objects.create(officer=leader, unit=bureau.unit, title="科员", since=SINCE)
    assert names(leader) == ["本科急件"]
    post.until = today() - timedelta(days=1)
    post.save()
    assert names(leader) == []


def test_a_view_lent_to_everybody_stays_in_its_agency(bureau) -> None:
    lent(bureau, "office", sharing.WHOLE)
    agency = Agency.objects.create(code="371099SC", name="外地局")
    stranger = Officer.objects.create_user("stranger", name="外局", agency=agency)
    Duty.objects.create(officer=stranger, kind="office", since=SINCE)
    assert names(stranger) == []


def test_a_lent_view_shows_only_what_the_reader_may_see(bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    bureau.item(1, published_on=None), bureau.item(2, unit=other, published_on=None)
    lent(bureau, "office", sharing.WHOLE)
    assert "第2号消费警示" in text(enter(bureau, "office").get("/items/?state=draft"))
    shown = text(enter(bureau, "clerk").get("/items/?state=draft"))
    assert "第1号消费警示" in shown and "第2号消费警示" not in shown


def test_an_audience_is_lent_so_many_views_of_a_list(bureau) -> None:
    for number in range(MOST):
        lent(bureau, "office", sharing.WHOLE, f"视图{number}")
    colleague(bureau, "second", None, "office")
    assert refused(bureau, "second", sharing.WHOLE) == "too-many-views"
    lent(bureau, "head", str(bureau.unit.pk))
    assert len(names(bureau.officers["clerk"])) == MOST + 1


def test_the_views_of_a_list_are_read_at_once(bureau, django_assert_num_queries) -> None:
    lent(bureau, "office", sharing.WHOLE)
    lent(bureau, "head", str(bureau.unit.pk))
    clerk = bureau.officers["clerk"]
    duties = held(clerk, today())
    with django_assert_num_queries(1):
        found = sharing.kept(clerk, "items", today(), duties)
    assert [(one.lent.by, one.lent.to, one.lent.ends) for one in found if one.lent] == [
        ("office某", "全机关", False),
        ("head某", "食品流通餐饮科", False),
    ]


def test_with_whom_a_head_may_share_is_told_by_the_duty(bureau, django_assert_num_queries) -> None:
    head = bureau.officers["head"]
    duties = held(head, today())
    with django_assert_num_queries(0):
        offered = sharing.audiences(duties)
    assert offered == [(str(bureau.unit.pk), bureau.unit.name)]
