"""After an update: every page of an older version is rendered again, in bounded rounds; old ones serve."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from gongkai.portal import fingerprint, publishing
from gongkai.portal.models import Page, Published, StalePage
from gongkai.portal.publishing import pages, renewing, stale
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


class Killed(BaseException):
    pass


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    assert fingerprint.waiting() == (0, 0)
    return desk


@pytest.fixture
def update(monkeypatch):
    """Another version of the program runs from now on; its pages end with a mark."""
    render = pages.item_page

    def item_page(item, now):
        page = render(item, now)
        return type(page)(page.body + b"<!-- 2 -->", page.content_type, page.status, page.headers)

    def begin():
        monkeypatch.setattr(fingerprint, "of_program", lambda: "2")
        monkeypatch.setattr(pages, "item_page", item_page)

    return begin


def renewed():
    return [
        path for path, raw in Page.objects.values_list("path", "raw") if bytes(raw).endswith(b"<!-- 2 -->")
    ]


def test_the_number_changes_with_any_file_that_renders_and_with_the_address(settings):
    files = [("face/templates/a.html", b"<p>"), ("portal/site.py", b"")]
    assert fingerprint.digest_of(files) == fingerprint.digest_of(files)
    assert fingerprint.digest_of(files) != fingerprint.digest_of([(files[0][0], b"<b>"), files[1]])
    assert fingerprint.digest_of(files) != fingerprint.digest_of(files[:1])
    before = fingerprint.present()
    assert before == fingerprint.present() > 0
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"portal_address": "https://new.example.gov.cn"}
    assert fingerprint.present() != before


def test_the_program_is_read_with_its_templates_and_catalogues():
    names = {name for name, _ in fingerprint._files()}
    wanted = ("portal/templates/portal/item.html", "locale/en/LC_MESSAGES/django.mo", "face/texts.py")
    assert {*wanted} <= names
    assert not any("/tests/" in name or "migrations" in name for name in names)


@pytest.mark.skipif(connections["portal"].vendor != "sqlite", reason="reads SQLite's plans")
def test_no_look_up_by_an_index_number_reads_all_items(published, update):
    """With 100,000 items such a look-up took 40 ms of each page that was rendered again."""
    update()
    renewing.notice(NOW)
    with CaptureQueriesContext(connections["portal"]) as captured:
        while renewing.renew(NOW):
            pass
    asked = {
        one["sql"] for one in captured.captured_queries
        if one["sql"].startswith("SELECT") and '"index" = ' in one["sql"]
    }  # fmt: skip
    assert len(asked) > 5
    with connections["portal"].cursor() as cursor:
        for sql in asked:
            plan = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
            assert not any(step.startswith("SCAN") for step in plan), (sql, plan)


def test_what_was_rendered_by_this_version_does_not_wait(published, django_assert_max_num_queries):
    with django_assert_max_num_queries(16, using="portal"):
        assert renewing.renew(NOW) == 0 and not renewing.notice(NOW)


def test_old_pages_serve_until_their_turn_and_every_page_has_one(published, update, reader, monkeypatch):
    monkeypatch.setattr(renewing, "ROUND", 30)
    index = Published.objects.filter(kind="item").first().index
    before = reader.get(f"/gk/{index}").text
    update()
    count = Page.objects.filter(file="").count()
    assert fingerprint.waiting() == (count, 0) and reader.get(f"/gk/{index}").text == before
    rounds = 0
    while fingerprint.waits():
        assert renewing.renew(NOW, 30) <= 30
        rounds += 1
    assert rounds >= count // 60 and fingerprint.waiting() == (0, 0)
    assert len(renewed()) == Published.objects.count()
    assert reader.get(f"/gk/{index}").text == before + "<!-- 2 -->"


def test_front_and_lists_go_first_then_items_newest_numbers_first(published, update):
    update()
    derived = Page.objects.filter(owner="", file="").count()
    assert renewing.renew(NOW, derived) == derived
    assert (
        not fingerprint.outdated(fingerprint.present()).filter(owner="", file="").exists() and not renewed()
    )
    renewing.renew(NOW, 2)
    newest = Page.objects.exclude(owner="").order_by("-owner").first().owner
    assert [path.partition(newest)[0] for path in renewed()] == ["/gk/"]


def test_a_refresh_notices_the_new_version_and_renders_one_round(published, update):
    update()
    publishing.refresh(NOW)
    count = Page.objects.filter(file="").count()
    assert fingerprint.waiting()[0] <= max(0, count - renewing.ROUND) and not StalePage.objects.exists()
    assert Page.objects.get(path="/").made_with == fingerprint.present()


def test_killed_in_the_middle_goes_on_where_it_was(published, update, monkeypatch):
    update()
    batch, left = renewing._batch, [3]

    def dying(now, size):
        done = batch(now, size)
        left[0] -= 1
        if not left[0]:
            raise Killed
        return done

    with monkeypatch.context() as patch:
        patch.setattr(renewing, "_batch", dying)
        with pytest.raises(Killed):
            renewing.renew(NOW, 10_000)
    waits, _ = fingerprint.waiting()
    assert 0 < waits < Page.objects.filter(file="").count()
    assert renewing.renew(NOW, 10_000) <= waits and fingerprint.waiting() == (0, 0)


def test_a_page_that_fails_keeps_its_bytes_and_stops_no_other(published, update, reader, monkeypatch):
    update()
    whole = pages.item_page
    bad = Published.objects.filter(kind="item").first()

    def item_page(item, now):
        if item.pk == bad.pk:
            raise KeyError("table")
        return whole(item, now)

    before = reader.get(bad.path).text
    with monkeypatch.context() as patch:
        patch.setattr(pages, "item_page", item_page)
        renewing.renew(NOW, 10_000)
        assert fingerprint.waiting() == (0, 2)
        assert reader.get(bad.path).text == before and len(renewed()) == Published.objects.count() - 1
        assert renewing.renew(NOW, 10_000) == 0  # not tried again and again
    stale.mark({bad.path})
    publishing.refresh(NOW)
    assert fingerprint.waiting() == (0, 0) and reader.get(bad.path).text == before + "<!-- 2 -->"


def test_what_a_new_version_does_not_make_any_more_leaves_the_store(published, update):
    update()
    Page.objects.create(path="/gone/", content_type="text/html", etag="0", updated=NOW)
    publishing.refresh(NOW)
    renewing.renew(NOW, 10_000)
    assert not Page.objects.filter(path="/gone/").exists()


def test_a_kind_of_page_that_the_new_version_brings_is_there_at_once(published, update):
    update()
    Page.objects.filter(path="/fees/").delete()
    Page.objects.filter(path__startswith="/feeds/").delete()
    publishing.refresh(NOW)
    assert Page.objects.filter(path="/fees/").exists()
    assert Page.objects.filter(path__startswith="/feeds/").exists()


def test_what_all_pages_show_makes_them_wait_by_one_row(published, django_assert_max_num_queries):
    with django_assert_max_num_queries(4, using="portal"):
        publishing.mark_everything()
    assert fingerprint.waiting()[0] == Page.objects.filter(file="").count()


def test_waiting_pages_are_found_by_their_index(published, update):
    if connections["portal"].vendor != "sqlite":
        pytest.skip("plans of the other database differ with its statistics")
    update()
    rows = fingerprint.oldest(fingerprint.present())
    for query in (rows.filter(owner="")[:20], rows.exclude(owner="").order_by("-owner")[:20]):
        plan = query.values_list("path").explain()
        assert "portal_page_made_with" in plan and "SCAN" not in plan and "TEMP B-TREE" not in plan, plan
