import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from gongkai.sealing import keys, passphrase
from gongkai.sealing.canon import b64u, canon, parse
from gongkai.sealing.hpke import Opener
from gongkai.sealing.key import kid, pack, unpack, unpack_public
from gongkai.sealing.keys import HALVED, USES, KeyStore, open_escrow
from gongkai.sealing.notes import verifier
from gongkai.sealing.passphrase import Cost
from gongkai.sealing.tests.known import INTAKE, VECTORS, refusal

AT = "2017-01-01T00:00:00Z"
LATER = "2017-04-01T00:00:00Z"
QUICK = Cost(memory_kib=8, passes=1)
A, B = "correct horse battery", "stapled paper lantern"


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore.create(tmp_path / "keys", origin="scj.example.gov.cn", at=AT)


def files(store):
    return [file for file in store.folder.rglob("*") if file.is_file()]


def test_vector_kid():
    assert kid(Opener(INTAKE).public) == VECTORS["kid"]


def test_all_keys_are_made_readable_by_their_owner_only(store):
    assert {key.use for key in store.list()} == set(USES)
    assert len({key.secret for key in store.list()}) == len(USES)
    for folder in [store.folder, *(entry for entry in store.folder.rglob("*") if entry.is_dir())]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(files(store)) == len(USES) + len(HALVED) + 1
    for file in files(store):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_loose_umask_does_not_open_keys(tmp_path):
    before = os.umask(0)
    try:
        store = KeyStore.create(tmp_path / "keys", origin="a.example", at=AT)
    finally:
        os.umask(before)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files(store))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602])
@pytest.mark.parametrize("name", ["event.key", "state.json", "demo-logins.txt"])
def test_a_process_refuses_to_start_when_group_or_others_may_read(store, mode, name):
    file = store.folder / name
    file.touch(mode=0o600)
    KeyStore(store.folder)
    file.chmod(mode)
    assert refusal(KeyStore, store.folder) == "E_KEYS_OPEN"
    assert any(finding.severe for finding in store.check(AT))


def test_a_folder_that_others_may_enter_is_refused(store):
    (store.folder / "identity").chmod(0o710)
    assert refusal(KeyStore, store.folder) == "E_KEYS_OPEN"
    assert refusal(KeyStore, store.folder / "nothing") == "E_KEYS_MISSING"


def test_keys_are_never_made_over_keys(store):
    before = {file: file.read_bytes() for file in files(store)}
    assert refusal(KeyStore.create, store.folder, origin="b.example", at=AT) == "E_KEYS_EXIST"
    (store.folder / "state.json").unlink()
    assert refusal(KeyStore.create, store.folder, origin="b.example", at=AT) == "E_KEYS_EXIST"
    assert all(file.read_bytes() == data for file, data in before.items() if file.name != "state.json")


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\n"])
def test_an_origin_that_cannot_stand_in_a_note_is_refused(tmp_path, origin):
    assert refusal(KeyStore.create, tmp_path / "keys", origin=origin, at=AT) == "E_KEYS"


def test_signing_keys_carry_their_names(store):
    names = {use: store.load(use).verifier.name for use in USES if USES[use].sort == "ed25519"}
    assert names == {
        "clear": "scj.example.gov.cn/desk/clear",
        "door": "scj.example.gov.cn/desk/door",
        "answer": "scj.example.gov.cn/desk/answer",
        "anchor": "scj.example.gov.cn/desk/anchor",
        "log": "scj.example.gov.cn/log",
    }
    door = store.load("door").verifier
    assert verifier(door.vkey) == door
    assert refusal(lambda: store.load("event").signer) == "E_KEYS"


@pytest.mark.parametrize("use", sorted(set(USES) - {"log"}))
def test_rotation_keeps_the_old_key_until_it_is_destroyed(store, use):
    old = store.load(use)
    new = store.rotate(use, LATER)
    newest = store.rotate(use, "2017-05-01T00:00:00Z")
    assert store.load(use) == newest
    assert [key.kid for key in store.all(use)] == [newest.kid, new.kid, old.kid]
    assert store.load(use, old.kid) == old
    assert KeyStore(store.folder).list() == store.list()
    assert refusal(store.destroy, use, newest.kid) == "E_KEYS"
    store.destroy(use, old.kid)
    assert refusal(store.load, use, old.kid) == "E_KEYS_MISSING"
    assert old.secret not in b"".join(file.read_bytes() for file in files(store))


def test_the_log_key_is_not_rotated(store):
    assert refusal(store.rotate, "log", LATER) == "E_KEYS"
    assert refusal(store.load, "nonsense") == "E_KEYS"


def test_a_key_file_with_anything_changed_is_refused(store):
    file = store.folder / "door.key"
    whole = file.read_bytes()
    other = parse(store.folder.joinpath("answer.key").read_bytes())
    for name in ("public", "secret", "kid"):
        file.write_bytes(canon(parse(whole) | {name: other[name]}))
        assert refusal(store.load, "door") == "E_KEYS"
        assert [finding.use for finding in store.check(AT) if finding.severe and finding.use] == ["door"]
    file.write_bytes(store.folder.joinpath("answer.key").read_bytes())
    assert refusal(store.load, "door") == "E_KEYS"
    file.write_bytes(whole + b"\n")
    assert refusal(store.load, "door") == "E_CANON"


def test_the_public_part_of_a_symmetric_key_does_not_hold_it(store):
    key = store.load("event")
    assert key.public != key.secret
    assert key.secret.hex() not in repr(key) and repr(key.secret) not in repr(key)


def test_a_wrapped_key_opens_with_its_passphrase_only(store):
    key = store.load("identity")
    data = pack(key, A, QUICK)
    assert unpack(data, A) == key
    assert refusal(unpack, data) == refusal(unpack, data, B) == "E_PASSPHRASE"
    assert refusal(pack, key, "short", QUICK) == "E_PASSPHRASE"


def test_check_names_missing_outlived_and_not_escrowed(store):
    assert [finding.what for finding in store.check(AT)] == ["密钥尚未托管：机器损坏后一切密封内容都打不开"]
    outlived = {finding.use for finding in store.check("2017-04-02T00:00:00Z") if finding.use}
    assert outlived == {"intake"}
    (store.folder / "event.key").unlink()
    assert ("event", True) in {(finding.use, finding.severe) for finding in store.check(AT)}


def test_escrow_needs_both_passphrases_and_brings_everything_back(store, tmp_path):
    store.rotate("event", LATER)
    data = store.escrow(A, B, extras={"portal_salt": "a5" * 16}, cost=QUICK)
    assert all(key.secret.hex().encode() not in data for key in store.list())
    for one, other in ((A, A), (B, B), (B, A), (A, "another passphrase")):
        assert refusal(open_escrow, data, one, other) == "E_PASSPHRASE"
    opened = open_escrow(data, A, B)
    assert opened["extras"] == {"portal_salt": "a5" * 16}
    restored = KeyStore.restore(tmp_path / "again", opened)
    assert restored.list() == store.list()
    assert restored.state() == store.state()
    assert refusal(KeyStore.restore, tmp_path / "again", opened) == "E_KEYS_EXIST"
    store.confirm_escrow(opened, LATER)
    assert store.check(AT) == []


def test_restored_old_keys_keep_their_order(store, tmp_path):
    for month in range(2, 9):
        store.rotate("clear", f"2017-{month:02d}-01T00:00:00Z")
    opened = open_escrow(store.escrow(A, B, cost=QUICK), A, B)
    restored = KeyStore.restore(tmp_path / "again", opened)
    assert [key.kid for key in restored.all("clear")] == [key.kid for key in store.all("clear")]


def test_escrow_that_misses_a_newer_key_is_not_confirmed(store):
    opened = open_escrow(store.escrow(A, B, cost=QUICK), A, B)
    store.confirm_escrow(opened, AT)
    new = store.rotate("intake", LATER)
    assert refusal(store.confirm_escrow, opened, LATER) == "E_KEYS"
    assert [finding.kid for finding in store.check(AT)] == [new.kid]


def test_weak_or_equal_passphrases_are_refused(store):
    assert refusal(store.escrow, A, A, cost=QUICK) == "E_PASSPHRASE"
    assert refusal(store.escrow, "short", B, cost=QUICK) == "E_PASSPHRASE"
    assert refusal(store.escrow, A, "short", cost=QUICK) == "E_PASSPHRASE"


def test_escrow_cannot_write_outside_its_folder_or_eat_all_memory(store):
    for name in ("../x.key", "/tmp/x.key"):
        plain = canon({"t": keys.ESCROW, "files": {name: "x"}, "extras": {}})
        inner = passphrase.lock(A, plain, keys._INNER, QUICK)
        outer = passphrase.lock(B, canon(inner), keys._OUTER, QUICK)
        whole = {"t": keys.ESCROW, "outer": outer}
        assert refusal(open_escrow, canon(whole), A, B) == "E_KEYS"
        assert refusal(open_escrow, canon(whole | {"outer": outer | {"m": 2**40}}), A, B) == "E_SHAPE"


def test_the_default_escrow_costs_256_mib_and_three_passes():
    assert Cost(256 * 1024, 3) == passphrase.ESCROW


def test_state_never_runs_backwards(store):
    store.remember_checkpoint("log", 5, "aa")
    store.remember_checkpoint("log", 5, "aa")
    store.remember_checkpoint("log", 7, "bb")
    assert refusal(store.remember_checkpoint, "log", 6, "aa") == "E_ROLLBACK"
    assert refusal(store.remember_checkpoint, "log", 7, "cc") == "E_ROLLBACK"
    store.remember_checkpoint("events", 1, "dd")
    assert store.raise_epoch() == 2
    store.journal_shredded(["case-2", "case-1"])
    store.journal_shredded(["case-2"])
    assert KeyStore(store.folder).state() == {
        "t": "gongkai/state/1",
        "origin": "scj.example.gov.cn",
        "epoch": 2,
        "checkpoints": {"log": {"size": 7, "root": "bb"}, "events": {"size": 1, "root": "dd"}},
        "shredded": ["case-1", "case-2"],
    }


def test_no_passing_file_is_left_when_writing_fails(store):
    before = sorted(store.folder.iterdir())
    assert refusal(store._add, store.load("event")) == "E_KEYS_EXIST"
    assert sorted(store.folder.iterdir()) == before


def test_what_two_processes_remember_at_once_is_all_kept(store):
    processes = [
        multiprocessing.get_context("fork").Process(target=_remember, args=(store.folder, number))
        for number in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(store.state()["shredded"]) == 4 * 25
    assert set(store.state()["checkpoints"]) == {f"log-{number}" for number in range(4)}


def _remember(folder, number):
    own = KeyStore(folder)
    for step in range(25):
        own.journal_shredded([f"case-{number}-{step}"])
        own.remember_checkpoint(f"log-{number}", step, "00")


def test_the_public_half_of_the_identity_key_lies_in_a_file_without_its_secret(store):
    first = store.load("identity")
    second = store.rotate("identity", LATER)
    assert [half.kid for half in store.halves("identity")] == [second.kid, first.kid]
    for key in (first, second):
        data = (store.folder / "identity" / f"{key.kid}.pub").read_bytes()
        assert b64u(key.secret).encode() not in data and unpack_public(data).public == key.public
    for file in (store.folder / "identity").glob("*.key"):
        file.unlink()
    assert store.public("identity").public == second.public
    assert [half.use for half in store.halves("event")] == ["event"]


def test_a_home_from_before_the_halves_reads_them_from_its_keys(store):
    key = store.load("identity")
    (store.folder / "identity" / f"{key.kid}.pub").unlink()
    assert store.public("identity").public == key.public


def test_a_half_that_was_changed_is_refused(store):
    file = store.folder / "identity" / f"{store.load('identity').kid}.pub"
    file.write_bytes(canon(parse(file.read_bytes()) | {"public": b64u(b"\x07" * 32)}))
    assert refusal(store.public, "identity") == "E_KEYS"


def test_a_half_goes_with_its_key_and_comes_back_from_escrow(store, tmp_path):
    old = store.load("identity")
    store.rotate("identity", LATER)
    store.destroy("identity", old.kid)
    assert [half.kid for half in store.halves("identity")] == [store.load("identity").kid]
    opened = open_escrow(store.escrow(A, B, cost=QUICK), A, B)
    restored = KeyStore.restore(tmp_path / "new", opened)
    assert restored.public("identity") == store.public("identity")
    assert len(list((tmp_path / "new" / "identity").glob("*.pub"))) == 1


def test_keys_that_lie_apart_are_not_missed_and_their_half_is(store):
    (store.folder / "identity" / f"{store.load('identity').kid}.key").unlink()
    assert ("identity", True) in {(one.use, one.severe) for one in store.check(AT)}
    assert "identity" not in {one.use for one in store.check(AT, apart=("identity",))}
    assert {one.use for one in store.check("2018-02-01T00:00:00Z", ("identity",))} >= {"identity"}
    next((store.folder / "identity").glob("*.pub")).unlink()
    assert ("identity", True) in {(one.use, one.severe) for one in store.check(AT, ("identity",))}
