"""The layer before Django: one lookup, conditional answers, encodings, files, and never another's bytes."""

import gzip
import json
import re

import brotli
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from gongkai.portal import front, store
from gongkai.portal.models import Page, Published
from gongkai.portal.publishing import blobs, pages, refresh
from gongkai.portal.tests.desk import NOW
from gongkai.sealing.canon import digest_of

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX = "37100017-8/2017-00113"
PATH = f"/gk/{INDEX}"


@pytest.fixture
def item(desk):
    desk.say_who()
    desk.publish(INDEX, "2017年中秋月饼专项监督抽检信息", files=[desk.file("附件1 结果#1?.pdf", b"%PDF-1.7")])
    return Published.objects.get(index=INDEX)


def test_a_page_from_the_store_is_what_was_rendered(reader, item):
    assert reader.get(PATH).body == pages.item_page(item, NOW).body


def test_a_page_costs_one_statement(reader, item):
    with CaptureQueriesContext(connections["portal"]) as asked:
        assert reader.get(PATH, accept_encoding="br, gzip").status == 200
    assert len(asked) == 1


def test_each_encoding_gives_the_same_bytes_under_its_own_name(reader, item):
    raw, zipped, packed = (reader.get(PATH, accept_encoding=name) for name in ("", "gzip", "gzip, br;q=0.9"))
    assert gzip.decompress(zipped.body) == brotli.decompress(packed.body) == raw.body
    assert (zipped.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == ("gzip", "br")
    assert len({answer.headers["ETag"] for answer in (raw, zipped, packed)}) == 3
    assert all(answer.headers["Vary"] == "Accept-Encoding" for answer in (raw, zipped, packed))


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [("", ""), ("identity", ""), ("gzip;q=0", ""), ("br;q=0, gzip", "gzip"), ("GZIP, BR", "br"), ("*", "")],
)
def test_a_reader_gets_an_encoding_that_it_takes(accepted, chosen):
    assert front.preferred(accepted) == chosen


def test_a_reader_who_has_the_page_gets_nothing_twice(reader, item):
    tag = reader.get(PATH).headers["ETag"]
    for asked in (tag, f'"other", W/{tag}', "*"):
        answer = reader.get(PATH, if_none_match=asked)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == tag
    assert reader.get(PATH, if_none_match='"other"').status == 200


def test_a_withdrawn_page_is_never_not_modified(desk, reader, item):
    desk.withdraw(INDEX)
    answer = reader.get(PATH)
    assert answer.status == 410
    assert reader.get(PATH, if_none_match=answer.headers["ETag"]).status == 410


def test_head_has_the_headers_and_no_body(reader, item):
    got, asked = reader.get(PATH), reader.get(PATH, "HEAD")
    assert asked.body == b""
    assert asked.headers == got.headers
    assert int(got.headers["Content-Length"]) == len(got.body)


@pytest.mark.parametrize("path", [PATH, f"{PATH}.json", "/healthz", "/gibt/es/nicht", "/"])
def test_every_answer_carries_the_strict_policy(reader, item, path):
    headers = reader.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in headers
    assert "Set-Cookie" not in headers


def test_a_file_is_served_under_its_chinese_name_with_a_safe_type(reader, item):
    link = re.search(r'href="(/files/[^"]+)"', reader.get(PATH).text)[1]
    answer = reader.get(link)
    assert (answer.status, answer.body) == (200, b"%PDF-1.7")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''%E9%99%84%E4%BB%B61" in answer.headers["Content-Disposition"]
    assert reader.get(link, "HEAD").body == b""


@pytest.mark.parametrize(
    ("name", "kind", "how"),
    [
        ("附件.pdf", "application/pdf", "inline"),
        ("附件.html", "application/octet-stream", "attachment"),
        ("附件.svg", "application/octet-stream", "attachment"),
        ("附件", "application/octet-stream", "attachment"),
        ('a"\r\nSet-Cookie: x.csv', "text/csv; charset=utf-8", "attachment"),
    ],
)
def test_no_file_can_act_in_the_browser(name, kind, how):
    said = blobs.disposition(name)
    assert blobs.content_type(name) == kind
    assert said.startswith(how)
    assert "\r" not in said and "\n" not in said and said.count('"') == 2


def test_a_file_that_is_not_on_disk_is_a_404_and_no_crash(reader, item, desk):
    """The address of one that is no item's says that it is gone: it bears a digest, so it was given out."""
    file = item.files.get()
    blobs.place(desk.files, file.sha256).unlink()
    assert reader.get(f"/files/{file.sha256}/x").status == 410
    answer = reader.get(pages.site.href(file.path))
    assert answer.status == 404 and "没有找到这一页" in answer.text


@pytest.mark.parametrize(
    "path", ["/gk/%ff%fe", "/gk/../../etc/passwd", "/files/x/../y", "/GK/", "/gk/nichts"]
)
def test_what_is_no_address_is_a_404_page(reader, item, path):
    assert reader.get(path).status == 404


def test_a_chinese_address_is_found_encoded(desk, reader):
    desk.publish("威高市监〔2017〕12号", "文件", column="laws")
    page = Page.objects.get(path="/gk/威高市监〔2017〕12号")
    assert reader.get(pages.site.href(page.path)).status == 200


def test_the_json_lets_anyone_check_the_exact_bytes(reader, item):
    facts = json.loads(reader.get(f"{PATH}.json").body)
    assert digest_of(facts["content"].encode()) == facts["content_sha256"]
    release = json.loads(facts["release"])
    assert release["content"] == facts["content_sha256"]
    assert digest_of(facts["release"].encode()) == facts["release_sha256"]
    assert facts["attachments"][0]["sha256"] == digest_of(b"%PDF-1.7")


def test_small_pages_are_not_compressed(reader, item):
    refresh(NOW)
    assert "Content-Encoding" not in reader.get("/robots.txt", accept_encoding="br").headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_a_page_that_is_only_read_answers_other_methods_with_405(reader, item, method):
    for path in (PATH, f"{PATH}.json"):
        answer = reader.get(path, method)
        assert (answer.status, answer.headers["Allow"], answer.body) == (405, "GET, HEAD", b"")
    assert reader.get("/gk/nichts", method).status == 404


def test_a_path_with_a_zero_byte_never_reaches_the_database(reader, item):
    assert front.decoded("/gk/\0") is None
    assert reader.get("/gk/%00").status == reader.get("/gk/%00", "POST").status == 404


def test_what_is_not_there_is_none(item):
    assert store.find("/nichts") is None
