"""Asked for by several persons and given to one: a draft for everyone, linked both ways."""

from datetime import date

import pytest

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.to_everyone import address
from gongkai.desk.foi import attachments, often
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs import copying
from gongkai.desk.foi.verbs.publishing import to_everyone
from gongkai.refusal import Refused

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)
SAME = "申请公开2023年第三季度食品抽检的不合格名单"


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def given(bureau, **more):
    case = bureau.register(RECEIVED, **more)
    bureau.answer(case, "grant.full", ON)
    case.refresh_from_db()
    return case


def test_texts_that_ask_for_the_same_are_together():
    texts = [SAME, "要求公开2023年第三季度食品抽检不合格名单", "公开某小区电梯维保合同", SAME + "。"]
    assert often.together(texts) == [[0, 1, 3]]
    assert often.together([]) == []


def test_a_group_is_shown_from_so_many_persons_on_and_only_when_somebody_got_it(bureau, settings):
    lead = given(bureau)
    bureau.register(RECEIVED, text=SAME + "。")
    assert often.groups(bureau.office, ON) == []
    bureau.register(RECEIVED, text="请公开2023年第三季度食品抽检的不合格名单")
    (group,) = often.groups(bureau.office, ON)
    assert (group.lead, group.persons, len(group.cases)) == (lead, 3, 3)
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"release_askers": 4}
    assert often.groups(bureau.office, ON) == []
    assert often.groups(bureau.other, ON) == []


def test_one_person_who_asks_three_times_is_one(bureau):
    person = {"name": "张三丰", "phone": "13900000000"}
    given(bureau, person=person)
    for _ in range(2):
        bureau.register(RECEIVED, person=person)
    assert often.groups(bureau.office, ON) == []


def test_nothing_is_a_candidate_that_nobody_got(bureau):
    for _ in range(3):
        bureau.register(RECEIVED)
    assert often.groups(bureau.office, ON) == []


def test_the_list_of_candidates_needs_a_few_queries(bureau, django_assert_max_num_queries):
    given(bureau)
    for _ in range(6):
        bureau.register(RECEIVED)
    with django_assert_max_num_queries(8):
        assert len(often.groups(bureau.office, ON)) == 1


def test_the_draft_takes_the_copies_along_and_both_lead_to_each_other(bureau):
    Duty.objects.create(officer=bureau.handler, kind="clerk", unit=bureau.units["SP"], since=ON)
    case = bureau.register(RECEIVED)
    text = "不合格名单：某某商行，联系人李四，电话13812345678。"
    record = attachments.keep(case, "record", "名单.txt", text.encode(), by=bureau.handler, at=at(ON))
    copy = copying.make_copy(record, "request", by=bureau.handler, at=at(ON))
    copying.confirm_copy(copy, by=bureau.handler, at=at(ON))
    assert code(to_everyone, case, "名单", "其他类", "decision", by=bureau.handler, at=at(ON)) == "not-given"
    bureau.answer(case, "grant.partial", ON)
    case.refresh_from_db()
    assert code(to_everyone, case, " ", "其他类", "decision", by=bureau.handler, at=at(ON)) == "no-title"
    assert code(to_everyone, case, "名单", "其他类", "x", by=bureau.handler, at=at(ON)) == "E_REASON"
    assert code(to_everyone, case, "名单", "其他类", "often", by=bureau.legal, at=at(ON)) == "not-allowed"
    index = to_everyone(case, "食品抽检不合格名单", "其他类", "often", by=bureau.handler, at=at(ON, 17))
    application = bureau.application(case)
    assert application.released_item == index
    assert address(bureau.agency, index).startswith("/items/")
    assert address(bureau.agency, "nonsense") == ""
    item = application._meta.apps.get_model("disclosure", "Item").objects.get(index=index)
    assert item.extras["request"] == {"case": case.uid, "number": case.registration.number}
    assert [file.name for file in item.files.all()] == ["名单（提供）.txt"]
    assert "张三丰" not in item.text
    assert Event.objects.filter(stream=case.stream, type="to-everyone").exists()
    assert code(to_everyone, case, "名单", "其他类", "often", by=bureau.handler, at=at(ON, 17)) == "released"
