"""The baked site: the bytes of the store, nothing else, and gone with the next bake what was withdrawn."""

import http.client
import shutil
import socket
import subprocess
import time
from hashlib import sha256

import pytest
from django.db import connections

from gongkai.face import statics
from gongkai.portal import publishing
from gongkai.portal.baking import bake
from gongkai.portal.baking.nginx import Server
from gongkai.portal.front import SECURITY
from gongkai.portal.models import Page, Published, PublishedFile
from gongkai.portal.publishing import site
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
OUT = Server()
GONE = "37100017-8/2017-00002"


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


@pytest.fixture
def baked(published, tmp_path):
    out = tmp_path / "www"
    bake(out, now=NOW, server=OUT)
    return out


def place(out, path, area="site"):
    return out / area / (path[1:] + "index.html" if path.endswith("/") else path[1:])


def files(out):
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def test_every_stored_page_lies_there_with_its_bytes_in_three_forms(baked):
    pages = list(Page.objects.all())
    assert len(pages) > 60
    for page in pages:
        file = place(baked, page.path)
        if page.file:
            assert sha256(file.read_bytes()).hexdigest() == page.file
            continue
        assert file.read_bytes() == bytes(page.raw), page.path
        for ending, stored in ((".gz", page.gzip), (".br", page.brotli)):
            packed = file.with_name(file.name + ending)
            assert (packed.read_bytes() if packed.exists() else b"") == bytes(stored), page.path


def test_no_other_page_lies_there(baked):
    allowed = {
        place(baked, path).relative_to(baked).as_posix()
        for path in Page.objects.values_list("path", flat=True)
    }
    found = {name for name in files(baked) if name.startswith("site/") and not name.endswith((".gz", ".br"))}
    own = {name for name in found - allowed if not name.startswith(("site/log/", "site/static/"))}
    assert {name for name in own if not name.endswith(".tlog-proof")} == set()
    assert not list(baked.rglob("*.part"))


def test_style_sheets_and_the_release_log_are_the_portals_own(baked, reader):
    assert {"tokens.css", "base.css", "components.css", "portal.css", "icon.svg"} <= {
        file.name for file in (baked / "site/static/face").iterdir()
    }
    assert not list(baked.rglob("desk.*"))
    for file in (baked / "site/log").rglob("*"):
        if file.is_file():
            address = "/" + file.relative_to(baked / "site").as_posix().removesuffix("index.html")
            assert reader.get(address).body == file.read_bytes(), address
    proof = place(baked, f"/gk/{year.ITEM_INDEX}.tlog-proof")
    assert reader.get(f"/gk/{year.ITEM_INDEX}.tlog-proof").body == proof.read_bytes()
    assert len(list((baked / "site/log/tile").rglob("*.p/*"))) == 2


def test_a_second_bake_writes_nothing(baked):
    before = {file: file.stat().st_mtime_ns for file in baked.rglob("*") if file.is_file()}
    done = bake(baked, now=NOW, server=OUT)
    assert (done.written, done.removed) == (0, 0)
    same = {name for name in before if name.name != "manifest.json"}
    assert all(file.stat().st_mtime_ns == before[file] for file in same)


def test_a_withdrawn_item_is_gone_with_the_next_bake_and_its_tombstone_is_there(published, baked):
    item = Published.objects.get(index=year.ITEM_INDEX)
    attached = [file.path for file in item.files.all()]
    assert all(place(baked, path).exists() for path in attached)
    secret = "过氧化值".encode()
    assert any(secret in data for data in files(baked).values())
    published.withdraw(year.ITEM_INDEX, "privacy")
    done = bake(baked, now=NOW, server=OUT)
    assert done.removed >= 4
    assert not any(place(baked, path).exists() for path in attached)
    assert not place(baked, item.path).exists() and not place(baked, f"{item.path}.json").exists()
    for name, data in files(baked).items():
        assert secret not in data and "月饼" not in data.decode("utf-8", "ignore"), name
    stone = place(baked, item.path, "gone").read_bytes()
    assert stone == bytes(Page.objects.get(path=item.path).raw) and "已停止公开" in stone.decode()


def test_a_correction_is_baked_and_nothing_stays_of_the_text_before(published, baked):
    published.publish("37100017-8/2017-00001", "更正后的标题", column="cases", published="2017-02-11")
    done = bake(baked, now=NOW, server=OUT)
    assert 0 < done.written < done.kept
    assert "更正后的标题" in place(baked, "/gk/37100017-8/2017-00001").read_text()
    assert "超过保质期" not in place(baked, "/columns/cases/").read_text()


def test_strange_files_and_those_of_a_bake_that_broke_are_swept(baked):
    stray = baked / "site/gk/old/2001-00001"
    stray.parent.mkdir()
    stray.write_text("x")
    page = place(baked, "/gk/")
    page.write_text("half")
    (baked / "manifest.json").unlink()
    bake(baked, now=NOW, server=OUT)
    assert not stray.parent.exists()
    assert page.read_bytes() == bytes(Page.objects.get(path="/gk/").raw)


def test_a_folder_that_holds_something_else_is_refused_untouched(published, tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(Refused) as refused:
        bake(tmp_path, now=NOW, server=OUT)
    assert refused.value.code == "not-ours"
    assert (tmp_path / "letter.txt").read_text() == "x"


def test_an_attachment_that_was_changed_is_not_baked(published, tmp_path, folder):
    digest = Page.objects.exclude(file="").first().file
    (folder / digest[:2] / digest).write_bytes(b"changed")
    with pytest.raises(Refused) as refused:
        bake(tmp_path / "www", now=NOW, server=OUT)
    assert refused.value.code == "E_BLOB"


def test_an_index_number_that_is_the_beginning_of_another_and_a_long_name_have_a_place(published, tmp_path):
    published.publish("371", "甲", column="cases")
    published.publish("371/2", "乙", column="cases", files=[published.file("长" * 100 + ".pdf", b"%PDF-x")])
    bake(tmp_path / "www", now=NOW, server=OUT)
    odd = tmp_path / "www/odd"
    assert sha256(b"/gk/371").hexdigest() in {file.name for file in odd.iterdir()}
    said = (tmp_path / "www/nginx.conf").read_text()
    assert 'location = "/gk/371" {' in said and f"{'长' * 100}\\\\.pdf$" in said


def test_baking_reads_no_table_of_the_desk(published, tmp_path):
    with connections["default"].execute_wrapper(_forbidden):
        bake(tmp_path / "www", now=NOW, server=OUT)


def _forbidden(execute, sql, params, many, context):
    raise AssertionError(sql)


@pytest.fixture
def served(published, tmp_path):
    """The baked year behind a real nginx, with one tombstone."""
    published.withdraw(GONE, "error", "文中一处有误")
    published.publish("371", "甲", column="cases")
    published.publish("371/2", "乙", column="cases", files=[published.file("长" * 100 + ".pdf", b"%PDF-x")])
    for index in ("401", "401/2"):
        published.publish(index, "撤下", column="cases")
        published.withdraw(index, "error", "文中一处有误")
    published.send_log()
    out = tmp_path / "www"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bake(out, now=NOW, server=Server("localhost", f"127.0.0.1:{port}"))
    main = tmp_path / "main.conf"
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"daemon off; user root; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}"
        f"http {{ access_log off; {temporary} include {out}/nginx.conf; }}"
    )
    process = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(main)], stderr=subprocess.PIPE)
    _wait_for(port, process)
    yield lambda path, method="GET", **headers: _fetch(port, path, headers, method)
    process.terminate()
    process.wait(10)


def _wait_for(port, process):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.05)


def _fetch(port, path, headers, method):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    said = answer.status, dict(answer.headers), answer.read()
    connection.close()
    return said


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")
def test_nginx_answers_every_address_as_the_portal_does(served, reader):
    """Status, type, security headers and bytes, for every address of the store and of the log."""
    paths = [*Page.objects.values_list("path", flat=True), "/log/checkpoint", f"/gk/{GONE}.tlog-proof"]
    paths += ["/log/tile/0/000.p/19", "/static/face/tokens.css", f"/gk/{year.ITEM_INDEX}.tlog-proof"]
    for path in paths:
        status, headers, body = served(site.href(path))
        own = reader.get(site.href(path))
        if path.startswith("/static/"):  # the portal leaves these to its server
            assert (status, headers["Content-Type"]) == (200, "text/css; charset=utf-8")
            assert headers["Cache-Control"] == statics.CACHE
            assert all(headers[name] == value for name, value in SECURITY)
            continue
        assert (status, headers["Content-Type"]) == (own.status, own.headers["Content-Type"]), path
        assert body == own.body, path
        assert headers["Cache-Control"] == own.headers["Cache-Control"] or "tlog-proof" in path, path
        for name, value in SECURITY:
            assert headers[name] == (own.headers[name] if path.startswith("/screen/") else value), (
                path,
                name,
            )
        if "Content-Disposition" in own.headers:
            said = headers["Content-Disposition"]
            assert said.split(";")[0] == own.headers["Content-Disposition"].split(";")[0], path
            assert said.split("filename*=")[1] == own.headers["Content-Disposition"].split("filename*=")[1]


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")
def test_nginx_sends_the_packed_bytes_and_says_410_and_404(served):
    status, headers, body = served("/", **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert body == bytes(Page.objects.get(path="/").gzip)
    status, _, body = served(f"/gk/{GONE}")
    assert status == 410 and "已经撤下" in body.decode()
    status, headers, body = served("/gk/nichts")
    assert status == 404 and "没有找到这一页" in body.decode() and "Content-Security-Policy" in headers
    for hidden in (
        "/index.html",
        "/gk/index.html",
        "/sitemap.xml.gz",
        "/nginx.conf",
        "/manifest.json",
        "/index.html/",
    ):
        assert served(hidden)[0] == 404, hidden


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")
def test_nginx_leads_to_the_page_that_was_meant_as_the_portal_does(served, reader):
    for typed in ("/gk", "/columns", "/columns/cases?x=1", f"/gk/{year.ITEM_INDEX}/", f"/gk/{GONE}/"):
        own = reader.get(typed)
        for method in ("GET", "HEAD"):
            status, headers, _ = served(typed, method)
            assert (status, headers["Location"]) == (own.status, own.headers["Location"]), typed
        assert served(typed, "POST")[0] in (404, 405, 410), typed
    for nowhere in ("/nichts", "/nichts/", "/gk/nichts/", "/columns/nichts", "//evil.example/"):
        assert served(nowhere)[0] == reader.get(nowhere).status == 404, nowhere


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")
def test_nginx_leads_to_what_lies_under_a_digest_too(served, reader):
    long = site.href(PublishedFile.objects.get(name__startswith="长").path)
    for typed in ("/gk/371/", "/gk/371/?x=1", "/gk/401/", f"{long}/"):
        own = reader.get(typed)
        for method in ("GET", "HEAD"):
            status, headers, _ = served(typed, method)
            assert (status, headers.get("Location")) == (own.status, own.headers.get("Location")), typed
        assert served(typed, "POST")[0] in (404, 405), typed


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")
def test_nginx_shows_the_notice_of_what_was_withdrawn_from_under_a_digest(served, reader):
    status, headers, body = served("/gk/401")
    own = reader.get("/gk/401")
    assert (status, body, headers["Content-Type"]) == (410, own.body, own.headers["Content-Type"])
    assert headers["Content-Security-Policy"] == own.headers["Content-Security-Policy"]


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")
def test_nginx_says_of_an_attachment_that_is_gone_what_the_portal_says(served, reader):
    for name in ("a.pdf", "a.json", "%E5%90%8D%E5%8D%95.pdf"):
        path = f"/files/{'0' * 64}/{name}"
        status, headers, body = served(path)
        own = reader.get(path)
        assert (
            (status, headers["Content-Type"])
            == (own.status, own.headers["Content-Type"])
            == (
                410,
                "text/html; charset=utf-8",
            )
        )
        assert body == own.body and "Content-Disposition" not in headers
    assert served("/files/abc/a.pdf")[0] == 404


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")
def test_nginx_lets_style_sheets_be_read_and_nothing_else(served):
    for method in ("POST", "PUT", "DELETE"):
        assert served("/static/face/tokens.css", method)[0] in (403, 405)
