"""What was entered at the desk goes out in a register and in again without a change or a loss."""

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.casework.models import Registration
from gongkai.desk.complaints import verbs as complaints
from gongkai.desk.complaints.tests.centre import Centre, later
from gongkai.desk.disclosure.models import Item, ItemFile
from gongkai.desk.remedies import verbs
from gongkai.ledgers import exports, imports
from gongkai.ledgers.imports.tests.conftest import AT, counts
from gongkai.ledgers.tests.files import csv_file, minimal

pytestmark = pytest.mark.django_db

TEXT = "# 风险点\n\n保健食品不能代替药品。\n"
FIELDS = {"audience": "本市消费者", "rights": "拨打 12315"}
CATALOGUE = {"reach": "面向全社会", "summary": "保健食品不能代替药品。"}


@pytest.fixture
def entered(agency):
    """A remedy and an item that no register brought."""
    unit = Unit.objects.get(code="XBK")
    officer = Officer.objects.create_user("office", name="姜文博", agency=agency)
    Duty.objects.create(officer=officer, kind="office", since=date(2010, 1, 1))
    day = date(2018, 1, 5)
    arrival = verbs.Arrival(agency, "行政复议", day, "高区管委会", unit, number="威政复〔2018〕9号")
    verbs.register(arrival, by=officer, at=datetime(2018, 1, 5, 2, tzinfo=UTC))
    Item.objects.create(
        agency=agency,
        index="371002SC/2018-00001",
        title="理性购买保健食品",
        category="消费警示信息",
        means="主动公开",
        unit=unit,
        formed_on=day,
        text=TEXT,
        extras={"catalogue": CATALOGUE, "fields": FIELDS},
    )
    return agency


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["items", "remedies"])
def test_its_own_export_changes_nothing(entered, tmp_path, kind, ending):
    out = tmp_path / f"{kind}.{ending}"
    assert exports.run(kind, out, agency=entered, at=AT).rows == 1
    assert counts(imports.run(kind, [out], agency=entered, at=AT)) == (0, 0, 1, 0, 0)


def test_a_changed_row_keeps_what_the_program_notes_beside_the_columns(entered, tmp_path):
    row = minimal("items", 索引号="371002SC/2018-00001", 标题="新标题", 内容="新文")
    changed = imports.run("items", [csv_file(tmp_path, [row])], agency=entered, at=AT)
    assert counts(changed) == (0, 1, 0, 0, 0)
    item = Item.objects.get()
    assert (item.title, item.text) == ("新标题", "新文")
    assert item.extras["fields"] == FIELDS
    assert item.extras["catalogue"] == CATALOGUE


def test_columns_of_the_catalogue_take_the_place_of_what_was_there(entered, tmp_path):
    row = minimal("items", 索引号="371002SC/2018-00001", 关键词="保健食品")
    imports.run("items", [csv_file(tmp_path, [row])], agency=entered, at=AT)
    assert Item.objects.get().extras["catalogue"] == {"keywords": "保健食品"}


def test_a_file_added_at_the_desk_is_a_difference(entered, tmp_path):
    out = tmp_path / "items.csv"
    exports.run("items", out, agency=entered, at=AT)
    ItemFile.objects.create(
        item=Item.objects.get(), position=0, name="表.csv", type="text/csv", size=1, sha256="0" * 64
    )
    assert counts(imports.run("items", [out], agency=entered, at=AT)) == (0, 1, 0, 0, 0)
    assert not ItemFile.objects.exists()


def test_one_number_in_another_kind_of_remedy_is_another_case(entered, tmp_path):
    row = minimal("remedies", 类型="举报投诉", 案号="威政复〔2018〕9号", 收案日期="2018-01-05")
    assert counts(imports.run("remedies", [csv_file(tmp_path, [row])], agency=entered, at=AT))[0] == 1
    assert Registration.objects.count() == 2


def test_a_case_that_was_answered_twice_goes_out_with_its_last_answer(keys, tmp_path):
    centre = Centre.found()
    case, by = centre.case(kind="咨询"), centre["handler"]
    for said, at in (("不用办证", later(0)), ("要办登记证", later(3))):
        complaints.answer(case, said, delivery="短信", proof="回执 1", by=by, at=at)
        complaints.close(case, by=by, at=at)
        if said == "不用办证":
            complaints.reopen(case, "dissatisfied", by=centre["operator"], at=at)
    out = tmp_path / "complaints.csv"
    exports.run("complaints", out, agency=centre.agency, at=AT)
    written = out.read_text(encoding="utf-8-sig")
    assert "要办登记证" in written and "2018-03-04" in written and "不用办证" not in written
