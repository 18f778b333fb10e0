"""The objects of a PDF: annotations, forms, attachments, scripts, layers, metadata, unused objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from gongkai.refusal import Refused
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.image import read_picture, xmp_text
from gongkai.screening.files.markup import address_text, is_path, local, parse
from gongkai.screening.files.pdfforms import read_fields
from gongkai.screening.files.pdfstreams import name_text, stream_text, string_of, without_tags
from gongkai.screening.files.reading import read_inner

MOST_OBJECTS = 500_000
_INFO = {"/Author": "作者", "/Subject": "主题", "/Keywords": "关键词"}
_PROGRAM = {
    "/Producer",
    "/Creator",
    "/CreationDate",
    "/ModDate",
    "/Trapped",
    "/PTEX.Fullbanner",
    "/GTS_PDFXVersion",
}
_XMP_PERSONS = {"creator", "Author", "publisher", "contributor", "rights", "Owner"}
_XMP_TEXTS = {
    "description",
    "subject",
    "Keywords",
    "label",
    "Company",
    "Manager",
    "SourceModified",
    "instanceName",
}
_SPOKEN = ("/Alt", "/ActualText", "/E", "/TU", "/TM", "/Title", "/CA", "/AC", "/RC", "/Subj")
_SAID_IN = {
    "/Title": "书签或者标题",
    "/Alt": "替代文字",
    "/ActualText": "替换文字",
    "/E": "缩写说明",
    "/TU": "表单提示",
    "/CA": "按钮文字",
    "/AC": "按钮文字",
    "/RC": "批注或者按钮文字",
    "/Subj": "批注主题",
}
"""Where a reader finds what is not on the page."""
_LAUNCH = ("/Launch", "/ImportData", "/RichMediaExecute", "/SetOCGState", "/Trans")
_ELSEWHERE = frozenset(("/Parent", "/P", "/Dest", "/D", "/B", "/Prev", "/Next"))
"""Keys that lead from a page to other pages."""
_TELLS = re.compile(r"\d{7}|@|[\u4e00-\u9fff]{2}")
"""A name or a text of private data that may say something about somebody."""
_DEEP, MOST_STRINGS = 6, 5_000
_TELLING = frozenset((*_SPOKEN, "/JS", "/S", "/URI", "/EF", "/ByteRange", "/PieceInfo", "/Thumb", "/Dests"))
"""Keys by which a dictionary says something."""
_OBJECTS = ("/RichMedia", "/Movie", "/Sound", "/3D", "/Screen")


class Objects:
    """One pass over everything that the trailer reaches, and then over the rest."""

    def __init__(self, document: pikepdf.Pdf, into: Collector, shown: list[str], unsure: set[int]) -> None:
        self._document = document
        self._into = into
        self._shown = re.sub(r"\s", "", "".join(shown))
        self._unsure = unsure
        self._seen: set[tuple[int, int]] = set()
        self._steps = 0
        self._where = "整个文件"
        self._pages = {page.obj.objgen for page in document.pages}

    def read(self) -> None:
        """Read everything."""
        self._info()
        self._layers()
        read_fields(self._document, self._into)
        self._page_labels()
        for number, page in enumerate(self._document.pages):
            self._annotations(page, f"第 {number + 1} 页")
            if number in self._unsure:
                self._second(page.obj, f"第 {number + 1} 页（第二次读取）", page.obj.get("/Resources"))
        for number, page in enumerate(self._document.pages, 1):
            self._where = f"第 {number} 页"
            self._each(page.obj, _ELSEWHERE)
        self._where = "整个文件"
        self._each(self._document.trailer, frozenset())
        self._left_over()

    def _each(self, root: Object, without: frozenset[str]) -> None:
        for thing in self._walk(root, without):
            if isinstance(thing, Stream):
                self._stream(thing, self._where)
            elif thing.get("/Type") in (Name.Page, Name.Template) and thing.objgen not in self._pages:
                self._removed(thing)
            if not _TELLING.isdisjoint(thing.keys()):
                self._thing(thing)

    def _walk(self, root: Object, without: frozenset[str]) -> Iterator[Object]:
        """Dictionaries and streams that are reached from a root, each once."""
        stack: list[Object] = [root]
        while stack:
            thing = stack.pop()
            self._steps += 1
            if self._steps > MOST_OBJECTS:
                raise Refused("too-big", "PDF 的对象过多", "请重新导出后再检查")
            if thing.is_indirect:
                if thing.objgen in self._seen:
                    continue
                self._seen.add(thing.objgen)
            if isinstance(thing, Dictionary | Stream):
                yield thing
                values: list[object] = [value for key, value in thing.items() if key not in without]
            elif isinstance(thing, Array):
                values = list(thing) if len(thing) and not isinstance(thing[0], int) else _containers(thing)
            else:
                continue
            stack += [value for value in values if isinstance(value, Dictionary | Stream | Array)]

    def _thing(self, thing: Object) -> None:
        """What one dictionary says."""
        where = self._where
        if "/JS" in thing:
            self._into.hide("file.pdf_javascript", where, string_of(thing["/JS"]))
        action = string_of(thing.get("/S")) if isinstance(thing.get("/S"), Name) else ""
        if action in _LAUNCH[:3]:
            self._into.hide("file.pdf_javascript", where, _file_name(thing), note=f"启动动作 {action[1:]}")
        elif action in ("/GoToR", "/GoToE", "/SubmitForm"):
            self._into.hide("file.metadata.link", where, _file_name(thing), note=action[1:])
        elif action == "/URI" and isinstance(thing.get("/URI"), String):
            self._link(str(thing["/URI"]), where)
        if "/EF" in thing:
            self._attachment(thing, where)
        if "/ByteRange" in thing:
            signed = [string_of(thing.get(key)) for key in ("/Name", "/Location", "/Reason", "/ContactInfo")]
            self._into.hide("file.metadata.person", f"{where}的签名", "；".join(filter(None, signed)))
        if "/PieceInfo" in thing:
            said = "；".join(_strings(thing["/PieceInfo"]))
            self._into.hide("file.metadata.custom", where, said or "PieceInfo", note="制作软件的私有数据")
        for name in _names(thing.get("/Dests")):
            self._into.hide("file.metadata.custom", where, name, note="跳转目标的名称")
        if "/Thumb" in thing:
            self._into.note("file.metadata.picture", where, "缩略图")
        for key in _SPOKEN:
            value = thing.get(key)
            if isinstance(value, String | Stream):
                said = string_of(value)
                self._spoken(key, without_tags(said) if key == "/RC" else said, where)

    def _spoken(self, key: str, said: str, where: str) -> None:
        """Alternative texts, field tips, bookmarks: not on the page, but read aloud or searched."""
        squeezed = re.sub(r"\s", "", said)
        if is_path(said):
            self._into.hide("file.metadata.path", f"{where}的替代文字", said)
        elif key == "/Alt" and squeezed:
            self._into.hide("file.metadata.alt", f"{where}的替代文字", said)
        elif squeezed and squeezed not in self._shown:
            self._into.add(said, f"{where}的{_SAID_IN.get(key, key[1:])}")

    def _link(self, target: str, where: str) -> None:
        if is_path(target):
            self._into.hide("file.metadata.path", where, target)
        else:
            self._into.add(address_text(target), f"{where}的链接")

    def _attachment(self, thing: Object, where: str) -> None:
        name = next((string_of(thing[key]) for key in ("/UF", "/F", "/Desc") if key in thing), "")
        said = " ".join(filter(None, (name, string_of(thing.get("/Desc")))))
        self._into.hide("file.pdf_attachment", f"{where}的附件", said or "附件")
        files = thing.get("/EF")
        for key in ("/F", "/UF"):
            stream = files.get(key) if isinstance(files, Dictionary) else None
            if isinstance(stream, Stream):
                read_inner(stream.read_bytes(), name, self._into, f"附件 {name[:60]}")
                return

    def _stream(self, stream: Stream, where: str) -> None:
        """Metadata packets and pictures."""
        if stream.get("/Type") == Name.Metadata:
            self._xmp(stream)
        elif stream.get("/Subtype") == Name.Image and "/DCTDecode" in str(stream.get("/Filter", "")):
            data = stream.read_raw_bytes()
            if any(
                mark in data[:65_536] for mark in (b"Exif\x00", b"http://ns.adobe.com/", b"Photoshop 3.0")
            ):
                try:
                    read_picture(data, self._into, f"{where}的图片")
                except Refused as refused:
                    if refused.code != "damaged":
                        raise

    def _xmp(self, stream: Stream) -> None:
        """An XMP packet: persons and texts by their names, the rest is the program's."""
        packet = stream.read_bytes()
        try:
            root = parse(packet.strip(b"\x00 \r\n"), "XMP")
        except Refused as refused:
            if refused.code == "doctype":
                raise
            said = xmp_text(packet.decode("utf-8", "replace"))
            if said:
                self._into.hide("file.metadata.text", "XMP 属性", said)
            return
        for element in root.iter():
            values = [(local(key), str(value)) for key, value in element.attrib.items()]
            name = _xmp_name(element)
            for key, value in [*values, (name, element.text or "")]:
                self._named(key, value.strip(), "XMP 属性")

    def _named(self, key: str, value: str, where: str) -> None:
        """A property by its name."""
        if not re.search(r"\w", value):
            return
        if key in _XMP_PERSONS:
            self._into.hide("file.metadata.person", f"{where} {key}", value)
        elif key == "title":
            self._title(value, f"{where} {key}")
        elif key in _XMP_TEXTS:
            self._into.hide("file.metadata.text", f"{where} {key}", value)
        elif is_path(value) or re.search(r"[\u4e00-\u9fff]", value):
            self._into.hide("file.metadata.text", f"{where} {key[:30]}", value)

    def _title(self, value: str, where: str) -> None:
        same = re.sub(r"\s", "", value) in self._shown
        self._into.hide("file.metadata.title" if same else "file.metadata.text", where, value)

    def _info(self) -> None:
        """The information dictionary."""
        info = self._document.trailer.get("/Info")
        if not isinstance(info, Dictionary):
            return
        program = []
        for key, value in info.items():
            said = string_of(value).strip()
            if not said:
                continue
            if key == "/Title":
                self._title(said, "属性 标题")
            elif key in _INFO:
                rule = "file.metadata.person" if key == "/Author" else "file.metadata.text"
                self._into.hide(rule, f"属性 {_INFO[key]}", said)
            elif key in _PROGRAM:
                program.append(said)
            else:
                self._into.hide("file.metadata.custom", f"属性 {name_text(key)[1:40]}", said)
        if program:
            self._into.note("file.metadata.program", "属性", "；".join(program))

    def _layers(self) -> None:
        """Layers that are off."""
        content = self._document.Root.get("/OCProperties")
        if not isinstance(content, Dictionary):
            return
        shown = content.get("/D", Dictionary())
        off = list(shown.get("/OFF", Array()))
        if shown.get("/BaseState") == Name.OFF:
            on = {group.objgen for group in shown.get("/ON", Array())}
            off += [group for group in content.get("/OCGs", Array()) if group.objgen not in on]
        if shown.get("/AS"):
            off += [group for group in content.get("/OCGs", Array()) if _is_unseen(group)]
        for group in off:
            self._into.hide("file.hidden_text.layer", "整个文件", f"图层 {string_of(group.get('/Name'))}")

    def _page_labels(self) -> None:
        """Prefixes of page numbers, which only the program shows."""
        for said in _strings(self._document.Root.get("/PageLabels")):
            self._into.add(said, "页码的前缀")

    def _annotations(self, page: pikepdf.Page, where: str) -> None:
        for note in page.obj.get("/Annots", Array()):
            if not isinstance(note, Dictionary):
                continue
            kind = string_of(note.get("/Subtype"))
            if kind in ("/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet"):
                self._appearance(note, where)
                continue
            author, said = string_of(note.get("/T")), string_of(note.get("/Contents"))
            self._into.hide(
                "file.comment", f"{where}的批注", said or kind[1:], note=f"作者 {author}" if author else ""
            )
            if kind in _OBJECTS:
                self._into.note("file.embedded_object", where, kind[1:])
            self._appearance(note, where)

    def _appearance(self, note: Dictionary, where: str) -> None:
        """What an annotation draws."""
        drawn = note.get("/AP", Dictionary()).get("/N")
        states = (
            [drawn] if isinstance(drawn, Stream) else [value for _, value in drawn.items()] if drawn else []
        )
        for state in states:
            if isinstance(state, Stream):
                self._second(state, f"{where}的批注", state.get("/Resources"))

    def _second(self, content: Object, where: str, resources: Object | None) -> None:
        """What the second extractor reads and the first one did not."""
        said = stream_text(content, resources)
        squeezed = re.sub(r"\s", "", said)
        if squeezed and squeezed not in self._shown:
            self._into.add(said, where)

    def _removed(self, page: Object) -> None:
        """A page that was taken out while a bookmark or the structure still leads to it."""
        content = page.get("/Contents")
        streams = [
            one for one in (content if isinstance(content, Array) else [content]) if isinstance(one, Stream)
        ]
        said = "\n".join(stream_text(one, page.get("/Resources")) for one in streams).strip()
        if said:
            self._into.hide("file.hidden_text.left", "已经删去的页", said)

    def _left_over(self) -> None:
        """Streams that nothing refers to any more."""
        for thing in self._document.objects:
            if not isinstance(thing, Stream) or thing.objgen in self._seen:
                continue
            if string_of(thing.get("/Type")) in ("/ObjStm", "/XRef"):
                continue
            said = stream_text(thing, thing.get("/Resources")).strip()
            if said:
                self._into.hide("file.hidden_text.left", "不再使用的对象", said)
            elif thing.get("/Subtype") == Name.Image:
                self._into.note("file.hidden_text.left", "不再使用的对象", "图片")


def _is_unseen(group: object) -> bool:
    """Whether a layer is off by what it says of its own use: on the screen."""
    use = group.get("/Usage") if isinstance(group, Dictionary) else None
    view = use.get("/View") if isinstance(use, Dictionary) else None
    return isinstance(view, Dictionary) and view.get("/ViewState") == Name.OFF


def _containers(array: Array) -> list[object]:
    """Members of an array that begins with a number: widths and dashes hold nothing else."""
    return [] if len(array) > 64 else list(array)


def _strings(root: object) -> Iterator[str]:
    """Texts anywhere in private data, as far as they are texts; a few levels deep."""
    level = [root]
    for _ in range(_DEEP):
        level = [
            value
            for thing in level[:MOST_STRINGS]
            if isinstance(thing, Dictionary | Stream | Array)
            for value in (thing if isinstance(thing, Array) else (one for _key, one in thing.items()))
        ]
        for value in level[:MOST_STRINGS]:
            if isinstance(value, String) and _TELLS.search(str(value)):
                yield str(value)


def _names(tree: object) -> Iterator[str]:
    """Names of destinations that say something: keys of a dictionary, every second entry of a name tree."""
    level: list[Any] = [tree]
    for _ in range(_DEEP):
        level = [one for one in level[:MOST_STRINGS] if isinstance(one, Dictionary)]
        for thing in level:
            named = thing.get("/Names")
            said = (
                list(named)[::2] if isinstance(named, Array) else [key[1:] for key, _value in thing.items()]
            )
            named_so = (name if isinstance(name, str) else string_of(name) for name in said[:MOST_STRINGS])
            yield from (one for one in map(name_text, named_so) if _TELLS.search(one))
        level = [kid for thing in level if isinstance(kids := thing.get("/Kids"), Array) for kid in kids]


def _file_name(action: Object) -> str:
    """The file that an action names."""
    target = action.get("/F") or action.get("/Win")
    if isinstance(target, Dictionary):
        return next((string_of(target[key]) for key in ("/UF", "/F") if key in target), "") or str(
            action.get("/S")
        )
    return string_of(target) or str(action.get("/S"))


def _xmp_name(element: object) -> str:
    """The property that a text in XMP belongs to: list items belong to the property around them."""
    walk: Callable[[object], object] = lambda node: node.getparent()  # type: ignore[attr-defined]  # noqa: E731
    while element is not None and local(element) in ("li", "Seq", "Alt", "Bag", "Description"):
        element = walk(element)
    return local(element) if element is not None else ""
