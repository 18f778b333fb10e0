"""What a Word document carries beside its text: changes, comments, hidden text, fields, its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from gongkai.screening.cleaning.pieces import Note
from gongkai.screening.cleaning.xml import local, remove, unwrap
from gongkai.screening.files.wordstyles import Looks, Styles, is_pictures, symbol

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OUT = frozenset(
    [
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tcPrChange",
        "trPrChange",
        "tblGridChange",
        "tblPrExChange",
        "numberingChange",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "cellIns",
        "cellDel",
        "cellMerge",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "altChunk",
        "subDoc",
        "object",
        "control",
        "OLEObject",
        "externalData",
        "ffData",
        "rt",
        "rubyPr",
        "hlinkClick",
        "hlinkHover",
        "svgBlip",
        "movie",
        "embedRegular",
        "embedBold",
        "embedItalic",
        "embedBoldItalic",
        "contentPart",
        "extLst",
        "docVars",
        "smartTagPr",
        "customXmlPr",
    ]
)
"""Elements that never go into the copy. ``rt``: the pinyin over a name breaks the name up."""
_UNWRAP = frozenset({"smartTag", "customXml", "sdtContent"})
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "PAGEREF", "SEQ", "REF", "NOTEREF"})
"""Fields that stay; of all others the shown result stays."""
_NAMED = {
    "altChunk": ("embedded_object", "嵌入的其他文档"),
    "subDoc": ("embedded_object", "子文档"),
    "object": ("embedded_object", "嵌入对象"),
    "control": ("embedded_object", "控件"),
    "externalData": ("embedded_object", "图表的内嵌工作簿"),
    "commentReference": ("comment", "批注"),
}


@dataclass
class Sweeper:
    """Cleans one part's XML; what went is noted once for each kind and place."""

    tracked_changes: str = "accept"
    styles: Styles = field(default_factory=lambda: Styles(etree.Element("styles")))
    notes: list[Note] = field(default_factory=list)

    def sweep(self, root: etree._Element, where: str) -> None:
        """Everything in its order: changes first, so that what they hid is no longer there."""
        self._revisions(root, where)
        self._hidden(root, where)
        self._fields(root)
        for element in list(root.iter()):
            name = local(element)
            if name in _OUT:
                if name in _NAMED:
                    self._note(_NAMED[name][0], where, _NAMED[name][1])
                remove(element)
        self._wrappers(root)
        self._symbols(root)
        self._marks(root)

    def _note(self, kind: str, where: str, what: str) -> None:
        note = Note(kind, where, what)
        if note not in self.notes:
            self.notes.append(note)

    def _revisions(self, root: etree._Element, where: str) -> None:
        """Accept or reject: one kind of container goes with its content, the other only as a container."""
        gone, stays = ("del", "moveFrom"), ("ins", "moveTo")
        if self.tracked_changes == "reject":
            gone, stays = stays, gone
        for element in list(root.iter(*(W + name for name in (*gone, *stays)))):
            parent = element.getparent()
            if parent is None:
                continue
            self._note("tracked_change", where, "修订记录")
            inside = local(parent)
            if inside in {"rPr", "trPr", "tcPr", "numPr"}:
                self._mark(element, parent, goes=local(element) in gone)
            elif local(element) in gone:
                remove(element)
            else:
                unwrap(element)
        for element in root.iter(W + "delText", W + "delInstrText"):
            element.tag = W + ("t" if local(element) == "delText" else "instrText")

    @staticmethod
    def _mark(element: etree._Element, parent: etree._Element, *, goes: bool) -> None:
        """A changed paragraph mark or table row."""
        remove(element)
        if not goes:
            return
        holder = parent.getparent()
        if local(parent) == "trPr" and holder is not None:
            remove(holder)
            return
        paragraph = holder.getparent() if holder is not None and local(holder) == "pPr" else None
        following = paragraph.getnext() if paragraph is not None else None
        if paragraph is not None and following is not None and following.tag == W + "p":
            for child in list(following):
                if child.tag != W + "pPr":
                    paragraph.append(child)
            remove(following)

    def _hidden(self, root: etree._Element, where: str) -> None:
        """Runs that are not shown: hidden, white on white, tiny."""
        for paragraph in root.iter(W + "p"):
            cell = next(paragraph.iterancestors(W + "tc"), None)
            ground = Looks(shaded=cell is not None and self.styles.is_shaded(cell, "tcPr"))
            looks = self.styles.paragraph(paragraph, ground)
            for run in [
                one for one in paragraph.iter(W + "r") if next(one.iterancestors(W + "p")) is paragraph
            ]:
                own = self.styles.run(run, looks)
                if (own.hidden or own.is_faint) and any(True for _ in run.iter(W + "t")):
                    self._note("hidden_text", where, "隐藏、白色或者极小的文字")
                    remove(run)

    @staticmethod
    def _fields(root: etree._Element) -> None:
        """Field codes go, except of harmless fields; the shown results stay."""
        open_fields: list[_Field] = []
        for element in list(root.iter(W + "fldChar", W + "instrText")):
            kind = element.get(W + "fldCharType", "instr")
            if kind == "begin":
                open_fields.append(_Field())
            if open_fields:
                open_fields[-1].elements.append(element)
                open_fields[-1].code += element.text or "" if kind == "instr" else ""
            else:
                remove(element)
            if kind == "end" and open_fields:
                open_fields.pop().close()
        for rest in open_fields:
            rest.close()
        for simple in list(root.iter(W + "fldSimple")):
            if first_word(simple.get(W + "instr", "")) not in _FIELDS:
                unwrap(simple)

    @staticmethod
    def _wrappers(root: etree._Element) -> None:
        """Content controls and smart tags: their content stays, their names and bindings go."""
        for element in list(root.iter(W + "sdt")):
            for child in list(element):
                if local(child) != "sdtContent":
                    element.remove(child)
            unwrap(element)
        for element in list(root.iter()):
            if local(element) in _UNWRAP:
                unwrap(element)
        for ruby in list(root.iter(W + "ruby")):
            run = ruby.getparent()
            for base in ruby.iter(W + "rubyBase"):
                for inner in list(base.iterchildren(W + "r")):
                    if run is not None and run.tag == W + "r":
                        run.addprevious(inner)
            remove(ruby)

    @staticmethod
    def _symbols(root: etree._Element) -> None:
        """Letters and digits that stand as symbols become text, so that a number is one number."""
        for element in list(root.iter(W + "sym")):
            char = symbol(element)
            if char.isalnum() and not is_pictures(element):
                element.tag = W + "t"
                element.attrib.clear()
                element.text = char

    @staticmethod
    def _marks(root: etree._Element) -> None:
        """Bookmarks with names of their own, and the ids of editing sessions."""
        gone = set()
        for element in list(root.iter(W + "bookmarkStart")):
            if not element.get(W + "name", "").startswith(("_Toc", "_Ref")):
                gone.add(element.get(W + "id", ""))
                remove(element)
        for element in list(root.iter(W + "bookmarkEnd")):
            if element.get(W + "id", "") in gone:
                remove(element)
        for element in root.iter():
            for key in list(element.attrib):
                name = str(key).rpartition("}")[2]
                if name.startswith("rsid") or name in {"paraId", "textId", "durableId", "anchorId", "editId"}:
                    del element.attrib[key]


@dataclass
class _Field:
    """A complex field while it is being read."""

    code: str = ""
    elements: list[etree._Element] = field(default_factory=list)

    def close(self) -> None:
        """Take the code out unless the field is harmless."""
        if first_word(self.code) not in _FIELDS:
            for element in self.elements:
                remove(element)


def first_word(code: str) -> str:
    """The name of a field."""
    return code.strip().partition(" ")[0].upper()


def keep_only(root: etree._Element, names: frozenset[str], after: Callable[[etree._Element], None]) -> None:
    """Keep only some children of a root, such as the few settings that change how a document looks."""
    for child in list(root):
        if local(child) in names:
            after(child)
        else:
            root.remove(child)
