"""Marks block in every spacing and width; talk about secrets does not; internal wording is for a person."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.screening import Known
from gongkai.screening.tests.text_cases import of_kind
from gongkai.screening.text import has_mark, screen_text

MARKS = [
    "机密★20年",
    "绝密★30年",
    "秘密★10年",
    "机密★",
    "秘密★1年",
    "机密★6个月",
    "机密★长期",
    "秘密★启用前",
    "机密☆20年",
    "秘　密☆",
    "绝 密 ★ 30年",
    "机　密　★　10年",
    "机密＊20年",
    "机密*20年",
    "机\u200b密★20年",
    "机密⭐20年",
    "★机密★",
    "机密★２０年",
    "秘密★二十年",
    "机密★\n20年",
    "机密级★20年",
    "绝密",
    "机密",
    "秘密",
    "秘　密",
    "机 密",
    "密级：机密",
    "密级:秘密",
    "密　级：绝密",
    "机\u2060密",
    "机密\ufe0f★20年",
    "机密（20年）",
    "秘密·10年",
]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("frame", ["{}", "{}\n关于开展专项检查的通知", "000012\n{}\n特急\n威海市文件"])
def test_a_mark_blocks(frame: str, mark: str) -> None:
    found = screen_text(frame.format(mark))
    assert [one.text for one in found if one.rule != "secrecy.copy"] == [mark]
    assert {one.verdict for one in found} == {"block"}
    assert has_mark(frame.format(mark))


TALK = [
    "商业秘密",
    "涉及国家秘密、商业秘密、个人隐私的信息",
    "保守秘密是义务",
    "泄露国家秘密",
    "秘密级文件应当登记造册",
    "涉密信息不上网，上网信息不涉密",
    "机密级国家秘密的保密期限不超过二十年",
    "绝密级、机密级、秘密级",
    "工作秘密管理办法",
    "他有一个秘密",
    "密级由承办人提出",
    "评定为★★★级",
    "泄露国家秘密、工作秘密、商业秘密或者个人隐私",
    "本机关不予公开的信息包括下列各项",
    "决定不予公开该信息",
    "公开方式：□主动公开 □依申请公开 □不予公开",
    "依申请公开情况",
    "内部审计",
    "内部控制",
    "内部机构设置",
    "全年收到依申请公开1件",
    "（此件主动公开）",
    "公开方式：主动公开",
]


@pytest.mark.parametrize("text", TALK)
def test_talk_about_secrets_is_no_finding(text: str) -> None:
    assert of_kind(text, "secret_mark", "work_secret") == []


@pytest.mark.parametrize(
    "text",
    [
        "国家秘密标志形式为“机密★20年”",
        "标注样式为机密★20年，位于左上角",
        "“秘密★”",
        "《机密★标识》",
        "文件首页应当标明机密★和保密期限",
        "例如：绝密★30年",
        "密级\n绝密\n机密\n秘密",
    ],
)
def test_a_mark_in_a_rule_about_marking_is_for_a_person(text: str) -> None:
    found = of_kind(text, "secret_mark")
    assert found and all(" review " in row for row in found)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("本资料系工作秘密", "本资料系工作秘密"),
        ("内部资料", "内部资料"),
        ("内部文件", "内部文件"),
        ("内部使用", "内部使用"),
        ("内部传阅", "内部传阅"),
        ("注意保存", "注意保存"),
        ("不得外传", "不得外传"),
        ("请勿外传", "请勿外传"),
        ("严禁复印", "严禁复印"),
        ("严禁转发", "严禁转发"),
        ("仅供领导参阅", "仅供领导参阅"),
        ("仅供内部参考", "仅供内部参考"),
        ("会后收回", "会后收回"),
        ("阅后即焚", "阅后即焚"),
        ("阅后收回", "阅后收回"),
        ("（此件不予公开）", "（此件不予公开）"),
        ("(此件不予公开)", "(此件不予公开)"),
        ("公开方式：不予公开", "公开方式：不予公开"),
        ("公开属性:不予公开", "公开属性:不予公开"),
        ("（此件依申请公开）", "（此件依申请公开）"),
        ("公开类型：依申请公开", "公开类型：依申请公开"),
        ("此件不公开", "此件不公开"),
    ],
)
def test_internal_wording_goes_to_a_person(text: str, span: str) -> None:
    assert of_kind(f"通知\n{text}\n附件", "work_secret") == [f"work_secret review {span}"]


def test_a_term_beyond_the_longest_is_named__secrets_law_2024() -> None:
    known = Known(decision_date=date(2025, 1, 1))
    assert [one.rule for one in screen_text("秘密★30年", known)] == ["secrecy.mark.long"]
    assert [one.rule for one in screen_text("绝密★30年", known)] == ["secrecy.mark"]


def test_a_copy_number_counts_only_beside_a_mark() -> None:
    assert of_kind("000012\n机密★20年", "secret_mark") == [
        "secret_mark block 000012",
        "secret_mark block 机密★20年",
    ]
    assert of_kind("000012\n通知", "secret_mark") == []
