"""A bureau whose items went through the door, as far as the desk's own tables know it."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.disclosure.models import Release
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.outlets import verbs

BEFORE = date(2017, 1, 1)
"""Since when places and columns are kept."""


@pytest.fixture
def bureau(keys) -> Bureau:
    return Bureau.found()


@pytest.fixture
def out(bureau):
    """Lets a new item out; ``planned`` are the 公开渠道 of its draft."""

    def let(number=1, *planned, attachment=False, **more):
        item = bureau.item(number, published_on=None, **more)
        for outlet in planned:
            item.placements.create(outlet=outlet, on=AT.date())
        if attachment:
            bureau.attach(item, b"%PDF-1.7 " + str(number).encode())
        submission = bureau.clear_all(bureau.hand_in(item))
        nth = Release.objects.count() + 1
        Release.objects.create(
            item=item, no=1, submission=submission, body=b"{}", digest=f"{nth:064x}",
            since=AT, at=AT, log_index=nth, delivered_at=AT,
        )  # fmt: skip
        type(item).objects.filter(pk=item.pk).update(published_on=AT.date())
        item.refresh_from_db()
        return item

    return let


@pytest.fixture
def gone():
    """Takes an item down, as the withdrawal's verb leaves it."""

    def take(item):
        release = item.releases.get()
        release_pk = f"{release.pk + 1000:064x}"
        type(release).withdrawal.related.related_model.objects.create(
            release=release, body=b"{}", digest=release_pk, reason="error", by="office某", at=AT
        )
        return item

    return take


@pytest.fixture
def place(bureau):
    given = {
        "name": "一楼大厅公开栏", "kind": "公开栏", "where": "一楼大厅东侧", "unit": None,
        "keeper": bureau.officers["clerk"], "cycle_days": 30, "since": BEFORE,
    }  # fmt: skip
    return verbs.open_place(bureau.agency, given, bureau.officers["office"], LATER)


@pytest.fixture
def duty(bureau):
    given = {
        "column": "warnings", "unit": bureau.unit, "officer": bureau.officers["clerk"],
        "deputy": bureau.officers["head"], "cycle_days": 30, "since": BEFORE,
    }  # fmt: skip
    return verbs.assign_column(bureau.agency, given, bureau.officers["office"], LATER)
