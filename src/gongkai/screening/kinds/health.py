"""Health of a person: what is said of a product, a rule or an institution is not one.

A word of ``data/health.toml`` counts where a cue (患有, 诊断为, 阳性) or a person stands before it and no
talk of goods, advertising or rules stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.screening import context, near, words
from gongkai.screening.hits import Hit, Spans, merged
from gongkai.screening.kinds import ailments, conditions
from gongkai.screening.known import Known

_CUE = near.lazy(
    r"(?:(?<!隐)患有?|身患|罹患|患上|确诊(?:为|患有?)?|(?:诊断|检查|体检|鉴定)(?:结果|结论)?(?:[为是：:]{1,2}|患有?)"
    r"|查出|检出|感染|被诊断为|疑似|突发|引发|引起|导致|造成|出现|发生|因|属|系|为|是|身体|有)[^，。；\n]{0,10}$"
)
_STRONG_CUE = near.lazy(
    r"(?:(?<!隐)患有?|身患|罹患|患上|既往(?:有|患)|确诊(?:为|患有?)?|诊断(?:结果|结论)?[为是：:]{1,2}|查出|被诊断为|诊断患有?)"
    r"[^，。；\n]{0,10}$"
)
_PAPER = near.lazy(
    r"(?:病历|病案|病史|诊断(?:证明)?书?|(?:出院|入院)(?:小结|记录|诊断)|门诊记录|就诊记录|手术记录|体检(?:表|报告|单|结论)"
    r"|检[查验](?:报告|单|结果)(?:单|书)?|化验单|[BＢ]超单?|彩超单?|CT片?|核磁(?:共振)?|X光片?|心电图|处方笺?|病假条|鉴定意见书?)"
    r"(?:本|上|中|书)?(?:均|还|也|的)?(?:显示|载明|记载|记录|提示|写明|写着|写有|写的是|注明|结论|所见|证实|印证|诊断|列有)?(?:结论|诊断|患者)?(?:患有?|有)?[为是：:（(“]{0,2}"
    r"(?:[^，。；\n（(]{1,10}[、及和]){0,3}[^，。；\n、（(]{0,6}$"
)
"""A paper of a clinic that says so, without naming anybody: 病历显示, 化验单上写着, 门诊病历（."""
_SURE = near.lazy(
    r"(?:(?<!隐)患(?!者|有?有碍)有?|身患|罹患|确诊(?:为|患)?|诊断(?:结果)?[为是：:]{1,2}|查出|被诊断为"
    r"|患上)[^，。；\n]{0,10}?[一-龥]{1,6}(?:病|症|炎|癌|瘤|综合征|休克|障碍|衰竭|梗死|骨折)"
    r"|(?<![受早避])孕\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?(?:\+\s?)?(?:个?多?月|周)|怀孕\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?(?:个?多?月|周|期间)|已?怀有?身孕|系孕妇|为孕妇|是孕妇|孕妇(?=[，。])"
    r"|(?:系|为|是|属|持|持有)[^，。；\n]{0,10}(?:残疾人(?:证|$|[，。；])|残疾证)"
    r"|(?:[一二三四1-4]级)?(?:肢体|智力|视力|听力|言语|语言|精神|多重)(?:[一二三四1-4]级)?残疾(?:[一二三四1-4]级|人)?"
    r"|[一二三四1-4]级残疾|残疾[一二三四1-4]级|残疾证号?[：:]?\s?\d+|伤残[一二三四五六七八九十]级|[一二三四五六七八九十]级伤残"
    r"|(?:住院|病历|门诊)号[：:]?\s?[A-Za-z0-9]+|住院治疗|住院\s?\d+\s?天"
    r"|(?:剖宫|切除|接受|进行|做过?了?|行|施行)[^，。；\n]{0,8}手术"
)
_ORGAN = words.alternation(
    [
        *"颅脑心肺肝肾胃肠胆胰脾椎骨眼耳鼻喉咽牙颈胸腰膝踝髋",
        *("腰椎", "颈椎", "胸椎", "锁骨", "肋骨", "股骨", "胫骨", "腓骨", "桡骨", "尾骨", "手指", "脚踝"),
        *(
            "甲状腺",
            "乳腺",
            "子宫",
            "卵巢",
            "前列腺",
            "血管",
            "动脉",
            "静脉",
            "关节",
            "皮肤",
            "角膜",
            "视网膜",
        ),
        *("口腔", "面部", "头部", "韧带", "肌腱", "神经", "气管", "食管", "膀胱", "淋巴"),
    ]
)
_VALUE = "血糖|血压|血脂|肝功能|肾功能|尿酸|转氨酶|肌酐|心电图|视力|听力|智力|甲功"
_SURE_WORDS = ("患", "确诊", "诊断", "查出", "孕", "残疾", "伤残", "住院", "病历号", "门诊号", "手术")
_RESULTS = ("阳性", "感染者", "携带者", "患者", "病人")
_ORGANS = (
    rf"(?:{_ORGAN})[一-龥]{{0,3}}?"
    r"(?:结节|囊肿|息肉|增生|梗死|梗塞|衰竭|畸形|骨折|坏死|脱落|穿孔|出血|感染|积液|积水|栓塞|萎缩|肥大|缺损|硬化|溃疡|炎|癌|瘤|功能不全|障碍|阴影|占位)"
    rf"|(?:{_VALUE})(?:异常|偏高|偏低|过高|过低|升高|下降|受损|低下|丧失|高(?![压于新度级低])|[只仅]剩[\d.]+|降[到至][\d.]+)"
)
"""Findings at an organ: 甲状腺结节, 肝功能异常."""
_RESULT = (
    r"(?:[^，。；\n]{0,6}?(?:呈|检测|检查|结果)?[：:为]?(?:强|弱)?阳性"
    r"|[^，。；\n]{0,4}(?:感染者|携带者|患者|病人))"
)
_PERSON = near.lazy(
    r"其(?!他|它|中|实|余|所)|本人|我(?!局|所|办|市|区|省|国|委|中心|单位|公司|店)|当事人|投诉人|举报人|消费者|申请人|证人|患者[一-龥]|先生|女士|师傅"
    r"|妻子|丈夫|父亲|母亲|爱人|老伴|儿子|女儿|家属|家人|奶奶|爷爷|孙子|孙女|身份证|法定代表人|经营者|孩子|老人"
    r"|顾客|受害人|受害者|死者|伤者|家长|学生|幼儿|[女男][婴童孩]|婴儿|乘客|用户|会员|员工|店员|职工|从业人员|来电人|反映人|诉求人|信访人|某|姓名|被送医|送医"
    r"|大爷|大妈|大娘|大姐|大哥|大叔|阿姨|我[妈爸]|妈妈|爸爸|婆婆|公公|工人|业主|村民|市民|劳动者|就诊|医药费|医疗费|出院|住院|附病历|附诊断|病历[一二三四五\d]|诊断证明"
)
_GENERAL = near.lazy(
    r"医疗器械|可(?:以|能)?(?:引起|导致|致|引发|诱发)|广告|宣传|声称|宣称|自称能|功效|疗效|治疗(?!费|期间|\d|[一二三四五六七八九十]天|终结)|治愈|根治|预防|预防性|防治|防控|适用|适应症|诊断(?:试剂|设备|仪器|标准"
    r"|技术|学|用|中心)|用于|自测|残疾人(?:联合会|保障|就业|事业|福利|证?件?办理)|孕妇(?:及|和|、|装|服"
    r"|慎|禁|奶粉|不宜|枕|专用)|不宜|提示|警示|风险|高发|易感|科普|知识|讲座|义诊|疾病等"
    r"|药品|处方药|非处方|保健食品不|规定|处方|慎用|禁用|人群|(?:患者|病历|病史)(?:至上|满意"
    r"|管理|书写)|医疗机构|器械|疫苗|试剂|名义"
)
_WARNED = near.lazy(
    r"^[^，。；]{0,6}(?:请勿|慎用|禁用|不宜|谨慎|切勿|应当调整|应当调离|应当?在医|应在|遵医嘱|请遵)|^的?人员[，,]?(?:应当|不得)"
)
"""孕妇、心脏病患者请勿乘坐: a sign for everybody."""
_RULED = near.lazy(r"应当|不得|禁止|凡|一律")
_LISTED = near.lazy(
    r"(?:病|症|炎|结核|痢疾|霍乱|伤寒|等)(?:[^。；\n]{0,80}?)(?:的[，,]?(?:人员)?[，,]?(?:应当|不得|严禁|禁止)|不得从事)"
)
"""患有霍乱、细菌性痢疾……的，不得从事: whom a rule keeps from work."""
_GOODS_AFTER = near.lazy(
    r"(?:的)?(?:按摩|药|膏|片|胶囊|颗粒|试剂|疫苗|门诊|专科|科室|医院|防治|预防|宣传|筛查|日[，。]|知识|用药|类|食品|奶粉|事故|事件|风险"
    r"|防控|应急|人联合会|人就业|人事业|人保障|人通道|人无障碍|产品|疗法|疗效|治疗仪|检测仪|检测试|等疾病|患者名义|及食源性|传播|高发"
    r"|(?:[、和及][^，。；\n]{1,8}){0,3}等?(?:有|具有)(?:治疗|缓解|改善|预防)|职工\d+人|人辅助|人专用|可能性?|隐患|鉴定(?:中心|机构|办法)|管理|书写|装|服装|枕|慎|禁|不宜|保险|救助|专用|者优先|预警|物质|原)"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words of conditions and states, of records, and tests with their result."""
    data = words.health()
    word = re.compile(f"{words.branches((*data['conditions'], *data['states']))}|{_ORGANS}")
    record = re.compile(words.branches(data["records"]))
    result = re.compile(f"{words.tree((*data['tests'], *data['conditions']))}{_RESULT}")
    return word, record, result


@cache
def _heads() -> tuple[near.Heads, near.Heads, near.Heads]:
    """With what the patterns of :func:`_patterns` begin."""
    data = words.health()
    return (
        near.Heads((*data["conditions"], *data["states"], *f"{_ORGAN}|{_VALUE}".split("|"))),
        near.Heads(data["records"]),
        near.Heads((*data["tests"], *data["conditions"])),
    )


def find(part: str, known: Known) -> Iterator[Hit]:
    """Illness, pregnancy, disability and treatment of someone, and what they suffered."""
    spans = (*conditions.spans(part), *ailments.spans(part))
    further = (Hit("health.hint", *span, context.owner_before(part, span[0])) for span in spans)
    yield from _staged(part, merged((*_listed(part), *further), "health.hint"))


_STAGE = near.lazy(r"(?:后遗症|并发症|[早中晚]期|术后|病史|人士)")
"""What belongs to an illness behind its word: 脑出血后遗症, 癫痫病史."""


def _staged(part: str, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Hits with the stage of the illness."""
    for hit in hits:
        stage = _STAGE.match(part, hit.end)
        yield hit._replace(end=stage.end()) if stage else hit


def _listed(part: str) -> Iterator[Hit]:
    """What the words of the list tell."""
    word, record, result = _patterns()
    taken = Spans()
    words_of = _heads()
    sure = near.given(_SURE, part, _SURE_WORDS)
    tested = words_of[2].matches(result, part) if near.holds(part, _RESULTS) else ()
    for group in (sure, tested):
        for found in group:
            if not taken.within(*found.span()) and _is_someones(part, found, cued=True):
                yield _hit("health.person", part, _widened(part, found, word), taken)
    for pattern, heads in ((word, words_of[0]), (record, words_of[1])):
        for found in heads.matches(pattern, part):
            if taken.within(*found.span()):
                continue
            before = context.sentence_before(part, found.start())
            cued = pattern is word and _STRONG_CUE.search(before) is not None
            if _is_someones(part, found, cued=cued, papers=pattern is record):
                yield _hit("health.person" if cued else "health.hint", part, found.span(), taken)


def _hit(rule: str, part: str, span: tuple[int, int], taken: Spans) -> Hit:
    taken.add(*span)
    return Hit(rule, *span, context.owner_before(part, span[0]))


def _widened(part: str, found: re.Match[str], word: re.Pattern[str]) -> tuple[int, int]:
    """The span with the whole word that begins inside it: 诊断为过敏 becomes 诊断为过敏性休克."""
    start, end = found.span()
    for further in word.finditer(part, start, min(len(part), end + 8)):
        if further.start() < end < further.end():
            end = further.end()
    return start, end


def _is_someones(part: str, found: re.Match[str], *, cued: bool, papers: bool = False) -> bool:
    """Whether the word is said of a person, not of goods, rules or the public."""
    if _GOODS_AFTER.match(part, found.end()) or part[max(0, found.start() - 1) : found.start()] in (
        "抗",
        "防",
    ):
        return False
    before = context.sentence_before(part, found.start())
    if _WARNED.search(_rest(part, found.end())):
        return False
    persons = [named.end() for named in _PERSON.finditer(before)]
    persons = persons or conditions.named_ends(before)
    if persons:
        between = before[persons[-1] :]
        return not _GENERAL.search(between) and not (_RULED.search(between) and not cued)
    if _is_ruled(part, found):
        return False
    rest = _rest(part, found.end())
    paper = None if papers else _PAPER.search(before)
    if paper:
        return not _GENERAL.search(before[: paper.start()] + rest) and not _RULED.search(before)
    if _GENERAL.search(before + rest) or _RULED.search(before):
        return False
    return cued or (_PERSON.search(rest) is not None and (papers or _CUE.search(before) is not None))


def _is_ruled(part: str, found: re.Match[str]) -> bool:
    """Whether a rule names the illness as one of those that keep people from work."""
    return _LISTED.match(found[0][-2:] + context.sentence_after(part, found.end(), 90)) is not None


def _rest(part: str, at: int) -> str:
    """What follows in the sentence."""
    return re.split(r"[。；;\n]", part[at : at + 40], maxsplit=1)[0]
