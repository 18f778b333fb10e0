"""Which applications ask for the same 同一信息: every text is compared once, by an index, over any number.

A text is stood for by the smallest keyed hashes of its grams (a bottom-k sketch): texts that are much alike
share some of them, whichever thousands lie between, so candidates are a look-up and only they are compared
exactly, by TF-IDF cosine over character 2- and 3-grams. Only masked texts are read. What is alike is one
topic; two topics that a new text joins become one. The worker catches up, and the page that shows topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.casework import indexing
from gongkai.desk.casework.indexing import Index
from gongkai.desk.casework.likeness import holders, numbers, similarities
from gongkai.desk.casework.models import CaseText
from gongkai.desk.foi.models import Application, Asked, AskedGram, AskedUpTo

ALIKE = 0.6
"""From this likeness on two texts ask for the same."""
KEPT = 16
"""Grams that stand for a text."""
EACH = 50
"""Applications that are looked at for one gram, the newest."""
COMPARED = 40
"""Candidates that are compared exactly, those that share most grams."""
BATCH = 200
"""Applications of one step."""
SLACK = 500
"""So far back it is looked again for what was registered at the same time and committed later."""


def catch_up(most: int = BATCH) -> int:
    """Compare the next applications that were not yet; gives how many. In the order of their keys.

    An import in bulk needs to know nothing of it.
    """
    last = AskedUpTo.objects.values_list("last", flat=True).first() or 0
    if not _waiting(last).exists():
        return 0
    with transaction.atomic():
        AskedUpTo.objects.get_or_create(pk=1)
        state = AskedUpTo.objects.select_for_update().get(pk=1)
        found = list(_waiting(state.last).values_list("pk", "agency")[:most])
        texts = _texts([pk for pk, _agency in found])
        index = indexing.writing()
        for pk, agency in found:
            _take(pk, agency, texts.get(pk, ""), index)
        if found:
            state.last = max(state.last, found[-1][0])
            state.save(update_fields=["last"])
    return len(found)


def is_complete() -> bool:
    """Whether every application was compared."""
    last = AskedUpTo.objects.values_list("last", flat=True).first() or 0
    return not _waiting(last).exists()


def forget(application: int) -> None:
    """Take an application out of the index, as when its file was destroyed; it stays compared."""
    AskedGram.objects.filter(application=application).delete()


def renew(after: int, _old: bytes | None, new: bytes, most: int = BATCH) -> tuple[int, int, int] | None:
    """Make the grams of the next compared applications anew under another key: the last one, made, lost.

    Those without grams have none again: their file was destroyed. Null where none is left.
    """
    rows = Asked.objects.filter(application__gt=after).order_by("application")
    found = list(rows.values_list("application", flat=True)[:most])
    if not found:
        return None
    held = set(AskedGram.objects.filter(application__in=found).values_list("application", flat=True))
    texts = _texts(held)
    AskedGram.objects.filter(application__in=held).delete()
    made = [AskedGram(gram=gram, application_id=one) for one in texts for gram in _sketch(texts[one], new)]
    AskedGram.objects.bulk_create(made)
    return found[-1], len(texts), len(held) - len(texts)


def again_after(last: int) -> None:
    """Look again from behind this case: an import gave out keys before others that were compared already."""
    AskedUpTo.objects.filter(last__gt=last).update(last=last)


def _waiting(last: int) -> QuerySet[Application]:
    return Application.objects.filter(pk__gt=last - SLACK, asked__isnull=True).order_by("pk")


def _take(pk: int, agency: int, text: str, index: Index) -> None:
    """Compare one text with those before it and put it into the index."""
    sketch = _sketch(text, index.newest)
    asked = {gram for secret in index.secrets for gram in _sketch(text, secret)}
    same = _same(agency, text, list(asked)) if asked else {}
    topic = None
    if same:
        topic = min(known or other for other, known in same.items())
        Asked.objects.filter(application__in=same, topic__isnull=True).update(topic=topic)
        Asked.objects.filter(topic__in={known for known in same.values() if known} - {topic}).update(
            topic=topic
        )
    Asked.objects.create(application_id=pk, topic=topic)
    AskedGram.objects.bulk_create(AskedGram(gram=gram, application_id=pk) for gram in sketch)


def _same(agency: int, text: str, sketch: Sequence[int]) -> dict[int, int | None]:
    """The applications that ask for the same, each with its topic."""
    shared = Counter(application for application, _gram in holders(AskedGram, sketch, EACH))
    likely = sorted(shared, key=lambda one: (-shared[one], -one))[:COMPARED]
    rows = Asked.objects.filter(application__in=likely, application__agency=agency)
    topics = dict(rows.values_list("application", "topic"))
    others = _texts(topics)
    scores = similarities(text, list(others.values()))
    return {one: topics[one] for one, score in zip(others, scores, strict=True) if score >= ALIKE}


def _sketch(text: str, secret: bytes) -> list[int]:
    return sorted(numbers(text, secret))[:KEPT]


def _texts(keys: Collection[int]) -> dict[int, str]:
    rows = CaseText.objects.filter(case__in=list(keys), field=CaseText.Field.CONTENT).order_by("case")
    return {case: text for case, text in rows.values_list("case", "masked") if text.strip()}
