"""Health in words of every day: 腿脚不好, 皮肤发黄, 耳朵背, 在市立医院肿瘤科住院, 一直吃硝苯地平.

No illness is named: a part of the body with what is wrong with it, a limit of life, an aid, a measure, a
department. It counts where the sentence tells of someone and of no goods, advertisement, rule or warning;
engines, sofas and pigs have heads, skins and fevers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from gongkai.screening import context, near, words
from gongkai.screening.kinds import conditions
from gongkai.screening.rules import read

_LISTS: dict[str, Any] = read("ailments.toml")
_ADVERB = (
    "(?:[都也还就又很已会被突快]|一直|有点|有些|特别|非常|开始|越来越|经常|总是?|变得|出现了?"
    "|感到|感觉|觉得|突然|仍然?|明显|严重|大面积|局部|多处|部分|持续|反复|的皮肤|处|上"
    "|里|部|略|稍|常年|长期|从小|天生|先天|逐渐|渐渐){0,3}"
)
_OWNERS = "我他她其的人妈爸母父婆公某后致使得连只半员娃孩儿子生妻夫，、。；：“双"
_TROUBLE = f"(?:{'|'.join(_LISTS['troubles'])})"
_BODY = words.inside(_LISTS["bodies"])
_SHORT = f"(?:(?<=[{_OWNERS}])|(?<![一-龥]))[{''.join(_LISTS['short'])}](?![机件柄套巾镜表袋帽])"


@cache
def _patterns() -> near.Choice:
    """Each pattern with words one of which its matches hold."""
    parts = (*_LISTS["bodies"], *_LISTS["short"])
    wards = "|".join(sorted(_LISTS["departments"], key=len, reverse=True))
    return near.Choice(
        (near.lazy(f"(?:{_BODY}|{_SHORT}){_ADVERB}{_TROUBLE}(?:[、和，]{_ADVERB}{_TROUBLE}){{0,2}}"), parts),
        *((near.lazy("|".join(row["forms"])), row["needs"]) for row in _LISTS["states"]),
        (
            near.lazy(
                rf"(?:在|到|去|于|经|由|往)?[^，。；：\n在到去于]{{0,10}}?(?:医院|卫生院|诊所|门诊部)?(?:{wards})科?(?:门诊|病房|病区)?[^，。；\n]{{0,2}}?(?:住院|就诊|治疗|看病|复诊|手术|住了|接诊|收治|拍片|随访|挂号)"
            ),
            ("住院", "就诊", "治疗", "看病", "复诊", "手术", "住了", "接诊", "收治", "拍片", "随访", "挂号"),
        ),
    )


TRIGGER = (
    "不利索|不灵[便活]|不听使唤|不舒服|难受|看不[清见到]|听不[清见到太]|睁不开|张不开|合不[拢上]|直不起|抬不起|弯不[了下]|伸不[直开]|站不[稳起]|动不了|动弹|使不上劲|知觉|[腿脚手][脚]?不[好便方]"
    "|发[黄红紫青黑白麻痒炎肿抖硬凉烫胀]|肿|疼|痛|麻木|痒|歪斜|起泡|起皮|脱皮|溃烂|烂了|流血|出血|流脓|化脓|骨折|截肢|坏死|恍惚|抽筋|抽搐|僵硬|[无乏]力|不适|疤|纱布|石膏|钢[钉板]|疙瘩|红点|起[了满]|长[了满]|冒出|只剩|仅剩|不清|减退|衰退"
    "|(?:眼睛?|耳朵?|牙齿?|手指?|腿脚?|腰|身体|身子|记性|视力|听力|精神|皮肤|胳膊|[左右][手脚腿臂耳眼])(?:[都也还就又很已被有一]|有点|一直){0,2}(?:不[好便方行]|断|[磕摔撞砸崩咬]掉|掉了|坏了|背[，。；、得]|异常|变形|很?差|缝|缺|少了|受伤|模糊|失[常控]|[烫烧灼割划夹卷轧压抓扎刺扭崴拉刮][伤破断掉])"
    "|自理|神志|人事不省|卧床|下不了床|走不了路|走路|轮椅|拄|助听器|起搏器|支架|搭桥|人工关节|钢[板钉]|人工耳蜗|胃管|尿管|尿袋|造口袋|呼吸机|吸氧|打着?石膏|缝(?:合)?了?[一二两三四五六七八九十0-9]{1,3}[多余]?针|头破血流|血流不止|吃不下饭|睡不着|喘不|上不来气|尿血|拉稀|跑肚|吐[了血]"
    "|割腕|轻生|自杀|自残|服毒|喝农药|跳楼|脑子[有出]|精神[有出上病]|心理咨询|心理治疗|预产期|保胎|备孕|绝经|停经|月经|待产|产后|流产|引产|胎停|试管|生[完了]孩子|大肚子"
    "|级(?:伤残|残疾|工伤|护理)|(?:劳动能力|伤残等级|伤情)鉴定|慢特病|门诊慢|门诊特|慢病证|特病|重残|三阳|病理|活检|(?:粪便|大便|痰|咽拭子)(?:培养|常规|检)|转氨酶|肌酐|胆红素|血红蛋白|白细胞|血小板|血氧|眼压|胆固醇"
    "|(?:长期|一直|常年|每天|天天|正在|还在|至今|终身)(?:口服|服用|[吃打用靠])|打完|摘除|切除|消融|开颅|开胸|毛病|老寒腿|脚气|痔疮|[胃肝肾肺肠脑]病|一瘸一拐|精神卫生中心|怀(?:着|了|有)?[一二三]胎|怀着|耳朵?聋|眼瞎|体检(?:结果|报告|结论)?(?:异常|不合格|未通过)|切[掉断去]|[烫磨][出起]|抢救|重症|ICU"
    f"|(?:{words.alternation(_LISTS['departments'])})科[^，。；\\n]{{0,4}}(?:住院|就诊|治疗|看病|复诊|手术|住了|接诊|收治|拍片|随访|挂号)"
)
"""What a phrase holds, in the syntax of the triggers."""
_SOMEONE = near.lazy(
    r"老人|老太|老头|老爷子|奶奶|爷爷|学员|住客|旅客|游客|租客|自己|本人|自述|自称|家属|妻|夫|母|父|爸|妈|儿|女|子女|申辩|陈述|因病|患者|投诉人|举报人|申请人|来电人|当事人(?:本人)?(?=[^，。]{0,12}(?:病|身|腿|眼|耳|有|装|做|患))|该员工|店员|员工|劳动者|证人|乘客|顾客|消费者|伤者|死者|受害|孩子|老板|业主|住户|从业人员"
)
_POINTED = near.lazy(r"(?:[其我他她您某]|自己|本人)$")
_WARNED = near.lazy(r"请勿|慎用|禁用|不宜|禁止|严禁")
_THINGS = near.lazy(
    r"电机|轴承|设备|机器|机身|外壳|发动机|轮胎|车身|沙发|家具|地板|墙|漆|面料|衣服|鞋|手机|电池|插头|插座|仪表|电梯|扶手|管道|阀|锅炉|零件|包装|瓶|标签|屏幕|床垫|桌|椅|生猪|牛|羊|鸡|鸭|犬|猫|宠物|鱼|虾|畜|禽|苗木|树|果"
    r"|宣称|宣传|广告|海报|张贴|专治|疗效|功效|主治|适应症|销售的|货值|批次|批号|检定|诊疗科目|登记|资质|超范围|器械"
)
_GENERAL = near.lazy(
    r"可能|可以?引起|可致|会引起|易引起|严重者|症状[，。]?请|请广大|请立即|如出现|若出现|出现[^，。]{0,8}(?:时|的)[，,]?(?:请|应|须)|应当|不得|禁止|《|标准|发病率|同比|全年|例$|病例|培训|演练|预案|科普|预防|避免|防止|谨防|警示|提示|提醒|凡|如有|慎用|禁用|不宜|人群"
)


def spans(part: str) -> Iterator[tuple[int, int]]:
    """What is wrong with someone, neighbours as one."""
    last: tuple[int, int] | None = None
    phrases = (found for pattern in _patterns().among(part) for found in pattern.finditer(part))
    for found in sorted(phrases, key=lambda found: found.span()):
        start, end = found.span()
        beside = last is not None and (
            start <= last[1] or (start == last[1] + 1 and part[last[1]] in "，,、")
        )
        if not _is_someones(part, found, beside=beside):
            continue
        if last and beside:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last


def _is_someones(part: str, found: re.Match[str], *, beside: bool) -> bool:
    """Whether the sentence tells it of a person; ``beside``: the phrase before it does."""
    before = context.sentence_before(part, found.start(), 60)
    rest = context.sentence_after(part, found.end(), 30)
    if _GENERAL.search(before) or _GENERAL.search(rest[:14]) or _THINGS.search(before[-30:]):
        return False
    if _WARNED.search(rest):
        return False
    around = before + found[0]
    return beside or bool(
        conditions.is_told(around) or conditions.is_told(rest) or _SOMEONE.search(around)
        or _POINTED.search(before) or conditions.named_ends(before)
    )  # fmt: skip
