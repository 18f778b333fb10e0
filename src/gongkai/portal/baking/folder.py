"""The baked folder: written file by file, each complete or not at all; a manifest says what lies there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from gongkai.portal.baking.entries import Bytes, Entry
from gongkai.refusal import Refused

MANIFEST, MARK = "manifest.json", "gongkai-bake"
_CHUNK = 1 << 20
_TREES = ("site", "gone", "errors", "odd")


class Folder:
    """A folder that only ``bake`` writes. Refuses (``not-ours``) one that holds something else."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()) and not (root / MARK).exists():
            raise Refused("not-ours", f"{root} 不是空目录，也不是静态站点目录", "请用 --out 指明一个新目录")
        if not (root / MARK).exists():
            (root / MARK).write_text("gongkai bake\n", encoding="utf-8")
        self.known = self._manifest()
        self.there = set(self._walk())

    def holds(self, place: str, tag: str) -> bool:
        """Whether the bytes of that name lie there, complete with their compressed forms."""
        known = self.known.get(place)
        return (
            known is not None and known[0] == tag and all(f"{place}{end}" in self.there for end in known[1:])
        )

    def begin(self) -> None:
        """From here on files change: after a crash nothing that lies there is believed."""
        (self.root / MANIFEST).unlink(missing_ok=True)

    def remove_all_but(self, places: Iterable[str]) -> int:
        """Take away what is not among ``places``; gives the number of addresses that went."""
        kept = set(places)
        files = {f"{place}{end}" for place in kept for end in ("", ".gz", ".br")}
        for file in self.there - files:
            (self.root / file).unlink()
        for folder, folders, names in os.walk(self.root, topdown=False):
            if folder != str(self.root) and not names and not any(os.scandir(folder)):
                Path(folder).rmdir()
            del folders
        gone = {place for place in self.known if place not in kept}
        for place in gone:
            del self.known[place]
        return len(gone)

    def write(self, place: str, entry: Entry) -> bool:
        """Write an entry; false when it went meanwhile. Refuses a changed attachment (``E_BLOB``)."""
        target = self.root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.source is not None:
            if not entry.source.is_file():
                return False
            self._copy(entry, target)
            self.known[place] = [entry.tag, ""]
            return True
        data = entry.load()
        if data is None:
            return False
        self._write_bytes(place, data)
        ends = [end for end, one in (("", True), (".gz", data.gzip), (".br", data.brotli)) if one]
        self.known[place] = [entry.tag, *ends]
        return True

    def finish(self) -> None:
        """Say what lies there."""
        text = json.dumps(dict(sorted(self.known.items())), ensure_ascii=False, indent=0)
        _replace(self.root / MANIFEST, text.encode())

    def write_text(self, name: str, text: str) -> None:
        """A file beside the site, such as the configuration; untouched when it is the same."""
        file = self.root / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            _replace(file, text.encode())

    def _write_bytes(self, place: str, data: Bytes) -> None:
        for end, one in ((".gz", data.gzip), (".br", data.brotli)):  # the plain bytes last
            file = self.root / f"{place}{end}"
            if one:
                _replace(file, one)
            else:
                file.unlink(missing_ok=True)
        _replace(self.root / place, data.raw)

    def _copy(self, entry: Entry, target: Path) -> None:
        assert entry.source is not None
        part = target.with_name("part")
        hasher = sha256()
        with entry.source.open("rb") as source, part.open("wb") as out:
            while chunk := source.read(_CHUNK):
                hasher.update(chunk)
                out.write(chunk)
        if hasher.hexdigest() != entry.source.name:
            part.unlink()
            raise Refused("E_BLOB", f"附件 {entry.source.name[:16]}… 的内容被改动", "请重新传送附件")
        part.replace(target)

    def _manifest(self) -> dict[str, list[str]]:
        file = self.root / MANIFEST
        if not file.exists():
            return {}
        known: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
        return known

    def _walk(self) -> Iterator[str]:
        for tree in _TREES:
            for folder, _, names in os.walk(self.root / tree):
                inside = Path(folder).relative_to(self.root).as_posix()
                yield from (f"{inside}/{name}" for name in names)


def _replace(file: Path, data: bytes) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(data)
    part.replace(file)
