"""The one editor of a longer text that goes out: Markdown for its form, rich text for a person.

Without JavaScript it is the text area that it always was. With it, the page's editor (the script of
django-prose-editor, see ``static/face/prose.js``) posts HTML beside the text area under ``<name>-html``,
and only once something was changed. The widget makes Markdown of it: no form, verb or table ever holds HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.widgets import Media, Script
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.papers import editing
from gongkai.refusal import Refused

HTML = "-html"
"""What stands behind a field's name where its value is HTML of the editor."""
TOO_LONG = "too-long"
LOST = {
    "picture": gettext_lazy("图片没有保留：请作为附件上传，再用“图片”按钮插入"),
    "merged": gettext_lazy("合并的单元格已经拆开，文字在左上角的一格"),
    "cell-lines": gettext_lazy("单元格里的分段、换行已改成空格"),
    "headerless": gettext_lazy("表格的第一行作为表头"),
    "link": gettext_lazy("有链接的地址不能用，链接已去掉，文字保留"),
    "deep": gettext_lazy("列表套得太深，超过八层的已提到第八层"),
    "heading": gettext_lazy("标题只有四级，更低的改为四级标题"),
    "raised": gettext_lazy("有的上标、下标改成了普通文字，请核对"),
    "reference": gettext_lazy("有的注释、数据引用不能识别，改成了普通文字"),
    "strong": gettext_lazy("夹在英文字母之间的加粗没有保留"),
    TOO_LONG: gettext_lazy("正文太长或者太乱，没有读入，请分成几条或者改为附件"),
}
"""What the stored form cannot say, by the codes of :class:`gongkai.papers.editing.Written`."""


_SCRIPT: Any = Script("face/prose.js", type="module")


class ProseEditor(forms.Textarea):
    """A text area that becomes an editor where scripts run; its value is always Markdown.

    ``pictures`` are the attachments that a text may show: (SHA-256, what is in the picture).
    """

    template_name = "face/prose.html"
    pictures: Sequence[tuple[str, str]] = ()

    @property
    def media(self) -> Media:
        """Its style and its script; the library's own media hold an import map, which is an inline script."""
        return Media(css={"all": ["face/prose.css"]}, js=[_SCRIPT])

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """What was posted, as Markdown: a :class:`Written` where the editor wrote it."""
        return given(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether neither of both was posted."""
        return name not in data and name + HTML not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The text area, and the same as HTML where it can be read; else there is no editor for it."""
        context = super().get_context(name, value, attrs)
        try:
            context["widget"]["html"] = editing.shown(str(value or ""))
            context["widget"]["is_readable"] = True
        except Refused:
            context["widget"]["is_readable"] = False
        return context | {"html_name": name + HTML, "pictures": self.pictures}


class ProseField(forms.CharField):
    """A field for Markdown, written in the editor. ``lost`` are the codes of what the last clean dropped."""

    widget = ProseEditor
    lost: tuple[str, ...] = ()

    def to_python(self, value: Any) -> str:
        """The text, without carriage returns."""
        self.lost = lost(value)
        if TOO_LONG in self.lost:
            raise forms.ValidationError(LOST[TOO_LONG])
        return str(super().to_python(value) or "").replace("\r\n", "\n").strip()


def given(data: Mapping[str, Any], name: str) -> str | None:
    """A field of a posted form as Markdown, from the editor or from the text area."""
    html = data.get(name + HTML)
    return data.get(name) if html is None else editing.written(str(html))


def lost(text: Any) -> tuple[str, ...]:
    """The codes of what a posted text could not keep."""
    return text.lost if isinstance(text, editing.Written) else ()


def told(codes: Sequence[str]) -> list[str]:
    """What was lost, in sentences."""
    return [str(LOST[code]) for code in codes]


def tell(request: HttpRequest, form: forms.Form) -> None:
    """Say, after a form was saved, what its texts could not keep: nothing is dropped in silence."""
    codes = [code for field in form.fields.values() if isinstance(field, ProseField) for code in field.lost]
    if codes:
        words = "；".join(told(codes))
        messages.warning(request, _("正文有的格式没有保留：%(what)s。请看一遍。") % {"what": words})


def as_markdown(lists: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """All values of a posted form with every text as Markdown, as an autosave keeps them."""
    out = dict(lists)
    for name in [one for one in lists if one.endswith(HTML)]:
        html = "".join(out.pop(name)[:1])
        out[name.removesuffix(HTML)] = [str(editing.written(html))]
    return out
