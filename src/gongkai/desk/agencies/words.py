"""Official words: what goes into records and sentences stays Chinese, whatever language a screen speaks."""

from __future__ import annotations

from django.utils import translation
from django.utils.functional import Promise


def official(label: str | Promise) -> str:
    """The Chinese of a label."""
    with translation.override("zh-hans"):
        return str(label)
