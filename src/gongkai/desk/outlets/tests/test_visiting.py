"""The worker compares the pages that other sites carry of ours: missing, altered, dead (PRACTICE.md 2)."""

from datetime import timedelta

import pytest

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.outlets import queries, verbs
from gongkai.desk.outlets.fetching import Fetched
from gongkai.desk.outlets.making.source import of
from gongkai.desk.outlets.models import Posting, Visit
from gongkai.desk.outlets.tests.sites import site
from gongkai.desk.outlets.visiting import PATIENCE, Visiting, next_due, settle

pytestmark = pytest.mark.django_db(databases=["default"])
DAY = timedelta(days=1)
HOST = "www.example.gov.cn"


@pytest.fixture
def placed(bureau, out, settings):
    """An item that another platform carries, at an address on a host that the office named."""
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"live_hosts": f"{HOST}，other.example"}
    return place(bureau, out(1, "政府网站"))


def place(bureau, item, host=HOST):
    verbs.settle(bureau.agency, LATER)
    posting = item.postings.get(outlet="platform")
    address = f"http://{host}/art/1.html"
    Posting.objects.filter(pk=posting.pk).update(placed_on=LATER.date(), address=address)
    posting.refresh_from_db()
    return posting


def whole(posting):
    cleared = of(posting.item)
    return "\n".join((cleared.title, *cleared.lines))


def results(posting):
    events = Event.objects.filter(stream=posting.item.stream, type="outlet-checked").order_by("n")
    return [(one.by, one.data["result"]) for one in events]


def after(posting, fetched, at=LATER):
    visit = settle(posting.uid, fetched, at)
    posting.refresh_from_db()
    return visit


def test_without_named_hosts_nothing_is_visited(bureau, placed, settings):
    assert next_due(bureau.agency, LATER) == placed
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"live_hosts": ""}
    assert next_due(bureau.agency, LATER) is None


def test_a_page_that_says_what_was_cleared_is_the_same_and_waits_for_nobody(bureau, placed):
    assert list(queries.to_compare(Posting.objects.all())) == [placed]
    after(placed, Fetched(text=f"首页 导航\n{whole(placed)}\n版权所有"))
    assert placed.check_result == "same"
    assert list(queries.to_compare(Posting.objects.all())) == []
    assert results(placed) == [("system", "same")]


def test_a_line_that_is_missing_is_named_by_its_place_and_shown_from_the_cleared_text(bureau, placed):
    cleared = of(placed.item)
    visit = after(placed, Fetched(text="\n".join(cleared.lines)))
    assert placed.check_result in ("missing", "altered") and visit.lines[0][0] == 0
    page = text(enter(bureau, "clerk").get(f"/outlets/postings/{placed.uid}/"))
    panel = page.partition("自动核对")[2].partition("</section>")[0]
    assert cleared.title in panel and "明天会再核对" in panel


def test_a_page_that_is_gone_is_dead_at_once(placed):
    after(placed, Fetched(is_gone=True))
    assert placed.check_result == "dead"


def test_a_site_that_is_away_is_asked_three_times_before_its_page_is_dead(bureau, placed):
    for nth in range(1, PATIENCE):
        after(placed, Fetched(away="网站没有回应"), LATER + nth * DAY)
        assert placed.check_result == ""
    page = text(enter(bureau, "clerk").get(f"/outlets/postings/{placed.uid}/"))
    assert "连续 2 次没有打开：网站没有回应" in page
    after(placed, Fetched(away="网站没有回应"), LATER + PATIENCE * DAY)
    assert placed.check_result == "dead" and results(placed) == [("system", "dead")]
    after(placed, Fetched(text=whole(placed)), LATER + 5 * DAY)
    assert placed.check_result == "same" and Visit.objects.get().failures == 0


def test_a_page_found_fine_is_visited_weekly_another_daily(bureau, placed):
    after(placed, Fetched(text=whole(placed)))
    assert next_due(bureau.agency, LATER + 6 * DAY) is None
    assert next_due(bureau.agency, LATER + 7 * DAY) == placed
    after(placed, Fetched(text="完全不同"), LATER + 7 * DAY)
    assert next_due(bureau.agency, LATER + 7.5 * DAY) is None
    assert next_due(bureau.agency, LATER + 8 * DAY) == placed


def test_the_same_result_again_is_no_event(placed):
    for nth in range(3):
        after(placed, Fetched(text=whole(placed)), LATER + nth * 7 * DAY)
    assert results(placed) == [("system", "same")]
    assert placed.checked_on == (LATER + 14 * DAY).date()


def test_what_was_withdrawn_or_taken_down_is_not_visited(bureau, placed, gone):
    Posting.objects.filter(pk=placed.pk).update(down_on=LATER.date())
    assert next_due(bureau.agency, LATER) is None and settle(placed.uid, Fetched(text=""), LATER) is None
    Posting.objects.filter(pk=placed.pk).update(down_on=None)
    gone(placed.item)
    assert next_due(bureau.agency, LATER) is None and settle(placed.uid, Fetched(text=""), LATER) is None
    assert not Visit.objects.exists()


def test_an_address_elsewhere_or_that_only_looks_like_it_is_not_due(bureau, placed):
    for address in ("https://www.example.com/a", f"http://{HOST}.evil.example/a", "http://x/?http://" + HOST):
        Posting.objects.filter(pk=placed.pk).update(address=address)
        assert next_due(bureau.agency, LATER) is None


def test_the_worker_begins_a_visit_and_keeps_what_came_of_it(bureau, out, settings):
    with site() as server:
        settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"live_hosts": server.host}
        posting = place(bureau, out(1, "政府网站"), server.host)
        body = "".join(f"<p>{line}</p>" for line in whole(posting).split("\n"))
        server.pages["/art/1.html"] = (
            200,
            {},
            f"<html><body>{body}<script>x</script></body></html>".encode(),
        )
        visiting = Visiting()
        assert visiting.look_on(bureau.agency, LATER)
        assert visiting.finish(LATER)
    posting.refresh_from_db()
    assert posting.check_result == "same" and server.asked == ["/art/1.html"]
    assert not visiting.look_on(bureau.agency, LATER) and not visiting.finish(LATER)
