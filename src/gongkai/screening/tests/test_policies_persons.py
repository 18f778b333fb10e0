"""One person is one person throughout a document, and what only holds a name stays or goes as a whole."""

import pytest

from gongkai.screening import Known
from gongkai.screening.policies import deidentify, policy
from gongkai.screening.tests.cleaning_cases import BANK, ID18, copy_of

REWARD = "举报人：宿建波（身份证号{id}）。卡号：{bank}，户名宿建波。领取人签字：宿建波"


def out(text, name="penalty", **settings):
    return deidentify(text, policy(name).having(**settings), Known()).text


@pytest.mark.parametrize("name", ["penalty", "complaint", "attachment", "request"])
def test_not_even_the_surname_of_a_reporter_is_left_at_any_place__rules_8_3(name):
    assert "宿" not in out(REWARD.format(id=ID18, bank=BANK), name)


def test_who_represents_a_firm_is_kept_at_every_place_or_at_none():
    text = "法定代表人：丛培林\n证据：对丛培林的询问笔录1份；对保管员毕淑芬的询问笔录1份。"
    assert out(text).count("丛培林") == 2 and "毕某" in out(text)
    assert out(text, "complaint").count("丛某") == 2


def test_an_agent_whom_papers_are_served_on_is_no_officer():
    text = "委托代理人：曲振华。受托送达人曲振华于2021年4月6日签收。送达人：孙丽。"
    assert out(text) == "委托代理人：曲某。受托送达人曲某于2021年4月6日签收。送达人：孙丽。"


def test_a_verb_behind_a_known_name_makes_no_third_person():
    text = "当事人一：张伟，身份证号371002198503121011。当事人二：张玲，住址同上。经查，张伟与张玲系姐弟。"
    assert out(text).endswith("经查，张某甲与张某乙系姐弟。")
    assert out(text, natural_person_name="keep").count("张玲") == 2


def test_a_form_of_address_is_the_only_person_of_that_surname():
    text = "投诉人代表李雪梅，女。经理已向李女士道歉，李女士表示满意。"
    assert out(text).count("李某") == 3 and "甲" not in out(text) and "向某" not in out(text)
    assert "老某" not in out("证人：梁世杰。老梁说每天获利200元。")


def test_the_name_of_a_firm_stays_with_a_name_inside__rules_8_3():
    text = "当事人：高区王桂香水果店，经营者姓名：王桂香。对当事人王桂香罚款，并告知高区王桂香水果店。"
    assert out(text).count("高区王桂香水果店") == 2
    data = "被抽样单位名称,联系人,联系电话\n高区刘三海鲜店,刘三,13863055555\n".encode()
    copy = copy_of(data, "csv", "attachment").data.decode()
    assert "高区刘三海鲜店,刘某,×××" in copy
    assert "由刘某在网店销售" in out("联系人：刘三。由刘三在网店销售。")


def test_a_reporter_is_never_the_name_of_a_firm():
    assert "邵兵" not in out("举报人：邵兵。邵兵超市，购物时发现。")


def test_each_part_of_a_name_with_a_dot_and_a_name_in_letters_go_too():
    assert "买买提" not in out("当事人：买买提·吐尔逊，男。买买提负责烧烤。")
    text = out("投诉人张晓雨（Zhang Xiaoyu），女。Zhang Xiaoyu表示满意。", "complaint")
    assert "Zhang" not in text and "张晓雨" not in text


def test_officers_in_a_list_with_their_numbers_stay__rules_8_2():
    text = "姓名,单位,执法证号\n邹明,执法大队,15100101\n吕强,执法大队,15100102\n检查人员：邹明、吕强"
    assert out(text, "attachment") == text
    assert "邹明" not in out(text, "attachment", officers="mask")


def test_nothing_is_left_of_a_trait_with_its_label__rules_8_3():
    text = "经营者姓名：王桂香，性别：女，民族：汉族，1977年9月23日出生，文化程度：初中。\n住址：无"
    assert out(text) == "经营者姓名：王桂香。\n住址：无"
    assert out("性别：女\n姓名：王桂香").startswith("性别：×××\n")


def test_brackets_stay_in_pairs():
    text = out("干部王丽萍因病请假（甲状腺结节手术），工作由周凯代管。", "attachment")
    assert text.count("（") == text.count("）")


def test_the_card_of_a_person_is_no_account_of_the_treasury():
    text = f"罚没款缴款4笔：张立国2000元（卡号{BANK}）。财政专户，账号817860001421012345。"
    assert BANK not in out(text, "statistics") and "817860001421012345" in out(text, "statistics")


def test_the_line_of_a_unit_stays_whoever_sits_there__formats_1():
    text = "如有疑问，请与我局消费者权益保护科联系，联系人：范晓东，联系电话：0631-5681102。"
    assert "0631-5681102" in out(text, "complaint") and "范晓东" not in out(text, "complaint")


def test_an_address_that_breaks_over_two_lines_is_one_address():
    assert out("经营场所：威海市火炬\n路10号。") == "经营场所：威海市火炬\n路10号。"
    assert out("住威海市高区钦村小\n区6号楼204，电话") == "住×××，电话"


def test_a_name_that_only_the_check_finds_has_the_mask_of_its_person():
    data = "当事人：梁世杰。梁  世杰称其不知情。".encode()
    assert copy_of(data, "txt").data.decode() == "当事人：梁某。梁某称其不知情。"


def test_a_value_that_an_export_keeps_as_text_is_read():
    data = '投诉人;手机号;对象\n="于静";="13561801111";高区维修部\n'.encode()
    copy = copy_of(data, "csv", "complaint").data.decode()
    assert "于静" not in copy and "13561801111" not in copy and copy.endswith(";高区维修部\n")


def test_a_hint_takes_no_label_and_leaves_no_half_of_a_word():
    text = out("投诉人：吴天宝，男，62岁，退休教师，来电反映。", "complaint")
    assert text.startswith("投诉人：") and "吴" not in text
    text = out("当事人向未成年人初涵涵（2008年6月1日出生，威海市高区第一小学四年级2班学生）出售电子烟。")
    assert "涵" not in text and "威" not in text and "（×××）" in text


def test_a_house_behind_a_house_belongs_to_the_address():
    assert out("户籍地：烟台市芝罘区幸福中路82号内5号，现住") == "户籍地：×××，现住"


def test_a_name_that_begins_like_another_is_another_person():
    text = out("当事人：陶勇。陶勇与同摊位的陶勇志（当事人堂弟）共用秤具，对陶勇志予以批评教育。")
    assert text == "当事人：陶某甲。陶某甲与同摊位的陶某乙（当事人堂弟）共用秤具，对陶某乙予以批评教育。"


def test_brackets_of_which_nothing_is_left_go_too():
    assert out("负责人为仇伟（男，1968年7月30日生），已离职。", "complaint").endswith("仇某，已离职。")


def test_premises_that_no_list_of_places_knows_may_break_over_lines_too():
    text = "当事人：荣成市鑫海渔具商行，经营场所：荣成\n市石岛管理区黄海中路76号，统一社会信用代码"
    assert out(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("当事人：王桂香，女。王桂香告知李秀英到药店，买药。李秀英电话13863055555。", ("王桂香", "李秀英")),
        ("当事人：王桂香，女。王桂香到李秀英家开的超市，买烟。证人李秀英，女。", ("王桂香", "李秀英")),
        ("证人：李秀英。当事人：王桂香，女。王桂香到李秀英家水果店，购物。", ("王桂香", "李秀英")),
        ("当事人：王桂香，女。王桂香、李秀英服务中心。证人：李秀英。", ("王桂香", "李秀英")),
    ],
)
def test_a_sentence_that_goes_on_to_a_shop_is_no_name_of_a_firm(text, gone):
    assert not any(name in out(text) for name in gone)


def test_a_firm_that_would_tell_who_reported_does_not_stay_at_later_places():
    text = "当事人：威海宿建波经营部，经营者：王桂香。举报人：宿建波。宿建波到威海宿建波经营部购物。"
    assert out(text).endswith("举报人到威海举报人经营部购物。")


@pytest.mark.parametrize("text", ["由向和平先生签收。", "从向和平先生处购买。"])
def test_a_surname_that_is_a_preposition_too_is_masked_with_its_name(text):
    assert "和平" not in out(text)


def test_only_who_has_the_number_of_a_card_is_an_officer():
    row = "姓名：邹明；单位：烟台市某某有限公司；职务：会计；行政执法证号：{}。"
    assert "邹明" not in out(row.format("无"))
    assert "邹明" in out(row.format("15060312345"))


def test_who_runs_a_shop_that_stands_in_brackets_is_no_part_of_its_name():
    text = (
        "当事人：王莉莉（火炬区莉莉水果店经营者）\n当事人：孙玉兰（大发超市）\n王莉莉辩称不知情，孙玉兰承认。"
    )
    assert "王莉莉" not in out(text) and "孙玉兰" not in out(text)
    assert "莉莉水果店" in out(text) and "大发超市" in out(text)
    assert out("当事人：莉莉水果店（王莉莉）", "complaint") == "当事人：莉莉水果店（王某）"
    kept = "当事人：威海（高新区）食品有限公司（曾用名大发超市）"
    assert out(kept) == kept


def test_a_known_person_is_found_by_the_given_name_alone_where_they_do_something():
    text = "当事人：沙莉莉，女，汉族。莉莉辩称不知情。莉莉水果店销售过期牛奶，店名取自莉莉二字。"
    told = out(text)
    assert "沙某辩称不知情" in told and "莉莉水果店" in told and "取自莉莉二字" in told
    assert "莉莉水果店" in copy_of(text.encode(), "txt").data.decode()
    assert out("证人王建国，男。建国承认收货。建国七十周年。").endswith("建国七十周年。")


def test_a_nickname_with_the_name_behind_it_hides_nothing():
    told = out("店员小刘（刘芳）在场，老板老陈（陈列柜旁）不在，小王（大王）也不在。")
    assert "刘芳" not in told and "陈列柜旁" in told and "大王" in told


def test_who_held_a_hearing_is_an_officer():
    kept = "听证主持人：陈国栋，听证员：吴海燕，记录员：郑丽。"
    assert out(kept) == kept


def test_who_complained_is_not_called_a_reporter__rules_8_3():
    text = "投诉人分别为王丽娟、张国庆；举报人赵铁柱。我局征求了张国庆的意见，赵铁柱不同意。"
    told = out(text)
    assert "征求了投诉人的意见，举报人不同意" in told and "分别为×××、×××；" in told
    assert out("被投诉人未到场。孙浩举报称店内有鼠。举报人：孙浩。孙浩愿意作证。").endswith(
        "举报人愿意作证。"
    )


def test_what_a_child_is_called_goes_wherever_it_stands():
    text = (
        "孩子5岁，名叫朵朵，在店里摔伤。朵朵妈妈要求退款，店方给朵朵买药。家家户户都来买，店名叫丽丽服装店。"
    )
    told = out(text, "complaint")
    assert "朵朵" not in told and "家家户户" in told and "丽丽服装店" in told
    told = out("给我女儿（5岁，就读于文化路幼儿园，名叫朵朵）买了一件外套（189元）。", "complaint")
    assert told.count("（") == told.count("）") == 1 and "朵" not in told and "（189元）" in told
    assert "××××" not in out("给我女儿买了衣服，穿后孩子脖子起红疹。", "complaint")
    kept = "学生家长、爷爷奶奶都在。"
    assert out(kept, "complaint") == kept
