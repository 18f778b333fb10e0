"""Reports of three other bodies, as of 2008, 2014 and 2021: each slip is told, the clean twin is silent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.law.forms import form_for_year, sections, with_totals
from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.tests.building import Report

SCHOOLS = "荣成市教育和体育局"
AUDIT = "烟台市芝罘区审计局"
MARKET = "济南市历城区市场监督管理局"
KINDS: dict[str, Callable[[Report], bytes]] = {
    "html": lambda made: made.html(junk=True),
    "docx": lambda made: made.docx(),
    "text": lambda made: made.text(),
    "pdf": lambda made: made.pdf(),
}


def schools() -> Report:
    """2010: no list of figures yet, seven sections of the article of the regulation."""
    titles = {
        "overview": "概述",
        "proactive": "主动公开政府信息情况",
        "applications": "依申请公开政府信息和不予公开政府信息情况",
        "fees": "政府信息公开的收费及减免情况",
        "disputes": "因政府信息公开申请行政复议、提起行政诉讼的情况",
        "problems": "存在的主要问题及改进情况",
        "others": "其他需要报告的事项",
    }
    numbers = "一二三四五六七"
    return Report(
        year=2010,
        agency=SCHOOLS,
        title=f"{SCHOOLS}2010年政府信息公开工作年度报告",
        preamble=[
            "根据《中华人民共和国政府信息公开条例》（国务院令第492号）和《山东省政府信息公开办法》（省政府令第225号）的要求，"
            "特向社会公布2010年度政府信息公开年度报告。本报告所列数据的统计期限自2010年1月1日起，至2010年12月31日止。"
            "如有疑问，请与我局办公室联系（电话：0631-7562031）。"
        ],
        headings=[(key, f"{numbers[at]}、{title}") for at, (key, title) in enumerate(titles.items())],
        texts={
            "overview": ["一年来，我局将政府信息公开与校务公开结合，制定制度5项，召开专题会议3次。"],
            "proactive": [
                "全年主动公开政府信息212条，其中招生考试类96条，学校安全类54条，师资管理类38条，体育活动类24条。",
                "各学校设公开栏87个，通过门户网站公开信息180条。",
            ],
            "applications": ["全年共收到政府信息公开申请4件，已全部答复，其中同意公开3件，信息不存在1件。"],
            "fees": ["全年没有向申请人收取任何费用。"],
            "disputes": ["全年未发生因政府信息公开引起的行政复议和行政诉讼。"],
            "problems": ["公开内容的深度还不够，下一步将加强业务培训。"],
            "others": ["没有其他需要报告的事项。"],
        },
        signature=SCHOOLS,
        date="2011年3月15日",
    )


def audit() -> Report:
    """2016: the list of figures of 2014 behind eleven sections."""
    form = form_for_year(2016)
    values = {
        "pro.total": 88, "pro.norm": 1, "pro.norm_issued": 1, "pro.ch.web": 80, "pro.ch.weibo": 31,
        "resp.total": 2, "resp.press": 1, "resp.articles": 6, "app.recv.face": 1, "app.recv.mail": 2,
        "app.done.ontime": 2, "app.done.ext": 1, "app.reply.full": 2, "app.reply.notours": 1, "org.units": 1,
        "org.points": 2, "org.staff.full": 1, "org.staff.part": 5, "mtg.n": 2, "train.n": 1,
        "train.people": 23,
    }  # fmt: skip
    filled = with_totals(values, form=form)
    return Report(
        year=2016,
        agency=AUDIT,
        form=form,
        values={key: filled.get(key) or 0 for key in form.keys},
        title=f"{AUDIT}2016年政府信息公开工作年度报告",
        preamble=[
            "按照《中华人民共和国政府信息公开条例》和《山东省政府信息公开办法》规定编制本报告，"
            "数据统计期限为2016年1月1日至2016年12月31日，电子版可在区政府网站下载。联系电话：0535-6216009。"
        ],
        headings=[(one.key, one.heading) for one in sections(2016) if one.number],
        texts={
            "overview": ["2016年，我局把审计结果公开作为重点，全年主动公开政府信息88条。"],
            "org": ["明确1名副局长分管，办公室专职人员1人、各科室兼职人员5人负责。"],
            "response": ["加强审计信息解读，发布解读稿件6篇，参加新闻发布会1次。"],
            "key_areas": ["公开预算执行审计结果公告12期。"],
            "proactive": [
                "主动公开88条，其中审计公告12条，工作动态51条，财务公开9条，其他16条。通过政府网站公开80条，政务微博31条。"
            ],
            "applications": ["收到申请3件，办结3件，其中按时办结2件、延期办结1件。"],
            "fees": ["2016年度没有收取费用。"],
            "disputes": ["没有因政府信息公开被申请行政复议、提起行政诉讼的情况。"],
            "secrecy": ["坚持先审查、后公开，全年无泄密事件。"],
            "subordinate": ["所属审计服务中心的信息由我局一并公开。"],
            "problems": ["审计公告的可读性有待提高，今后将配发图解。"],
        },
        signature=AUDIT,
        date="2017年2月28日",
    )


CELLS = {
    "in.new": {"natural": 41, "biz": 6, "legal": 2},
    "in.carry": {"natural": 3},
    "out.grant": {"natural": 17, "biz": 4},
    "out.partial": {"natural": 4, "legal": 1},
    "out.deny.third": {"natural": 2},
    "out.deny.enforce": {"natural": 5, "biz": 1},
    "out.unable.none": {"natural": 9, "legal": 1},
    "out.skip.petition": {"natural": 3, "biz": 1},
    "out.other.nocorr": {"natural": 1},
    "carry.next": {"natural": 3},
}


def market(year: int = 2023) -> Report:
    """The six sections of 2021 with their three tables."""
    form = form_for_year(year)
    values: dict[str, object] = {
        f"{row}.{one}": n for row, cells in CELLS.items() for one, n in cells.items()
    }
    values |= {
        "t2.norm.issued": 2, "t2.norm.valid": 9, "t2.license.decisions": 8_214, "t2.penalty.decisions": 377,
        "t2.coercion.decisions": 12, "t4.review.upheld": 3, "t4.review.corrected": 1, "t4.direct.upheld": 2,
        "t4.direct.open": 1,
    }  # fmt: skip
    filled = with_totals(values, form=form)
    for row in ("in.new", "in.carry", "carry.next"):
        filled[f"{row}.total"] = sum(CELLS[row].values())
    return Report(
        year=year,
        agency=MARKET,
        form=form,
        values={key: filled.get(key) or 0 for key in form.keys},
        title=f"{MARKET}{year}年政府信息公开工作年度报告",
        preamble=[
            "本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。"
            f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。联系方式：0531-88021315。"
        ],
        headings=[(one.key, one.heading) for one in sections(year) if one.number],
        texts={
            "general": [
                f"{year}年，我局紧扣优化营商环境推进公开。主动公开方面，发布各类信息612条，其中行政处罚377条，食品抽检103条，"
                "消费提示48条，工作动态84条。依申请公开方面，新收申请49件，上年结转3件。",
                "政府信息管理方面，清理规范性文件。平台建设方面，优化栏目设置。监督保障方面，举办培训2次。",
            ],
            "proactive": ["主动公开的有关数据如下。"],
            "applications": ["全年新收政府信息公开申请49件，上年结转3件，结转下年度继续办理3件。"],
            "disputes": ["行政复议4件，未经复议直接起诉3件。"],
            "problems": ["公开的主动性还需要加强，将完善主动公开目录。"],
            "others": ["本机关本年度没有收取信息处理费，没有其他需要报告的事项。"],
        },
        signature=MARKET,
        date=f"{year + 1}年1月19日",
    )


def added(section: str, text: str) -> Callable[[Report], None]:
    return lambda made: (made.preamble if section == "preamble" else made.texts[section]).append(text)


def words(section: str, old: str, new: str) -> Callable[[Report], None]:
    return lambda made: made.edit(section, old, new)


def at(key: str, new: object) -> Callable[[Report], None]:
    return lambda made: made.values.update({key: new})


def indented(section: str) -> Callable[[Report], None]:
    def change(made: Report) -> None:
        made.preamble = ["\u3000\u3000" + text for text in made.preamble]
        made.texts[section] = ["  " + text for text in made.texts[section]]

    return change


def hotline_in_row_six(made: Report) -> None:
    made.texts["response"].append("全年受理12345热线投诉举报2180件，办结2071件。")
    made.values["grievance"] = 2_180


BODIES: dict[str, Callable[[], Report]] = {"schools": schools, "audit": audit, "market": market}
SLIPS: tuple[tuple[str, str, Callable[[Report], None], str], ...] = (
    (
        "schools",
        "provincial title",
        words("preamble", "山东省政府信息公开办法", "山东省信息公开管理办法"),
        "rule.title",
    ),
    (
        "audit",
        "provincial title",
        words("preamble", "山东省政府信息公开办法", "山东省信息公开管理办法"),
        "rule.title",
    ),
    ("market", "national title", words("preamble", "政府信息公开条例", "信息公开条例"), "rule.title"),
    ("audit", "mixed indents", indented("problems"), "style.indent"),
    ("market", "mixed indents", indented("problems"), "style.indent"),
    ("schools", "picture left out", added("proactive", "[image: 学校公开栏.jpg]"), "leftover.image"),
    ("audit", "picture left out", added("org", "[image: image002.png]"), "leftover.image"),
    ("market", "picture left out", added("general", "[image: 各渠道公开数量]"), "leftover.image"),
    ("schools", "bookmark", added("overview", "[bookmark: _GoBack]全市共有学校87所。"), "leftover.bookmark"),
    ("audit", "bookmark", added("secrecy", "[bookmark: _GoBack]"), "leftover.bookmark"),
    ("market", "bookmark", added("problems", "[bookmark: _GoBack]"), "leftover.bookmark"),
    ("schools", "dash in a telephone", words("preamble", "0631-7562031", "0631—7562031"), "phone.dash"),
    ("audit", "dash in a telephone", words("preamble", "0535-6216009", "0535—6216009"), "phone.dash"),
    ("market", "dash in a telephone", words("preamble", "0531-88021315", "0531－－88021315"), "phone.dash"),
    (
        "schools",
        "sentence of an audit bureau",
        added("problems", "二是加强审计信息解读，提高公开质量。"),
        "leftover.template",
    ),
    (
        "audit",
        "sentence of a school bureau",
        added("problems", "二是深化校务公开，接受家长监督。"),
        "leftover.template",
    ),
    (
        "market",
        "sentence of an audit bureau",
        added("problems", "二是加强审计信息解读。"),
        "leftover.template",
    ),
    (
        "schools",
        "another name",
        added("problems", "荣成市教育局将进一步落实责任，荣成市教体局各科室要积极配合。"),
        "name.varies",
    ),
    ("audit", "another name", added("problems", "芝罘区审计局将进一步落实责任。"), "name.varies"),
    ("market", "another name", added("problems", "历城区市场监管局将进一步落实责任。"), "name.varies"),
    ("schools", "categories", words("proactive", "54条", "45条"), "narrative.sum"),
    ("audit", "categories", words("proactive", "51条", "53条"), "narrative.sum"),
    ("market", "categories", words("general", "103条", "130条"), "narrative.sum"),
    (
        "market",
        "a rate that cannot be",
        added("general", "全年受理投诉举报2180件，办结1880件，办结率95%。"),
        "narrative.percent",
    ),
    (
        "audit",
        "a rate that cannot be",
        added("response", "收到群众来信40件，办结30件，办结率95%。"),
        "narrative.percent",
    ),
    ("audit", "complaints of the hotline in row six", hotline_in_row_six, "grievance.hotline"),
    ("audit", "received", at("app.recv", 4), "sum.app.recv"),
    ("audit", "done", at("app.done.ontime", 3), "sum.app.done"),
    ("audit", "replies", at("app.reply.full", 3), "sum.app.reply"),
    ("audit", "staff", at("org.staff", 7), "sum.org.staff"),
    ("audit", "channels below the total", at("pro.ch.web", 40), "channels"),
    ("audit", "narrative", words("applications", "收到申请3件", "收到申请5件"), "narrative"),
    ("market", "balance", at("in.carry.natural", 4), "balance"),
    ("market", "leaf rows", at("out.grant.biz", 5), "outcomes"),
    ("market", "row total", at("out.partial.total", 6), "row"),
    ("market", "suits", at("t4.direct.total", 4), "sum.t4"),
    ("market", "a blank", at("out.deny.secret.natural", ""), "blank|table.rows"),
    ("market", "rules made by a district bureau", at("t2.rule.issued", 1), "rules"),
    (
        "market",
        "narrative",
        words("applications", "新收政府信息公开申请49件", "新收政府信息公开申请94件"),
        "narrative",
    ),
    ("market", "narrative of suits", words("disputes", "行政复议4件", "行政复议5件"), "narrative"),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", BODIES)
def test_the_clean_twin_is_silent(body, kind):
    checked = check_report(KINDS[kind](BODIES[body]()))
    assert [(one.rule, one.where, one.message) for one in checked.findings] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("body", "what", "slip", "rule"), SLIPS, ids=[f"{one[0]} {one[1]}" for one in SLIPS])
def test_each_slip_is_told(body, what, slip, rule, kind):
    if kind == "pdf" and rule == "style.indent":
        pytest.skip("a PDF has no blanks before its paragraphs")
    made = BODIES[body]()
    slip(made)
    checked = check_report(KINDS[kind](made))
    rules = tuple(rule.split("|"))
    assert any(one.rule.startswith(rules) for one in checked.findings), [one.rule for one in checked.findings]


def test_cells_against_the_year_before():
    before, made = market(2022), market()
    before.values["carry.next.natural"], before.values["t4.review.open"] = 5, 9
    before.values["t2.norm.valid"] = 4
    rules = {one.rule for one in check_report(made.html(), before.html()).findings}
    assert {"carry.natural", "open.review"} <= rules and any(rule.startswith("valid") for rule in rules)


def test_the_clean_twin_is_silent_beside_the_year_before():
    before, made = market(2022), market()
    before.values["t2.norm.valid"] = 7
    assert [one.rule for one in check_report(made.html(), before.html()).findings] == []
