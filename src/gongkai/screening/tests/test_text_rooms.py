"""What papers of every room hold: found whole where it is of a person, silent over goods and rules."""

from __future__ import annotations

import time

import pytest

from gongkai.screening.finding import Verdict
from gongkai.screening.text import screen_text


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in screen_text(text) if one.verdict is not Verdict.KEEP]


@pytest.mark.parametrize(("text", "wanted"), [
    ("尤某平时住在“菊花顶-12-3-401”。", ("address", "菊花顶-12-3-401")),
    ("您家住高区古寨东路108号-3-602，楼下饭店扰民。", ("address", "高区古寨东路108号-3-602")),
    ("寄到济南市历下区解放路112号2-1-901，收件人不在。", ("address", "济南市历下区解放路112号2-1-901")),
    ("住高区沈阳路甲18号楼2单元301室。", ("address", "高区沈阳路甲18号楼2单元301室")),
    ("当事人右手食指末节离断，花费医药费8000元。", ("health", "右手食指末节离断")),
    ("右手拇指骨折，医药费3800元，健身房只肯赔500。", ("health", "右手拇指骨折")),
    ("受害人孕7个月，在该店滑倒。", ("health", "孕7个月")),
    ("王建国，男，1983年生，农民。", ("birth", "1983年生")),
    ("被询问人李卫东，大专文化，个体。", ("education", "大专文化")),
    ("党员，大学本科学历，1980年5月生，现任秘书长。", ("education", "大学本科学历")),
    ("王某系蒙古族，住环翠区。", ("ethnicity", "蒙古族")),
    ("诉求人回族，反映饭店冒充清真。", ("ethnicity", "回族")),
    ("我今年15岁，用压岁钱买的手机。", ("minor", "我今年15岁")),
    ("学生王小明（实验中学初二（3）班）的家长来电。", ("minor", "实验中学初二（3）班")),
    ("物业经理说投诉的人就是12楼那户刚离婚的，我们没说过。", ("reporter_hint", "12楼那户刚离婚的")),
    ("写举报信的是以前在那儿送过豆腐的，字写得歪。", ("reporter_hint", "以前在那儿送过豆腐的")),
    ("此表仅限专班人员阅看，用后收回。", ("work_secret", "此表仅限专班人员阅看，用后收回")),
    ("本名单在检查实施前严禁对外泄露。", ("work_secret", "本名单在检查实施前严禁对外泄露")),
    ("以上报价清单属我厂商业秘密，恳请贵局予以保密。", ("trade_secret", "以上报价清单属我厂商业秘密")),
    ("她婆婆吕桂芬今年七十，买了三盒。", ("person", "吕桂芬")),
    ("原告黑立军、被告某公司。", ("person", "黑立军")),
])  # fmt: skip
def test_what_is_of_a_person_or_of_this_paper_is_found_whole(text, wanted):
    assert wanted in found(text)


@pytest.mark.parametrize("text", [
    "图号-12-3-401，批次-12-3-401，编号12-3-401。",
    "型号：鲁K-B23456钢瓶，产品代号：京A-88888。",
    "使用登记证编号：车11鲁K00234（24）。",
    "康师傅、统一、白象、今麦郎方便面均有售。",
    "高露洁、黑人、云南白药、舒客牙膏抽检合格率100%。",
    "张裕、王老吉、李锦记、王致和、老干妈、陈克明等老字号产品纳入此次抽检。",
    "老师傅手艺门店、全家便利店均已亮证经营。",
    "维修师傅上门前应当出示工作证。",
    "招聘条件：大学本科学历，年龄35周岁以下。",
    "其中男52人、女34人；本科以上学历71人。",
    "患有霍乱、细菌性痢疾、伤寒、病毒性肝炎（甲型、戊型）、活动性肺结核的，不得从事接触直接入口食品的工作。",
    "不合格项目：菌落总数；检出沙门氏菌，可引起呕吐、腹泻、发热等症状，请消费者停止食用。",
    "投诉的是产品质量问题。举报的人是消费者。",
    "工作人员不得对外泄露举报人信息；优惠券仅限当日使用。",
    "火炬路169号院内共有企业23家。",
    "姓名 职务\n局长 全面",
])  # fmt: skip
def test_goods_rules_and_places_raise_no_alarm(text):
    assert found(text) == []


def test_a_named_person_with_an_illness_stays_one_although_a_rule_follows():
    assert ("health", "患有肺结核") in found("经体检王师傅患有肺结核，不得从事接触直接入口食品的工作。")


def test_the_plate_of_a_vehicle_is_found_behind_a_number_of_a_certificate():
    assert ("plate", "鲁K12345") in found("登记证号3710，货车号牌鲁K12345。")


def test_the_fax_behind_a_telephone_of_the_office_is_the_offices():
    assert found("联系单位：威海市市场监督管理局；咨询电话：0631-5620315；传真：0631-5620316。") == []


@pytest.mark.parametrize("text", [
    "序号　姓名　单位\n1　臧宝贵　威海高区聚福楼饭店\n2　谭海英　威海高区好运来早餐店",
    "姓名 单位 结果\n臧宝贵 聚福楼饭店 合格\n谭海英 早餐店 合格",
    "序号 姓名 单位 结果\n1 臧宝贵 威海高区聚福楼饭店\n早餐部 合格\n2 谭海英 早餐店 合格",
])  # fmt: skip
def test_names_in_a_table_set_with_blanks_are_told_by_their_column(text):
    assert [one for one in found(text) if one[0] == "person"] == [("person", "臧宝贵"), ("person", "谭海英")]


@pytest.mark.parametrize("piece", ["张建国、", "路1号", "3岁", "1-", "姓名 电话\n", "（", "某", "1\u200b"])
def test_a_text_of_one_piece_over_and_over_takes_linear_time(piece):
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        screen_text(text)
        return time.process_time() - began

    seconds(2_000)
    # text that takes more than linear time fails at every try, not only at a busy moment
    assert any(seconds(40_000) < 8 * max(seconds(10_000), 0.05) for _ in range(5))
