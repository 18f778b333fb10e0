"""Pages told from memory: the same as a statement would read, whatever any process commits."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.portal import kept
from gongkai.portal.kept import Kept


class Site:
    """A database with pages, and how often it was read."""

    def __init__(self, folder: Path, mode: str = "wal") -> None:
        self.file = folder / "portal.sqlite3"
        self.now = 0.0
        self.reads = 0
        with self.other() as writer:
            writer.execute(f"PRAGMA journal_mode={mode}")
            writer.execute("CREATE TABLE page (path TEXT PRIMARY KEY, body BLOB)")
        self.reader = self.other()
        self.kept: Kept[bytes] = Kept(self.file, self.read, len, lambda: self.now)

    def other(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, isolation_level=None)

    def read(self, path: str, encoding: str) -> bytes | None:
        self.reads += 1
        found = self.reader.execute("SELECT body FROM page WHERE path = ?", (path,)).fetchone()
        return found[0] if found else None

    def put(self, path: str, body: bytes) -> None:
        writer = self.other()
        writer.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", (path, body))
        writer.close()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_page_is_read_once_until_somebody_commits(site: Site) -> None:
    site.put("/gk/1", b"one")
    assert [site.kept.find("/gk/1", "") for _ in range(5)] == [b"one"] * 5
    assert site.reads == 1 and site.kept.keeps
    site.put("/gk/2", b"two")
    assert site.kept.find("/gk/1", "") == b"one"
    assert site.reads == 2


def test_encodings_are_kept_apart_and_what_is_absent_is_asked_again(site: Site) -> None:
    site.put("/gk/1", b"one")
    site.kept.find("/gk/1", "br")
    site.kept.find("/gk/1", "gzip")
    assert site.reads == 2
    assert site.kept.find("/none", "") is site.kept.find("/none", "") is None
    assert site.reads == 4


def test_a_withdrawal_counts_with_its_commit_not_before(site: Site) -> None:
    site.put("/gk/1", b"one")
    assert site.kept.find("/gk/1", "") == b"one"
    writer = site.other()
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM page")
    assert site.kept.find("/gk/1", "") == b"one", "nothing is committed yet"
    writer.execute("COMMIT")
    assert site.kept.find("/gk/1", "") is None


def test_a_commit_of_another_process_counts_at_once(site: Site) -> None:
    site.put("/gk/1", b"one")
    assert site.kept.find("/gk/1", "") == b"one"
    said = (
        f"import sqlite3; d = sqlite3.connect({str(site.file)!r}); d.execute('DELETE FROM page'); d.commit()"
    )
    subprocess.run([sys.executable, "-c", said], check=True)
    assert site.kept.find("/gk/1", "") is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.sampled_from("abc"), st.binary(max_size=4)),
            st.tuples(st.just("drop"), st.sampled_from("abc"), st.just(b"")),
            st.tuples(st.just("checkpoint"), st.sampled_from(["PASSIVE", "TRUNCATE"]), st.just(b"")),
            st.tuples(st.just("find"), st.sampled_from("abc"), st.just(b"")),
        ),
        max_size=25,
    )
)
def test_whatever_happens_the_same_is_told_as_a_statement_reads(acts: list[tuple[str, str, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        for act, which, body in acts:
            if act == "put":
                site.put(which, body)
            elif act == "drop":
                writer = site.other()
                writer.execute("DELETE FROM page WHERE path = ?", (which,))
                writer.close()
            elif act == "checkpoint":
                writer = site.other()
                writer.execute(f"PRAGMA wal_checkpoint({which})").fetchall()
                writer.close()
            for path in "abc":
                assert site.kept.find(path, "") == site.read(path, "")


def test_when_everybody_else_has_closed_the_database_commits_are_still_seen(site: Site) -> None:
    site.put("/gk/1", b"one")
    assert site.kept.find("/gk/1", "") == b"one"
    site.reader.close()
    assert (site.file.parent / "portal.sqlite3-shm").exists(), "our own connection holds it"
    site.put("/gk/1", b"new")
    site.reader = site.other()
    assert site.kept.find("/gk/1", "") == b"new"


def test_when_the_database_was_replaced_nothing_is_kept_any_more(site: Site) -> None:
    site.put("/gk/1", b"one")
    assert site.kept.find("/gk/1", "") == b"one"
    (site.file.parent / "portal.sqlite3-shm").unlink()
    site.now += 1.5
    site.kept.find("/gk/1", "")
    assert not site.kept.keeps
    reads = site.reads
    site.kept.find("/gk/1", "")
    assert site.reads == reads + 1


def test_without_a_shared_log_every_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    site = Site(tmp_path / "a", "delete")
    site.put("/gk/1", b"one")
    assert [site.kept.find("/gk/1", "") for _ in range(3)] == [b"one"] * 3
    assert site.reads == 3 and not site.kept.keeps
    for file in (None, tmp_path / "none.sqlite3"):
        assert not Kept(file, site.read, len).keeps


def test_no_more_is_kept_than_the_limit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_BYTES", 10)
    for number in range(5):
        site.put(f"/gk/{number}", b"1234")
    for number in range(5):
        assert site.kept.find(f"/gk/{number}", "") == b"1234"
    site.reads = 0
    for number in range(5):
        assert site.kept.find(f"/gk/{number}", "") == b"1234"
    assert site.reads == 3, "two fit"
