"""Form fields of a PDF: values, defaults, rich text and choices, also of fields that no form lists."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from gongkai.screening.files.extract import Collector
from gongkai.screening.files.pdfstreams import string_of, without_tags

MOST_FIELDS = 50_000
_VALUES = {"/V": "表单域", "/DV": "表单域", "/RV": "表单域", "/Opt": "表单选项"}
"""Keys of a field that hold text, and what their place is called."""


def read_fields(document: pikepdf.Pdf, into: Collector) -> None:
    """Add what the fields hold, which need not stand on any page."""
    form = document.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        into.note("file.embedded_object", "整个文件", "XFA 表单")
        into.add(without_tags(string_of(form["/XFA"])), "XFA 表单")
    for field in _fields(document, form):
        name = string_of(field.get("/T"))
        for key, place in _VALUES.items():
            said = string_of(field.get(key))
            if key == "/RV":
                said = without_tags(said)
            into.add(said, f"{place} {name[:40]}", context=f"{name}：" if name else "")


def _fields(document: pikepdf.Pdf, form: Object | None) -> Iterator[Object]:
    """Fields of the form with their kids, then widgets of the pages; each once."""
    stack = list(form.get("/Fields", Array())) if isinstance(form, Dictionary) else []
    for page in document.pages:
        notes = page.obj.get("/Annots", Array())
        stack += [one for one in notes if isinstance(one, Dictionary) and one.get("/Subtype") == Name.Widget]
    stack.reverse()
    seen: set[tuple[int, int]] = set()
    steps = 0
    while stack and steps < MOST_FIELDS:
        field = stack.pop()
        steps += 1
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        stack += [kid for kid in field.get("/Kids", Array()) if isinstance(kid, Dictionary)]
        yield field
