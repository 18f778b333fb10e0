"""Who types a slash too few or too many arrives on the portal; a sent form is never led elsewhere."""

import pytest

from gongkai.portal import publishing
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX, GONE = "37100017-8/2017-00113", "37100017-8/2017-00114"


@pytest.fixture
def item(desk):
    desk.say_who()
    desk.publish(INDEX, "2017年中秋月饼专项监督抽检信息")
    desk.publish(GONE, "撤下的信息")
    desk.withdraw(GONE, "error", "文中一处有误")
    publishing.refresh(NOW)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/gk", "/gk/"),
        ("/columns", "/columns/"),
        ("/statistics", "/statistics/"),
        ("/en", "/en/"),
        ("/search/?q=%E6%9C%88%E9%A5%BC", "/search?q=%E6%9C%88%E9%A5%BC"),
        ("/deadline/", "/deadline"),
        (f"/gk/{INDEX}/", f"/gk/{INDEX}"),
        (f"/gk/{GONE}/", f"/gk/{GONE}"),
    ],
)
def test_a_reader_is_led_to_the_page_that_was_meant(reader, item, typed, meant):
    for method in ("GET", "HEAD"):
        answer = reader.get(typed, method)
        assert (answer.status, answer.headers["Location"]) == (301, meant)
        assert answer.headers["Content-Security-Policy"]
    assert reader.get(meant).status == (410 if GONE in meant else 200)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_form_is_never_led_elsewhere(reader, item, method):
    for typed in ("/gk", "/receipt/", "/complain/", f"/gk/{INDEX}/"):
        assert reader.get(typed, method).status in (403, 404, 405)


@pytest.mark.parametrize(
    "typed",
    [
        "/nichts",
        "/nichts/",
        "//",
        "//evil.example/",
        "/columns/nichts",
        "/gk/nichts/",
        "/statistics/1999",
        "/log/tile",
    ],
)
def test_nobody_is_led_where_nothing_is(reader, item, typed):
    answer = reader.get(typed)
    assert answer.status == 404 or answer.headers["Location"] == "/"
