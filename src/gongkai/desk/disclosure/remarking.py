"""Making the marks of findings 疑点摘要 anew under another key, item by item.

A mark is a keyed digest of found words. Words that still stand are screened again and marked anew; of what
was taken out the words are nowhere kept, so its mark becomes a random one: it tells nothing any more, not
even to whoever has the key that leaked. Signed submissions keep the bytes they were signed with;
:class:`RenewedMark` says what their marks are called now.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from gongkai.desk.disclosure import reading, screened
from gongkai.desk.disclosure.knowing import office_lists
from gongkai.desk.disclosure.models import (
    FileCheck,
    Item,
    PublicFinding,
    Release,
    RenewedMark,
    Resolution,
    Submission,
)
from gongkai.desk.disclosure.screened import mark_of
from gongkai.screening import Known

BATCH = 20
"""Items of one step: each of them is screened again."""
_OF_FILE = "file:"


@dataclass
class _Renewing:
    """Old mark → new mark, as far as the words are known; what is not known gets a random one."""

    old: bytes | None
    new: bytes
    known: dict[str, str] = field(default_factory=dict)
    made: int = 0
    lost: int = 0

    def learn(self, texts: Iterable[str]) -> None:
        """Words that may be meant by an old mark."""
        if self.old is not None:
            self.known |= {mark_of(text, self.old): mark_of(text, self.new) for text in texts}

    def of(self, mark: str) -> str:
        """The new mark for an old one; the same old one gets the same."""
        found = self.known.get(mark)
        self.made, self.lost = self.made + (found is not None), self.lost + (found is None)
        return self.known.setdefault(mark, secrets.token_hex(32)) if found is None else found

    def remember(self) -> None:
        """Say what the marks of signed submissions are called now, those of earlier changes too."""
        for before in RenewedMark.objects.filter(new__in=list(self.known)):
            RenewedMark.objects.filter(pk=before.pk).update(new=self.known[before.new])
        rows = [RenewedMark(old=before, new=after) for before, after in self.known.items()]
        RenewedMark.objects.bulk_create(rows, ignore_conflicts=True)


def renew(after: int, old: bytes | None, new: bytes, most: int = BATCH) -> tuple[int, int, int] | None:
    """Make the marks of the next items anew: the last item, how many made, how many lost; null at the end."""
    items = list(Item.objects.filter(pk__gt=after).order_by("pk")[:most])
    made = lost = 0
    for item in items:
        one = _Renewing(old, new)
        _resolutions(item, one)
        _public(item, one)
        one.remember()
        made, lost = made + one.made, lost + one.lost
    return (items[-1].pk, made, lost) if items else None


def renew_files(after: int, old: bytes | None, new: bytes, most: int = BATCH) -> tuple[int, int, int] | None:
    """The same for checked files: all checks of the bytes together, and what was resolved about them."""
    checks = FileCheck.objects.filter(pk__gt=after).order_by("pk")
    found = list(checks.values_list("pk", "sha256")[:most])
    made = lost = 0
    for sha256 in dict.fromkeys(sha256 for _, sha256 in found):
        alike = list(FileCheck.objects.filter(sha256=sha256).order_by("pk"))
        if alike[0].pk <= after:
            continue  # done together with the first check of these bytes
        one = _Renewing(old, new)
        for check in alike:
            one.learn(row["text"] or f"{row['where']}\n" for row in check.found)
        for check in alike:
            check.found = [row | {"mark": one.of(row["mark"])} for row in check.found]
            check.save(update_fields=["found"])
        _rewrite(Resolution.objects.filter(part=f"{_OF_FILE}{sha256}"), one)
        one.remember()
        made, lost = made + one.made, lost + one.lost
    return (found[-1][0], made, lost) if found else None


def _resolutions(item: Item, one: _Renewing) -> None:
    rows = item.resolutions.exclude(part__startswith=_OF_FILE)
    if one.old is not None and (rows.exists() or Submission.objects.filter(item=item).exists()):
        one.learn(suspect.text for suspect in screened.suspects_under(item, one.new) if suspect.file is None)
    _rewrite(rows, one)


def _public(item: Item, one: _Renewing) -> None:
    """What was found in what is public: known by its words, or by reading the release over."""
    rows = PublicFinding.objects.filter(item=item)
    one.learn(words for words in rows.values_list("words", flat=True) if words)
    if one.old is not None and any(mark not in one.known for mark in rows.values_list("mark", flat=True)):
        one.learn(_read_over(item))
    _rewrite(rows, one)


def _read_over(item: Item) -> Iterator[str]:
    release = Release.objects.filter(item=item).select_related("item", "submission").order_by("-pk").first()
    if release is not None:
        for met in reading.read_release(release, Known(lists=office_lists()))[0]:
            yield met.found.text


def _rewrite(rows: QuerySet[Any], one: _Renewing) -> None:
    """Write the new marks; what was written under the new key since the change began stays as it is."""
    fresh = frozenset(one.known.values())
    there = {(row.part, row.kind, row.mark) for row in rows if row.mark in fresh}
    for row in rows:
        if row.mark in fresh:
            continue
        mark = one.of(row.mark)
        if isinstance(row, Resolution) and (row.part, row.kind, mark) in there:
            row.delete()  # the same words were resolved once more meanwhile
        else:
            rows.model._default_manager.filter(pk=row.pk).update(mark=mark)
