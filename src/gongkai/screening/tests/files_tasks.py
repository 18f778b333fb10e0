"""What the tests ask the sandbox to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from gongkai.refusal import Refused


def shout(data: bytes, options: dict[str, str]) -> bytes:
    return data.upper() * int(options["times"])


def greedy(_data: bytes, _options: dict[str, str]) -> bytes:
    return bytes(900_000_000)


def crash(_data: bytes, _options: dict[str, str]) -> bytes:
    os.abort()


def raise_(_data: bytes, _options: dict[str, str]) -> bytes:
    raise KeyError("unforeseen")


def silent(_data: bytes, _options: dict[str, str]) -> bytes:
    sys.exit(0)


def no(_data: bytes, _options: dict[str, str]) -> bytes:
    raise Refused("x", "不行", "请换一份")


def spin(_data: bytes, _options: dict[str, str]) -> bytes:
    while True:
        pass


def connect(_data: bytes, _options: dict[str, str]) -> bytes:
    try:
        socket.create_connection(("127.0.0.1", 9))
    except PermissionError:
        return b"refused"
    return b"open"


def start(_data: bytes, _options: dict[str, str]) -> bytes:
    try:
        subprocess.run(["true"], check=False)
    except PermissionError:
        return b"refused"
    return b"open"


def remove(_data: bytes, options: dict[str, str]) -> bytes:
    try:
        Path(options["path"]).unlink()
    except PermissionError:
        return b"refused"
    return b"open"


def write(_data: bytes, options: dict[str, str]) -> bytes:
    try:
        Path(options["path"]).write_bytes(b"")
    except PermissionError:
        return b"refused"
    return b"open"


def scratch(data: bytes, _options: dict[str, str]) -> bytes:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return file.read() + file.name.encode()
