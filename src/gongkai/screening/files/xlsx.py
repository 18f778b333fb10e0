"""XLSX: cells of all sheets, hidden or not; comments, names, links, caches, every other place with text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from gongkai.screening.files.archives import Archive
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.markup import Element, attribute, is_path, local, parse, texts
from gongkai.screening.files.ooxml import note_mostly_pictures, read_package
from gongkai.screening.files.sheets import Book, SharedText, Sheet
from gongkai.screening.files.sheetstyles import CellStyles

_SHEET = re.compile(r"^xl/(?:worksheets|chartsheets|dialogsheets|macrosheets)/[^/]+\.xml$")
_DEFAULT_NAMES = re.compile(r"_xlnm\.|_xlfn\.")


def read_xlsx(data: bytes, into: Collector) -> None:
    """An XLSX file, every part of it."""
    archive = Archive(data)
    done: set[str] = {"xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"}
    workbook = parse(archive.read("xl/workbook.xml"), "xl/workbook.xml")
    shared = _shared(archive)
    styles = CellStyles(
        parse(archive.read("xl/styles.xml"), "xl/styles.xml") if "xl/styles.xml" in archive else None
    )
    is_1904 = any(
        local(element) == "workbookPr" and attribute(element, "date1904") in ("1", "true")
        for element in workbook
    )
    book = Book(shared, styles, is_1904)
    named = _sheets(archive, workbook)
    for path in [*named, *(name for name in archive.names() if _SHEET.match(name) and name not in named)]:
        name, state = named.get(path, (PurePosixPath(path).stem, "unlisted"))
        done.add(path)
        _sheet(archive, path, name, state, book, into)
        done |= _comments(archive, path, name, into)
    for said in styles.spoken:
        into.add(said, "单元格的数字格式")
    _workbook(workbook, into)
    _left_over(shared, into)
    _caches(archive, into, done)
    note_mostly_pictures(archive, into, "xl/media/")
    read_package(archive, into, done)


def _sheet(archive: Archive, path: str, name: str, state: str, book: Book, into: Collector) -> None:
    """One sheet, with the finding when it is hidden."""
    into.add(name, "工作表名")
    start = into.length
    Sheet(book, name, into).read(archive.read(path))
    if state != "visible":
        note = {"hidden": "", "veryHidden": "深度隐藏", "unlisted": "目录中没有列出"}.get(state, state)
        span = (start, into.length)
        into.note(
            "file.hidden_sheet", name, f"{name}：{into.text[start : start + 150]}", note=note, span=span
        )


def _shared(archive: Archive) -> list[SharedText]:
    if "xl/sharedStrings.xml" not in archive:
        return []
    root = parse(archive.read("xl/sharedStrings.xml"), "xl/sharedStrings.xml")
    return [SharedText.of(element) for element in root if local(element) == "si"]


def _relations(archive: Archive, path: str) -> dict[str, tuple[str, str]]:
    """Relation id → kind and member that it points to."""
    place = PurePosixPath(path)
    name = f"{place.parent}/_rels/{place.name}.rels"
    found: dict[str, tuple[str, str]] = {}
    if name not in archive:
        return found
    for relation in parse(archive.read(name), name):
        if local(relation) == "Relationship" and relation.get("TargetMode") != "External":
            target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
            full = target.lstrip("/") if target.startswith("/") else _joined(place.parent, target)
            found[relation.get("Id", "")] = (kind, full)
    return found


def _joined(folder: PurePosixPath, target: str) -> str:
    parts = list(folder.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def _sheets(archive: Archive, workbook: Element) -> dict[str, tuple[str, str]]:
    """Member of each sheet → its name and state, in the order of the book."""
    relations = _relations(archive, "xl/workbook.xml")
    found: dict[str, tuple[str, str]] = {}
    for element in workbook.iter():
        if local(element) == "sheet":
            _, path = relations.get(attribute(element, "id"), ("", ""))
            if path in archive:
                found[path] = (element.get("name", ""), element.get("state", "visible"))
    return found


def _comments(archive: Archive, path: str, sheet: str, into: Collector) -> set[str]:
    """Comments of a sheet, old and threaded; the members that were read."""
    done: set[str] = set()
    for kind, member in _relations(archive, path).values():
        if member not in archive or "omment" not in kind:
            continue
        done.add(member)
        root = parse(archive.read(member), member)
        authors = [texts(element) for element in root.iter() if local(element) == "author"]
        for element in root.iter():
            if local(element) not in ("comment", "threadedComment"):
                continue
            said = "".join(_spoken(element))
            by = attribute(element, "authorId")
            author = authors[int(by)] if by.isdigit() and int(by) < len(authors) else ""
            note = f"作者 {author}" if author else ""
            into.hide("file.comment", f"{sheet}!{attribute(element, 'ref')} 的批注", said, note=note)
    return done


def _spoken(element: Element) -> list[str]:
    return [inner.text or "" for inner in element.iter() if local(inner) in ("t", "text") and inner.text]


def _workbook(workbook: Element, into: Collector) -> None:
    """Defined names, and who shared the file."""
    for element in workbook.iter():
        name = local(element)
        if name == "definedName" and not _DEFAULT_NAMES.match(element.get("name", "")):
            said = f"{element.get('name', '')}：{element.text or ''} {element.get('comment', '')}".strip()
            if is_path(said):
                into.hide("file.metadata.path", "名称管理器", said)
            elif attribute(element, "hidden") in ("1", "true"):
                into.hide("file.hidden_text", "名称管理器（隐藏）", said)
            else:
                into.add(said, "名称管理器")
        elif name == "fileSharing" and element.get("userName"):
            into.hide("file.metadata.person", "共享者", element.get("userName"))
        elif name == "customWorkbookView":
            into.add(element.get("name", ""), "自定义视图的名称")
        elif name == "absPath":
            into.hide("file.metadata.path", "保存位置", attribute(element, "url"))


def _left_over(shared: list[SharedText], into: Collector) -> None:
    """Strings that no cell uses any more."""
    for text in shared:
        if not text.used and text.shown.strip():
            into.hide("file.hidden_text.left", "共享字符串表", text.shown)
        if text.spoken.strip():
            into.add(text.spoken, "注音")


def _caches(archive: Archive, into: Collector, done: set[str]) -> None:
    """Values that pivot tables, external links and connections keep beside the sheets."""
    for name in archive.names():
        if name in done or not name.endswith(".xml"):
            continue
        if name.startswith(("xl/pivotCache/", "xl/slicerCaches/")):
            done.add(name)
            values = {attribute(element, "v") for element in parse(archive.read(name), name).iter()}
            said = "\n\n".join(sorted(values - {""}))
            if said:
                into.hide("file.hidden_text.left", "透视表缓存", said)
        elif name.startswith("xl/externalLinks/"):
            done.add(name)
            root = parse(archive.read(name), name)
            said = "\n\n".join(filter(None, (*_values(root), texts(root))))
            into.hide("file.metadata.link", "外部链接的缓存", said)
        elif name in ("xl/connections.xml",) or name.startswith("xl/queryTables/"):
            done.add(name)
            root = parse(archive.read(name), name)
            said = "\n".join(
                value for element in root.iter() for value in element.attrib.values() if len(value) > 3
            )
            into.hide("file.metadata.path", "数据连接", said)


def _values(root: Element) -> list[str]:
    return [attribute(element, "val") for element in root.iter()]
