import json

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.cli.law_show import lines_of
from gongkai.law.registry import rule_sets


def run(*words):
    result = CliRunner().invoke(gongkai, list(words), catch_exceptions=False, standalone_mode=False)
    return result.stdout


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        ("report.stat_2014", ["（一）收到申请数（件）  app.recv", "其中：涉及国家秘密", "共 58 格"]),
        ("report.fmt_2019", ["政府集中采购  t2.procure.n | t2.procure.amount", "（六）其他处理  out.other"]),
        ("report.fmt_2021", ["列  .natural  自然人", "行政诉讼（复议后起诉）  t4.after.upheld", "共 200 格"]),
        ("report.sections_2008", ["七、政府信息公开的收费及减免情况  fees"]),
        ("report.sections_2021", ["一、总体情况  general", "应当写明：主动公开、依申请公开", "表：t3"]),
        ("outcome.2008", ["reply.amend  告知作出更改补充", "report.fmt_2021：没有对应的行"]),
        ("outcome.2019", ["redirect.query", "out.deny.query"]),
        (
            "complaint.samr121",
            ["不予受理的情形", "false_identity  第十六条第（六）项（已核对原文）", "party_gone"],
        ),
        ("complaint.saic62", ["warranty_over  第十六条第（二）项"]),
        ("complaint.cfda21", ["no_target", "凭记忆"]),
        ("remedy.c", ["review_first", "应当先在收到之日起60日内"]),
        ("scope.2019", ["p20_06  第二十条第（六）项"]),
        ("scope.categories", ["sampling  抽检信息（栏目：食品抽检）  p10_11 | p20_13"]),
        ("scope.outlets", ["局网站  pro.ch.web"]),
        ("review.2008", ["公开意见的依据", "deny.safety  第八条（凭记忆收录，待核对原文）"]),
        ("retention.2006", ["各档的名称和年数", "permanent  永久", "30  定期30年"]),
        ("penalty.pub.samr45", ["摘要：行政处罚决定书文号", "不得提前停止公示", "告知：送达"]),
        ("sampling.samr15", ["应当公布", "不合格项目"]),
        ("fee.info_processing", ["第四条  同一申请人一个自然月内累计"]),
        ("foi.2019", ["plain-mail  第三十一条第（二）项（已核对原文）"]),
        ("double_random.gf2019_5", ["20个工作日", "可由单位设定"]),
    ],
)
def test_show_prints_what_the_set_holds(identity, words):
    printed = run("law", "show", identity)
    for word in words:
        assert word in printed


def test_every_set_can_be_shown_in_words_and_as_json():
    for rule in rule_sets():
        assert all(isinstance(line, str) and line.strip() for line in lines_of(rule))
        document = json.loads(run("law", "show", rule.id, "--json"))
        assert set(rule.data) <= set(document)


def test_nothing_in_a_set_is_left_unshown():
    for rule in rule_sets():
        if set(rule.data) - {"law"}:
            assert list(lines_of(rule)), rule.id


def test_list_knows_the_new_fields():
    printed = run("law", "list", "--field", "outcome", "--field", "scope")
    assert [line.split()[0] for line in printed.splitlines()] == [
        "outcome.2008",
        "outcome.2019",
        "scope.2008",
        "scope.2019",
    ]
    one_day = run("law", "list", "--on", "2017-09-25")
    assert "outcome.2008" in one_day
    assert "report.sections_2008" in one_day
    assert "outcome.2019" not in one_day
