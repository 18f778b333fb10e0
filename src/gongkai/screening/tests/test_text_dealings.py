"""Names by dealings, letters and kin; whose contact it is; papers for few, recipes, injuries."""

import pytest

from gongkai.screening.finding import Verdict
from gongkai.screening.text import screen_text


def found(text, kind):
    return [one.text for one in screen_text(text) if one.kind == kind and one.verdict is not Verdict.KEEP]


@pytest.mark.parametrize(("text", "name"), [
    ("当日以每公斤420元售予战玉莲，违法所得2600元。", "战玉莲"),
    ("从村民蒲德胜手中购进，未索要票据。", "蒲德胜"),
    ("于海岱：你申请公开的信息本局已收悉。", "于海岱"),
    ("其母亲于翠娥事后不予追认。", "于翠娥"),
    ("其中夏梓萱等2人当日返校。", "夏梓萱"),
    ("该批酒由葛传勇（另案处理）送来。", "葛传勇"),
    ("感谢贵局。市民　宿美华 2025年6月20日", "宿美华"),
    ("护照E81234907（KIM MIN SEOK）购买化妆品一套。", "KIM MIN SEOK"),
    ("4号男子即为向其供货的隋大勇。", "隋大勇"),
    ("当日约谈栾振国，要求限期整改。", "栾振国"),
    ("申请人沙小燕要求公开检查记录。", "沙小燕"),
    ("诉求人于萌来电，反映蹦床受伤。", "于萌"),
])  # fmt: skip
def test_dealings_letters_and_kin_tell_a_person(text, name):
    assert name in found(text, "person")


@pytest.mark.parametrize("text", [
    "将违法所得全部退还给消费者，并公开致歉。",
    "其中宁夏枸杞、黄山毛峰等6个样品不合格。",
    "交给第三方检测机构检验，费用由申请人承担。",
    "居民 应当配合检查。群众 反映强烈的问题优先办理。",
    "征求意见：申请人申请公开的检测记录含有配方。",
    "全市共有儿童游乐设施经营单位22家。",
    "抽检儿童滑板车12批次，未标注警示说明。",
    "“周大生”“周六福”“谢瑞麟”等品牌金饰抽检合格。",
    "员工高温作业时应当佩戴防护用品。",
])  # fmt: skip
def test_rules_goods_and_brands_are_no_person(text):
    assert found(text, "person") == []


@pytest.mark.parametrize(("text", "kind"), [
    ("联系人：食品安全抽检监测科，电话0631-5681133。", "tel"),
    ("请自收到本通知书之日起七个工作日内补正。联系电话：0631-5680215。", "tel"),
    ("意见请于2025年9月10日前反馈至hqscjgj@wh.shandong.cn。", "email"),
    ("本通知书一式二份。联系电话：0631-5680215，通信地址：威海市高区文化西路188号。", "address"),
    ("当事人住威海市高区沈阳路16号（与其登记的经营场所一致），系个体工商户。", "address"),
    ("大润发商场2号客梯困人3名，全部救出。", "address"),
])  # fmt: skip
def test_what_is_the_offices_or_the_firms_stays(text, kind):
    assert found(text, kind) == []


def test_a_mailbox_of_whom_says_i_goes():
    assert found("如有疑问，请发送至liurui0918@qq.com，本人会在三日内答复。", "email") == [
        "liurui0918@qq.com"
    ]


@pytest.mark.parametrize(("text", "kind", "span"), [
    ("配方中红景天提取物占12%、黄芪占8%，未对外公开。", "trade_secret", "配方中红景天提取物占12%、黄芪占8%"),
    ("本纪要只发参会人员。", "work_secret", "只发参会人员"),
    ("本纪要会后请交还办公室。", "work_secret", "会后请交还办公室"),
    ("此件仅供局党组成员参阅，请勿复印。", "work_secret", "仅供局党组成员参阅"),
    ("本件公开方式为不予公开，理由另附。", "work_secret", "公开方式为不予公开"),
    ("孩子玩蹦床时崴伤脚踝。", "health", "崴伤脚踝"),
    ("我妈停了降糖药，血糖飙到27。", "health", "血糖飙到27"),
    ("学生姓名：冷昕怡\n事由：校外配餐异物", "minor", "冷昕怡"),
    ("举报人住在隔壁，与作坊老板因排水问题有过纠纷。", "reporter_hint",
     "住在隔壁，与作坊老板因排水问题有过纠纷"),
])  # fmt: skip
def test_the_words_that_carry_the_fact_are_found(text, kind, span):
    assert any(span in one for one in found(text, kind))


@pytest.mark.parametrize(("text", "kind"), [
    ("该药品配方颗粒含量测定为12.5%，符合国家标准。", "trade_secret"),
    ("当事人主张构成商业秘密，依据不足，不予支持。", "trade_secret"),
    ("主动公开的信息仅供公众查询使用。", "work_secret"),
    ("会后，与会人员参观了现场，并发放问卷62份。", "work_secret"),
    ("公开方式为不予公开的，应当说明理由。", "work_secret"),
    ("自述其销售的艾草贴对腰椎间盘突出、颈椎病有治疗作用。", "health"),
    ("其中残疾职工6人，依法享受优惠。", "health"),
])  # fmt: skip
def test_rules_and_figures_are_none(text, kind):
    assert found(text, kind) == []


def test_a_paper_said_to_bear_a_mark_blocks():
    (mark,) = [
        one for one in screen_text("来文标注秘密★10年，系储备情况的通报。") if one.kind == "secret_mark"
    ]
    assert mark.verdict is Verdict.BLOCK
