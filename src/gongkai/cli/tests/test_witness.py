"""``gongkai witness``: over a real server it signs what grew and names what did not, by what it remembers."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gongkai.cli import witness as command
from gongkai.refusal import Refused
from gongkai.sealing import log, merkle, notes, tiles, witness
from gongkai.sealing.notes import Signer

KEY = Signer("scj.example.gov.cn/log", b"\x05" * 32)


class Portal:
    """A release log as a portal serves it, every state that it ever had."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.entries: list[bytes] = []

    def grow(self, count: int, mark: str = "X") -> str:
        for n in range(len(self.entries), len(self.entries) + count):
            made = log.entry(
                kind="publish", index=f"{mark}/{n}", object=f"{n:064x}", at="2018-03-01T00:00:00Z", prev=None
            )
            self.entries.append(made)
        return self.publish()

    def publish(self) -> str:
        size = len(self.entries)
        leaves = [merkle.leaf_hash(one) for one in self.entries]
        for one in tiles.TiledTree().extend(leaves):
            self.files[one.path] = one.data
        for number in range(-(-size // tiles.WIDTH)):
            held = self.entries[number * tiles.WIDTH : (number + 1) * tiles.WIDTH]
            self.files[tiles.tile_path("entries", number, len(held))] = tiles.pack_entries(held)
        note = log.sign_checkpoint(KEY, size, merkle.root_of(leaves))
        self.files["checkpoint"] = note.encode()
        return note


@pytest.fixture
def portal() -> Iterator[tuple[Portal, str]]:
    made = Portal()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = made.files.get(self.path.removeprefix("/log/"))
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *given: Any) -> None:
            del given

    with running(HTTPServer(("127.0.0.1", 0), Handler)) as address:
        yield made, address


class running:
    """A server in a thread."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.thread = threading.Thread(target=server.serve_forever, args=(0.01,))

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *given: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "witness"
    assert run("init", "--name", "sjj.example.gov.cn/witness", "--folder", str(place))[0] == 0
    assert run("trust", KEY.verifier.vkey, "--folder", str(place))[0] == 0
    return place


def run(*given: str) -> tuple[int, str]:
    done = CliRunner().invoke(command.witness_, list(given), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value or 0, done.stdout


def vkey(folder: Path) -> notes.Verifier:
    return witness.read_key((folder / "witness.key").read_bytes()).verifier


def look(folder: Path, address: str, *more: str) -> tuple[int, dict[str, Any]]:
    status, said = run("look", address, "--folder", str(folder), "--json", *more)
    return status, json.loads(said)


def test_it_signs_what_grew_and_writes_the_checkpoint_with_its_line(
    folder: Path, portal: tuple[Portal, str], tmp_path: Path
) -> None:
    made, address = portal
    out = tmp_path / "signed.txt"
    for count in (300, 1, 256, 0):
        note = made.grow(count)
        status, said = look(folder, address, "--out", str(out))
        assert (status, said["signed"], said["size"]) == (0, True, len(made.entries))
        assert out.read_text() == note + said["line"] + "\n"
        assert set(log.cosignatures(out.read_text(), [vkey(folder)])) == {"sjj.example.gov.cn/witness"}


def test_a_log_that_shrank_is_named_and_stays_unsigned(folder: Path, portal: tuple[Portal, str]) -> None:
    made, address = portal
    made.grow(20)
    look(folder, address)
    before = (folder / "logs.json").read_bytes()
    del made.entries[10:]
    made.publish()
    status, said = look(folder, address)
    assert (status, said["code"]) == (1, "E_ROLLBACK") and "20 条变成了 10 条" in said["fault"]
    assert (folder / "logs.json").read_bytes() == before


@pytest.mark.parametrize("grown", [0, 5])
def test_a_log_that_shows_another_past_is_named(folder: Path, portal: tuple[Portal, str], grown: int) -> None:
    made, address = portal
    made.grow(20)
    look(folder, address)
    made.entries.clear()
    made.grow(20 + grown, "Y")
    assert look(folder, address) == (1, look(folder, address)[1])
    assert look(folder, address)[1]["code"] == "E_FORK"


def test_a_log_whose_entries_do_not_give_its_root_is_not_taken_up(
    folder: Path, portal: tuple[Portal, str]
) -> None:
    made, address = portal
    made.grow(20)
    made.files["checkpoint"] = log.sign_checkpoint(KEY, 20, bytes(32)).encode()
    assert look(folder, address)[1]["code"] == "E_LOG"


def test_a_witness_without_its_memory_does_not_sign(folder: Path, portal: tuple[Portal, str]) -> None:
    made, address = portal
    made.grow(2)
    (folder / "logs.json").unlink()
    with pytest.raises(Refused) as refused:
        look(folder, address)
    assert refused.value.code == "E_STATE"
    folder.chmod(0o755)
    with pytest.raises(Refused) as seen:
        look(folder, address)
    assert seen.value.code == "E_KEYS_OPEN"


def test_what_it_does_not_know_it_does_not_sign(
    tmp_path: Path, portal: tuple[Portal, str], folder: Path
) -> None:
    made, address = portal
    made.grow(2)
    stranger = tmp_path / "other"
    run("init", "--name", "b.example/witness", "--folder", str(stranger))
    with pytest.raises(Refused) as unknown:
        look(stranger, address)
    assert unknown.value.code == "E_ORIGIN"
    with pytest.raises(Refused) as twice:
        run("init", "--name", "b.example/witness", "--folder", str(stranger))
    assert twice.value.code == "exists"
    other = Signer(KEY.name, b"\x08" * 32).verifier.vkey
    with pytest.raises(Refused) as changed:
        run("trust", other, "--folder", str(folder))
    assert changed.value.code == "exists"
    with pytest.raises(Refused) as wrong:
        run("trust", vkey(folder).vkey, "--folder", str(folder))
    assert wrong.value.code == "E_VKEY"


def test_add_checkpoint_answers_as_c2sp_demands(folder: Path) -> None:
    made = Portal()
    leaves: list[bytes] = []

    def asked(old: int, note: str, proof: list[bytes] | None = None) -> tuple[int, str, str]:
        if proof is None:
            proof = merkle.consistency_proof(node, old, len(leaves)) if 0 < old <= len(leaves) else []
        body = witness.write_request(witness.Request(old, proof, note))
        try:
            with urllib.request.urlopen(f"{address}/add-checkpoint", body) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers["Content-Type"], refusal.read().decode()

    def node(level: int, number: int) -> bytes:
        width = 1 << level
        return merkle.root_of(leaves[number * width : (number + 1) * width])

    def grow(count: int, mark: str = "X") -> str:
        note = made.grow(count, mark)
        leaves[:] = [merkle.leaf_hash(one) for one in made.entries]
        return note

    with running(command.serving(folder, "127.0.0.1", 0)) as address:
        first = grow(5)
        status, _, line = asked(0, first)
        assert status == 200 and log.cosignatures(first + line, [vkey(folder)])
        second = grow(4)
        assert asked(0, second, [])[:3] == (409, "text/x.tlog.size", "5\n")
        assert asked(5, second, [bytes(32)])[0] == 422
        assert asked(5, second)[0] == 200
        assert asked(9, second, [])[0] == 200
        assert asked(10, second, [])[0] == 400
        other = Signer("b.example/log", b"\x08" * 32)
        assert asked(0, log.sign_checkpoint(other, 1, bytes(32)))[0] == 404
        false = log.sign_checkpoint(Signer(KEY.name, b"\x08" * 32), 9, bytes(32))
        assert asked(9, false, [])[0] == 403
        assert asked(9, log.sign_checkpoint(KEY, 9, bytes(32)), [])[0] == 409
        assert asked(3, first) == (409, "text/x.tlog.size", "9\n")
        for body in (b"", b"old x\n\n", b"\xff" * 10):
            with pytest.raises(urllib.error.HTTPError) as refusal:
                urllib.request.urlopen(f"{address}/add-checkpoint", body)
            assert refusal.value.code == 400
        with pytest.raises(urllib.error.HTTPError) as elsewhere:
            urllib.request.urlopen(f"{address}/other", b"x")
        assert elsewhere.value.code == 404
    memory = witness.unpack((folder / "logs.json").read_bytes())
    assert memory[KEY.name].size == 9


def test_a_carried_request_is_signed_like_one_over_http(folder: Path, tmp_path: Path) -> None:
    note = Portal().grow(7)
    file, out = tmp_path / "request.txt", tmp_path / "signed.txt"
    file.write_bytes(witness.write_request(witness.Request(0, [], note)))
    status, _ = run("sign", str(file), "--folder", str(folder), "--out", str(out))
    assert status == 0 and log.cosignatures(out.read_text(), [vkey(folder)])
    with pytest.raises(witness.Stale):
        run("sign", str(file), "--folder", str(folder))
