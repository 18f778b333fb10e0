"""The oracle's statutory forms: which row of a register each cell counts (RULES.md 1.3, 4.1, 4.3, 4.4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from oracle_limits import replied_in_time
from oracle_rows import Row, Value, by_end, names, published, rounded, within

APPLICANTS = {
    "自然人": "natural",
    "商业企业": "biz",
    "科研机构": "research",
    "社会公益组织": "ngo",
    "法律服务机构": "legal",
    "其他": "other",
}
ROWS_2014 = {
    "属于已主动公开范围": "already",
    "同意公开答复": "full",
    "同意部分公开答复": "part",
    "不同意公开答复": "deny",
    "涉及国家秘密": "deny.secret",
    "涉及商业秘密": "deny.trade",
    "涉及个人隐私": "deny.privacy",
    "危及国家安全、公共安全、经济安全和社会稳定": "deny.safety",
    "不是《条例》所指政府信息": "deny.notinfo",
    "法律法规规定的其他情形": "deny.law",
    "不属于本行政机关公开": "notours",
    "申请信息不存在": "none",
    "告知作出更改补充": "amend",
    "告知通过其他途径办理": "otherway",
}
AMENDED = "告知作出更改补充"
CODES = {
    "grant.full": "grant",
    "grant.public": "grant",
    "grant.partial": "partial",
    "deny.state_secret": "deny.secret",
    "deny.law": "deny.law",
    "deny.safety": "deny.safety",
    "deny.third_party": "deny.third",
    "deny.internal": "deny.internal",
    "deny.process": "deny.process",
    "deny.enforcement": "deny.enforce",
    "redirect.query": "deny.query",
    "unable.none": "unable.none",
    "unable.not_ours": "unable.none",
    "unable.make": "unable.make",
    "unable.unclear": "unable.unclear",
    "skip.petition": "skip.petition",
    "skip.repeat": "skip.repeat",
    "skip.publication": "skip.pub",
    "skip.bulk": "skip.bulk",
    "skip.reissue": "skip.reissue",
    "other.no_correction": "other.nocorr",
    "other.no_fee": "other.nofee",
    "other.misc": "other.misc",
}
LABELS = {
    "予以公开": "grant",
    "部分公开": "partial",
    "属于国家秘密": "deny.secret",
    "其他法律行政法规禁止公开": "deny.law",
    "危及“三安全一稳定”": "deny.safety",
    "保护第三方合法权益": "deny.third",
    "属于三类内部事务信息": "deny.internal",
    "属于四类过程性信息": "deny.process",
    "属于行政执法案卷": "deny.enforce",
    "属于行政查询事项": "deny.query",
    "本机关不掌握相关政府信息": "unable.none",
    "没有现成信息需要另行制作": "unable.make",
    "补正后申请内容仍不明确": "unable.unclear",
    "信访举报投诉类申请": "skip.petition",
    "重复申请": "skip.repeat",
    "要求提供公开出版物": "skip.pub",
    "无正当理由大量反复申请": "skip.bulk",
    "要求行政机关确认或重新出具已获取信息": "skip.reissue",
    "其他处理": "other.misc",
    "其他": "other.misc",
}
LEAVES_2021 = tuple(dict.fromkeys(CODES.values()))
LEAVES_2019 = (*[leaf for leaf in LEAVES_2021 if not leaf.startswith("other.")], "other")


def form_2014(held: Callable[[str], list[Row]], year: int) -> dict[str, Value]:
    """All cells of the 2014 form that registers hold."""
    out = _pro(held("items"), year)
    out |= _resp({row["索引号"]: row for row in published(held("items"), year)}, held("activities"), year)
    asked = held("applications")
    new = [row["提交方式"] for row in asked if within(row["收到日期"], year)]
    done = [row for row in asked if within(row["答复日期"], year)]
    closing = [row for row in done if row["答复结果"].removesuffix("数") != AMENDED]
    plain = [row for row in closing if row["是否延期"] != "是" and replied_in_time(row)]
    out |= {
        "app.recv": len(new),
        "app.recv.face": new.count("当面"),
        "app.recv.fax": new.count("传真"),
        "app.recv.net": new.count("网络") + new.count("电子邮件"),
        "app.recv.mail": new.count("信函"),
        "app.done": len(closing),
        "app.done.ontime": len(plain),
        "app.done.ext": len(closing) - len(plain),
        "app.reply": len(done),
    }
    for label, row in ROWS_2014.items():
        key = f"app.reply.{row}"
        out[key] = sum(one["答复结果"].removesuffix("数") == label for one in done)
    out["app.reply.deny"] = sum(
        ROWS_2014[one["答复结果"].removesuffix("数")].startswith("deny") for one in done
    )
    for group, kind in (("rev", "行政复议"), ("lit", "行政诉讼")):
        closed = [r for r in held("remedies") if r["类型"].startswith(kind) and within(r["结案日期"], year)]
        out[f"{group}.total"] = len(closed)
        for result, word in (("upheld", "维持"), ("corrected", "纠正"), ("other", "其他")):
            out[f"{group}.{result}"] = sum(row["结果"] == word for row in closed)
    out["grievance"] = sum(r["类型"] == "举报投诉" and within(r["收案日期"], year) for r in held("remedies"))
    fees = sum((Decimal(row["收费金额"] or 0) for row in done), Decimal(0))
    out["fee"] = rounded(fees / 10_000, 2)
    return out


def _pro(rows: list[Row], year: int) -> dict[str, Value]:
    public = published(rows, year)
    own = {
        "政府公报": "gazette",
        "政府网站": "web",
        "局网站": "web",
        "政务微博": "weibo",
        "政务微信": "wechat",
    }
    out: dict[str, Value] = {
        "pro.total": len(public),
        "pro.norm": sum(row["规范性文件"] == "是" for row in public),
        "pro.norm_issued": sum(row["规范性文件"] == "是" and within(row["成文日期"], year) for row in rows),
    }
    for key in ("gazette", "web", "weibo", "wechat", "other"):
        carried = [row for row in public if key in {own.get(one, "other") for one in names(row["公开渠道"])}]
        out[f"pro.ch.{key}"] = len(carried)
    return out


def _resp(by_index: dict[str, Row], rows: list[Row], year: int) -> dict[str, Value]:
    mine = [row for row in rows if within(row["日期"], year)]
    count = [row["类型"] for row in mine].count
    led = [row["类型"] for row in mine if row["主要负责同志参加"] == "是"].count
    topics = [row for row in mine if row["类型"] == "热点回应"]
    social = {"政务微博", "政务微信"}
    by_social = {
        row["名称"]
        for row in topics
        if names(by_index.get(row["关联信息索引号"], {}).get("公开渠道", "")) & social
    }
    every = {row["名称"] for row in topics}
    return {
        "resp.total": len(every),
        "resp.press": count("新闻发布会"),
        "resp.press_lead": led("新闻发布会"),
        "resp.online": count("在线访谈"),
        "resp.online_lead": led("在线访谈"),
        "resp.articles": count("政策解读"),
        "resp.social": len(by_social),
        "resp.other": len(every - by_social),
        "mtg.n": count("会议"),
        "train.n": count("培训"),
        "train.people": sum(int(row["参加人数"] or 0) for row in mine if row["类型"] == "培训"),
    }


def leaf(outcome: str, form: int) -> str:
    """The row of table 3 that counts an outcome, a code or a row's label."""
    found = CODES.get(outcome) or LABELS.get(outcome)
    assert found, outcome
    return "other" if form == 2019 and found.startswith("other.") else found


def tables(held: Callable[[str], list[Row]], year: int, form: int) -> dict[str, Value]:
    """Tables 3 and 4 of the forms of 2019 and 2021."""
    asked = held("applications")
    rows: dict[str, list[Row]] = {
        "in.new": [row for row in asked if within(row["收到日期"], year)],
        "in.carry": [
            row
            for row in asked
            if by_end(row["收到日期"], year - 1) and not by_end(row["答复日期"], year - 1)
        ],
        "out.total": [row for row in asked if within(row["答复日期"], year)],
        "carry.next": [
            row for row in asked if by_end(row["收到日期"], year) and not by_end(row["答复日期"], year)
        ],
    }
    for one in LEAVES_2019 if form == 2019 else LEAVES_2021:
        rows[f"out.{one}"] = [row for row in rows["out.total"] if leaf(row["答复结果"], form) == one]
    out: dict[str, Value] = {}
    for name, some in rows.items():
        out[f"{name}.total"] = len(some)
        for word, column in APPLICANTS.items():
            out[f"{name}.{column}"] = sum(row["申请人类型"] == word for row in some)
    groups = {"review": "行政复议", "direct": "行政诉讼-直接起诉", "after": "行政诉讼-复议后起诉"}
    for group, kind in groups.items():
        of_kind = [row for row in held("remedies") if row["类型"] == kind]
        closed = [row["结果"] for row in of_kind if within(row["结案日期"], year)]
        still = [r for r in of_kind if by_end(r["收案日期"], year) and not by_end(r["结案日期"], year)]
        for result, word in (("upheld", "维持"), ("corrected", "纠正"), ("other", "其他")):
            out[f"t4.{group}.{result}"] = closed.count(word)
        out[f"t4.{group}.open"] = len(still)
        out[f"t4.{group}.total"] = len(closed) + len(still)
    return out
