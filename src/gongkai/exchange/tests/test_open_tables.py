"""The tables of a year, from the desk to the open data of the portal: what was cleared is what is there."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from random import Random

import pytest

from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.reporting.centre import opening, verbs
from gongkai.desk.reporting.tests import factories as make
from gongkai.exchange import worker
from gongkai.portal.publishing import catalog, data

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def test_the_tables_reach_open_data_and_leave_it_with_their_item(bureau: Bureau) -> None:
    dice = Random(3)
    for _ in range(60):
        on = date(2016, dice.randint(1, 12), 9)
        kind = dice.choices(("投诉", "举报"), (9, 2))[0]
        make.matter(bureau.agency, on, kind=kind, channel=dice.choice(("12315", "12331")))
    tables = opening.build(bureau.agency, 2016, opening.LEAST)
    item = verbs.draft_tables(bureau.agency, 2016, tables.digest, by=bureau.officers["office"], at=AT)
    item.unit = bureau.unit
    item.save()
    bureau.clear_all(bureau.hand_in(item))
    worker.push(LATER)
    found = data.render("tables-complaints-2016")
    assert found is not None
    lines = list(csv.DictReader(io.StringIO(found.body.decode("utf-8-sig"))))
    assert {"表": "按月份", "项目": "合计", "类别": "合计", "件数": "60", "不列": ""} in lines
    hidden = [line for line in lines if line["不列"]]
    assert hidden and all(line["件数"] == "" for line in hidden)
    assert not any(0 < int(line["件数"]) < opening.LEAST for line in lines if line["件数"])
    assert "/data/tables-complaints-2016.csv" in data.page(LATER).body.decode()
    for said in (catalog.as_json_ld(), catalog.as_turtle()):
        assert "tables-complaints-2016" in said.body.decode()
    withdraw(item, "error", bureau.officers["office"], LATER)
    worker.push(LATER + timedelta(hours=1))
    assert data.render("tables-complaints-2016") is None
