"""Pages are fetched from the named hosts only, within their size, and read without running anything."""

import pytest

from gongkai.desk.outlets import fetching
from gongkai.desk.outlets.fetching import fetch, is_listed
from gongkai.desk.outlets.tests.sites import site

PAGE = (
    "<html><head><title>处罚信息</title><style>p{color:red}</style><script>alert('不是正文')</script></head>"
    "<body onload='x()'><h1>处罚信息</h1><p>罚款五千元。</p><noscript>请启用脚本</noscript></body></html>"
)


@pytest.fixture
def there():
    with site() as server:
        yield server


def got(server, path, hosts=None):
    return fetch(f"http://{server.host}{path}", hosts or (server.host,))


def test_a_page_with_scripts_is_read_and_only_what_people_see_counts(there):
    there.pages["/a"] = (200, {}, PAGE.encode())
    found = got(there, "/a")
    assert "罚款五千元。" in found.text and not found.away
    assert "不是正文" not in found.text and "color" not in found.text and "启用脚本" not in found.text


@pytest.mark.parametrize(
    ("headers", "codec"),
    [
        ({"Content-Type": "text/html; charset=GBK"}, "gb18030"),
        ({"Content-Type": "text/html"}, "gb18030"),
        ({"Content-Type": "text/html"}, "utf-8"),
    ],
)
def test_the_encoding_is_that_of_the_server_else_of_the_page(there, headers, codec):
    there.pages["/a"] = (200, headers, PAGE.replace("<head>", f"<head><meta charset={codec}>").encode(codec))
    assert "罚款五千元。" in got(there, "/a").text


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_the_site_says_is_not_there_is_gone(there, status):
    there.pages["/a"] = (status, {}, "没有".encode())
    assert got(there, "/a").is_gone


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_fault_of_the_site_is_not_a_page_that_is_gone(there, status):
    there.pages["/a"] = (status, {}, b"")
    found = got(there, "/a")
    assert (found.is_gone, found.away) == (False, f"网站回应 {status}")


def test_a_connection_that_breaks_is_told(there):
    there.pages["/a"] = (0, {}, b"")
    assert got(there, "/a").away in ("连接中断", "连不上网站")


def test_only_hosts_of_the_list_are_asked_also_by_a_redirect(there):
    with site() as elsewhere:
        elsewhere.pages["/b"] = (200, {}, PAGE.encode())
        there.pages["/b"] = (200, {}, PAGE.encode())
        there.pages["/out"] = (302, {"Location": f"http://{elsewhere.host}/b"}, b"")
        there.pages["/in"] = (302, {"Location": "/b"}, b"")
        assert got(there, "/out").away == "网站回应 302"
        assert elsewhere.asked == []
        assert "罚款" in got(there, "/in").text
        assert got(elsewhere, "/b", hosts=(there.host,)).away == "网址不在允许访问的网站之内"
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://a.example/b",
        "http://b.example/",
        "http://a.example@b.example/",
        "http://a.example:81/",
        "//a.example/",
        "http://[::1/",
        "",
    ],
)
def test_what_is_no_address_of_a_named_host_is_not_asked(address):
    assert not is_listed(address, ("a.example",))
    assert fetch(address, ("a.example",)).away


def test_a_redirect_to_a_file_is_not_followed(there):
    there.pages["/a"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert got(there, "/a").away


def test_a_page_that_is_too_large_or_no_page_is_not_read(there, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 100)
    there.pages["/big"] = (200, {}, PAGE.encode())
    there.pages["/pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF")
    assert got(there, "/big").away == "网页过大"
    assert got(there, "/pdf").away == "不是网页"


def test_a_hostile_page_harms_nothing(there):
    there.pages["/deep"] = (200, {}, b"<div>" * 50_000 + "底".encode())
    there.pages["/empty"] = (200, {}, b"")
    there.pages["/none"] = (200, {}, b"\x00\xff\xfe")
    assert got(there, "/deep").text is not None
    assert got(there, "/empty").text.strip() == ""
    assert got(there, "/none") is not None
