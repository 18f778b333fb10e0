"""The words that 答复结果 of an application may hold.

Until 2018 the row labels of the 2014 table without 数, since 2019 a code or a row label of the forms of
2019 and 2021. The labels come from the forms in :mod:`gongkai.law`; the codes are our own identifiers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from gongkai.law.reading import read_folder
from gongkai.ledgers.cells import plain

CODES = (
    *("grant.public", "grant.full", "grant.partial"),
    *("deny.state_secret", "deny.law", "deny.safety", "deny.third_party"),
    *("deny.internal", "deny.process", "deny.enforcement"),
    *("unable.none", "unable.not_ours", "unable.make", "unable.unclear"),
    *("skip.repeat", "skip.petition", "skip.publication", "skip.bulk", "skip.reissue"),
    *("other.no_correction", "other.no_fee", "other.misc"),
    "redirect.query",
)
"""Codes of outcomes since 2019."""

_REPLY, _OUT = "app.reply.", "out."


@cache
def outcome_words() -> dict[str, str]:
    """Every word that is taken, in its form for comparing, and how it is written in full."""
    words = {code: code for code in CODES}
    for form in read_folder("report"):
        for table in form.get("table", ()):
            for row in table.get("rows", ()):
                words.update(_of_row(row))
    return words


def _of_row(row: dict[str, Any]) -> dict[str, str]:
    key, label = str(row.get("key", "")), str(row.get("label", ""))
    if key.startswith(_REPLY):
        short = label.removesuffix("数")
        return {plain(label): short, plain(short): short}
    if (key.startswith(_OUT) and key != "out.total") or label == "其他处理":
        return {plain(label): label, plain(label.split("（")[0]): label}
    return {}
