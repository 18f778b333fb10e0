"""``gongkai canary``: agreed on the desk, posted from outside with a card and an address, as by a citizen."""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from gongkai.cli import canary as command
from gongkai.cli import visiting
from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Case
from gongkai.exchange import worker
from gongkai.exchange.models import CanaryHour
from gongkai.portal.messages import secrets
from gongkai.portal.models import Envelope
from gongkai.refusal import Refused
from gongkai.sealing import canary

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
PORTAL = "https://portal.example"


class Line:
    """A connection to the portal of this process; keeps what went over it."""

    asked: list[SimpleNamespace]

    def __init__(self, host: str, port: int | None, timeout: int) -> None:
        assert (host, port) == ("portal.example", None) and timeout
        self.client, self.headers, self.request = Client(), {}, ("", "")

    def putrequest(self, method: str, path: str, **given: bool) -> None:
        assert given == {"skip_accept_encoding": True}
        self.request, self.headers = (method, path), {}

    def putheader(self, name: str, value: str) -> None:
        self.headers[name] = value

    def endheaders(self, body: bytes | None) -> None:
        method, path = self.request
        Line.asked.append(SimpleNamespace(method=method, path=path, headers=self.headers, body=body))
        self.client.cookies.clear()
        kind = self.headers.get("Content-Type", "application/octet-stream")
        self.answer = self.client.generic(method, path, body or b"", kind, headers=self.headers, secure=True)

    def getresponse(self) -> Any:
        found = self.answer
        message = http.client.HTTPMessage()
        for one in found.cookies.values():
            message["Set-Cookie"] = one.OutputString()
        return SimpleNamespace(
            status=found.status_code,
            msg=message,
            headers=found.headers,
            read=lambda most: found.getvalue()[:most],
        )

    def close(self) -> None:
        pass


@pytest.fixture
def card(keys: object, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What an office agreed for today, with keys of its own."""
    for name in ("GONGKAI_KEYS", "GONGKAI_PORTAL_KEYS"):
        shutil.copytree(getattr(settings, name), tmp_path / name)
        setattr(settings, name, tmp_path / name)
    keyring.forget()
    secrets.forget()
    Line.asked = []
    monkeypatch.setattr(visiting.http.client, "HTTPSConnection", Line)
    Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    worker.pull(datetime.now(UTC))
    out = tmp_path / "card.json"
    today = datetime.now(command._CHINA).date().isoformat()
    status, said, _ = run("agree", "--name", "省局值班室", "--from", today, "--out", str(out))
    assert status == 0 and "省局值班室" in said and out.stat().st_mode & 0o777 == 0o600
    yield out
    keyring.forget()
    secrets.forget()


@pytest.fixture
def outside(card: Path, settings: Any) -> None:
    """From here on this process answers as the portal does."""
    settings.ROOT_URLCONF = "gongkai.sites.portal_urls"
    settings.MIDDLEWARE = [
        "django.middleware.common.CommonMiddleware", "gongkai.sites.policy.ContentPolicy"
    ]  # fmt: skip
    settings.GONGKAI_WORLD = "portal"
    settings.ALLOWED_HOSTS = ["*"]


def run(*given: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command.canary, list(given), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value or 0, done.stdout, done.stderr


def post(card: Path) -> tuple[int, dict[str, Any]]:
    status, said, _ = run("post", "--card", str(card), "--portal", PORTAL, "--at-once", "--json")
    return status, json.loads(said)


@pytest.mark.usefixtures("outside")
def test_posted_from_outside_it_arrives_on_the_desk_word_for_word(card: Path) -> None:
    status, said = post(card)
    assert (status, said["sent"]) == (0, True) and len(said["code"].replace("-", "")) == 24
    done = worker.pull(datetime.now(UTC))
    assert (done.taken_in, done.handed.taken, done.handed.parked) == (1, 0, 0)
    row = CanaryHour.objects.get(hour=datetime.fromisoformat(said["hour"]))
    assert row.arrived_at is not None and row.kid == row.newest and not row.is_altered
    assert not Case.objects.exists()


@pytest.mark.usefixtures("outside")
def test_it_walks_through_the_form_as_a_browser_does(card: Path) -> None:
    post(card)
    pages = [(one.method, one.path) for one in Line.asked if one.headers["Sec-Fetch-Dest"] == "document"]
    walked = [one for one in pages if not one[1].startswith(("/static/", "/favicon"))]
    assert walked == [("GET", "/"), ("GET", "/ask"), ("POST", "/ask"), ("POST", "/ask"), ("POST", "/ask")]
    assert any(one.path.startswith("/static/") for one in Line.asked)
    sent = [one for one in Line.asked if one.method == "POST"]
    for one in sent:
        assert one.headers["Content-Type"].startswith("multipart/form-data; boundary=----WebKitFormBoundary")
        assert one.headers["User-Agent"].startswith("Mozilla/5.0") and one.headers["Origin"] == PORTAL
        assert one.headers["Referer"].startswith(PORTAL) and "form=" in one.headers["Cookie"]
        assert b"canary" not in one.body and b"gongkai" not in one.body and b"python" not in one.body.lower()
    assert b'name="upload"; filename=""' in sent[0].body and b'name="phone"' in sent[1].body
    assert b"\r\n\r\nsend\r\n" in sent[2].body


@pytest.mark.usefixtures("outside")
def test_its_headers_stand_as_a_browser_sends_them(card: Path) -> None:
    """Who is not Chrome and says so is known from the first line of an access log."""
    post(card)
    brands = ["sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"]
    asks = [*brands, "Upgrade-Insecure-Requests", "User-Agent", "Accept"]
    form = ["Connection", "Content-Length", "Cache-Control", *asks[:4], "Content-Type"]
    goes = ["Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-User", "Sec-Fetch-Dest"]
    ends = ["Accept-Encoding", "Accept-Language"]
    first, sent = Line.asked[0], next(one for one in Line.asked if one.method == "POST")
    assert list(first.headers) == ["Connection", *asks, *goes, *ends]
    assert list(sent.headers) == [*form, "User-Agent", "Origin", "Accept", *goes, "Referer", *ends, "Cookie"]
    assert sent.headers["Content-Length"] == str(len(sent.body))
    version = sent.headers["User-Agent"].partition("Chrome/")[2].partition(".")[0]
    assert f'"Google Chrome";v="{version}"' in sent.headers["sec-ch-ua"]


@pytest.mark.usefixtures("outside")
def test_a_portal_that_takes_no_messages_is_told(card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting.Visitor, "send", lambda self, answers, button: None)
    status, said = post(card)
    assert (status, said["sent"]) == (1, False) and not Envelope.objects.exists()


def test_no_address_but_a_public_one_over_https_is_taken(card: Path) -> None:
    for wrong in (
        "ftp://a.example",
        "http://portal.example",
        "portal.example",
        "https://a.example/ask",
        "https://[",
    ):
        with pytest.raises(Refused) as refused:
            run("post", "--card", str(card), "--portal", wrong, "--at-once")
        assert refused.value.code == "bad-address"
    card.chmod(0o644)
    with pytest.raises(Refused) as seen:
        run("post", "--card", str(card), "--portal", PORTAL, "--at-once")
    assert seen.value.code == "E_KEYS_OPEN"


def test_in_an_hour_that_was_not_agreed_nothing_is_sent(card: Path, tmp_path: Path) -> None:
    now = datetime.now(command._CHINA)
    other = canary.new_card("热线", [(now.hour + 12) % 24])
    file = tmp_path / "other.json"
    file.write_bytes(canary.pack(other))
    file.chmod(0o600)
    status, said = post(file)
    assert (status, said["sent"], Line.asked) == (0, False, [])


def test_it_is_begun_within_its_hour(card: Path) -> None:
    for minute in range(60):
        room = command._room(datetime(2018, 3, 1, 2, minute, tzinfo=UTC), 50)
        assert 0 <= room <= 50 and (minute + room <= 57 or room == 0)


def test_the_list_tells_what_is_agreed_and_end_ends_it(card: Path) -> None:
    status, said, _ = run("list", "--json")
    (one,) = json.loads(said)["posts"]
    assert (status, one["name"], one["daily"]) == (json.loads(said)["alarms"] != [], "省局值班室", 24)
    assert run("end", one["card"])[0] == 0
    assert "没有约定测试来件" in run("list")[1]


def test_wrong_use_is_told_in_one_line(card: Path, tmp_path: Path) -> None:
    for more, code in (
        (["--hours", "8-25"], "E_CANARY"), (["--hours", "x"], "bad-hours"), (["--from", "x"], "bad-date")
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            run("agree", "--name", "热线", "--out", str(tmp_path / "new.json"), *more)
        assert refused.value.code == code
    with pytest.raises(Refused) as twice:
        run("agree", "--name", "热线", "--out", str(card))
    assert twice.value.code == "exists"
