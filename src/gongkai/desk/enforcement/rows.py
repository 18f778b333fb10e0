"""How the rows are made by which the lists of enforcement are filtered, sorted and searched (desk.lists)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import public
from gongkai.desk.enforcement.models import (
    BatchRow,
    Investigation,
    InvestigationRow,
    Penalty,
    PenaltyRow,
    Sample,
    SampleRow,
)
from gongkai.desk.lists.listing import Watch
from gongkai.desk.lists.models import place_of, row_text

_NAME = Sample._meta.get_field("batch").max_length
_HEADS = ", ".join(f"substr(item.title, 1, {size})" for size in range(1, (_NAME or 0) + 1))
NO_DAY = date(1, 1, 1)
"""The day of a sample without a report, and of a batch that has no other: they stand last."""
_TITLED = (
    "SELECT named.record_id AS found FROM disclosure_item AS item JOIN enforcement_batchrow AS named "  # noqa: S608 - our own names
    f"ON named.agency_id = item.agency_id AND named.batch IN ({_HEADS}) "
    f"WHERE item.category = '{public.SAMPLING}' AND item.published_on IS NOT NULL AND item.id = "
)
"""The batches whose names head the title of an item of this key."""
NEWEST = (
    "id IN (SELECT max(id) FROM enforcement_sample WHERE batch <> '' AND voided_on IS NULL "
    "GROUP BY agency_id, batch)"
)
"""Of the samples those that stand for a batch."""
_OF_BATCH = (
    "SELECT max(id) AS found FROM enforcement_sample WHERE agency_id = {row}.agency_id "
    "AND batch = {row}.batch AND {row}.batch <> '' AND voided_on IS NULL "
    "UNION SELECT record_id FROM enforcement_batchrow "
    "WHERE agency_id = {row}.agency_id AND batch = {row}.batch"
)
"""The sample that stands for a batch now, and the one that did."""


def investigations(records: Collection[int]) -> Iterator[InvestigationRow]:
    """The rows of these investigations, unsaved; one query."""
    for one in Investigation.objects.filter(pk__in=records):
        yield InvestigationRow(
            record_id=one.pk,
            agency_id=one.agency_id,
            place=place_of(one.opened_on, one.pk),
            text=row_text(one.number, one.respondent, one.violation),
            unit_id=one.unit_id,
            state="open" if one.ended_on is None else one.ending,
            line=one.line,
        )


def penalties(records: Collection[int]) -> Iterator[PenaltyRow]:
    """The rows of these decisions, unsaved, each with the item that makes it public; three queries."""
    read = Penalty.objects.filter(pk__in=records)
    found = list(
        read.only("agency", "doc_no", "party", "party_kind", "violation", "decided_on", "line", "voided_on")
    )
    items = public.of_decisions(found)
    for one in found:
        item = items.get(one.pk)
        state = "none" if item is None else "public" if item.published_on else "drafted"
        yield PenaltyRow(
            record_id=one.pk,
            agency_id=one.agency_id,
            place=place_of(one.decided_on, one.pk),
            text=row_text(one.doc_no, one.party, one.violation),
            state="voided" if one.voided_on else state,
            party_kind=one.party_kind,
            line=one.line,
            item=item,
        )


def samples(records: Collection[int]) -> Iterator[SampleRow]:
    """The rows of these samples, unsaved, voided ones too; one query."""
    for one in Sample.objects.filter(pk__in=records).defer("extras", "content_digest"):
        yield SampleRow(
            record_id=one.pk,
            agency_id=one.agency_id,
            place=place_of(one.reported_on or NO_DAY, one.pk),
            text=row_text(one.number, one.batch, one.food, one.maker, one.sampled_unit),
            verdict=one.verdict,
            state="voided" if one.voided_on else "open",
        )


def batches(records: Collection[int]) -> Iterator[BatchRow]:
    """The rows of the batches for which these samples stand: each was entered last of its batch, of those
    that were not voided. Two queries, and two for each agency.
    """
    named = Sample.objects.filter(pk__in=records).exclude(batch="").values_list("agency", "batch")
    wanted = set(named)
    agencies, names = {agency for agency, _name in wanted}, {name for _agency, name in wanted}
    said = (
        Sample.objects.filter(agency__in=agencies, batch__in=names, voided_on__isnull=True)
        .values("agency", "batch")
        .annotate(
            newest=Max("pk"),
            count=Count("number", distinct=True),
            failed=Count("number", distinct=True, filter=Q(verdict=Sample.Verdict.FAILED)),
            last=Max("reported_on"),
        )
    )
    found = [row for row in said if (row["agency"], row["batch"]) in wanted and row["newest"] in records]
    for agency in sorted({row["agency"] for row in found}):
        own = [row for row in found if row["agency"] == agency]
        drawn, by_title = public.ways_of_batches(agency, [row["batch"] for row in own])
        for row in own:
            yield _batch(row, drawn.get(row["batch"]), by_title.get(row["batch"]))


def _batch(row: Mapping[str, Any], drawn: Item | None, named: Item | None) -> BatchRow:
    return BatchRow(
        record_id=row["newest"],
        agency_id=row["agency"],
        place=place_of(row["last"] or NO_DAY, row["newest"]),
        text=row_text(row["batch"]),
        batch=row["batch"],
        result=BatchRow.Result.FAILED if row["failed"] else BatchRow.Result.PASSED,
        tied=BatchRow.Tied.OPEN if drawn is None else BatchRow.Tied.TIED,
        count=row["count"],
        failed=row["failed"],
        last=row["last"],
        item=drawn or named,
    )


OF_INVESTIGATIONS = (Watch("enforcement_investigation", "{row}.id"),)
OF_PENALTIES = (
    Watch("enforcement_penalty", "{row}.id"),
    Watch("enforcement_published", "{row}.penalty_id"),
    Watch(
        "disclosure_item",
        "SELECT id AS found FROM enforcement_penalty "
        "WHERE agency_id = {row}.agency_id AND doc_no = {row}.doc_no "
        "UNION SELECT penalty_id FROM enforcement_published WHERE item_id = {row}.id",
    ),
    Watch(
        "disclosure_item",
        "SELECT id AS found FROM enforcement_penalty "
        "WHERE agency_id = OLD.agency_id AND doc_no = OLD.doc_no AND OLD.doc_no <> NEW.doc_no",
        verbs=("UPDATE",),
    ),
)
"""A decision's item may be another one when a document number is changed: that of before counts too."""
OF_SAMPLES = (Watch("enforcement_sample", "{row}.id"),)
OF_BATCHES = (
    Watch("enforcement_sample", _OF_BATCH),
    Watch(
        "enforcement_sample",
        f"SELECT before.found AS found FROM ({_OF_BATCH.replace('{row}', 'OLD')}) AS before "  # noqa: S608 - our own names
        "WHERE OLD.batch <> NEW.batch",
        verbs=("UPDATE",),
    ),
    Watch(
        "enforcement_published",
        "SELECT max(id) AS found FROM enforcement_sample "  # noqa: S608 - our own names
        "WHERE batch = {row}.batch AND voided_on IS NULL AND agency_id = "
        "(SELECT agency_id FROM disclosure_item WHERE id = {row}.item_id) "
        "UNION SELECT record_id FROM enforcement_batchrow WHERE item_id = {row}.item_id "
        f"UNION {_TITLED}{{row}}.item_id",
    ),
    Watch(
        "disclosure_item",
        "SELECT record_id AS found FROM enforcement_batchrow WHERE item_id = {row}.id "
        "UNION SELECT record_id FROM enforcement_batchrow WHERE agency_id = {row}.agency_id "
        "AND batch = (SELECT batch FROM enforcement_published WHERE item_id = {row}.id)",
    ),
    Watch(
        "disclosure_itemrow",
        f"{_TITLED}{{row}}.record_id AND {{row}}.category = '{public.SAMPLING}'",
        verbs=("INSERT", "UPDATE"),
    ),
)
"""A title may begin with the name of a batch: each of its heads is looked up, no batch is read through.

An item that is free again is such an item too. Items are looked through by their own rows
(:func:`gongkai.desk.enforcement.public.ways_of_batches`), which may be renewed after those of batches: so it
is their row, not the item, that tells of a new title.
"""
