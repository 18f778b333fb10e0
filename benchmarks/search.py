"""Search over many public items: our index on SQLite against tantivy in one run, then PostgreSQL.

    gongkai bench search [--items 200000]

A question costs one page of 20, newest first, and the number of hits up to 1,000. ``words`` are of two
characters, ``phrases`` of four to seven. tantivy (from PyPI, needed here only) indexes the same tokens and is
asked for the same page and its count; without it the ratios are null. Every hit of a phrase is compared with
what a plain scan of the texts finds. PostgreSQL is measured where ``GONGKAI_PORTAL_DATABASE_URL`` names an
empty database.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import _portal

LIMITS = {"words": 2.5, "phrases": 5.0, "postgresql_ms": 10.0}
ROUNDS, QUESTIONS, BATCH = 3, 40, 2000


def main() -> int:
    """Print one JSON line; 1 when a limit is passed or a substring was missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=200_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        _portal.begin(Path(folder))
        corpus = list(_portal.texts(given.items))
        fill(corpus)
        found = measure(corpus, Path(folder))
    print(json.dumps(found, ensure_ascii=False))
    return int(not found["passed"])


def fill(corpus: list[tuple[str, str]]) -> None:
    """The items and the index, as :func:`searching.put` writes them."""
    from django.db import connections, transaction

    from gongkai import grams
    from gongkai.portal.models import Published, SearchRow
    from gongkai.portal.publishing import searching

    for start in range(0, len(corpus), BATCH):
        part = list(enumerate(corpus[start : start + BATCH], start))
        rows = [Published(id=place + 1, **_portal.published(place, title)) for place, (title, _) in part]
        with transaction.atomic(using="portal"):
            Published.objects.bulk_create(rows)
            search, indexed = [], []
            for row, (_, (title, text)) in zip(rows, part, strict=True):
                place = searching.place_of(row.published, row.log_index)
                normal = "\n".join(grams.normal(line) for line in (title, row.index, text))
                search.append(SearchRow(item=row, place=place, plain=text, text=normal))
                indexed.append((row.pk, place, normal))
            SearchRow.objects.bulk_create(search)
            searching.index(indexed)
    searching.tidy(10_000)  # as after a site's first nights; tantivy merges its own parts, too
    with connections["portal"].cursor() as cursor:
        cursor.execute("ANALYZE")


def questions(corpus: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Words and phrases that are in the texts, common and rare."""
    dice = random.Random(7)
    words = [word for word in _portal.WORDS if len(word) == 2]
    phrases = []
    for _ in range(QUESTIONS):
        text = dice.choice(corpus)[1]
        length, start = dice.randint(4, 7), dice.randint(0, 24)
        phrases.append(text[start : start + length])
    return {"words": dice.sample(words, min(QUESTIONS, len(words))), "phrases": phrases}


def measure(corpus: list[tuple[str, str]], folder: Path) -> dict[str, Any]:
    """Both engines in turns, question by question, so that a busy machine slows both."""
    from django.db import connections

    asked = questions(corpus)
    other = tantivy_search(corpus, folder)
    vendor = connections["portal"].vendor
    result: dict[str, Any] = {"items": len(corpus), "database": vendor, "tantivy": other is not None}
    for kind, words in asked.items():
        ours, theirs = [], []
        for word in words * ROUNDS:
            ours.append(timed(our_search, word))
            if other is not None:
                theirs.append(timed(other, word))
        result[kind] = {
            "p50_ms": round(statistics.median(ours) * 1000, 3),
            "tantivy_p50_ms": round(statistics.median(theirs) * 1000, 3) if theirs else None,
            "ratio": round(statistics.median(ours) / statistics.median(theirs), 2) if theirs else None,
        }
    result["missed"] = missed(corpus, asked["phrases"][:10])
    ratios = vendor == "postgresql" or all(
        result[kind]["ratio"] is None or result[kind]["ratio"] <= LIMITS[kind] for kind in asked
    )
    quick = vendor != "postgresql" or all(result[kind]["p50_ms"] <= LIMITS["postgresql_ms"] for kind in asked)
    result["passed"] = result["missed"] == 0 and ratios and quick
    return result


def our_search(question: str) -> list[int]:
    """What the page of the portal asks its database for: places, then the items of one page."""
    from gongkai import grams
    from gongkai.portal.publishing import searching
    from gongkai.portal.views.search import COUNTED, PAGE

    places = searching.places(searching.Sought(grams.terms(question)), COUNTED)
    return [hit.log_index for hit in searching.hits(places[:PAGE])]


def tantivy_search(corpus: list[tuple[str, str]], folder: Path) -> Callable[[str], list[int]] | None:
    """An index of the same bigrams in tantivy; null where it is not installed."""
    try:
        tantivy = importlib.import_module("tantivy")
    except ModuleNotFoundError:
        return None
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="bigrams", index_option="position")
    builder.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("place", stored=True, indexed=True, fast=True)
    schema = builder.build()
    home = folder / "tantivy"
    home.mkdir()
    index = tantivy.Index(schema, path=str(home))
    bigrams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2, False)).build()
    index.register_tokenizer("bigrams", bigrams)
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for place, (title, text) in enumerate(corpus):
        document = tantivy.Document()
        document.add_text("text", f"{title}\n{text}")
        document.add_text("title", title)
        document.add_integer("place", place)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> list[int]:
        pairs = [question[start : start + 2] for start in range(len(question) - 1)]
        if len(pairs) == 1:
            query = tantivy.Query.term_query(schema, "text", pairs[0])
        else:
            query = tantivy.Query.phrase_query(schema, "text", pairs)
        hits = searcher.search(query, limit=20, count=True, order_by_field="place").hits
        return [searcher.doc(address)["place"][0] for _, address in hits]

    return ask


def missed(corpus: list[tuple[str, str]], phrases: list[str]) -> int:
    """Texts that hold a phrase and are not among the hits (up to 1,000), by a plain scan."""
    from gongkai import grams
    from gongkai.portal.publishing import searching

    lost = 0
    for phrase in phrases:
        (word, *rest) = grams.terms(phrase)
        there = [
            place
            for place, (title, text) in enumerate(corpus)
            if all(one in grams.normal(f"{title}\n{text}") for one in (word, *rest))
        ]
        found = searching.places(searching.Sought([word, *rest]), 1000)
        lost += abs(len(there[-1000:]) - len(found))
    return lost


def timed(ask: Callable[[str], object], question: str) -> float:
    """Seconds for one question."""
    start = time.perf_counter()
    ask(question)
    return time.perf_counter() - start


if __name__ == "__main__":
    os.environ.setdefault("GONGKAI_HOME", tempfile.gettempdir())
    sys.exit(main())
