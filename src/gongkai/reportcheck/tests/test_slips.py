"""One slip in a correct report: exactly its rule is reported, with its place, in every kind of file."""

from dataclasses import dataclass

import pytest

from gongkai.law.forms import form_for_year
from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.tests.building import correct, figures


@dataclass(frozen=True)
class Slip:
    """What is broken in the report of ``year`` and what must be reported, as rule → severity."""

    name: str
    year: int
    break_it: object
    rules: dict
    where: str = ""
    kinds: tuple = ("html", "docx", "text")


def words(section, old, new):
    return lambda made: made.edit(section, old, new)


def said(section, text):
    return lambda made: made.texts[section].append(text)


def value(**changes):
    return lambda made: made.values.update({key.replace("_", "."): new for key, new in changes.items()})


def put(changes):
    return lambda made: made.values.update(changes)


def dated(text):
    return lambda made: setattr(made, "date", text)


def signed(text):
    return lambda made: setattr(made, "signature", text)


def without(table):
    return lambda made: made.without.add(table)


def no_section(key):
    return lambda made: setattr(made, "headings", [one for one in made.headings if one[0] != key])


def swapped(made):
    first, second = (at for at, (key, _) in enumerate(made.headings) if key in {"problems", "disputes"})
    made.headings[first], made.headings[second] = made.headings[second], made.headings[first]


def form_of(year):
    def change(made):
        made.form = form_for_year(year)
        made.values = figures(made.form)

    return change


def misnumbered(made):
    made.headings = [(key, heading.replace("五、", "七、")) for key, heading in made.headings]


def indented(made):
    made.texts["general"] = ["\u3000\u3000" + made.texts["general"][0], "  " + made.texts["general"][1]]


def row_gone(made):
    made.spans = lambda key, rows: (
        [row for row in rows if "重复申请" not in row[0][0]] if key == "t3" else rows
    )


def both(*changes):
    def change(made):
        for one in changes:
            one(made)

    return change


E, W = "error", "warn"
ALL = ("html", "docx", "text", "figures")
GRIDS = ("html", "docx")
SLIPS = [
    # titles of rules
    Slip(
        "provincial title",
        2017,
        words("preamble", "山东省政府信息公开办法", "山东省信息公开管理办法"),
        {"rule.title": E},
        "前言",
    ),
    Slip(
        "national title",
        2021,
        words("preamble", "政府信息公开条例", "信息公开条例"),
        {"rule.title": E},
        "前言",
    ),
    Slip(
        "secrecy law",
        2017,
        words("secrecy", "严格", "按照《中华人民共和国保密法》严格"),
        {"rule.title": E},
        "第九节",
    ),
    Slip(
        "number of the old order", 2021, words("preamble", "第711号", "第492号"), {"rule.number": E}, "前言"
    ),
    Slip("number of the provincial order", 2017, words("preamble", "第225号", "第252号"), {"rule.number": E}),
    Slip(
        "square brackets",
        2021,
        words("general", "严格审查", "按照国办公开办函[2021]30号严格审查"),
        {"rule.brackets": W},
    ),
    # leftovers
    Slip("image mark", 2017, words("org", "成立", "[image: IMG_3910]成立"), {"leftover.image": E}, "第二节"),
    Slip(
        "bookmark",
        2017,
        words("applications", "收到", "[bookmark: _GoBack]收到"),
        {"leftover.bookmark": E},
        "第六节",
    ),
    Slip("XX", 2021, words("problems", "解读", "XX解读"), {"leftover.placeholder": E}, "第五节"),
    Slip("crosses", 2021, words("problems", "将增加", "××局将增加"), {"leftover.placeholder": E}, "第五节"),
    Slip("open place", 2021, words("problems", "将增加", "（待填）将增加"), {"leftover.placeholder": E}),
    Slip("template mark", 2021, words("problems", "图解", "{{ items.total }}图解"), {"leftover.field": E}),
    Slip("broken field", 2021, words("problems", "图解", "错误！未找到引用源图解"), {"leftover.field": E}),
    Slip(
        "markup",
        2017,
        words("problems", "规范", "规范&nbsp;"),
        {"leftover.markup": E},
        kinds=("docx", "text"),
    ),
    Slip(
        "audit words",
        2017,
        words("problems", "继续改进", "加强审计信息解读"),
        {"leftover.template": E},
        "第十一节",
    ),
    Slip("school words", 2021, words("problems", "将增加图解", "推进校务公开"), {"leftover.template": E}),
    Slip("other bureau signs", 2021, signed("威海火炬高技术产业开发区教育局"), {"leftover.body": E}, "落款"),
    Slip("other bureau as subject", 2021, words("problems", "将增加", "市审计局将增加"), {}),
    Slip(
        "other bureau acts",
        2021,
        words("problems", "解读形式", "高区审计局认真总结，解读形式"),
        {"leftover.body": E},
    ),
    # names, style
    Slip("short name", 2021, words("problems", "解读", "高区市场监管局解读"), {"name.varies": W}, "第五节"),
    Slip("half-width comma", 2021, words("problems", "，", ","), {"style.width": W}, "第五节"),
    Slip("full-width digits", 2021, words("problems", "图解", "图解３类"), {"style.width": W}),
    Slip("indents", 2021, indented, {"style.indent": W}, kinds=("text", "docx")),
    Slip("em dash in a number", 2017, words("preamble", "0631-", "0631—"), {"phone.dash": W}, "前言"),
    Slip(
        "copying fees",
        2017,
        words("fees", "没有收取费用", "对印刷、邮寄等费用予以减免"),
        {"fee.wording": W},
        "第七节",
    ),
    Slip(
        "copying fees before they ended",
        2014,
        words("fees", "没有收取费用", "对印刷、邮寄等费用予以减免"),
        {},
    ),
    # dates
    Slip("after 31 March", 2017, dated("2018年4月2日"), {"deadline": E}, "落款"),
    Slip("on 31 March", 2017, dated("2018年3月31日"), {}),
    Slip("after 31 January", 2021, dated("2022年2月7日"), {"deadline": E}, "落款"),
    Slip("on 31 January", 2021, dated("二〇二二年一月三十一日"), {}),
    Slip("no date", 2021, dated(""), {"date.missing": W}, "落款"),
    Slip("date of the year before", 2021, dated("2021年1月25日"), {"date.early": E}, "落款"),
    Slip("no such day", 2021, dated("2022年1月32日"), {"date.impossible": E}, "落款"),
    # sections, form, year
    Slip(
        "section missing", 2021, no_section("problems"), {"section.missing": E, "section.number": W}, "五、"
    ),
    Slip(
        "last section missing", 2021, no_section("others"), {"section.missing": E}, "六、其他需要报告的事项"
    ),
    Slip("section missing among eleven", 2017, no_section("problems"), {"section.missing": E}, "十一、"),
    Slip("sections unordered", 2021, swapped, {"section.order": E}),
    Slip("eleven unordered", 2017, swapped, {"section.order": W}),
    Slip("section misnumbered", 2021, misnumbered, {"section.number": W}),
    Slip("section empty", 2021, lambda made: made.texts["problems"].clear(), {"section.empty": W}, "五、"),
    Slip("nothing on platforms", 2021, words("general", "平台建设", "网站"), {"section.covers": W}, "一、"),
    Slip("nothing on the fee", 2021, words("others", "信息处理费", "费用"), {"section.covers": W}, "六、"),
    Slip("form of 2019 in 2021", 2021, form_of(2019), {"form.year": E}, kinds=ALL),
    Slip("form of 2021 in 2019", 2019, form_of(2021), {"form.year": E}, kinds=ALL),
    Slip("two years", 2021, words("preamble", "2021年1月1日", "2020年1月1日"), {"year.differs": E}),
    Slip("table 4 missing", 2021, without("t4"), {"table.missing": E}, "表四"),
    Slip("list missing", 2017, without("stat"), {"table.missing": W}, "统计表"),
    Slip("row missing", 2021, row_gone, {"table.rows": W}, "表三 三（五）2", ("html", "text")),
    # cells
    Slip("blank", 2021, put({"out.deny.law.ngo": ""}), {"blank": W}, "表三 三（三）2 社会公益组织", GRIDS),
    Slip("dash", 2021, put({"out.deny.law.ngo": "—"}), {"blank": W}, "表三 三（三）2 社会公益组织", GRIDS),
    Slip("blank in the list", 2017, put({"mtg.n": ""}), {"blank": W}, "统计表 九（一）", GRIDS),
    Slip(
        "words in a cell",
        2021,
        put({"t2.license.decisions": "约30"}),
        {"cell": E},
        "表二 第二十条第（五）项 行政许可",
        GRIDS,
    ),
    Slip("a half item", 2021, put({"t2.license.decisions": "1.5"}), {"whole": E}, "行政许可", GRIDS),
    Slip(
        "rules of a bureau",
        2021,
        put({"t2.rule.valid": 2}),
        {"rules": E},
        "表二 第二十条第（一）项 规章",
        ALL,
    ),
    # arithmetic
    Slip(
        "row of table 3",
        2021,
        put({"in.carry.biz": 1, "in.new.biz": 34}),
        {"row.in.new": E, "row.in.carry": E},
        "表三 一",
        ALL,
    ),
    Slip(
        "outcomes of a column",
        2021,
        put({"out.deny.query.natural": 1, "out.deny.query.biz": -1}),
        {"whole": E, "outcomes.natural": E, "outcomes.biz": E},
        kinds=ALL,
    ),
    Slip(
        "balance of a column",
        2021,
        put({"carry.next.natural": 71, "carry.next.other": 1}),
        {"balance.natural": E, "balance.other": E},
        "表三 一",
        ALL,
    ),
    Slip(
        "group of table 4",
        2021,
        put({"t4.after.upheld": 1}),
        {"sum.t4.after": E},
        "表四 行政诉讼（复议后起诉） 总计",
        ALL,
    ),
    Slip("sum in the list", 2017, put({"app.recv.fax": 1}), {"sum.app.recv": E}, "统计表 三（一）", ALL),
    Slip("staff", 2017, put({"org.staff": 20}), {"sum.org.staff": E}, "统计表 八（三）", ALL),
    Slip("part above the whole", 2017, put({"resp.press_lead": 3}), {"most.resp.press_lead": E}, kinds=ALL),
    Slip("channels below the total", 2017, put({"pro.ch.web": 100}), {"channels": E}, kinds=ALL),
    Slip(
        "more closed than received",
        2017,
        both(
            put({"app.done": 3, "app.done.ontime": 3, "app.reply": 3, "app.reply.full": 2}),
            words("applications", "，办结2件，其中按时办结2件", ""),
        ),
        {"done": W},
        kinds=ALL,
    ),
    Slip(
        "fewer answers than closed", 2017, put({"app.reply": 1, "app.reply.full": 0}), {"reply": W}, kinds=ALL
    ),
    Slip("hotline in row six", 2017, both(put({"grievance": 2180})), {"grievance.hotline": E}, "统计表 六"),
    # narrative
    Slip(
        "received",
        2021,
        words("applications", "申请859件", "申请858件"),
        {"narrative.table": E},
        "第三节 第1段",
    ),
    Slip("carried", 2021, words("applications", "办理72件", "办理70件"), {"narrative.table": E}, "第三节"),
    Slip("reviews", 2021, words("disputes", "行政复议3件", "行政复议2件"), {"narrative.table": E}, "第四节"),
    Slip(
        "suits said not to exist",
        2021,
        words("disputes", "行政复议3件，未经复议直接起诉1件，复议后起诉0件", "没有发生行政诉讼"),
        {"narrative.table": E},
    ),
    Slip("items", 2017, words("overview", "信息147条", "信息146条"), {"narrative.table": E}, "第一节"),
    Slip(
        "none received",
        2017,
        words("applications", "收到政府信息公开申请2件，办结2件，其中按时办结2件", "未收到政府信息公开申请"),
        {"narrative.table": E},
    ),
    Slip(
        "categories",
        2017,
        words("proactive", "抽检信息16条", "抽检信息18条"),
        {"narrative.sum": E},
        "第五节 第1段",
    ),
    Slip("categories too few", 2017, words("proactive", "典型案件1条，", ""), {"narrative.sum": E}, "第五节"),
    Slip(
        "rate",
        2017,
        words("response", "2180起，处结率", "2180起，办结2000起，处结率"),
        {"narrative.percent": E},
        "第三节",
    ),
    Slip("rate that is right", 2017, words("response", "2180起，处结率", "2180起，办结2071起，处结率"), {}),
    Slip("rate above all", 2017, words("response", "95%", "105%"), {"narrative.percent": E}),
    Slip(
        "share",
        2021,
        words("general", "859件", "859件，其中自然人821件，占90%"),
        {"narrative.percent": E},
        "第一节",
    ),
    Slip(
        "two numbers",
        2017,
        words("key_areas", "开设", "全年受理投诉举报2108起。开设"),
        {"narrative.repeat": E},
        "第四节",
    ),
    Slip("a part named", 2021, words("general", "859件", "859件，其中自然人821件、商业企业35件"), {}),
    Slip(
        "parts above the whole",
        2021,
        words("general", "859件", "859件，其中自然人821件、商业企业53件"),
        {"narrative.sum": E},
    ),
    Slip("number before its word", 2021, words("applications", "无法提供337件", "337件无法提供"), {}),
    Slip(
        "wrong number before its word",
        2021,
        words("applications", "无法提供337件", "338件无法提供"),
        {"narrative.table": E, "narrative.sum": E},
        "第三节",
    ),
    Slip(
        "who asked between verb and number",
        2021,
        words(
            "general", "新收政府信息公开申请859件", "共收到公民、法人和其他组织提出的政府信息公开申请860件"
        ),
        {"narrative.table": E},
    ),
    Slip("count in words", 2021, words("general", "859件", "八百五十九件"), {}),
    Slip(
        "wrong count in words",
        2021,
        words("general", "859件", "八百六十件"),
        {"narrative.table": E},
    ),
    Slip(
        "another counting word",
        2021,
        words("general", "859件", "860份"),
        {"narrative.table": E},
    ),
    Slip("period too short", 2021, words("preamble", "12月31日", "11月30日"), {"period": E}),
    Slip("picture of a web page", 2021, said("general", "![](media/image1.png)"), {"leftover.image": E}),
    Slip("picture in words", 2021, said("general", "[图片]"), {"leftover.image": E}),
    Slip("stars for a number", 2021, said("general", "参加***人。"), {"leftover.placeholder": E}),
    Slip("another bureau at work", 2021, said("general", "某某县教育局全年公开信息。"), {"leftover.body": E}),
    Slip("another field", 2021, said("general", "加强税务信息公开。"), {"leftover.template": E}),
    Slip("half parentheses", 2021, said("general", "依据条例(国务院令)开展工作。"), {"style.width": W}),
    Slip("last year's number", 2021, words("general", "859件", "859件，上年收到政府信息公开申请700件"), {}),
]


CASES = [pytest.param(slip, kind, id=f"{slip.name}-{kind}") for slip in SLIPS for kind in slip.kinds]


@pytest.mark.parametrize(("slip", "kind"), CASES)
def test_a_slip_is_reported_by_its_rule_and_nothing_else(slip, kind):
    made = correct(slip.year)
    slip.break_it(made)
    checked = check_report(getattr(made, kind)())
    assert {one.rule: one.severity for one in checked.findings} == slip.rules, checked.findings
    assert all(one.where and ("请" in one.message or "没有" in one.message) for one in checked.findings)
    if slip.rules:
        assert any(slip.where in one.where for one in checked.findings), checked.findings


def test_there_are_more_than_forty_slips():
    assert sum(bool(slip.rules) for slip in SLIPS) >= 40
