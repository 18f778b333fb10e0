"""Pages in memory are told on a thread of their own: nothing slow stands before them."""

from __future__ import annotations

import contextlib
import http.client
import inspect
import itertools
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import pytest
from granian.server import mp

from gongkai.portal import lanes, store
from gongkai.portal.front import SECURITY, Front, Ready, dressed
from gongkai.portal.kept import Kept
from gongkai.portal.tests.lanes_app import Application
from gongkai.portal.tests.test_kept import Site

PATH = "/gk/1"


def page(status: int = 200, encoding: str = "", headers: dict[str, str] | None = None) -> store.Stored:
    body = b"page" + encoding.encode()
    return store.Stored(status, store.HTML, "abc", headers or {}, encoding, body, "", len(body))


@pytest.fixture
def front(tmp_path: Path) -> Front:
    """A front whose pages are three: a page in two forms, one that was withdrawn, a file."""
    site = Site(tmp_path)
    pages = {
        (PATH, ""): dressed(page()),
        (PATH, "br"): dressed(page(encoding="br")),
        ("/gone", ""): dressed(page(410, headers={"Referrer-Policy": "no-referrer"})),
        ("/file", ""): dressed(store.Stored(200, "text/csv", "def", {}, "", b"", "0" * 64, 9)),
    }
    made = Front(lambda environ, start: [b"django"])
    made._kept = Kept(site.file, lambda path, encoding: pages.get((path, encoding)), lambda ready: 1)
    return made


def environ(path: str, method: str = "GET", **more: str) -> dict[str, Any]:
    return {"PATH_INFO": path, "REQUEST_METHOD": method, **more}


ASKED = [
    environ(PATH, method, **more)
    for method in ("GET", "HEAD")
    for more in (
        {},
        {"HTTP_IF_NONE_MATCH": '"abc"'},
        {"HTTP_IF_NONE_MATCH": 'W/"abc", "x"'},
        {"HTTP_IF_NONE_MATCH": '"other"'},
        {"HTTP_ACCEPT_ENCODING": "gzip;q=0, br"},
        {"HTTP_ACCEPT_ENCODING": "br", "HTTP_IF_NONE_MATCH": '"abc-br"'},
    )
] + [environ("/gone"), environ("/gone", "HEAD"), environ("/gone", HTTP_IF_NONE_MATCH='"abc"')]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_what_is_told_from_memory_is_what_the_whole_layer_answers(
    front: Front, asked: dict[str, Any]
) -> None:
    said: list[Any] = []
    assert front.at_hand(asked) is None, "nothing was read yet"
    body = b"".join(front(asked, lambda status, headers, *_: said.append((status, headers)) or said.append))
    ((status, headers),) = said
    assert front.at_hand(asked) == (int(status[:3]), headers, body)
    assert {name for name, _ in SECURITY} <= {name for name, _ in headers}


@pytest.mark.parametrize(
    "asked",
    [
        environ("/nichts"),
        environ(PATH, "POST"),
        environ(PATH, CONTENT_LENGTH="3"),
        environ("/gk/\xff"),
        environ("/file"),
    ],
    ids=str,
)
def test_what_has_to_be_read_or_asked_is_not_at_hand(front: Front, asked: dict[str, Any]) -> None:
    if asked["PATH_INFO"] != "/file":
        b"".join(front(asked, lambda *_: print))
    else:
        front._kept.find("/file", "")
    assert front.at_hand(asked) is None


def test_after_a_commit_nothing_is_at_hand(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.put(PATH, b"one")
    assert site.kept.at_hand(PATH, "") is None and site.reads == 0, "it never reads"
    site.kept.find(PATH, "")
    assert site.kept.at_hand(PATH, "") == b"one"
    site.put("/other", b"two")
    assert site.kept.at_hand(PATH, "") is None
    site.kept.find(PATH, "")
    assert site.kept.at_hand(PATH, "") == b"one"
    (tmp_path / "portal.sqlite3-shm").unlink()
    site.now += 1.5
    assert site.kept.at_hand(PATH, "") is None and not site.kept.keeps


def test_without_memory_nothing_is_at_hand() -> None:
    kept: Kept[Ready] = Kept(None, lambda path, encoding: dressed(page()), lambda ready: 1)
    assert kept.find(PATH, "") and kept.at_hand(PATH, "") is None


def aside(lanes_: lanes.Lanes) -> threading.Thread:
    """Another thread that gave a quick answer, when it stands aside."""
    other = threading.Thread(target=lanes_.quick)
    before = lanes_.aside
    other.start()
    while lanes_.aside == before:
        other.join(0.01)
        assert other.is_alive(), "somebody leads, so it waits"
    return other


def ended(thread: threading.Thread) -> bool:
    thread.join(20)
    return not thread.is_alive()


def test_one_leads_and_the_others_stand_aside_until_it_does_something_slow() -> None:
    here = lanes.Lanes(lambda: 0.0)
    here.quick()
    here.quick()
    first, second = aside(here), aside(here)
    here.leave()
    assert ended(first) and here.aside == 1 and second.is_alive(), "one for one"
    here.leave()
    assert second.is_alive(), "who does not lead sends nobody"
    here.quick()
    here.leave()
    assert ended(second) and here.aside == 0
    here.leave()


def test_a_leader_of_whom_nothing_was_seen_for_long_is_followed() -> None:
    now = [0.0]
    here = lanes.Lanes(lambda: now[0])
    here.quick()
    now[0] += 5.5
    other = threading.Thread(target=here.quick)
    other.start()
    assert ended(other) and here.aside == 0


def test_nobody_stands_aside_for_longer_than_a_thread_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lanes._LEADS_SECONDS + lanes._ASIDE_SECONDS < lanes.IDLE_SECONDS
    monkeypatch.setattr(lanes, "_ASIDE_SECONDS", 0.01)
    here = lanes.Lanes(lambda: 0.0)
    here.quick()
    other = threading.Thread(target=here.quick)
    other.start()
    assert ended(other) and here.aside == 0


class Request:
    """What granian hands over."""

    def __init__(self) -> None:
        self.answer: Any = None

    def response_bytes(self, *answer: Any) -> None:
        self.answer = answer


def test_what_is_not_at_hand_is_translated_by_granian() -> None:
    run, asked = lanes.parted(Application(), {}), Request()
    run(asked, environ("/page"))
    assert asked.answer[0] == 200 and asked.answer[2] == b"page"
    run(asked, environ("/open"))
    assert asked.answer[0] == 200 and asked.answer[2] == b"/open"


def test_granian_is_the_one_that_is_known() -> None:
    assert list(inspect.signature(mp._wsgi_call_wrap).parameters) == [
        "callback",
        "scope_opts",
        "access_log_fmt",
    ]
    assert "_wsgi_call_wrap(callback, scope_opts, log_access_fmt)" in inspect.getsource(
        mp.MPServer._spawn_wsgi_worker
    )


@pytest.fixture
def port() -> Iterator[int]:
    """A server of two lanes in a process of its own."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number = int(one.getsockname()[1])
    said = (
        "from granian import Granian; from gongkai.portal.lanes import spawn; "
        f"Granian('gongkai.portal.tests.lanes_app:application', port={number}, interface='wsgi', "
        "blocking_threads=24, websockets=False).serve(spawn)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", said], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert server.stdout is not None
    try:
        assert any("Started worker" in line for line in server.stdout)
        while not listens(number):
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"the server ended: {server.wait(timeout=0.05)}")
        yield number
    finally:
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


def listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=50)
    connection.request("GET" if body is None else "POST", path, body)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_pages_are_told_while_slow_requests_wait(port: int) -> None:
    with ThreadPoolExecutor(64) as readers:
        slow = [readers.submit(ask, port, "/slow") for _ in range(8)]
        pages = [readers.submit(ask, port, "/page") for _ in range(50)]
        told = list(itertools.islice(as_completed(pages), 45))
        assert {one.result() for one in told} == {(200, b"page")}
        assert not any(one.done() for one in slow), "they wait until somebody opens"
        opening = [readers.submit(ask, port, "/open") for _ in range(3)]
        assert {one.result() for one in slow} == {(200, b"/slow")}
        assert {one.result() for one in opening} == {(200, b"/open")}
        assert {one.result() for one in pages} == {(200, b"page")}
    for body in (b"abc", b"\xff" * 300_000):
        assert ask(port, "/echo", body) == (200, body)
    assert ask(port, "/broken")[0] == 500
    assert ask(port, "/page") == (200, b"page")
