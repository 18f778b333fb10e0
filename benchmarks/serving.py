"""Published pages: the portal on SQLite with one worker, and baked pages through nginx, against nginx static.

    gongkai bench serving [--seconds 3]

All three send the same bytes with all security headers, over loopback, asked by ``wrk`` (apt-get install wrk
nginx-light); without them the figures are null. The portal: at least 35 % of nginx static, 304 likewise;
baked pages with the configuration that ``gongkai bake`` writes: at least 95 %. Compared are answers for each
second of processor time that the server took (one worker each), so that other work on the machine counts on
neither side; answers a second by the clock stand beside them. Rounds in turns, medians.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import _portal

LIMITS = {"page": 0.35, "not_modified": 0.35, "baked": 0.95}
ROUNDS, CONNECTIONS, ITEMS = 3, 16, 20
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
ANSWERS = re.compile(r"(\d+) requests in")
WRK = shutil.which("wrk")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def main() -> int:
    """Print one JSON line; 1 when a limit is passed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=3)
    given = parser.parse_args()
    if not WRK or not NGINX:
        print(json.dumps({"page": None, "not_modified": None, "baked": None, "needs": "wrk, nginx-light"}))
        return 0
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home = Path(folder)
        path = prepare(home)
        found = measure(home, path, given.seconds)
    print(json.dumps(found))
    return int(not found["passed"])


def prepare(home: Path) -> str:
    """A portal with some items, baked; gives the address of one."""
    _portal.begin(home)
    from gongkai.papers import blocks as b
    from gongkai.portal.baking import bake
    from gongkai.portal.baking.nginx import Server
    from gongkai.portal.models import Published, SearchRow
    from gongkai.portal.publishing import refresh, searching, stale
    from gongkai.sealing.canon import canon

    for place, (title, text) in enumerate(_portal.texts(ITEMS)):
        content = canon({"body": b.body_to_json(b.paragraph(text * 2) for _ in range(12))})
        row = Published.objects.create(**_portal.published(place, title) | {"content": content})
        number = searching.place_of(row.published, row.log_index)
        SearchRow.objects.create(item=row, place=number, plain="", text="")
    stale.mark(row.path for row in Published.objects.all())
    refresh(_portal.NOW)
    here = free_port()
    bake(home / "www", now=_portal.NOW, server=Server("localhost", f"127.0.0.1:{here}"))
    (home / "baked.port").write_text(str(here))
    row = Published.objects.order_by("pk").first()
    assert row is not None
    return row.path


def measure(home: Path, path: str, seconds: int) -> dict[str, Any]:
    """The three servers side by side, each asked in turn."""
    from gongkai.portal import store

    page = store.find(path)
    assert page is not None
    plain, portal, baked = free_port(), free_port(), int((home / "baked.port").read_text())
    static_site(home, path, page.body, plain, page.etag)
    with (
        nginx(home, "static.conf") as static,
        nginx(home, "baked.conf") as baked_server,
        granian(home, portal) as ours,
    ):
        asked = {"static": (plain, static), "page": (portal, ours), "baked": (baked, baked_server)}
        for port, _ in asked.values():
            wait(port, path)
        static_tag = headers(plain, path)["ETag"]
        runs = [(name, port, pid, "") for name, (port, pid) in asked.items()]
        runs += [("static_304", plain, static, static_tag), ("not_modified", portal, ours, f'"{page.etag}"')]
        found: dict[str, list[tuple[float, float]]] = {name: [] for name, *_ in runs}
        for _ in range(ROUNDS):
            for name, port, pid, tag in runs:
                found[name].append(rate(port, path, seconds, pid, tag))
    cpu = {name: statistics.median(one for one, _ in values) for name, values in found.items()}
    ratios = {
        "page": cpu["page"] / cpu["static"],
        "not_modified": cpu["not_modified"] / cpu["static_304"],
        "baked": cpu["baked"] / cpu["static"],
    }
    passed = all(ratios[name] >= limit for name, limit in LIMITS.items())
    clock = {name: round(statistics.median(one for _, one in values)) for name, values in found.items()}
    return {name: round(value, 3) for name, value in ratios.items()} | {
        "a_processor_second": {name: round(value) for name, value in cpu.items()},
        "a_second": clock,
        "bytes": len(page.body),
        "passed": passed,
    }


def static_site(home: Path, path: str, body: bytes, port: int, etag: str) -> None:
    """The same page as a plain file under nginx, with the portal's headers; both configurations."""
    from gongkai.portal.front import CACHE, SECURITY

    del etag
    file = home / "static" / path.removeprefix("/")
    file.parent.mkdir(parents=True)
    file.write_bytes(body)
    sent = (*SECURITY, ("Cache-Control", CACHE))
    named = "".join(f'add_header {name} "{value}" always;' for name, value in sent)
    kind = "default_type 'text/html; charset=utf-8';"
    server = f"server {{ listen 127.0.0.1:{port}; root {home}/static; {kind} {named} }}"
    owner = "user root;" if os.geteuid() == 0 else ""
    for name, inside in (("static.conf", server), ("baked.conf", f"include {home}/www/nginx.conf;")):
        folders = "".join(
            f"{one}_temp_path {home}/{name}.{one};"
            for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (home / name).write_text(
            f"{owner} worker_processes 1; daemon off; pid {home}/{name}.pid;\n"
            f"error_log {home}/{name}.log; events {{}}\n"
            f"http {{ access_log off; sendfile on; keepalive_requests 1000000; types {{}}\n"
            f"{folders} {inside} }}\n"
        )


@contextlib.contextmanager
def nginx(home: Path, name: str) -> Iterator[int]:
    """One nginx process with a configuration of ours."""
    assert NGINX is not None
    with ended(subprocess.Popen([NGINX, "-c", str(home / name), "-e", str(home / f"{name}.log")])) as pid:
        yield pid


@contextlib.contextmanager
def granian(home: Path, port: int) -> Iterator[int]:
    """The portal as ``gongkai portal`` starts it."""
    environment = os.environ | {"GONGKAI_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "gongkai.cli", "portal", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with ended(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)) as pid:
        yield pid


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[int]:
    """A process that does not outlive the benchmark."""
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def rate(port: int, path: str, seconds: int, pid: int, tag: str = "") -> tuple[float, float]:
    """Answers for each second of processor time of the server, and for each second by the clock."""
    assert WRK is not None
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"http://127.0.0.1:{port}{path}"]
    command += ["-H", f"If-None-Match: {tag}"] if tag else []
    before = spent(pid)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    took = spent(pid) - before
    if "Non-2xx" in said and not tag:
        raise SystemExit(f"{path}: {said}")
    by_clock, answers = RATE.search(said), ANSWERS.search(said)
    assert by_clock is not None and answers is not None, said
    return int(answers[1]) / took, float(by_clock[1])


def spent(pid: int) -> float:
    """Seconds of processor time of a process and all that came from it."""
    parents, ticks = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            rest = stat.read_text().rpartition(")")[2].split()
            own = int(stat.parent.name)
            parents[own], ticks[own] = int(rest[1]), int(rest[11]) + int(rest[12])
    family, grown = {pid}, True
    while grown:
        more = {one for one, parent in parents.items() if parent in family} - family
        family, grown = family | more, bool(more)
    return sum(ticks.get(one, 0) for one in family) / os.sysconf("SC_CLK_TCK")


def wait(port: int, path: str) -> None:
    """Until a server answers, two minutes at most."""
    last: OSError | None = None
    for _ in range(600):
        try:
            headers(port, path)
        except OSError as problem:
            last = problem
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"no answer on port {port}: {last}")


def headers(port: int, path: str) -> Any:
    """The headers of one answer."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.headers


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
