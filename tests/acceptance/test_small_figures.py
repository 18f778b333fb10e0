"""Each sentence of "How they count" on registers of a few lines (FORMATS.md 3)."""

from decimal import Decimal

import pytest
from small import header_at, least

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


# --- figures


def test_投诉举报_is_two_cases_counted_once(desk):
    desk.put(
        "complaints", least("complaints", 诉求类型="投诉举报", 办结时间="2017-04-01", 办理结果="调解成功")
    )
    assert desk.value("complaints.received") == desk.value("complaints.received_tj") == 1
    assert desk.value("complaints.by_type.投诉举报") == 1
    assert desk.value("complaints.by_type.投诉") == desk.value("complaints.by_type.举报") == 0
    assert desk.value("complaints.closed") == desk.value("complaints.mediated") == 1
    assert len(desk.exported("complaints")) == 1


@pytest.mark.parametrize("moment", ["2017-01-01 00:05", "2017-12-31 23:55", "2017-01-01", "2017-12-31"])
def test_the_year_runs_from_midnight_to_midnight_here(desk, moment):
    desk.put("complaints", least("complaints", 登记时间=moment))
    assert [desk.value("complaints.received", year) for year in (2016, 2017, 2018)] == [0, 1, 0]


def test_closed_after_the_year_is_open_in_it(desk):
    desk.put("complaints", least("complaints", 办结时间="2018-01-02", 办理结果="调解成功"))
    assert desk.value("complaints.received") == 1
    assert desk.value("complaints.closed") == desk.value("complaints.mediated") == 0
    assert desk.value("complaints.closed", 2018) == 0


def test_no_refund_recorded_is_null_and_nothing_before_is_null(desk):
    desk.put("complaints", least("complaints"))
    assert desk.value("complaints.refunded_amount") is None
    assert desk.value("secrecy.returned") is None
    assert desk.value("secrecy.incidents") is None
    assert desk.value("complaints.days_to_close.mean") is None
    assert desk.value("complaints.days_to_close.mean.previous") is None
    assert desk.value("complaints.satisfied_rate") is None


def test_working_days_follow_the_official_calendar(desk):
    row = least(
        "complaints",
        登记时间="2017-09-29 17:00",
        受理决定="受理",
        受理时间="2017-09-30",
        办结时间="2017-10-09",
    )
    desk.put("complaints", row | {"办理结果": "调解成功"})
    assert desk.value("complaints.days_to_accept.mean") == 1  # a Saturday that was a working day
    assert desk.value("complaints.days_to_close.median") == 2


def test_satisfaction_is_of_those_who_said(desk):
    words = ["满意", "基本满意", "不满意", "未评价", ""]
    desk.put(
        "complaints", *[least("complaints", 登记编号=f"诉{n}", 满意度=word) for n, word in enumerate(words)]
    )
    assert desk.value("complaints.satisfied_rate") == Decimal("66.7")


def test_an_item_in_several_outlets_counts_once_and_government_and_bureau_site_are_one_web(desk):
    rows = [
        least("items", 公开渠道="政府网站；局网站；政务微信；公开栏；报刊"),
        least("items", 索引号="371002SC/2017-00002", 公开渠道="局网站", 规范性文件="是"),
        least("items", 索引号="371002SC/2017-00003", 公开方式="依申请公开", 规范性文件="是"),
        least(
            "items",
            索引号="371002SC/2017-00004",
            发布日期="2018-01-02",
            规范性文件="是",
            成文日期="2017-12-20",
        ),
    ]
    desk.put("items", *rows)
    assert desk.value("items.total") == desk.value("pro.total") == 2
    assert desk.value("pro.ch.web") == 2
    assert (desk.value("pro.ch.wechat"), desk.value("pro.ch.other"), desk.value("pro.ch.gazette")) == (
        1,
        1,
        0,
    )
    assert desk.value("items.by_outlet.政府网站") == 1 and desk.value("items.by_outlet.局网站") == 2
    assert (desk.value("pro.norm"), desk.value("pro.norm_issued")) == (1, 3)
    assert desk.value("items.by_category.业务工作") == 2


def test_a_category_of_ones_own_is_a_key(desk):
    desk.put("items", least("items", 信息类别="信用修复"))
    assert desk.value("items.by_category.信用修复") == 1


def test_reviewed_for_secrecy_counts_by_the_day_of_the_review(desk):
    review = {"保密审查人": "某", "保密审查时间": "2017-12-29"}
    desk.put("items", least("items", 发布日期="2018-01-02") | review)
    assert (desk.value("secrecy.reviewed"), desk.value("secrecy.reviewed", 2018)) == (1, 0)


def test_the_2014_form_of_requests(desk):
    done = {"收到日期": "2017-06-09", "答复日期": "2017-06-20"}
    rows = [
        least("applications", 登记编号="1", 提交方式="电子邮件", 答复结果="同意公开答复", **done),
        least("applications", 登记编号="2", 提交方式="网络", 答复结果="涉及商业秘密", **done),
        least("applications", 登记编号="3", 提交方式="当面", 答复结果="告知作出更改补充", **done),
        least(
            "applications",
            登记编号="4",
            提交方式="传真",
            答复结果="同意部分公开答复",
            收到日期="2017-06-09",
            答复日期="2017-09-01",
        ),
        least(
            "applications",
            登记编号="5",
            答复结果="申请信息不存在数",
            是否延期="是",
            收到日期="2017-06-09",
            答复日期="2017-07-10",
        ),
        least("applications", 登记编号="6", 收到日期="2017-12-29"),
    ]
    desk.put("applications", *rows)
    get = desk.value
    assert (
        get("app.recv"),
        get("app.recv.net"),
        get("app.recv.face"),
        get("app.recv.fax"),
        get("app.recv.mail"),
    ) == (6, 2, 1, 1, 2)
    assert (get("app.done"), get("app.reply"), get("app.reply.amend")) == (4, 5, 1)
    assert get("app.done.ontime") + get("app.done.ext") == 4
    assert (get("app.done.ontime"), get("foi.on_time"), get("foi.extended")) == (2, 4, 1)
    assert (get("app.reply.deny"), get("app.reply.deny.trade"), get("app.reply.none")) == (1, 1, 1)


CASES = [
    ("2017-09-25", "2017-10-20", {}, True),  # W1: 15 working days with the October holiday
    ("2017-09-25", "2017-10-23", {}, False),
    ("2017-09-25", "2017-11-10", {"是否延期": "是"}, True),
    ("2017-09-25", "2017-11-13", {"是否延期": "是"}, False),
    ("2019-05-14", "2019-06-04", {}, True),  # W2: the day before the new regulation and its first day
    ("2019-05-14", "2019-06-05", {}, False),
    ("2019-05-15", "2019-06-13", {}, True),
    ("2019-05-15", "2019-06-14", {}, False),
    ("2020-03-02", "2020-04-15", {"补正通知日期": "2020-03-06", "补正收到日期": "2020-03-17"}, True),
    ("2020-03-02", "2020-04-16", {"补正通知日期": "2020-03-06", "补正收到日期": "2020-03-17"}, False),
    ("2020-03-02", "2020-04-14", {"征求第三方日期": "2020-03-04", "第三方意见日期": "2020-03-18"}, True),
    ("2020-03-02", "2020-04-15", {"征求第三方日期": "2020-03-04", "第三方意见日期": "2020-03-18"}, False),
]


@pytest.mark.parametrize(("received", "replied", "events", "kept"), CASES)
def test_in_time_is_what_the_law_gives_with_the_rows_own_events(desk, received, replied, events, kept):
    outcome = "同意公开答复" if received < "2019" else "grant.full"
    desk.put(
        "applications", least("applications", 收到日期=received, 答复日期=replied, 答复结果=outcome, **events)
    )
    assert desk.value("foi.on_time", int(replied[:4])) == int(kept)


def test_an_application_is_new_by_receipt_and_done_by_reply_and_nothing_else(desk):
    rows = [
        least(
            "applications",
            登记编号="1",
            收到日期="2022-12-20",
            答复日期="2023-01-09",
            答复结果="grant.public",
        ),
        least(
            "applications",
            登记编号="2",
            收到日期="2023-01-02",
            答复日期="2023-01-20",
            答复结果="unable.not_ours",
            申请人类型="商业企业",
        ),
        least(
            "applications", 登记编号="3", 收到日期="2023-12-20", 答复日期="2024-01-09", 答复结果="grant.full"
        ),
        least(
            "applications", 登记编号="4", 收到日期="2023-12-28", 补正通知日期="2023-12-29", 申请人类型="其他"
        ),
        least(
            "applications",
            登记编号="5",
            收到日期="2023-05-08",
            答复日期="2023-05-12",
            答复结果="redirect.query",
        ),
        least(
            "applications",
            登记编号="6",
            收到日期="2023-05-08",
            答复日期="2023-05-12",
            答复结果="保护第三方合法权益",
        ),
        least(
            "applications", 登记编号="7", 收到日期="2023-05-08", 答复日期="2023-05-12", 答复结果="other.misc"
        ),
        least(
            "applications",
            登记编号="8",
            收到日期="2023-05-08",
            答复日期="2023-05-12",
            答复结果="other.no_fee",
        ),
    ]
    desk.put("applications", *rows)

    def get(key):
        return desk.value(key, 2023)

    assert (get("in.new.total"), get("in.carry.total"), get("out.total.total"), get("carry.next.total")) == (
        7,
        1,
        6,
        2,
    )
    assert (get("out.grant.total"), get("out.unable.none.biz"), get("out.deny.query.total")) == (1, 1, 1)
    assert (get("out.deny.third.natural"), get("out.other.misc.total"), get("out.other.nofee.total")) == (
        1,
        1,
        1,
    )
    assert (get("carry.next.natural"), get("carry.next.other")) == (1, 1)
    assert desk.value("in.carry.total", 2024) == 2


@pytest.mark.parametrize(
    ("year", "row"), [(2019, "out.other"), (2020, "out.other"), (2021, "out.other.nocorr")]
)
def test_the_other_row_of_2019_became_three_in_2021(desk, year, row):
    day = {"收到日期": f"{year}-06-03", "答复日期": f"{year}-06-20"}
    desk.put("applications", least("applications", 答复结果="other.no_correction", **day))
    assert desk.value(f"{row}.natural", year) == 1
    assert desk.value("out.total.natural", year) == 1


def test_table_4_counts_what_was_closed_in_the_year_and_what_is_open_at_its_end(desk):
    rows = [
        least("remedies", 案号="1", 收案日期="2019-12-02", 结果="维持", 结案日期="2020-02-03"),
        least("remedies", 案号="2", 收案日期="2019-12-02", 结果="纠正", 结案日期="2021-02-03"),
        least("remedies", 案号="3", 收案日期="2020-06-02", 结果="尚未审结"),
        least("remedies", 案号="4", 收案日期="2021-01-02", 结果="尚未审结"),
        least(
            "remedies",
            类型="行政诉讼-直接起诉",
            案号="5",
            收案日期="2020-06-02",
            结果="其他",
            结案日期="2020-09-01",
        ),
        least(
            "remedies", 类型="举报投诉", 案号="6", 收案日期="2020-06-02", 结果="其他", 结案日期="2020-09-01"
        ),
    ]
    desk.put("remedies", *rows)
    get = [desk.value(f"t4.review.{one}", 2020) for one in ("upheld", "corrected", "other", "open", "total")]
    assert get == [1, 0, 0, 2, 3]
    assert [desk.value(f"t4.direct.{one}", 2020) for one in ("other", "open", "total")] == [1, 0, 1]
    assert desk.value("t4.after.total", 2020) == 0
    assert [desk.value(f"remedies.{one}", 2020) for one in ("reviews", "suits", "grievances")] == [1, 1, 1]


def test_reviews_and_suits_of_the_2014_form_count_those_closed(desk):
    rows = [
        least("remedies", 案号="1", 收案日期="2016-12-02", 结果="维持", 结案日期="2017-02-03"),
        least("remedies", 案号="2", 收案日期="2017-06-02", 结果="尚未审结"),
        least(
            "remedies",
            类型="行政诉讼-复议后起诉",
            案号="3",
            收案日期="2017-03-02",
            结果="纠正",
            结案日期="2017-12-29",
        ),
    ]
    desk.put("remedies", *rows)
    assert [desk.value(f"rev.{one}") for one in ("total", "upheld", "corrected", "other")] == [1, 1, 0, 0]
    assert [desk.value(f"lit.{one}") for one in ("total", "corrected")] == [1, 1]
    assert desk.value("remedies.reviews") == 1


def test_one_hot_topic_answered_in_several_ways_counts_once(desk):
    rows = [
        least("activities", 类型="热点回应", 名称="预付卡", 日期=on) for on in ("2017-02-22", "2017-03-01")
    ]
    rows.append(least("activities", 类型="热点回应", 名称="电梯", 日期="2017-02-22"))
    rows.append(least("activities", 类型="培训", 名称="培训一", 参加人数="46"))
    rows.append(least("activities", 类型="新闻发布会", 名称="发布会", 主要负责同志参加="是"))
    desk.put("activities", *rows)
    assert desk.value("resp.total") == 2
    assert (desk.value("resp.press"), desk.value("resp.press_lead")) == (1, 1)
    assert (desk.value("train.n"), desk.value("train.people"), desk.value("mtg.n")) == (1, 46, 0)


# --- what no register holds


def test_a_register_that_was_never_read_is_null_and_an_empty_one_is_0(desk):
    desk.put("items", least("items"))
    assert (
        desk.value("remedies.reviews")
        is desk.value("foi.received")
        is desk.value("complaints.received")
        is None
    )
    desk.take("remedies", header_at(desk.folder / "remedies.csv", "remedies"))
    assert desk.value("remedies.reviews") == desk.value("remedies.grievances") == 0


def test_重办_is_null_while_no_register_had_that_column(desk):
    desk.put("complaints", least("complaints"))
    assert desk.value("complaints.redone") is None
    desk.put("complaints", least("complaints", 重办="否"))
    assert desk.value("complaints.redone") == 0
    desk.put("complaints", least("complaints", 重办="是"))
    assert desk.value("complaints.redone") == 1
