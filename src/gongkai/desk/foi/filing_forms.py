"""The forms of files, copies and paper opinions. They read; verbs decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Attachment
from gongkai.desk.foi.attachments import BY_HAND
from gongkai.desk.foi.forms import REQUIRED, choice, day_field, text_field

Choices = Sequence[tuple[Any, Any]]
_PURPOSES = [(str(one), one.label) for one in (*BY_HAND, Attachment.Purpose.STAMPED)]
_REASONS = [
    ("often", gettext_lazy("多人申请同一信息")),
    ("decision", gettext_lazy("本机关审核认为应当主动公开")),
]


class UploadForm(forms.Form):
    """A file, and what it is in the case."""

    purpose = choice(gettext_lazy("用途"), [("", gettext_lazy("请选择")), *_PURPOSES])
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("DOCX、XLSX、PDF、图片、文本，不超过 20 MB；先检查再密封保存"),
        error_messages={
            "required": gettext_lazy("请选择一个文件"),
            "empty": gettext_lazy("文件是空的，请重新导出"),
        },
    )


class CopyForm(forms.Form):
    """By which rules a copy is made, and which words are withheld beside."""

    policy = choice(gettext_lazy("处理规则"))
    words = text_field(
        gettext_lazy("另外不公开的词句"),
        required=False,
        most=20_000,
        help_text=gettext_lazy("每行一条，照原件写；商业秘密、过程性内容等规则认不出的写在这里"),
    )

    def __init__(self, *args: Any, policies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].choices = list(policies)  # type: ignore[attr-defined]

    def asked(self) -> tuple[str, ...]:
        """The words, one a line."""
        return tuple(line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip())


class SignedPaperForm(forms.Form):
    """What stands on the signed sheet: who signed, what, on which day, and the scan."""

    officer = choice(gettext_lazy("签批人"))
    passed = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[("1", gettext_lazy("同意")), ("0", gettext_lazy("退回"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择纸上的意见")},
    )
    note = forms.CharField(label=gettext_lazy("批示原文"), required=False, max_length=300)
    signed_on = day_field(gettext_lazy("签字日期"))
    scan = forms.FileField(
        label=gettext_lazy("扫描件"),
        help_text=gettext_lazy("PDF 或者图片，不超过 20 MB"),
        error_messages={
            "required": gettext_lazy("请上传审批单的扫描件"),
            "empty": gettext_lazy("文件是空的，请重新扫描"),
        },
    )

    def __init__(self, *args: Any, officers: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.uid: one for one in officers}
        chosen = [("", _("请选择")), *((uid, one.name) for uid, one in self.known.items())]
        self.fields["officer"].choices = chosen  # type: ignore[attr-defined]

    def signer(self) -> Officer:
        """Who signed."""
        return self.known[self.cleaned_data["officer"]]


class PublishForm(forms.Form):
    """How the item is called that others will read, and where it belongs."""

    title = forms.CharField(
        label=gettext_lazy("标题"), max_length=200, error_messages=REQUIRED,
        help_text=gettext_lazy("写公开的信息是什么，不写谁申请"),
    )  # fmt: skip
    category = choice(gettext_lazy("信息类别"))
    reason = choice(gettext_lazy("为什么转为主动公开"), _REASONS)

    def __init__(self, *args: Any, categories: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("请选择")), *categories]  # type: ignore[attr-defined]
