"""Inputs that browsers know by their type."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day. Browsers take ISO 8601 only, whatever the language: any other value stands there empty."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MinuteInput(forms.TimeInput):
    """An hour with its minute; no seconds, which nobody pastes back."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
