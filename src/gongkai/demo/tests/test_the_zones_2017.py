"""The sums of the zone's year 2017, exactly as the report and the shares behind it say."""

from collections import Counter
from datetime import date

import pytest

from gongkai.demo.tests.checking import read
from gongkai.law.calendar import Calendar

HOTLINES = ("12315", "市长热线", "12331", "12365")


@pytest.fixture(scope="module")
def cases(registers):
    return [row for row in read(registers(2017) / "complaints.csv") if row["诉求类型"] != "咨询"]


@pytest.fixture(scope="module")
def items(registers):
    return read(registers(2017) / "items.csv")


def of_2017(row):
    return row["公开方式"] == "主动公开" and row["发布日期"].startswith("2017")


def test_2180_over_four_hotlines_by_type(cases):
    counts = Counter((row["来源渠道"], row["诉求类型"]) for row in cases)
    expected = {"投诉": (872, 391, 151, 66), "举报": (163, 136, 219, 42), "投诉举报": (55, 40, 44, 1)}
    for kind, numbers in expected.items():
        assert tuple(counts[line, kind] for line in HOTLINES) == numbers
    assert sum(counts.values()) == 2180
    assert all(row["登记时间"].startswith("2017") for row in cases)


def test_consultations_stand_apart(registers):
    rows = [row for row in read(registers(2017) / "complaints.csv") if row["诉求类型"] == "咨询"]
    assert 2900 <= len(rows) <= 3100
    assert all(row["办结时间"] and row["登记编号"].startswith("高市监询") for row in rows)


def test_2071_closed_by_result(cases):
    closed = Counter((row["诉求类型"], row["办理结果"], row["受理决定"]) for row in cases if row["办结时间"])
    assert sum(closed.values()) == 2071
    complaints = {result: n for (kind, result, _), n in closed.items() if kind == "投诉"}
    assert complaints == {"调解成功": 885, "调解不成": 281, "撤回": 98, "其他": 71, "移送": 70}
    assert closed["投诉", "其他", "不予受理"] == 71
    reports = {result: n for (kind, result, _), n in closed.items() if kind == "举报"}
    assert reports == {"立案": 61, "不予立案": 353, "移送": 64, "答复": 56}
    assert sum(n for (kind, _, _), n in closed.items() if kind == "投诉举报") == 132


def test_109_open_nearly_all_late_and_three_in_testing(cases):
    still = [row for row in cases if not row["办结时间"]]
    assert Counter(row["来源渠道"] for row in still) == {"12315": 52, "12331": 9, "市长热线": 41, "12365": 7}
    early = [row for row in still if row["登记时间"] < "2017-11-01"]
    assert 3 <= len(early) <= 8
    assert sum("检测期间" in row["备注"] for row in early) == 3


def test_the_internet_platform_brings_15_in_100_since_its_opening(cases):
    line = [row for row in cases if row["来源渠道"] == "12315"]
    online = [row for row in line if row["受理途径"] == "互联网平台"]
    assert 0.13 <= len(online) / len(line) <= 0.17
    assert min(row["登记时间"] for row in online) >= "2017-03-15"


def test_what_is_complained_about(cases):
    shares = {}
    for line in HOTLINES:
        rows = [row for row in cases if row["来源渠道"] == line]
        shares[line] = {
            key: 100 * n / len(rows) for key, n in Counter(r["商品服务类别"] for r in rows).items()
        }
    wanted = {
        ("12315", "家居建材"): 12,
        ("12315", "预付卡消费"): 10,
        ("12331", "餐饮食品"): 40,
        ("12331", "流通食品"): 30,
        ("12365", "电梯"): 35,
        ("市长热线", "无照经营与油烟"): 25,
    }
    for (line, name), share in wanted.items():
        near = [value for key, value in shares[line].items() if key.startswith(name[:2])]
        assert any(abs(value - share) < 1 for value in near), (line, name, shares[line])


def test_the_year_peaks_in_march_and_rests_in_february(cases):
    months = Counter(row["登记时间"][5:7] for row in cases)
    assert max(months, key=months.get) == "03"
    assert min(months, key=months.get) == "02"
    assert months["07"] + months["08"] > months["05"] + months["06"]
    assert months["11"] > months["10"]


def test_147_items_in_nine_classes_all_on_the_web(items):
    counted = [row for row in items if of_2017(row)]
    assert list(Counter(row["信息类别"] for row in counted).items()).__len__() == 9
    assert Counter(row["信息类别"] for row in counted) == {
        "案件办理信息": 49,
        "业务工作": 25,
        "抽检信息": 16,
        "消费警示信息": 15,
        "法律法规信息": 10,
        "信息公开流程信息": 3,
        "财务公开信息": 1,
        "典型案例": 1,
        "其他类": 27,
    }
    assert len(counted) == 147
    assert all("政府网站" in row["公开渠道"].split("；") for row in counted)
    boards = [
        row for row in counted if {"公开栏", "电子显示屏", "报刊", "电视"} & set(row["公开渠道"].split("；"))
    ]
    assert 30 <= len(boards) <= 40


def test_items_that_must_not_count(items, registers):
    left = [row for row in items if not of_2017(row)]
    assert Counter(row["公开方式"] for row in left) == {"主动公开": 9, "依申请公开": 2, "不予公开": 2}
    assert all(row["发布日期"].startswith("2018-01") for row in left if row["公开方式"] == "主动公开")
    before = read(registers(2017) / "items-2016.csv")
    assert all(row["发布日期"].startswith("2016") for row in before)
    assert len(before) == 127


def test_items_are_published_within_20_working_days_but_for_one(items):
    calendar = Calendar.default()
    late = [
        row
        for row in items
        if row["发布日期"]
        and calendar.workdays_between(
            date.fromisoformat(row["成文日期"]), date.fromisoformat(row["发布日期"])
        )
        > 20
    ]
    assert [row["信息类别"] for row in late] == ["案件办理信息"]


def test_49_cases_by_line_from_about_53_decisions(registers, items):
    rows = {row["决定书文号"]: row for row in read(registers(2017) / "penalties.csv")}
    rows |= {row["决定书文号"]: row for row in read(registers(2017) / "penalties-2016.csv")}
    numbers = [row["文号"] for row in items if of_2017(row) and row["信息类别"] == "案件办理信息"]
    assert Counter(rows[number]["条线"] for number in numbers) == {"食药": 27, "工商": 15, "质监": 7}
    assert sum(row["决定日期"].startswith("2017") for row in rows.values()) == 53


def test_about_600_batches_of_which_few_failed(registers):
    rows = read(registers(2017) / "samples.csv")
    assert 560 <= len(rows) <= 640
    assert 8 <= sum(row["结论"] == "不合格" for row in rows) <= 10
    assert len({row["公告批次"] for row in rows if row["公告批次"].startswith("2017")}) == 16


def test_the_one_request_is_answered_on_day_12_of_15(registers):
    (row,) = read(registers(2017) / "applications.csv")
    days = Calendar.default().workdays_between(
        date.fromisoformat(row["收到日期"]), date.fromisoformat(row["答复日期"])
    )
    assert (row["提交方式"], row["申请人类型"], days) == ("信函", "自然人", 12)
    assert row["收到日期"].startswith("2017-06")
    assert read(registers(2017) / "remedies.csv") == []


def test_meetings_trainings_and_campaigns(registers):
    rows = read(registers(2017) / "activities.csv")
    kinds = Counter(row["类型"] for row in rows)
    assert (kinds["会议"], kinds["培训"], kinds["宣传活动"]) == (2, 2, 7)
    held = {row["日期"][5:] for row in rows if row["类型"] == "宣传活动"}
    assert {"03-15", "03-31", "04-26", "05-20", "06-29"} <= held
