"""Related items: by index number, both ways, to readers once both are public."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.disclosure import content
from gongkai.desk.disclosure.models import Relation
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, text
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs.relating import part, relate


def test_an_interpretation_points_to_its_document_and_back(bureau: Bureau) -> None:
    document, item = bureau.item(1, title="某办法"), drafted(bureau, title="某办法解读")
    clerk = bureau.officers["clerk"]
    made = relate(item, "interprets", f" {document.index} ", clerk, AT)
    assert relate(item, "interprets", document.index, clerk, AT) == made
    meta = content.build(item, date(2018, 3, 1))["meta"]
    assert meta["related"] == [{"kind": "interprets", "index": document.index}]
    assert "某办法解读" in text(enter(bureau, "clerk").get(f"/items/{document.uid}/"))
    part(made, clerk, AT)
    assert "related" not in content.build(item, date(2018, 3, 1))["meta"]


def test_what_is_not_public_is_not_told_to_readers(bureau: Bureau) -> None:
    other, item = bureau.item(1, published_on=None), drafted(bureau)
    relate(item, "belongs", other.index, bureau.officers["clerk"], AT)
    assert "related" not in content.build(item, date(2018, 3, 1))["meta"]


@pytest.mark.parametrize(
    ("kind", "index", "refused"),
    [("x", "37100017/2017-00001", "unknown-relation"), ("belongs", "9/9", "no-such-item")],
)
def test_a_relation_that_makes_no_sense_is_refused(bureau: Bureau, kind, index, refused) -> None:
    bureau.item(1)
    assert code(relate, drafted(bureau), kind, index, bureau.officers["clerk"], AT) == refused


def test_an_item_is_not_its_own_relative_and_only_its_unit_says_so(bureau: Bureau) -> None:
    item = drafted(bureau)
    assert code(relate, item, "belongs", item.index, bureau.officers["clerk"], AT) == "itself"
    assert code(relate, item, "belongs", item.index, bureau.officers["leader"], AT) == "not-held"


def test_the_page_ties_and_unties(bureau: Bureau) -> None:
    other, item, client = bureau.item(1), drafted(bureau), enter(bureau, "clerk")
    client.post(f"/items/{item.uid}/relation", {"kind": "answers", "index": other.index})
    assert "回应" in text(client.get(f"/items/{item.uid}/"))
    client.post(f"/items/{item.uid}/relation", {"part": str(Relation.objects.get().pk)})
    assert not Relation.objects.exists()
