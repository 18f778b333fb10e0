"""What is looked for in a content before it is handed in.

Two things are refused: a secrecy mark 密级标志 (:func:`gongkai.screening.text.has_mark`), and numbers that
belong to a person alone (identity and bank cards). Other findings are not entered into the submission yet,
since nobody can resolve them on the desk; a submission says so: its rules begin with ``none``. The
reviewers read for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.desk.casework import masking
from gongkai.refusal import Refused
from gongkai.screening.text import has_mark

RULES = "none+marks/1"
"""No screening took place beside the search for marks and card numbers."""
_PERSONAL = {masking.ID: "身份证号", masking.CARD: "银行卡号"}


@dataclass(frozen=True, slots=True)
class Screening:
    """The name of the rules that were applied and what they found (``finding`` of submission/1)."""

    rules: str
    findings: tuple[Mapping[str, Any], ...] = ()


def look(content: Mapping[str, Any]) -> Screening:
    """Look through a content. Refuses ``secrecy-mark``, ``personal-number``; never repeats the text."""
    for text in _texts(content):
        if has_mark(text):
            raise Refused(
                "secrecy-mark",
                "内容中有密级标志，不能送审",
                "本系统为非涉密系统：请立即停止办理并报告保密办公室",
            )
        masked = masking.mask_numbers(text)
        for token, name in _PERSONAL.items():
            if masked.count(token) > text.count(token):
                raise Refused("personal-number", f"内容中有{name}，不能公开", "请遮盖后再送审")
    return Screening(RULES)


def _texts(value: Any) -> Iterator[str]:
    """Every text in an object; names of fields and digests of files are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inside in value.items():
            if name not in ("sha256", "salt"):
                yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)
