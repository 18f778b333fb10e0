"""A PDF that is open for cleaning: every page either without its found glyphs or as a picture."""

from __future__ import annotations

import io
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from gongkai.refusal import Refused
from gongkai.screening.cleaning import looks
from gongkai.screening.cleaning.pdf import raster, scanned
from gongkai.screening.cleaning.pdf.columns import labels
from gongkai.screening.cleaning.pdf.content import IDENTITY, Box, Glyph, Page, Reader, State, Stream, holds
from gongkai.screening.cleaning.pdf.lettering import FONT_NAME, Word, letters, word_in
from gongkai.screening.cleaning.pdf.resources import strip, used
from gongkai.screening.cleaning.pdf.rewriting import blackened, join, joined_boxes, rewritten, text_of
from gongkai.screening.cleaning.pieces import Edit, Note, Piece, Unclean
from gongkai.screening.files import placed, scans
from gongkai.screening.policies.model import Policy

MOST_PAGES = 2_000
MOST_SIDE = 14_400
"""Points: 200 inches, the largest page that the format knows."""
_MOST_ODD = 3
_COVERING = frozenset({"/Square", "/Redact", "/Polygon", "/Stamp", "/Ink"})
_PAGE_KEYS = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents")


@dataclass(slots=True)
class Sheet:
    """One page on its way."""

    number: int
    page: Page
    resources: Any
    seen: raster.Seen
    as_picture: bool
    black: list[Box] = field(default_factory=list)
    """Places to blacken in any case: under an opaque annotation."""
    gone: list[Glyph] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    """What is written into the black."""
    looks: list[raster.Seen] = field(default_factory=list)
    """What OCR reads on it, in two views."""


class PdfDraft:
    """A PDF as pieces. Raises Refused, Unclean.

    ``pictures`` are the numbers of pages that become pictures whatever they hold.
    """

    blackens = True

    def __init__(self, data: bytes, *, pictures: Container[int] = ()) -> None:
        self.notes: list[Note] = []
        self.pdf = _opened(data)
        self._tell(data)
        flat = self._flattened()
        self.document = raster.open_document(flat)
        self.sheets = [
            self._sheet(number, page, number in pictures)
            for number, page in enumerate(self.pdf.pages, start=1)
        ]
        self._pieces: list[Piece] = []
        self._owners: list[tuple[Sheet, Sequence[Glyph | Box | None]]] = []
        for sheet in self.sheets:
            self._read(sheet)

    def _tell(self, data: bytes) -> None:
        """What stays behind as a whole."""
        root = self.pdf.Root
        names = root.get("/Names", pikepdf.Dictionary())
        facts = (
            (data.count(b"%%EOF") > 1, "pdf_history", "以前保存的版本"),
            ("/EmbeddedFiles" in names or "/AF" in root, "pdf_attachment", "附件"),
            (
                "/JavaScript" in names or "/OpenAction" in root or "/AA" in root,
                "pdf_javascript",
                "脚本和自动动作",
            ),
            ("/OCProperties" in root, "hidden_text", "图层"),
            ("/Outlines" in root, "metadata", "书签"),
            ("/Metadata" in root or bool(self.pdf.docinfo), "metadata", "文档属性"),
        )
        self.notes += [Note(kind, "整个文件", what) for there, kind, what in facts if there]

    def _flattened(self) -> bytes:
        """The document with its form fields drawn into the pages; comments are no part of it."""
        form = self.pdf.Root.get("/AcroForm")
        if form is not None and "/XFA" in form:
            raise Unclean("PDF 是动态表单（XFA），不能生成安全的副本；请打印成普通 PDF")
        self._covered: dict[int, list[Box]] = {}
        for number, page in enumerate(self.pdf.pages, start=1):
            self._annotations(number, page)
        try:
            if form is not None:
                self.pdf.generate_appearance_streams()
            self.pdf.flatten_annotations("all")
        except (pikepdf.PdfError, RuntimeError, ValueError):
            self.notes.append(Note("metadata", "整个文件", "表单域不能画入页面，已去掉"))
        for holder, key in (
            *((page.obj, "/Annots") for page in self.pdf.pages),
            (self.pdf.Root, "/AcroForm"),
        ):
            if key in holder:
                del holder[key]
        out = io.BytesIO()
        self.pdf.save(out)
        self.pdf = pikepdf.open(io.BytesIO(out.getvalue()))
        return out.getvalue()

    def _annotations(self, number: int, page: Any) -> None:
        """Only form fields stay; an opaque shape that someone put over text is taken at its word."""
        found = page.obj.get("/Annots")
        if not isinstance(found, pikepdf.Array):
            return
        kept = []
        for one in found:
            if not isinstance(one, pikepdf.Dictionary):
                continue
            kind = str(one.get("/Subtype", ""))
            if kind == "/Widget" and not int(one.get("/F", 0)) & 2:
                kept.append(one)
            elif kind in _COVERING and "/Rect" in one:
                left, bottom, right, top = (float(side) for side in one.Rect)
                box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
                self._covered.setdefault(number, []).append(box)
            if kind not in {"/Widget", "/Link"}:
                self.notes.append(Note("comment", f"第 {number} 页", "批注"))
        page.obj["/Annots"] = pikepdf.Array(kept)

    def _sheet(self, number: int, page: Any, pictures: bool) -> Sheet:
        crop = _box(page.cropbox)
        if max(crop[2] - crop[0], crop[3] - crop[1]) >= MOST_SIDE:
            raise Refused("page-too-large", f"第 {number} 页达到 200 英寸", "请重新导出 PDF")
        content = Page(crop)
        resources = page.resources
        Reader(content, resources, State(IDENTITY), {}).run(page)
        content.look()
        if self._covered.get(number):
            content.note("批注遮住内容")
        if "/UserUnit" in page.obj:
            content.note("页面单位")
        shown = self.document[number - 1]
        sheet = Sheet(number, content, resources, raster.seen(shown), pictures or bool(content.unusual))
        sheet.black = list(self._covered.get(number, ()))
        self._look(sheet, shown)
        shown.close()
        if sheet.as_picture:
            why = "、".join(content.unusual) or ("有图片" if sheet.looks else "复核要求")
            self.notes.append(Note("metadata", f"第 {number} 页", f"转为图片：{why}"))
        self._legible(sheet)
        return sheet

    def _look(self, sheet: Sheet, shown: Any) -> None:
        """Read the pictures of a page by OCR: always where they are the page, else where OCR is there."""
        share = _share_of_pictures(sheet.page)
        letters = _letters(sheet.seen.text)
        is_scan = (share > 0.3 and letters < 20) or (share > 0.6 and letters < 60)
        if not is_scan and (share <= scanned.SHARE or not scans.is_installed()):
            return
        views, illegible = scanned.views(shown, sheet.number)
        if not is_scan and not scanned.says_more(views, sheet.seen.text):
            return
        sheet.looks = views
        if is_scan and not scanned.is_read(views):
            raise Unclean(f"第 {sheet.number} 页是扫描件，识别不出文字，不能检查")
        sheet.as_picture = True
        if illegible:
            sheet.black += illegible
            self.notes.append(looks.illegible(f"第 {sheet.number} 页"))

    @staticmethod
    def _legible(sheet: Sheet) -> None:
        """A page that cannot be read cannot be checked."""
        letters = _letters(sheet.seen.text)
        if sheet.page.unreadable or (sheet.as_picture and sheet.seen.odd >= _MOST_ODD):
            why = sheet.page.unreadable or "有认不出的字符"
            raise Unclean(f"第 {sheet.number} 页的文字读不出来（{why}），不能检查")
        shown = sum(len(stream.glyphs) for stream in sheet.page.streams)
        if shown and not letters and any(one.text.strip() for s in sheet.page.streams for one in s.glyphs):
            raise Unclean(f"第 {sheet.number} 页的文字两种读法不一致，不能检查")

    def _read(self, sheet: Sheet) -> None:
        where = f"第 {sheet.number} 页"
        if sheet.as_picture:
            self._add(Piece(sheet.seen.text, where, before="\n"), sheet, sheet.seen.boxes)
            for look in sheet.looks:
                self._add(Piece(look.text, where, before="\n\n", again=True), sheet, look.boxes)
            # A picture cannot be searched afterwards: what either reader finds is blackened.
            for stream in sheet.page.streams:
                text, owners = text_of(stream.glyphs)
                boxes = [None if one is None else one.box for one in owners]
                self._add(Piece(text, where, before="\n\n", again=True), sheet, boxes)
            self._see(sheet, where)
            return
        for stream in sheet.page.streams:
            text, owners = text_of(stream.glyphs)
            at, before = 0, "\n"
            for start, (end, word) in labels(text, owners).items():
                self._add(Piece(text[at:start], where, before=before), sheet, owners[at:start])
                self._add(Piece(f"；{word}：", where, context=True, before=""), sheet, ())
                self._add(Piece(text[start:end], where, before=""), sheet, owners[start:end])
                at, before = end, "；"
            self._add(Piece(text[at:], where, before=before), sheet, owners[at:])
        self._see(sheet, where)

    def _see(self, sheet: Sheet, where: str) -> None:
        """What the eye reads where the order of painting says something else; a reading of its own."""
        seen = sheet.seen
        if sheet.as_picture:
            for text, places in placed.readings(seen.text, seen.boxes, seen.turned):
                boxes = [None if at is None else seen.boxes[at] for at in places]
                self._add(Piece(text, where, before="\n\n", again=True), sheet, boxes)
        glyphs = [one for stream in sheet.page.streams for one in stream.glyphs]
        for text, places in placed.readings([one.text for one in glyphs], [one.box for one in glyphs]):
            owners = [None if at is None else glyphs[at] for at in places]
            found = [one.box if sheet.as_picture and one else one for one in owners]
            self._add(Piece(text, where, before="\n\n", again=True), sheet, found)

    def _add(self, piece: Piece, sheet: Sheet, owners: Sequence[Glyph | Box | None]) -> None:
        if not piece.text:
            return
        self._pieces.append(piece)
        self._owners.append((sheet, owners))

    def pieces(self) -> Sequence[Piece]:
        """One for each content stream, or for each page that becomes a picture."""
        return self._pieces

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """The new file. Raises Refused for objects that turn out to be broken."""
        try:
            return self._save(edits)
        except pikepdf.PdfError as broken:
            raise _damaged() from broken

    def _save(self, edits: dict[int, list[Edit]]) -> bytes:
        for index, some in edits.items():
            for edit in some:
                self._take(index, edit)
        self._letters = letters(word for sheet in self.sheets for word in sheet.words)
        self._gone = {id(one) for sheet in self.sheets for one in sheet.gone}
        for sheet in self.sheets:
            crop = sheet.page.crop
            outside = (
                one for stream in sheet.page.streams for one in stream.glyphs if not holds(crop, one.box)
            )
            self._gone |= {id(one) for one in outside}
        self._forms()
        made = pikepdf.new()
        for sheet in self.sheets:
            if sheet.as_picture:
                self._as_picture(made, sheet)
            else:
                self._as_text(made, sheet)
        self.document.close()
        made.remove_unreferenced_resources()
        out = io.BytesIO()
        made.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return out.getvalue()

    def _take(self, index: int, edit: Edit) -> None:
        """Take what an edit replaces off its page, and remember the word for the place."""
        sheet, owners = self._owners[index]
        piece = self._pieces[index]
        touched = owners[edit.start + edit.kept : edit.end]
        glyphs = [one for one in touched if isinstance(one, Glyph)]
        boxes = [one for one in touched if one is not None and not isinstance(one, Glyph)]
        sheet.gone += glyphs
        sheet.black += boxes
        stays = piece.text[edit.start : edit.start + edit.kept]
        word = word_in(join([*(one.box for one in glyphs), *boxes]), edit.replacement.removeprefix(stays))
        if word is not None and not piece.again:
            sheet.words.append(word)

    def _as_picture(self, made: pikepdf.Pdf, sheet: Sheet) -> None:
        page = self.document[sheet.number - 1]
        wide, high = page.get_size()
        raster.add_page(made, raster.picture(page, join(sheet.black), sheet.words), wide, high)
        page.close()

    def _as_text(self, made: pikepdf.Pdf, sheet: Sheet) -> None:
        page = self.pdf.pages[sheet.number - 1]
        content = sheet.page.streams[0]
        body = rewritten(content, [one for one in content.glyphs if id(one) in self._gone])
        black = blackened(joined_boxes(sheet.gone))
        page.obj["/Resources"] = used(sheet.resources, content)
        said = self._letters.content(sheet.words) if self._letters else b""
        page.obj["/Contents"] = self.pdf.make_stream(b"\n".join((body, black, said)))
        page.obj["/MediaBox"] = page.obj["/CropBox"] = pikepdf.Array(
            [round(side, 3) for side in sheet.page.crop]
        )
        page.obj["/Rotate"] = int(_inherited(page.obj, "/Rotate") or 0)
        for key in [str(key) for key in page.obj if str(key) not in (*_PAGE_KEYS, "/Parent")]:
            del page.obj[key]
        strip(page.obj["/Resources"])
        if said and self._letters:
            fonts = page.obj["/Resources"].get("/Font", pikepdf.Dictionary())
            fonts[FONT_NAME] = self._letters.placed(self.pdf)
            page.obj["/Resources"]["/Font"] = fonts
        made.pages.append(page)

    def _forms(self) -> None:
        """Forms without what goes from them on any page; each is written once."""
        forms: dict[tuple[int, int], tuple[Sheet, Stream, set[tuple[int, int, int]]]] = {}
        for sheet in self.sheets:
            if sheet.as_picture:
                continue
            for stream in sheet.page.streams[1:]:
                _, _, places = forms.setdefault(stream.owner.objgen, (sheet, stream, set()))
                places |= {(one.op, one.item, one.at) for one in stream.glyphs if id(one) in self._gone}
        for sheet, stream, places in forms.values():
            gone = [one for one in stream.glyphs if (one.op, one.item, one.at) in places]
            data = rewritten(stream, gone)
            resources = used(stream.owner.get("/Resources", sheet.resources), stream)
            stream.owner.write(data)
            stream.owner["/Resources"] = resources


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as locked:
        raise Refused("encrypted", "PDF 已加密", "请先解密再处理") from locked
    except (pikepdf.PdfError, ValueError, RuntimeError) as broken:
        raise _damaged() from broken
    if pdf.is_encrypted:
        raise Refused("encrypted", "PDF 已加密或者带有权限限制", "请先解密再处理")
    pages = len(pdf.pages)
    if not pages:
        raise Refused("no-pages", "PDF 没有页面", "请重新导出 PDF")
    if pages >= MOST_PAGES:
        raise Refused(
            "too-many-pages", f"PDF 有 {pages:,} 页，达到 {MOST_PAGES:,} 页的上限", "请拆分后再处理"
        )
    return pdf


def _box(array: Any) -> Box:
    left, bottom, right, top = (float(side) for side in array)
    return (min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _share_of_pictures(page: Page) -> float:
    """Which part of a page pictures take."""
    size = max((page.crop[2] - page.crop[0]) * (page.crop[3] - page.crop[1]), 1)
    return sum(_area(box, page.crop) for box in page.images) / size


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _area(box: Box, crop: Box) -> float:
    """How much of the page a box takes."""
    wide = min(box[2], crop[2]) - max(box[0], crop[0])
    high = min(box[3], crop[3]) - max(box[1], crop[1])
    return max(wide, 0) * max(high, 0)


def _inherited(obj: Any, key: str) -> Any:
    """A value of the page or of the nodes above it."""
    for _ in range(50):
        if key in obj:
            return obj[key]
        if "/Parent" not in obj:
            return None
        obj = obj["/Parent"]
    return None


def open_pdf(data: bytes, _policy: Policy, pictures: Container[int]) -> PdfDraft:
    """A PDF as a draft. Raises Refused, Unclean."""
    try:
        return PdfDraft(data, pictures=pictures)
    except pikepdf.PdfError as broken:
        raise _damaged() from broken


def _damaged() -> Refused:
    return Refused("damaged", "PDF 损坏或者不完整", "请重新导出 PDF")
