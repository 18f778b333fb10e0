"""Asked for by several persons and given to one: a draft for everyone, linked both ways."""

from datetime import date

import pytest

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.to_everyone import address
from gongkai.desk.foi import attachments, keeping, often, topics, verbs
from gongkai.desk.foi.models import Asked, AskedGram
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


def groups(bureau, day=ON, officer=None):
    topics.catch_up()
    return often.groups(officer or bureau.office, day)


def topic_of(case):
    return Asked.objects.get(application=case.pk).topic


def test_texts_that_ask_for_the_same_are_one_topic(bureau):
    texts = [SAME, "要求公开2023年第三季度食品抽检不合格名单", "公开某小区电梯维保合同", SAME + "。"]
    first, second, other, last = (bureau.register(RECEIVED, text=text) for text in texts)
    assert topics.catch_up() == 4 and topics.is_complete()
    assert topic_of(first) == topic_of(second) == topic_of(last) == first.pk
    assert topic_of(other) is None
    assert topics.catch_up() == 0


def test_the_same_is_found_again_whatever_lies_between_and_in_steps(bureau, monkeypatch):
    monkeypatch.setattr(topics, "EACH", 2)
    first = bureau.register(RECEIVED, text=SAME)
    for n in range(12):
        bureau.register(
            RECEIVED, text=f"申请公开第{n}号地块{'甲乙丙丁戊己庚辛壬癸子丑'[n] * 3}的规划许可材料"
        )
    last = bureau.register(RECEIVED, text="请公开" + SAME.removeprefix("申请公开"))
    while topics.catch_up(most=3):
        assert Asked.objects.exists()
    assert topic_of(last) == topic_of(first) == first.pk


def test_a_text_that_joins_two_topics_makes_them_one(bureau, monkeypatch):
    one, two = "甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未"
    cases = [bureau.register(RECEIVED, text=text) for text in (one, one, two, two, one + two)]
    monkeypatch.setattr(topics, "ALIKE", 0.3)
    topics.catch_up()
    assert {topic_of(case) for case in cases} == {cases[0].pk}


def test_a_destroyed_file_leaves_no_gram(bureau):
    case = bureau.register(RECEIVED)
    topics.catch_up()
    assert AskedGram.objects.filter(application=case.pk).exists()
    keeping.forget(case)
    assert not AskedGram.objects.exists() and topics.is_complete()


def test_a_group_is_shown_from_so_many_persons_on_and_only_when_somebody_got_it(bureau, settings):
    lead = given(bureau)
    bureau.register(RECEIVED, text=SAME + "。")
    assert groups(bureau) == []
    bureau.register(RECEIVED, text="请公开2023年第三季度食品抽检的不合格名单")
    (group,) = groups(bureau)
    assert (group.lead, group.persons, len(group.cases)) == (lead, 3, 3)
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"release_askers": 4}
    assert groups(bureau) == []
    assert groups(bureau, officer=bureau.other) == []


def test_one_person_who_asks_three_times_is_one(bureau):
    person = {"name": "张三丰", "phone": "13900000000"}
    given(bureau, person=person)
    for _ in range(2):
        bureau.register(RECEIVED, person=person)
    assert groups(bureau) == []


def test_nothing_is_a_candidate_that_nobody_got(bureau):
    for _ in range(3):
        bureau.register(RECEIVED)
    assert groups(bureau) == []


def test_the_list_of_candidates_needs_a_few_queries(bureau, django_assert_max_num_queries):
    given(bureau)
    for _ in range(6):
        bureau.register(RECEIVED)
    topics.catch_up()
    with django_assert_max_num_queries(8):
        assert len(often.groups(bureau.office, ON)) == 1


def test_of_a_large_group_the_newest_are_shown_and_all_are_counted(bureau, monkeypatch):
    monkeypatch.setattr(often, "EACH", 3)
    lead = given(bureau)
    for _ in range(5):
        bureau.register(RECEIVED)
    (group,) = groups(bureau)
    assert (group.lead, group.count, len(group.cases)) == (lead, 6, 4)
    assert group.cases[-1] == lead


def test_what_was_voided_or_is_long_ago_does_not_count(bureau):
    given(bureau)
    others = [bureau.register(RECEIVED) for _ in range(2)]
    assert len(groups(bureau)) == 1
    assert groups(bureau, date(2027, 1, 1)) == []
    void = {"approved_by": bureau.leader, "by": bureau.office, "at": at(ON)}
    verbs.void(others[0], "重复登记", **void)
    assert groups(bureau) == []


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
