"""Health of a person: what is said of a product, a rule or an institution is not one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import context
from gongkai.screening.hits import Hit, Spans
from gongkai.screening.known import Known

_ILLNESS = (
    "HIV|AIDS|艾滋病?|乙肝|丙肝|肝炎|梅毒|淋病|性病|糖尿病|高血压|冠心病|心脏病|癌症?|肿瘤"
    "|白血病|尿毒症|肺结核|结核病?|癫痫|精神病|精神分裂症?|精神障碍|"
    "抑郁症|焦虑症|自闭症|食物中毒|急性肠胃炎|肠胃炎|过敏|骨折|烫伤|皮炎|哮喘|痛风|脑梗|中风|残疾|不孕|流产"
)
_SURE = re.compile(
    rf"(?:(?<!隐)患有?|身患|罹患|确诊(?:为|患)?|诊断(?:结果)?[为是：:]{{1,2}}|查出|感染|被诊断为"
    rf"|患上)[^，。；\n]{{0,10}}?(?:{_ILLNESS}|[一-龥]{{1,6}}(?:病|症|炎|癌|瘤|综合征))"
    r"|(?:HIV|乙肝|梅毒)[^，。；\n]{0,6}(?:阳性|感染者|携带者)|艾滋病(?:病毒)?感染者"
    r"|怀孕\s?\d{0,2}\s?(?:个?月|周|期间)|已?怀有?身孕|系孕妇|为孕妇|是孕妇|孕妇(?=[，。])"
    r"|(?:系|为|是|属|持|持有)[^，。；\n]{0,10}(?:残疾人(?:证|$|[，。；])|残疾证)"
    r"|[一二三四]级(?:肢体|智力|视力|听力|言语|精神|多重)?残疾|残疾证号?[：:]?\s?\d+"
    r"|(?:住院|病历|门诊)号[：:]?\s?[A-Za-z0-9]+|住院治疗|住院\s?\d+\s?天|(?:剖宫|切除|接受"
    r"|进行|做了?|行)[^，。；\n]{0,8}手术|诊断证明|出院小结|住院病历"
)
_WEAK = re.compile(
    r"病历|病史|诊断|确诊|患者|怀孕|孕妇|残疾|艾滋|HIV|抑郁症|精神病|住院|就诊|急诊|体检报告|血型|基因检测"
)
_PERSON = re.compile(
    r"其(?!他|它|中|实|余)|本人|当事人|投诉人|举报人|消费者|申请人|证人|患者[一-龥]|先生|女士"
    r"|妻子|丈夫|父亲|母亲|儿子|女儿|家属|身份证|法定代表人|经营者|孩子|老人|某|姓名"
)
_GENERAL = re.compile(
    r"医疗器械|广告|宣传|声称|宣称|功效|疗效|治疗|预防|适用|适应症|诊断(?:试剂|设备|仪器|标准"
    r"|技术|学|用|中心)|残疾人(?:联合会|保障|就业|事业|福利|证件?办理)|孕妇(?:及|和|、|装|服"
    r"|慎|禁|奶粉|不宜|枕|专用)"
    r"|药品|保健食品|不得|应当|禁止|规定|处方|慎用|禁用|人群|(?:患者|病历|病史)(?:至上|满意"
    r"|管理|书写)|医疗机构"
)


def find(part: str, known: Known) -> Iterator[Hit]:
    """Illness, pregnancy, disability and treatment of someone."""
    taken = Spans()
    for found in _SURE.finditer(part):
        sentence = context.sentence_before(part, found.start()) + _rest(part, found.end())
        person = _PERSON.search(context.sentence_before(part, found.start()))
        if _GENERAL.search(sentence) and not person:
            continue
        taken.add(*found.span())
        yield Hit("health.person", found.start(), found.end(), context.owner_before(part, found.start()))
    for found in _WEAK.finditer(part):
        if taken.within(*found.span()):
            continue
        before = context.sentence_before(part, found.start())
        if _PERSON.search(before) and not _GENERAL.search(before + found[0] + _rest(part, found.end())):
            yield Hit("health.hint", found.start(), found.end(), context.owner_before(part, found.start()))


def _rest(part: str, at: int) -> str:
    """What follows in the sentence."""
    return re.split(r"[。；;\n]", part[at : at + 40], maxsplit=1)[0]
