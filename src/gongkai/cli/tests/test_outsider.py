"""``gongkai verify --log``: over a real server, without a home; names what does not hold."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gongkai.cli.verify import verify
from gongkai.refusal import Refused
from gongkai.sealing import log, merkle, tiles
from gongkai.sealing.notes import COSIGNATURE, Signer

KEY = Signer("scj.example.gov.cn/log", b"\x05" * 32)


class Log:
    """A log of some entries, served as a portal serves it."""

    def __init__(self, count: int) -> None:
        self.entries = [
            log.entry(
                kind="publish", index=f"X/{n}", object=f"{n:064x}", at="2018-03-01T00:00:00Z", prev=None
            )
            for n in range(count)
        ]
        self.files: dict[str, bytes] = {}
        self.publish()

    def publish(self, signer: Signer = KEY) -> None:
        size = len(self.entries)
        root = merkle.root_of([merkle.leaf_hash(one) for one in self.entries])
        self.files = {"checkpoint": log.sign_checkpoint(signer, size, root).encode()}
        for number in range(-(-size // tiles.WIDTH)):
            held = self.entries[number * tiles.WIDTH : (number + 1) * tiles.WIDTH]
            self.files[tiles.tile_path("entries", number, len(held))] = tiles.pack_entries(held)


@pytest.fixture
def served() -> Iterator[tuple[Log, str]]:
    made = Log(300)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = made.files.get(self.path.removeprefix("/log/"))
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *given: Any) -> None:
            del given

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield made, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def run(*given: str) -> tuple[int, str]:
    done = CliRunner().invoke(verify, list(given), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value or 0, done.stdout


def test_a_log_that_holds(served: tuple[Log, str]) -> None:
    _, address = served
    status, text = run("--log", address, "--key", KEY.verifier.vkey)
    assert status == 0 and "300 条，相符" in text
    found = json.loads(run("--log", f"{address}/log/", "--key", KEY.verifier.vkey, "--json")[1])
    assert (found["holds"], found["size"], found["kinds"]) == (True, 300, {"publish": 300})


def test_another_key_a_changed_entry_and_a_cut_tile_are_named(served: tuple[Log, str]) -> None:
    made, address = served
    other = Signer(KEY.name, b"\x06" * 32).verifier.vkey
    assert "E_SIGNATURE" in run("--log", address, "--key", other)[1]
    path = tiles.tile_path("entries", 0)
    whole = made.files[path]
    made.files[path] = whole.replace(b"X/7", b"X/8", 1)
    status, text = run("--log", address, "--key", KEY.verifier.vkey)
    assert status == 1 and "E_LOG" in text
    made.files[path] = whole[:-300]
    assert run("--log", address, "--key", KEY.verifier.vkey)[0] == 1


def test_a_log_that_does_not_continue_what_was_seen_is_a_fork(
    served: tuple[Log, str], tmp_path: Path
) -> None:
    made, address = served
    given = ("--log", address, "--key", KEY.verifier.vkey, "--seen", str(tmp_path / "seen"))
    assert run(*given)[0] == 0
    made.entries += Log(310).entries[300:]
    made.publish()
    assert "上次所见的前 300 条没有改变" in run(*given)[1]
    made.entries[5] = Log(310).entries[6]
    made.publish()
    assert "E_FORK" in run(*given)[1]
    made.entries = made.entries[:100]
    made.publish()
    status, text = run(*given)
    assert status == 1 and "从 310 条变成了 100 条" in text


def test_wrong_use_is_one_sentence(served: tuple[Log, str]) -> None:
    _, address = served
    for given in (("--log", address), ("--key", "x"), ("--log", "ftp://x", "--key", KEY.verifier.vkey)):
        with pytest.raises(Refused):
            run(*given)
    with pytest.raises(Refused) as gone:
        run("--log", f"{address}/elsewhere", "--key", KEY.verifier.vkey)
    assert gone.value.code == "E_FETCH"


@pytest.mark.parametrize(
    "address", ["http://[::1", "http://a:b", "http://exa mple", "https://", "http://例.cn"]
)
def test_an_address_that_is_none_is_named(address: str) -> None:
    with pytest.raises(Refused) as wrong:
        run("--log", address, "--key", KEY.verifier.vkey)
    assert wrong.value.code == "bad-address"


@pytest.mark.parametrize("seen", [b"", b"\xff\xfe", b"scj.example.gov.cn/log\n1\nAAAA\n"])
def test_a_file_that_is_no_checkpoint_is_no_fault_of_the_log(
    served: tuple[Log, str], tmp_path: Path, seen: bytes
) -> None:
    file = tmp_path / "seen"
    file.write_bytes(seen)
    with pytest.raises(Refused) as wrong:
        run("--log", served[1], "--key", KEY.verifier.vkey, "--seen", str(file))
    assert wrong.value.code == "bad-checkpoint"
    assert file.read_bytes() == seen


def test_whoever_demands_a_witness_is_told_when_it_signed_and_where_it_did_not(
    served: tuple[Log, str],
) -> None:
    made, address = served
    key = Signer("sjj.example.gov.cn/witness", b"\x06" * 32, COSIGNATURE)
    given = ("--log", address, "--key", KEY.verifier.vkey, "--witness", key.verifier.vkey)
    status, said = run(*given)
    assert status == 1 and "没有见证方 sjj.example.gov.cn/witness 的签名" in said
    with pytest.raises(Refused) as nobody:
        run(*given[:-1], " ")
    assert nobody.value.code == "E_VKEY"
    note = made.files["checkpoint"].decode()
    made.files["checkpoint"] = (note + log.cosign(key, note, 1_519_876_800)).encode()
    status, said = run(*given)
    assert status == 0 and "于 2018-03-01T04:00:00Z 签名" in said
    status, said = run(*given, "--json")
    assert (status, json.loads(said)["witnessed"]) == (0, {key.name: "2018-03-01T04:00:00Z"})
    other = log.sign_checkpoint(KEY, 9, bytes(32))
    made.files["checkpoint"] = (note + log.cosign(key, other, 1_519_876_800)).encode()
    status, said = run(*given)
    assert status == 1 and "E_SIGNATURE" in said
