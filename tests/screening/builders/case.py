"""One file of the corpus: how it is made and what screening has to say about it."""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

ID18 = "371002199001010015"
MOBILE = "13812345678"
BANK = "6228480000000000018"
USCC = "92371002MA3N8K2X46"


@dataclass(frozen=True)
class Case:
    """A file with its expected outcome; verdict letters as in ``passages``, ``|`` joins alternatives."""

    name: str
    build: Callable[[], bytes]
    found: dict[str, str] = field(default_factory=dict)
    """Kinds that have to be found, each with its lawful verdicts."""
    verdict: str = ""
    """Of the report: clean, review, block; empty: follows from the findings."""
    refused: bool = False
    """Whether reading has to end in ``Refused``."""
    may_refuse: bool = False
    """Whether refusing is as good as finding: what cannot be checked never goes out either way."""
    where: dict[str, str] = field(default_factory=dict)
    """Words that the place of a finding of this kind has to hold: 第 2 页, 底稿!B7."""
    absent: tuple[str, ...] = ()
    """Kinds that must not be found with a verdict other than keep."""


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, content) pairs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2018, 1, 2, 0, 0, 0)), content, compression)
    return out.getvalue()


def members(data):
    """The members of a ZIP as a dict."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(data, changes):
    """A ZIP with members changed: a function gets the old bytes, anything else replaces or adds."""
    parts = members(data)
    for name, change in changes.items():
        if callable(change):
            parts[name] = change(parts[name])
        else:
            parts[name] = change.encode() if isinstance(change, str) else change
    return zipped(parts.items())


def replaced(old, new):
    """A change for ``edited``: one piece of text for another, which has to be there."""

    def change(content):
        before = content.decode()
        assert old in before, old
        return before.replace(old, new, 1).encode()

    return change


def packed_often(block, times):
    """A raw deflate stream of ``block`` repeated, made without packing it each time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return once * times + packer.flush()
