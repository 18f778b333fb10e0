"""Nothing personal stands in the open in any table, file or log that an import writes."""

import re
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import connection

from gongkai.desk.casework.models import CaseKey, CaseText, Event, Party, Registration
from gongkai.desk.complaints.models import Matter
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Incident, Item
from gongkai.desk.enforcement.models import Penalty
from gongkai.ledgers import exports
from gongkai.ledgers.checking import check
from gongkai.ledgers.imports.tests.conftest import PERSON, PHONE, complaint
from gongkai.ledgers.tests.files import minimal
from gongkai.refusal import Refused

PERSONAL = (PERSON, PHONE, "139-1234-5678", PERSON[1:])


def _everything():
    """Every value of every table of the desk's database, as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    yield (
                        table,
                        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode(),
                    )


def _found():
    return {(table, word) for table, value in _everything() for word in PERSONAL if word.encode() in value}


def test_no_name_phone_or_unknown_column_in_any_table(importing):
    importing("complaints", complaint(诉求类型="投诉举报"))
    assert Registration.objects.count() == 1
    assert _found() == set()


def test_nor_after_a_change(importing):
    importing("complaints", complaint())
    importing("complaints", complaint(不予受理原因=f"{PERSON}重复投诉，电话{PHONE}", 满意度="不满意"))
    assert Event.objects.filter(type="changed").count() == 1
    assert _found() == set()


def test_the_application_is_as_sealed(importing):
    importing(
        "applications",
        minimal(
            "applications",
            提交方式="信函",
            申请人类型="自然人",
            申请人=PERSON,
            联系方式=PHONE,
            申请内容=f"{PERSON}（{PHONE}）申请公开",
        ),
    )
    assert Party.objects.get().role == "申请人"
    assert _found() == set()


def test_a_natural_person_in_a_penalty_is_masked_everywhere(importing):
    importing(
        "penalties",
        minimal(
            "penalties",
            当事人名称=PERSON,
            当事人类型="自然人",
            统一社会信用代码="371002198001011234",
            违法事实=f"{PERSON}无照经营，电话{PHONE}",
            备注=f"住址、电话{PHONE}",
        ),
    )
    assert Penalty.objects.get().party == "欧某"
    assert _found() == set()
    assert not any(b"371002198001011234" in value for _, value in _everything())


def test_the_log_of_an_import_holds_nothing_personal(importing, tmp_path):
    importing("complaints", complaint(承办单位="没有的科"))
    for path in (settings.GONGKAI_HOME / "logs" / "imports").rglob("*"):
        if path.is_file():
            said = path.read_text("utf-8")
            assert not any(word in said for word in PERSONAL), path


def test_the_working_text_is_masked_and_each_case_has_a_key_of_its_own(importing):
    importing("complaints", complaint(诉求类型="投诉举报"))
    assert {text.masked for text in CaseText.objects.filter(field="content")} == {
        "〔姓名〕反映：电话〔电话号码〕，商家拒绝七日无理由退货。"
    }
    assert len({bytes(key.dek_h) for key in CaseKey.objects.all()}) == 2
    assert len({bytes(party.sealed) for party in Party.objects.all()}) == 2


def test_rows_that_slipped_come_back_without_their_person(importing):
    rows = [
        complaint(登记时间=PERSON),
        complaint(登记编号="2", 登记时间=PHONE),
        complaint(登记编号="3", 诉求类型=PERSON),
        complaint(登记编号="4", 涉及金额="139-1234-5678"),
        complaint(登记编号="5", 承办单位=PERSON),
        complaint(登记编号="6", 是否匿名=PERSON),
    ]
    summary = importing("complaints", *rows)
    said = summary.rejected_file.read_text("utf-8-sig")
    assert summary.rejected == len(rows)
    assert not [word for word in PERSONAL if word in said]


def test_a_register_without_its_header_is_refused_without_its_person(importing, tmp_path):
    path = tmp_path / "bare.csv"
    path.write_text(f"1,12315,2017-01-02,投诉,{PERSON},{PHONE}\n", "utf-8")
    with pytest.raises(Refused, match="表头") as caught:
        check("complaints", path)
    assert not [word for word in PERSONAL if word in str(caught.value)]


def test_unknown_columns_of_remedies_and_applications_are_sealed_and_come_back(importing, agency):
    for kind in ("remedies", "applications"):
        row = minimal(kind, 备注=f"{PERSON} {PHONE}", 提交方式="信函", 申请人类型="自然人")
        if kind == "remedies":
            row = minimal(kind, 申请人=PERSON, 备注=f"电话{PHONE}")
        assert importing(kind, row).new == 1
        assert importing(kind, row).unchanged == 1
        (back,) = exports.rows(kind, agency=agency)
        assert PHONE in back.extras["备注"]
    assert _found() == set()


def test_free_texts_are_masked_by_screening_with_the_rows_parties_first(importing):
    importing(
        "complaints",
        complaint(
            被诉主体="蔚田渔具网店",
            主体地址="威海市高区吉林路58号",
            诉求内容=(
                f"{PERSON}（微信wangli_88，住威海市高区后峰西村115号3单元201室）反映：在蔚田渔具网店"
                f"（威海市高区吉林路58号）购物，店员孙晓明（电话１３９ １２３４—５６７８）拒绝退货，"
                "车牌鲁F62K18。"
            ),
            答复内容="已电告欧阳先生，商家退货。",
        ),
    )
    texts = {one.field: one.masked for one in CaseText.objects.all()}
    assert not re.search("wangli|115号|201室|孙晓明|5678|62K18", "".join(texts.values()))
    assert "蔚田渔具网店（威海市高区吉林路58号）" in texts[CaseText.Field.CONTENT]
    assert texts[CaseText.Field.ANSWER] == "已电告〔姓名〕，商家退货。"
    assert _found() == set()


def test_a_mask_longer_than_its_column_is_cut_and_the_whole_is_sealed(importing):
    callback = "王五" * 20
    importing("complaints", complaint(诉求人="王五", 回访结果=callback))
    matter = Matter.objects.get()
    assert len(matter.callback) <= Matter._meta.get_field("callback").max_length
    assert "王五" not in matter.callback


MARKED = "附件标有 机密★10年 字样"


@pytest.mark.parametrize("column", ["诉求内容", "答复内容", "备注"])
def test_a_row_with_a_secrecy_mark_is_given_back_and_nothing_of_it_is_kept(importing, column):
    given_back = []
    summary = importing("complaints", complaint(**{column: MARKED}), on_rejection=given_back.append)
    assert (summary.rejected, summary.new) == (1, 0)
    (rejection,) = given_back
    assert "密级标志" in rejection.reason and "10年" not in rejection.reason
    assert not Registration.objects.exists()
    assert {one.stream for one in Event.objects.all()} == {Incident.objects.get().stream}
    assert not any("机密★".encode() in value for _, value in _everything())


def test_a_mark_enters_the_incident_and_names_the_row_alone(importing):
    given_back = []
    summary = importing(
        "complaints",
        complaint(),
        complaint(登记编号="高市监诉〔2017〕2号", 登记时间=f"不详 {MARKED}"),
        on_rejection=given_back.append,
    )
    incident = Incident.objects.get()
    assert (summary.new, summary.rejected, summary.marked) == (1, 1, 1)
    assert (summary.incident, incident.place, incident.officer) == (incident.number, "import", None)
    (rejection,) = given_back
    assert (rejection.row_number, rejection.column, rejection.is_marked) == (3, "登记时间", True)
    assert "机密" not in str(rejection) and not incident.was_stored


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("applications", {"备注": MARKED}),
        ("remedies", {"结果": MARKED}),
        ("penalties", {"违法事实": MARKED}),
        ("samples", {"任务来源": MARKED}),
        ("activities", {"备注": MARKED}),
        ("items", {"内容": MARKED}),
    ],
)
def test_no_register_lets_a_mark_in_whatever_column_bears_it(importing, kind, row):
    given_back = []
    summary = importing(kind, minimal(kind) | row, on_rejection=given_back.append)
    assert (summary.new, summary.marked, Incident.objects.count()) == (0, 1, 1)
    assert not any("机密★".encode() in value for _, value in _everything())


def test_a_dry_run_enters_the_incident_too_and_nothing_else(importing):
    summary = importing("complaints", complaint(诉求内容=MARKED), dry_run=True)
    assert summary.incident == Incident.objects.get().number and not Registration.objects.exists()


def test_a_header_with_a_mark_refuses_the_file_and_enters_the_incident(importing):
    with pytest.raises(Refused, match="密级标志") as refused:
        importing("complaints", complaint(**{MARKED: "一"}))
    assert Incident.objects.get().number in refused.value.mend and "机密" not in str(refused.value)


def test_an_attachment_of_an_item_with_a_mark_keeps_its_row_out(importing, tmp_path):
    (tmp_path / "通报.txt").write_text(MARKED, encoding="utf-8")
    (tmp_path / "说明.txt").write_text("全文公开", encoding="utf-8")
    rows = [
        minimal("items") | {"索引号": f"A-{n}", "附件": name}
        for n, name in enumerate(("通报.txt", "说明.txt"))
    ]
    given_back = []
    summary = importing("items", *rows, on_rejection=given_back.append)
    assert (summary.new, summary.marked, given_back[0].column) == (1, 1, "附件")
    assert summary.incident and Item.objects.get().index == "A-1"
    assert not files.place(sha256(MARKED.encode()).hexdigest()).exists()


def test_words_about_secrets_are_no_mark(importing):
    importing("complaints", complaint(诉求内容="反映商家泄露商业秘密，要求保守秘密。"))
    assert Registration.objects.count() == 1
