"""Sketches 少见字串: the few rarest grams of each case, kept in an index.

Two tellings of the same matter share rare grams, whichever of a thousand like cases lie between them; so
candidates for a repeat are found by a look-up of each, in bounded work over any number of cases. What is rare
is counted over the first texts and hardly moves afterwards. Grams are kept under a key, as numbers.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.casework import indexing
from gongkai.desk.casework.likeness import holders, numbers
from gongkai.desk.casework.models import Case, CaseText, Series
from gongkai.desk.complaints.models import Gram, Sketched

KEPT, ASKED = 10, 40
"""Grams kept of a case; grams of a text that are asked for: more, because counts differ over time."""
LEARNT = 1_000
"""Texts after which it is known what is rare; of cases that come before as many grams are kept as asked."""
EACH = 50
"""Cases that are looked at for one gram, the newest first."""
BUCKETS = 1 << 16
"""Counts are kept by bucket; two grams in one bucket look a little less rare."""
COUNTED = 20_000
"""So many texts are counted."""
BATCH = 500
"""Cases of one step."""
ACTIVE, COMING = 1, 2
"""Rows of counts: under the key that counts, and under the one that comes while the index is made anew."""


def catch_up(most: int = BATCH) -> int:
    """Take the grams of the next cases that have none; gives how many were looked at. The worker calls it.

    Cases come in order of their keys, so an import in bulk needs to know nothing of it.
    """
    last = Sketched.objects.values_list("last", flat=True).first() or 0
    if not _waiting(last).exists():
        return 0
    with transaction.atomic():
        state = _locked()
        cases = list(_waiting(state.last).values_list("pk", flat=True)[:most])
        if not cases:
            return 0
        texts = _texts(cases)
        index = indexing.writing()
        if state.counted < COUNTED:
            _count(state, [*texts.values(), *_ahead(state, cases[-1])], index.active)
        there = set(Gram.objects.filter(case__in=cases).values_list("case", flat=True))
        new = {case: text for case, text in texts.items() if case not in there}
        _put(new, state if index.coming is None else _state(COMING), index.newest)
        state.last = cases[-1]
        state.save()
    return len(cases)


def again_after(last: int) -> None:
    """Look again from behind this case: an import gave out keys before others that were looked at already."""
    Sketched.objects.filter(last__gt=last).update(last=last)


def take(cases: Collection[int]) -> None:
    """Take the grams of cases that were just registered, in the caller's transaction."""
    index = indexing.writing()
    _put(_texts(cases), _state(ACTIVE if index.coming is None else COMING), index.newest)


def alike(text: str, most: int) -> list[int]:
    """The registrations that share rare grams with a text, those that share the rarest and most first."""
    index = indexing.reading()
    weights: Counter[int] = Counter()
    for secret in index.secrets:
        counts = _counts(_state(ACTIVE if secret == index.active else COMING))
        asked = _rarest(text, counts, ASKED, secret)
        for registration, gram in set(holders(Gram, asked, EACH, of="registration_id")):
            weights[registration] += BUCKETS // (1 + counts[gram % BUCKETS])
    return sorted(weights, key=lambda one: (-weights[one], -one))[:most]


def forget(cases: Collection[int]) -> None:
    """Take cases out of the index, as when what was said must be gone."""
    Gram.objects.filter(case__in=cases).delete()


def renew(after: int, _old: bytes | None, new: bytes, most: int = BATCH) -> tuple[int, int, int] | None:
    """Make the grams of the next cases anew under another key: the last case, how many made, how many lost.

    What is rare is counted anew, as the buckets are others; cases without grams have none again. Null where
    none is left: then the new counts are those that count (:func:`settle`).
    """
    found = list(_waiting(after).values_list("pk", flat=True)[:most])
    if not found:
        return None
    state, _ = Sketched.objects.get_or_create(pk=COMING)
    held = set(Gram.objects.filter(case__in=found).values_list("case", flat=True))
    texts = {case: text for case, text in _texts(held).items() if text}
    if state.counted < COUNTED:
        _count(state, [*texts.values(), *_ahead(state, found[-1])], new)
        state.save()
    Gram.objects.filter(case__in=held).delete()
    _put(texts, state, new)
    return found[-1], len(texts), len(held) - len(texts)


def settle() -> None:
    """The counts under the new key count from now on; in the transaction that changes the key."""
    coming = Sketched.objects.filter(pk=COMING).first()
    if coming is not None:
        Sketched.objects.filter(pk=ACTIVE).update(counted=coming.counted, counts=coming.counts)
        coming.delete()


def _put(texts: Mapping[int, str], state: Sketched, secret: bytes) -> None:
    kept = KEPT if state.counted >= LEARNT else ASKED
    counts = _counts(state)
    rows = [
        Gram(gram=gram, case_id=case)
        for case, text in texts.items()
        for gram in _rarest(text, counts, kept, secret)
    ]
    Gram.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def _rarest(text: str, counts: array[int], most: int, secret: bytes) -> list[int]:
    """The numbers of a text's rarest grams; of two equally rare ones always the same goes first."""
    return sorted(numbers(text, secret), key=lambda number: (counts[number % BUCKETS], number))[:most]


def _count(state: Sketched, texts: Iterable[str], secret: bytes) -> None:
    counts = _counts(state)
    for text in texts:
        for bucket in {number % BUCKETS for number in numbers(text, secret)}:
            counts[bucket] += 1
        state.counted += 1
    state.counts = counts.tobytes()


def _ahead(state: Sketched, last: int) -> list[str]:
    """At the very beginning over a full register, texts further on: else the first steps know no rarity."""
    if state.counted:
        return []
    return list(_texts(_waiting(last).order_by("-pk").values_list("pk", flat=True)[: COUNTED // 10]).values())


def _waiting(last: int) -> QuerySet[Case]:
    return Case.objects.filter(pk__gt=last, registration__series=Series.COMPLAINTS).order_by("pk")


def _texts(cases: Collection[int] | QuerySet[Case, int]) -> dict[int, str]:
    rows = CaseText.objects.filter(case__in=list(cases), field=CaseText.Field.CONTENT)
    return dict(rows.values_list("case", "masked"))


def _counts(state: Sketched) -> array[int]:
    found = array("I")
    found.frombytes(bytes(state.counts) or bytes(BUCKETS * found.itemsize))
    return found


def _locked() -> Sketched:
    Sketched.objects.get_or_create(pk=ACTIVE)
    return Sketched.objects.select_for_update().get(pk=ACTIVE)


def _state(which: int) -> Sketched:
    return Sketched.objects.filter(pk=which).first() or Sketched()
