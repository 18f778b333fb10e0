"""A row of the register of items becomes the item, its placements, files and sign-offs."""

from datetime import date, time

import pytest

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import content, files
from gongkai.desk.disclosure.models import INNER_EXTRAS, Item, ItemFile, Placement, SignOff
from gongkai.ledgers import exports
from gongkai.ledgers.imports.items import body_of
from gongkai.ledgers.imports.tests.conftest import counts
from gongkai.ledgers.tests.files import minimal
from gongkai.sealing import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(tmp_path):
    """A full row with one attachment beside the register."""
    (tmp_path / "附件").mkdir()
    (tmp_path / "附件" / "表.csv").write_bytes(b"a,b\n1,2\n")

    def row(**cells):
        return minimal(
            "items",
            责任单位="办公室（政务公开）",
            成文日期="2017-03-01",
            发布日期="2017-03-02",
            公开渠道="局网站；公开栏",
            规范性文件="否",
            有效性="有效",
            内容="第一段\n第二段",
            附件="附件/表.csv",
            初审人="隋永强",
            初审时间="2017-03-01 09:00",
            保密审查人="姜文博",
            保密审查时间="2017-03-01 10:30",
            签发人="毕振国",
            签发时间="2017-03-01",
        ) | dict(cells)

    return row


def test_a_row_becomes_an_item_with_placements_files_and_sign_offs(importing, item):
    assert counts(importing("items", item())) == (1, 0, 0, 0, 0)
    one = Item.objects.get()
    assert (one.index, one.published_on, one.means) == ("371002SC/2017-00001", date(2017, 3, 2), "主动公开")
    assert one.secrecy_reviewed_on == date(2017, 3, 1)
    assert one.unit.name == "办公室（政务公开）"
    placed = set(Placement.objects.values_list("outlet", "on"))
    assert placed == {("局网站", date(2017, 3, 2)), ("公开栏", date(2017, 3, 2))}
    assert list(SignOff.objects.order_by("id").values_list("stage", "by", "time")) == [
        ("first", "隋永强", time(9)),
        ("secrecy", "姜文博", time(10, 30)),
        ("sign", "毕振国", None),
    ]


def test_columns_of_the_catalogue_become_its_metadata_and_a_row_without_them_has_none(importing, item):
    more = {"主题分类": "综合政务", "公开范围": "面向全社会", "内容概述": "年货 检查", "关键词": "年货；冷链"}
    importing("items", item(**more), item(索引号="2"))
    first, second = (content.build(one)["meta"] for one in Item.objects.order_by("id"))
    assert first["catalogue"] == {
        "topic": "综合政务",
        "reach": "面向全社会",
        "summary": "年货 检查",
        "keywords": ["年货", "冷链"],
    }
    assert "catalogue" not in second


def test_a_column_called_like_something_inner_is_kept_and_means_nothing(importing, item):
    importing("items", item(fields="甲", figures="乙", source="丙", parties="丁", 备注="戊"))
    one = Item.objects.get()
    assert not INNER_EXTRAS & set(one.extras)
    meta = content.build(one)["meta"]
    assert (meta["figures"], meta.get("source"), meta.get("fields")) == ([], None, None)
    given = exports.items.row_of(one.pk).extras
    assert given == {"fields": "甲", "figures": "乙", "source": "丙", "parties": "丁", "备注": "戊"}


def test_what_the_program_keeps_beside_the_columns_is_in_no_register(importing, item):
    importing("items", item(备注="戊"))
    one = Item.objects.get()
    one.extras |= {"parties": ["张某"], "fields": {"a": "b"}, "urgent": True}
    one.save(update_fields=["extras"])
    assert exports.items.row_of(one.pk).extras == {"备注": "戊"}


def test_an_attachment_lies_under_its_digest(importing, item):
    importing("items", item())
    file = ItemFile.objects.get()
    assert (file.name, file.size) == ("表.csv", 8)
    assert files.place(file.sha256).read_bytes() == b"a,b\n1,2\n"


def test_the_same_register_again_changes_nothing(importing, item):
    importing("items", item())
    assert counts(importing("items", item())) == (0, 0, 1, 0, 0)
    assert Event.objects.filter(stream=Item.objects.get().stream).count() == 1


def test_a_changed_row_replaces_and_names_the_columns(importing, item):
    importing("items", item())
    assert counts(importing("items", item(标题="新标题", 公开渠道="局网站"))) == (0, 1, 0, 0, 0)
    one = Item.objects.get()
    assert one.title == "新标题"
    assert Placement.objects.get().outlet == "局网站"
    event = events.read(bytes(Event.objects.get(stream=one.stream, n=2).body))
    assert event["type"] == "changed"
    assert event["data"]["columns"] == ["title", "outlets"]


def test_an_attachment_with_other_bytes_is_a_change(importing, item, tmp_path):
    importing("items", item())
    (tmp_path / "附件" / "表.csv").write_bytes(b"other")
    assert counts(importing("items", item())) == (0, 1, 0, 0, 0)
    assert ItemFile.objects.get().size == 5


@pytest.mark.parametrize("name", ["附件/没有.csv", "../outside.csv", "/etc/hostname", "附件"])
def test_a_file_that_is_missing_or_outside_the_folder_rejects_the_row(importing, item, tmp_path, name):
    (tmp_path.parent / "outside.csv").write_text("x")
    summary = importing("items", item(附件=name))
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert ",2,附件," in summary.rejected_file.read_text("utf-8-sig")
    assert not Item.objects.exists()


def test_two_attachments_of_one_name_stay_two(importing, item, tmp_path):
    (tmp_path / "附件" / "二").mkdir()
    (tmp_path / "附件" / "二" / "表.csv").write_bytes(b"x")
    importing("items", item(附件="附件/表.csv；附件/二/表.csv"))
    assert list(ItemFile.objects.order_by("position").values_list("name", flat=True)) == [
        "表.csv",
        "表（2）.csv",
    ]


def test_a_dry_run_stores_no_file(importing, item, tmp_path):
    (tmp_path / "附件" / "表.csv").write_bytes(b"never stored before")
    importing("items", item(), dry_run=True)
    assert not Item.objects.exists()
    importing("items", item())
    assert files.place(ItemFile.objects.get().sha256).exists()


def test_lines_are_paragraphs_and_markdown_is_read_where_it_is_meant():
    assert len(body_of("一、第一\n\n二、第二\n三、第三")) == 3
    assert body_of("# 标题\n\n正文") != body_of("标题\n\n正文")
    assert body_of("") == []
    assert len(body_of("# 坏的 {{ no.such }} 引用\n正文")) == 2


def test_an_attachment_that_lacks_is_a_warning_where_nothing_is_published(importing, item):
    summary = importing("items", item(附件="附件/没有.csv；附件/表.csv"), files_may_lack=True)
    assert (summary.new, summary.rejected) == (1, 0)
    assert any("附件" in one.column and one.row_number == 2 for one in summary.warnings)
    assert [one.name for one in ItemFile.objects.all()] == ["表.csv"]


def test_an_attachment_outside_the_folder_is_rejected_even_there(importing, item):
    assert importing("items", item(附件="../../../../../etc/hostname"), files_may_lack=True).rejected == 1
