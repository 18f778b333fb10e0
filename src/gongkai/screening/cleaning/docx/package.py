"""The parts of a DOCX package: which go into the copy, with which relations."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from gongkai.refusal import Refused
from gongkai.screening.cleaning import images
from gongkai.screening.cleaning.pieces import Note, Unclean
from gongkai.screening.cleaning.xml import parse, written
from gongkai.screening.files.archives import Archive

CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KEPT = {
    f"{_OFFICE}wordprocessingml.{name}+xml": name
    for name in ("document.main", "styles", "settings", "fontTable", "numbering", "footnotes", "endnotes",
                 "header", "footer")
} | {
    f"{_OFFICE}theme+xml": "theme",
    f"{_OFFICE}drawingml.chart+xml": "chart",
    f"{_OFFICE}drawingml.diagramData+xml": "diagram",
    f"{_OFFICE}drawingml.diagramLayout+xml": "diagram",
    f"{_OFFICE}drawingml.diagramStyle+xml": "diagram",
    f"{_OFFICE}drawingml.diagramColors+xml": "diagram",
    "application/vnd.ms-office.drawingml.diagramDrawing+xml": "diagram",
}  # fmt: skip
"""Content types that go into the copy, and what we call them. Everything else stays behind."""
MAIN = "document.main"
_DROPPED = {
    "comments": ("comment", "批注"), "people": ("comment", "批注人名单"),
    "customXml": ("metadata", "自定义数据"),
    "custom-properties": ("metadata", "自定义属性"), "core-properties": ("metadata", "文档属性"),
    "extended-properties": ("metadata", "文档属性"), "oleObject": ("embedded_object", "嵌入对象"),
    "package": ("embedded_object", "嵌入文件"), "attachedTemplate": ("metadata", "模板路径"),
    "glossaryDocument": ("hidden_text", "构建基块"), "font": ("embedded_object", "嵌入字体"),
    "aFChunk": ("embedded_object", "嵌入的其他文档"), "control": ("embedded_object", "控件"),
    "thumbnail": ("metadata", "缩略图"),
}  # fmt: skip
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Relation:
    """One relation of a part."""

    id: str
    type: str
    target: str
    """Name of a part, or an address."""
    external: bool


@dataclass(slots=True)
class Part:
    """A part that goes into the copy."""

    name: str
    kind: str
    """One of ours, or ``image``."""
    content_type: str
    data: bytes
    root: etree._Element | None = None
    relations: dict[str, Relation] = field(default_factory=dict)


class Package:
    """The kept parts of a package, reached from its main document."""

    def __init__(self, data: bytes) -> None:
        self.archive = Archive(data)
        self.notes: list[Note] = []
        self.parts: dict[str, Part] = {}
        self._types = self._content_types()
        macro = [name for name in self.archive.names() if "vbaproject" in name.casefold()]
        if macro or any("macroEnabled" in kind for kind in self._types[1].values()):
            raise Unclean("文件带有宏，不能生成安全的副本；请另存为不带宏的 DOCX")
        self.main = self._main()
        self._walk(self.main)
        self._tell_dropped("")

    def _content_types(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        root = parse(self.archive.read("[Content_Types].xml"), "[Content_Types].xml")
        endings = {
            one.get("Extension", "").casefold(): one.get("ContentType", "")
            for one in root.iter(CT + "Default")
        }
        names = {
            one.get("PartName", "").lstrip("/"): one.get("ContentType", "")
            for one in root.iter(CT + "Override")
        }
        return endings, names

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        endings, names = self._types
        return names.get(name) or endings.get(name.rpartition(".")[2].casefold(), "")

    def _main(self) -> str:
        for relation in self.relations_of(""):
            main = _KEPT.get(self.type_of(relation.target)) == MAIN
            if main and relation.type.endswith("/officeDocument") and relation.target in self.archive:
                return relation.target
        raise Refused("no-main-part", "DOCX 中没有主文档", "请用 Word 或者 WPS 另存一份")

    def relations_of(self, name: str) -> Iterator[Relation]:
        """The relations of a part; of the package for an empty name."""
        folder, base = posixpath.split(name)
        file = posixpath.join(folder, "_rels", f"{base}.rels")
        if file not in self.archive:
            return
        for one in parse(self.archive.read(file), file).iter(REL + "Relationship"):
            external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            if not external:
                target = (
                    posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target[1:]
                )
            yield Relation(one.get("Id", ""), one.get("Type", ""), target, external)

    def _walk(self, start: str) -> None:
        """Every kept part that can be reached."""
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name in self.parts:
                continue
            kind = _KEPT[self.type_of(name)] if not self._is_image(name) else "image"
            part = Part(name, kind, self.type_of(name), self.archive.read(name))
            self.parts[name] = part
            if kind == "image":
                self._image(part)
                continue
            part.root = parse(part.data, name)
            for relation in self.relations_of(name):
                if relation.external:
                    if relation.type.endswith("/hyperlink") and relation.target.startswith(
                        ("http://", "https://")
                    ):
                        part.relations[relation.id] = relation
                elif relation.target in self.archive and self._kept(relation.target):
                    part.relations[relation.id] = relation
                    waiting.append(relation.target)
            self._tell_dropped(name)

    def _is_image(self, name: str) -> bool:
        return self.type_of(name).startswith("image/")

    def _kept(self, name: str) -> bool:
        return self.type_of(name) in _KEPT or self._is_image(name)

    def _image(self, part: Part) -> None:
        """Only the pixels; a vector picture can hold text that nobody sees, it becomes a blank one."""
        kind = images.kind_of(part.data)
        if kind:
            part.data = images.pixels(part.data, kind)
            part.content_type = f"image/{kind}"
            return
        self.notes.append(Note("embedded_object", part.name, "矢量图片不能检查，已换成空白图片"))
        part.data, part.content_type = images.blank(), "image/png"

    def _tell_dropped(self, name: str) -> None:
        for relation in self.relations_of(name):
            kind = relation.type.rpartition("/")[2]
            if (kind in _DROPPED and not self._is_image(relation.target)) or kind == "thumbnail":
                note = Note(
                    _DROPPED[kind][0], relation.target if not relation.external else name, _DROPPED[kind][1]
                )
                if note not in self.notes:
                    self.notes.append(note)

    def of(self, *kinds: str) -> Iterator[Part]:
        """Parts of these kinds, in the order of their names."""
        for name in sorted(self.parts):
            if self.parts[name].kind in kinds:
                yield self.parts[name]

    def crop(self, part: Part, crop: tuple[float, float, float, float]) -> None:
        """Cut off what a picture's frame hides."""
        part.data = images.pixels(part.data, images.kind_of(part.data), crop)

    def save(self) -> bytes:
        """The new package: the same bytes for the same content."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            names = {name: _image_name(part) for name, part in self.parts.items()}
            _add(archive, "[Content_Types].xml", self._types_xml(names))
            main = Relation("rId1", f"{R[1:-1]}/officeDocument", self.main, external=False)
            _add(archive, "_rels/.rels", _relations_xml("", [main], names))
            for name in sorted(self.parts):
                part = self.parts[name]
                _add(archive, names[name], written(part.root) if part.root is not None else part.data)
                if part.relations:
                    folder, base = posixpath.split(name)
                    file = posixpath.join(folder, "_rels", f"{base}.rels")
                    _add(archive, file, _relations_xml(folder, list(part.relations.values()), names))
        return out.getvalue()

    def _types_xml(self, names: Mapping[str, str]) -> bytes:
        root = etree.Element(CT + "Types", nsmap={None: CT[1:-1]})
        rels = "application/vnd.openxmlformats-package.relationships+xml"
        etree.SubElement(root, CT + "Default", Extension="rels", ContentType=rels)
        etree.SubElement(root, CT + "Default", Extension="xml", ContentType="application/xml")
        for name in sorted(self.parts):
            etree.SubElement(
                root, CT + "Override", PartName=f"/{names[name]}", ContentType=self.parts[name].content_type
            )
        return written(root)


def _image_name(part: Part) -> str:
    """A picture's part is named by its real format."""
    if part.kind != "image":
        return part.name
    return f"{part.name.rpartition('.')[0]}.{part.content_type.removeprefix('image/')}"


def _relations_xml(folder: str, relations: list[Relation], names: Mapping[str, str]) -> bytes:
    root = etree.Element(REL + "Relationships", nsmap={None: REL[1:-1]})
    for one in relations:
        made = etree.SubElement(root, REL + "Relationship", Id=one.id, Type=one.type)
        if one.external:
            made.set("Target", one.target)
            made.set("TargetMode", "External")
        else:
            made.set("Target", posixpath.relpath(names[one.target], folder or "."))
    return written(root)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data, zipfile.ZIP_DEFLATED)
