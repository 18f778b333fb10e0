"""Fields that forgive how people write, and refuse with a sentence that helps."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.sealing import index

LONG, SHORT = 2000, 100
"""Characters of a text and of a line."""
_DATE = re.compile(r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})\D?", re.ASCII)
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_TELEPHONE = re.compile(r"[+0-9][0-9 ()（）转,，/-]{4,38}", re.ASCII)


class Text(forms.CharField):
    """A line or, with ``rows``, a text. Too long a text comes back whole: the browser cuts nothing off."""

    def __init__(self, label: str, missing: str = "", rows: int = 0, **more: Any) -> None:
        self.longest = more.pop("longest", LONG if rows else SHORT)
        attrs = more.pop("attrs", {})
        widget = forms.Textarea({"rows": rows, **attrs}) if rows else forms.TextInput(attrs)
        super().__init__(
            label=label,
            widget=widget,
            required=bool(missing),
            error_messages={"required": missing, "null_characters_not_allowed": "有不能识别的字符，请删去"},
            **more,
        )

    def clean(self, value: Any) -> str:
        """The text in composed form, with line feeds; at most so many characters."""
        text: str = super().clean(unicodedata.normalize("NFC", value or "").replace("\r\n", "\n"))
        if len(text) > self.longest:
            raise ValidationError(f"最多 {self.longest} 字，现在是 {len(text)} 字；可以把其余内容作为附件")
        return text


class Day(Text):
    """A date as people write it (2017-9-16, 2017年9月16日, 20170916), not after ``today``."""

    def __init__(self, label: str, missing: str = "", **more: Any) -> None:
        super().__init__(label, missing, attrs={"inputmode": "numeric", "autocomplete": "off"}, **more)
        self.today: date | None = None

    def clean(self, value: Any) -> str:
        """The date as ``YYYY-MM-DD``, or empty."""
        text = super().clean(value)
        if not text:
            return ""
        found = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
        try:
            day = date(*(int(part) for part in found.groups())) if found else None
        except ValueError:
            day = None
        if day is None or day.year < 1990:
            raise ValidationError("请写成年月日，例如 2017-09-16")
        if self.today is not None and day > self.today:
            raise ValidationError(
                f"{self.label}不能晚于今天（{self.today.year}年{self.today.month}月{self.today.day}日）"
            )
        return day.isoformat()


class Amount(Text):
    """An amount of money in 元."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, attrs={"inputmode": "decimal", "autocomplete": "off"}, **more)

    def clean(self, value: Any) -> str:
        """The amount with two decimals, or empty."""
        text = unicodedata.normalize("NFKC", super().clean(value)).replace(",", "").rstrip("元").strip()
        if not text:
            return ""
        if not _AMOUNT.fullmatch(text):
            raise ValidationError("请只写数字，例如 168 或者 168.50")
        whole, _, part = text.partition(".")
        return f"{int(whole)}.{part:0<2}"


class Count(Text):
    """A number of people, from ``least`` to ``most``."""

    def __init__(self, label: str, missing: str = "", *, least: int, most: int, **more: Any) -> None:
        super().__init__(label, missing, attrs={"inputmode": "numeric", "autocomplete": "off"}, **more)
        self.least, self.most = least, most

    def clean(self, value: Any) -> str:
        """The number in digits, or empty."""
        text = unicodedata.normalize("NFKC", super().clean(value)).rstrip("人名个位").strip()
        if not text:
            return ""
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(self.most))):
            raise ValidationError("请只写数字，例如 3")
        if not self.least <= int(text) <= self.most:
            raise ValidationError(f"请填写 {self.least} 到 {self.most} 之间的数字")
        return str(int(text))


class Telephone(Text):
    """A telephone number; a sentence instead of a guess when it cannot be one."""

    def __init__(self, label: str, missing: str = "", **more: Any) -> None:
        super().__init__(label, missing, attrs={"inputmode": "tel", "autocomplete": "tel"}, **more)

    def clean(self, value: Any) -> str:
        """The number as written, in half width."""
        text = unicodedata.normalize("NFKC", super().clean(value))
        if text and (not _TELEPHONE.fullmatch(text) or sum(one.isdigit() for one in text) < 5):
            raise ValidationError("请填写能联系到您的电话号码，例如 13800000000 或者 0631-5681102")
        return text


class Mail(Text):
    """An e-mail address."""

    def __init__(self, label: str, missing: str = "", **more: Any) -> None:
        super().__init__(label, missing, attrs={"inputmode": "email", "autocomplete": "email"}, **more)

    def clean(self, value: Any) -> str:
        """The address in its normal form."""
        text = super().clean(value)
        found = index.email(text) if text else ""
        if found is None:
            raise ValidationError("请填写完整的电子邮箱，例如 name@example.com")
        return found


class Choice(forms.ChoiceField):
    """One of a few, all of them seen."""

    def __init__(
        self, label: str, choices: tuple[tuple[str, str], ...], missing: str = "", **more: Any
    ) -> None:
        self.pairs = choices
        wrong = {"required": missing, "invalid_choice": "请从列出的各项中选一项"}
        super().__init__(
            label=label,
            choices=choices,
            widget=forms.RadioSelect,
            required=bool(missing),
            error_messages=wrong,
            **more,
        )


class Tick(forms.BooleanField):
    """A box to tick."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, required=False, **more)
