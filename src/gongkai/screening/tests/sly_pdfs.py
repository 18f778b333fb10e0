"""Sly files of PDF: fields, labels, notes, layers and bytes around the document hide a mobile number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, OutlineItem, String

from gongkai.screening.tests.files_built import MOBILE, line, pdf, saved
from gongkai.screening.tests.sly_files import Sly

_SAID = f"电话{MOBILE}"
_RECT = Array([10, 10, 200, 30])


def field(kind: Name, *, listed: bool = True, **values: Any) -> Callable[[], bytes]:
    """A document with one form field, in the form's list or only on the page."""

    def make() -> bytes:
        document = pdf(line("notice"))
        one = document.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=kind, T=String("a"), Rect=_RECT, **values)
        )
        document.pages[0].obj.Annots = Array([one])
        if listed:
            document.Root.AcroForm = Dictionary(Fields=Array([one]))
        return saved(document)

    return make


def note(**values: Any) -> Callable[[], bytes]:
    """A document with one note that shows nothing of what it says."""

    def make() -> bytes:
        document = pdf(line("notice"))
        one = Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, F=2, Rect=_RECT, Contents=String("x"), **values
        )
        document.pages[0].obj.Annots = Array([document.make_indirect(one)])
        return saved(document)

    return make


def page_label() -> bytes:
    document = pdf(line("notice"))
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(_SAID), S=Name.D)]))
    return saved(document)


def layer_off_by_its_use() -> bytes:
    document = pdf(line("notice"))
    use = Dictionary(View=Dictionary(ViewState=Name.OFF))
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(_SAID), Usage=use))
    told = Dictionary(Event=Name.View, OCGs=Array([group]), Category=Array([Name.View]))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(AS=Array([told])))
    return saved(document)


def removed_page() -> bytes:
    """A page that was taken out; a bookmark still leads to it."""
    document = pdf(line("notice"), line(MOBILE))
    with document.open_outline() as outline:
        outline.root.append(OutlineItem("x", 1))
    pages = document.Root.Pages
    pages.Kids, pages.Count = Array([pages.Kids[0]]), 1
    return saved(document)


def plain() -> bytes:
    return saved(pdf(line("notice")))


PDFS: dict[str, Sly] = {
    "choice of a form": Sly(
        "a.pdf", field(Name.Ch, Opt=Array([String(_SAID), Array([String("1"), String("x")])]))
    ),
    "rich text of a form": Sly(
        "a.pdf", field(Name.Tx, RV=String(f"<p>电话{MOBILE[:5]}<b>{MOBILE[5:]}</b></p>"))
    ),
    "field that no form lists": Sly("a.pdf", field(Name.Tx, listed=False, V=String(_SAID))),
    "rich text of a note in pieces": Sly(
        "a.pdf", note(RC=String(f"<p>电话{MOBILE[:5]}<b>{MOBILE[5:]}</b></p>")), ("comment",)
    ),
    "subject of a note": Sly("a.pdf", note(Subj=String(_SAID)), ("comment",)),
    "prefix of page numbers": Sly("a.pdf", page_label),
    "layer off by its use": Sly("a.pdf", layer_off_by_its_use, ("hidden_text",)),
    "removed page that a bookmark leads to": Sly("a.pdf", removed_page, ("hidden_text",)),
    "bytes behind the document": Sly("a.pdf", lambda: plain() + _SAID.encode(), ("hidden_text",)),
    "bytes before the document": Sly("a.pdf", lambda: f"{_SAID}\n".encode() + plain(), ("hidden_text",)),
}
"""Every sly PDF by what it does."""
