"""Files of a sealed message: encrypted while they arrive, constant memory, size rounded up (Padmé).

A blob is a libsodium secretstream: header 24, then chunks of 65,536 + 17 bytes, the last tagged as such, so
that order and truncation are covered. Its name is the SHA-256 of the ciphertext; its key travels in the
envelope.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import nacl.exceptions
from nacl import bindings

from gongkai.refusal import Refused
from gongkai.sealing.canon import b64u

CHUNK = 65_536
LARGEST = 50 * 1024 * 1024
"""Bytes of the largest file taken."""
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_EXTRA = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_push = bindings.crypto_secretstream_xchacha20poly1305_push


@dataclass(frozen=True)
class Blob:
    """A finished blob: of the plain file size and SHA-256; of the ciphertext name and size; the key."""

    size: int
    sha256: str
    name: str
    stored_size: int
    key: bytes = field(repr=False)

    def mention(self, file_name: str, media_type: str) -> dict[str, Any]:
        """The attachment as it stands inside the sealed message."""
        return {
            "name": file_name,
            "type": media_type,
            "size": self.size,
            "sha256": self.sha256,
            "blob": self.name,
            "key": b64u(self.key),
        }


class Sealer:
    """Encrypts a file as it arrives: ``feed`` pieces, then ``finish``. Plain bytes never leave memory."""

    def __init__(self, write: Callable[[bytes], object], key: bytes | None = None) -> None:
        self._write = write
        self._key = key or os.urandom(bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES)
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._held = bytearray()
        self._size = 0
        self._stored = 0
        self._plain_hash = sha256()
        self._hash = sha256()
        self._out(bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, self._key))

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the file; ``E_SIZE`` beyond the largest size."""
        self._size += len(piece)
        if self._size > LARGEST:
            raise Refused("E_SIZE", "附件超过 50 MB", "请压缩或分成几个文件")
        self._plain_hash.update(piece)
        self._hold(piece)

    def finish(self) -> Blob:
        """Fill up with zeros to the rounded size and close the stream."""
        left = padme(self._size) - self._size
        while left:
            step = min(left, CHUNK)
            self._hold(bytes(step))
            left -= step
        self._out(_push(self._state, bytes(self._held), None, _FINAL))
        self._held.clear()
        return Blob(self._size, self._plain_hash.hexdigest(), self._hash.hexdigest(), self._stored, self._key)

    def _hold(self, piece: bytes) -> None:
        self._held += piece
        while len(self._held) > CHUNK:
            self._out(_push(self._state, bytes(self._held[:CHUNK]), None, _MESSAGE))
            del self._held[:CHUNK]

    def _out(self, data: bytes) -> None:
        self._hash.update(data)
        self._stored += len(data)
        self._write(data)


def open_blob(pieces: Iterable[bytes], key: bytes, size: int, sha256_hex: str) -> Iterator[bytes]:
    """The plain file, piece by piece; ``E_BLOB`` when it was cut, reordered, altered or is another file.

    The last refusal may come after all bytes were given out: use the file only when the iterator has ended.
    """
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    hashed, given, tag = sha256(), 0, _MESSAGE
    chunks = _cut(pieces)
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, next(chunks), key)
        for chunk in chunks:
            if tag == _FINAL:
                raise _damaged()
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk)
            wanted = plain[: size - given]
            if any(plain[len(wanted) :]):
                raise _damaged()
            given += len(wanted)
            hashed.update(wanted)
            if wanted:
                yield wanted
    except (nacl.exceptions.CryptoError, nacl.exceptions.ValueError, RuntimeError) as wrong:
        raise _damaged() from wrong
    if tag != _FINAL or given != size or hashed.hexdigest() != sha256_hex:
        raise _damaged()


def padme(size: int) -> int:
    """``size`` rounded up so that at most 12 % is added and few sizes exist (Padmé)."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def _cut(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The header, then ciphertext chunks, from pieces of any size."""
    held, want = bytearray(), _HEADER
    for piece in pieces:
        held += piece
        while len(held) >= want:
            yield bytes(held[:want])
            del held[:want]
            want = CHUNK + _EXTRA
    if held or want == _HEADER:
        if want == _HEADER:
            raise _damaged()
        yield bytes(held)


def _damaged() -> Refused:
    return Refused("E_BLOB", "附件已损坏或不完整", "请重新上传该附件")
