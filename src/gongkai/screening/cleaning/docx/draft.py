"""A Word document that is open for cleaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from lxml import etree

from gongkai.screening.cleaning.docx.package import MAIN, Package, Part, R, Relation
from gongkai.screening.cleaning.docx.paragraphs import A, Target, part_pieces
from gongkai.screening.cleaning.docx.revisions import Sweeper, keep_only
from gongkai.screening.cleaning.pieces import Edit, Note, Piece, Unclean, replaced
from gongkai.screening.cleaning.xml import local, remove
from gongkai.screening.files.wordstyles import Styles
from gongkai.screening.policies.model import Policy

_PLACES = {
    MAIN: "", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "chart": "图表",
    "diagram": "图示", "numbering": "编号格式",
}  # fmt: skip
_SETTINGS = frozenset(
    [
        "zoom",
        "compat",
        "evenAndOddHeaders",
        "defaultTabStop",
        "mirrorMargins",
        "footnotePr",
        "endnotePr",
        "characterSpacingControl",
        "themeFontLang",
        "clrSchemeMapping",
        "decimalSymbol",
        "listSeparator",
        "drawingGridHorizontalSpacing",
        "drawingGridVerticalSpacing",
        "displayHorizontalDrawingGridEvery",
        "displayVerticalDrawingGridEvery",
        "displayBackgroundShape",
        "autoHyphenation",
        "gutterAtTop",
        "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter",
        "noLineBreaksAfter",
        "noLineBreaksBefore",
    ]
)
"""Settings that change how the document looks; nothing else of them goes into the copy."""
_IDS = (R + "id", R + "embed", R + "link", R + "pict", R + "href", R + "dm", R + "lo", R + "qs", R + "cs")


class DocxDraft:
    """A DOCX as pieces; saving gives a rebuilt package without history. Raises Refused, Unclean."""

    blackens = False

    def __init__(self, data: bytes, policy: Policy) -> None:
        self.package = Package(data)
        self.notes: list[Note] = self.package.notes
        styles = next(iter(self.package.of("styles")), None)
        look = Styles(styles.root if styles and styles.root is not None else etree.Element("styles"))
        sweeper = Sweeper(policy.tracked_changes, look, self.notes)
        for part in self.package.of(*_PLACES, "settings", "fontTable", "styles", "theme"):
            assert part.root is not None
            sweeper.sweep(part.root, _PLACES.get(part.kind, part.name) or "正文")
        if policy.tracked_changes == "refuse" and any(note.kind == "tracked_change" for note in self.notes):
            raise Unclean("文件带有修订记录，按处理规则应当先由作者接受或者拒绝")
        for part in self.package.of("settings"):
            assert part.root is not None
            keep_only(part.root, _SETTINGS, lambda _: None)
        self._pictures()
        self._prune()
        self._pieces: list[Piece] = []
        self._targets: list[Target | Relation | None] = []
        for kind, place in _PLACES.items():
            for part in self.package.of(kind):
                self._read(part, place)

    def _read(self, part: Part, place: str) -> None:
        """The pieces of one part, then the addresses of its links."""
        assert part.root is not None
        for piece, target in part_pieces(part.root, place, counted=part.kind == MAIN):
            self._pieces.append(piece)
            self._targets.append(target)
        for relation in part.relations.values():
            if relation.external:
                self._pieces.append(Piece(relation.target, f"{place}链接地址", before="\n\n"))
                self._targets.append(relation)

    def _pictures(self) -> None:
        """Cut off what the frame of a picture hides; the frame then shows all of it."""
        uses: list[tuple[Part, etree._Element]] = []
        for part in list(self.package.parts.values()):
            for blip in part.root.iter(A + "blip") if part.root is not None else ():
                relation = part.relations.get(blip.get(R + "embed", ""))
                if relation is not None and not relation.external:
                    uses.append((self.package.parts[relation.target], blip))
        many = Counter(id(picture) for picture, _ in uses)
        for picture, blip in uses:
            frame = blip.getnext()
            if frame is None or local(frame) != "srcRect" or not frame.attrib:
                continue
            if many[id(picture)] > 1:
                raise Unclean("同一张图片以不同的裁剪出现多次，不能去掉被裁掉的部分；请先在 Word 中压缩图片")
            sides = [int(frame.get(side, "0").rstrip("%") or 0) / 100_000 for side in "ltrb"]
            if all(0 <= side < 1 for side in sides):
                self.package.crop(picture, (sides[0], sides[1], sides[2], sides[3]))
                frame.attrib.clear()

    def _prune(self) -> None:
        """References to what stays behind, and parts that nothing refers to any more."""
        for part in list(self.package.parts.values()):
            if part.root is None:
                continue
            used: set[str] = set()
            for element in list(part.root.iter()):
                for key in _IDS:
                    name = element.get(key)
                    if name is None:
                        continue
                    if name in part.relations:
                        used.add(name)
                    elif local(element) in {"headerReference", "footerReference", "attachedTemplate"}:
                        remove(element)
                    else:
                        del element.attrib[key]
            fixed = {"styles", "settings", "fontTable", "numbering", "footnotes", "endnotes", "theme"}
            part.relations = {
                key: one
                for key, one in part.relations.items()
                if key in used
                or (not one.external and self.package.parts[one.target].kind in {*fixed, "diagram"})
            }
        reached = {self.package.main}
        waiting = [self.package.main]
        while waiting:
            for one in self.package.parts[waiting.pop()].relations.values():
                if not one.external and one.target not in reached:
                    reached.add(one.target)
                    waiting.append(one.target)
        for name in set(self.package.parts) - reached:
            del self.package.parts[name]

    def pieces(self) -> Sequence[Piece]:
        """Paragraphs of body, headers, footers, notes, charts, then words outside paragraphs."""
        return self._pieces

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """The rebuilt package."""
        for index, some in edits.items():
            target = self._targets[index]
            if isinstance(target, Relation):
                target.target = replaced(target.target, some)
            elif target is not None:
                target.change(some)
        return self.package.save()


def open_docx(data: bytes, policy: Policy, _pictures: Container[int]) -> DocxDraft:
    """A Word document as a draft. Raises Refused, Unclean."""
    return DocxDraft(data, policy)
