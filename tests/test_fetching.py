"""What strangers answer is read within a size and a time, and only web addresses are asked."""

from __future__ import annotations

import io
import time
import urllib.error

import pytest

from gongkai import fetching


class Trickling(io.BytesIO):
    """An answer of which each portion takes a minute."""

    def __init__(self, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(data)
        self.now = 0.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    def read1(self, _size: int | None = -1, /) -> bytes:
        self.now += 60
        return self.read(1)


@pytest.mark.parametrize(("size", "read"), [(0, 0), (9, 9), (10, 10), (11, 11), (500_000, 11)])
def test_an_answer_is_read_to_one_byte_more_than_it_may_have(size: int, read: int) -> None:
    assert len(fetching.read(io.BytesIO(b"x" * size), 10, 5)) == read


def test_an_answer_that_trickles_in_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Trickling(b"x" * 1_000, monkeypatch)
    with pytest.raises(TimeoutError):
        fetching.read(answer, 10_000, 100)
    assert answer.now == 120


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://example.invalid/x", "data:,x"])
def test_nothing_but_web_addresses_is_opened(address: str) -> None:
    try:
        assert fetching.opener().open(address, timeout=1) is None
    except urllib.error.URLError as wrong:
        assert "unknown url type" in str(wrong.reason)
