"""Every item of an older version rendered again: the whole work (two compressions, the store, the search for
what waits) against the templates alone, in processor time, so that a busy machine does not count.

    gongkai bench rerender [--items 2000] [--first 500]

The full measure is 100,000 items (``--items 100000``, some hours of one processor): the rate with brotli 5
and gzip 6 is at least 60 % of that of the templates alone, and memory does not grow with the number of
items. ``--first`` renders only so many of them, with all the others waiting behind.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import _portal

RATIO, GROWTH_MB = 0.60, 40.0
BATCH, ROUND = 1000, 200


def main() -> int:
    """Print one JSON line; 1 when a limit is passed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="render only so many of them")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        _portal.begin(Path(folder))
        fill(given.items)
        found = measure(given.items, given.first or given.items)
    print(json.dumps(found))
    return int(not found["passed"])


def fill(number: int) -> None:
    """Items with a text of six paragraphs and a table."""
    from gongkai.papers import blocks as b
    from gongkai.portal.models import Page, Published, SearchRow
    from gongkai.portal.publishing.searching import place_of
    from gongkai.sealing.canon import canon

    rows: list[Any] = []
    for place, (title, text) in enumerate(_portal.texts(number)):
        table = b.table("结果", [("名称", "生产者", "结论")], [(title, text[:8], "合格")] * 6)
        body = b.body_to_json((*(b.paragraph(text * 2) for _ in range(6)), table))
        values = _portal.published(place, title) | {"content": canon({"body": body})}
        rows.append(Published(id=place + 1, **values))
        if len(rows) == BATCH or place == number - 1:
            Published.objects.bulk_create(rows)
            Page.objects.bulk_create(
                Page(path=path, content_type="text/html", etag="", owner=row.index, updated=_portal.NOW)
                for row in rows
                for path in (row.path, f"{row.path}.json")
            )
            SearchRow.objects.bulk_create(
                [
                    SearchRow(item=row, place=place_of(row.published, row.log_index), plain="", text="")
                    for row in rows
                ]
            )
            rows = []


def measure(number: int, first: int) -> dict[str, Any]:
    """The ``first`` of a number of items: both in turns, a round each, so that a busy machine slows both."""
    from gongkai.portal import fingerprint
    from gongkai.portal.models import Published
    from gongkai.portal.publishing import pages, refresh, renew

    refresh(_portal.NOW)  # the pages of the columns
    alone = whole = 0.0
    started = 0
    begun_at = time.perf_counter()
    indexes = list(Published.objects.order_by("pk").values_list("index", flat=True))
    for start in range(0, first, ROUND):
        part = indexes[start : min(start + ROUND, first)]
        begun = time.process_time()
        for index in part:
            item = Published.objects.get(index=index)
            for _ in pages.item_pages(item, _portal.NOW):
                pass
        alone += time.process_time() - begun
        begun = time.process_time()
        renew(_portal.NOW, 2 * len(part))
        whole += time.process_time() - begun
        if start <= first // 4:
            started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if first == number:
        while renew(_portal.NOW):  # what the first refresh took of the items stands behind the others
            pass
        assert fingerprint.waiting() == (0, 0)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - started) / 1024
    ratio = alone / whole
    return {
        "items": number,
        "rendered": first,
        "templates_a_second": round(first / alone, 1),
        "whole_a_second": round(first / whole, 1),
        "ratio": round(ratio, 3),
        "grown_mb_after_the_first_quarter": round(grown, 1),
        "seconds": round(time.perf_counter() - begun_at, 1),
        "passed": ratio >= RATIO and grown <= GROWTH_MB,
    }


if __name__ == "__main__":
    sys.exit(main())
