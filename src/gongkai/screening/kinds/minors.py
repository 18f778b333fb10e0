"""Minors by words; by resident id they are found in ``text``, which knows the day.

A finding is the word that carries the fact: the age, the form at school, 未成年人, 童工. Rules, goods and
institutions for children in general are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import context, names, near, words
from gongkai.screening.hits import Hit, Spans, merged
from gongkai.screening.kinds import children, young
from gongkai.screening.known import Known

_HANZI = {"十": 10, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2}
_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_AGE = near.lazy(
    r"(?:也就|大概|大约|看着|估计)?(?P<age>\d{1,2}|[一二两三四五六七八九十]{1,3})\s?周?岁(?:半|[零又]?(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个?多?月)?"
)
_AGE_HEADS = near.lazy(r"[\d一二两三四五六七八九十也大看估]")
_MONTH_HEADS = near.lazy(r"[\d一二两三四五六七八九十婴宝幼孩新患闺丫小女儿男孙外出]")
_YEARS = near.lazy("岁")
_MONTH = near.lazy("[月天]")
_UNDER = near.lazy(rf"(?:未满|不满|不足|不到|未到|未达)\s?(?P<age>{_NUMBER})\s?周?岁")
_MONTHS = near.lazy(
    rf"(?:婴儿|宝宝|幼儿|孩子|婴幼儿|新生儿|患儿|女儿|闺女|丫头|小子|儿子|女婴|男婴|孙子|孙女|外孙女?)[（(，,]?(?:现|今|才|刚|刚满|仅|仅有|只有|年龄)?"
    rf"(?P<after>{_NUMBER}\s?个?半?(?:多月|月|天)(?:龄|大)?)(?!\d|前|后|内|以|[一-龥]?[日份])"
    rf"|(?P<before>{_NUMBER}\s?个?半?(?:多月|月)(?:大)?)的?(?:婴儿|宝宝|孩子|女婴|男婴|患儿|女儿|儿子|小孩|幼儿)"
    rf"|出生(?:仅|才|刚|不足|未满|满){{0,3}}\s?(?P<born>{_NUMBER}\s?(?:多|余)?(?:天|个月))(?!内)"
    rf"|(?P<old>{_NUMBER}\s?个?[多半]?月(?:龄|大))(?!段|以|[-~～至到—])"
)
_GENERAL_BEFORE = near.lazy(
    r"(?:未满|不满|不足|不到|未到|未达|年满|已满|满|低于|小于|大于|超过|适用|适合|针对|面向"
    r"|[0-9一二三四五六七八九十]\s?[-~～至到—])\s?$"
)
_GENERAL_AFTER = near.lazy(
    r"\s?(?:以[下上内]|[-~～至到—]|及以|儿童票|的?未成年人|的人|的儿童不|婴幼儿配方|宝宝适|段)"
)
_THEN = near.lazy(
    r"(?:案发|事发|行为|购买|消费|充值|入职|招用|事故发生|死亡|受伤|当)时[^，。；\n]{0,4}?(?:年|已|刚|才|仅)?满\s?$"
)
"""事发时年满十三周岁: an age of someone, where 年满 elsewhere names a limit."""
_STUDYING = near.lazy(
    r"(?:就读于|就读在|就读|现读|在读|正在|读于)[^，。；\n]{0,24}?(?:小学|中学|学校|幼儿园|实验学校|初中|高中)"
    r"(?:[^，。；\n]{0,12}?(?:学生|年级|班|幼儿|小朋友))?"
    r"|(?:系|为|是|在)[^，。；\n]{0,24}?(?:小学|中学|学校|幼儿园|实验学校|初中|高中)"
    r"[^，。；\n]{0,12}?(?:学生|年级|班|幼儿|就读|小朋友)"
    r"|(?:小学|初中|高中|[一二三四五六七八九1-9])年级(?:\s?[(（]?\d{1,2}[)）]?班)?(?:的)?(?:学生|女生|男生)"
    r"|(?<![一-龥不])(?:上|读|念)(?:了|着)?(?:幼儿园|小学|初中|高中|[小初高][一二三四五六]|[一二三四五六七八九]年级|[大中小托]班|学前班)"
    r"|(?<=[子女儿孩童他她其生])(?:今年|现|还|正|才|刚|在)?(?:上|读|念)(?:了|着)?"
    r"(?:幼儿园|小学|初中|高中|[小初高][一二三四五六]|[一二三四五六七八九]年级|[大中小托]班|学前班)"
    r"(?:[一二三四五六七八九]年级|[大中小托]班)?"
)
_FORM = near.lazy(
    r"(?:小学|初中|高中|幼儿园)?(?:[一二三四五六七八九1-9]年级|[大中小托][一二三四五六1-6]?班)(?:\s?[(（]?[一二三四五六七八九\d]{1,2}[)）]?班)?"
    r"|(?<![月正])[初高][一二三]\s?[(（]?[一二三四五六七八九\d]{1,2}[)）]?\s?班"
    r"|(?<![月正初])[初高小][一二三四五六](?=年级|学生|女生|男生|新生|在读|[，,。）)的\s]|$)"
)
_FORM_HEADS = near.lazy("[小初高幼大中托一二三四五六七八九123456789]")
_FORM_WORD = near.lazy(
    "[大中小托][一二三四五六1-6]?班|年级|初[一二三四五六]|高[一二三四五六]|小[一二三四五六]"
)
_FORM_PERSON = near.lazy(
    r"学生|孩子|儿子|女儿|女生|男生|之子|之女|其子|其女|就读|在读|其[系为是]|孙子|孙女|班的|家长|小朋友|同学|的[幼儿男女][儿童孩]|[（(，,]$"
)
_FORM_THINGS = near.lazy(
    r"语文|数学|英语|物理|化学|教材|教辅|课本|上册|下册|试卷|课程|辅导|用书|练习|补习|课外|组|部|作业"
)
_SCHOOLS = (
    "学",
    "幼儿园",
    "初中",
    "高中",
    "年级",
    "班",
    *(stage + form for stage in "小初高" for form in "一二三四五六"),
)
_NAMED = near.lazy(
    rf"(?:未成年人|其子|其女|之子|之女|儿子|女儿|女童|男童|幼儿|儿童|孩子|小学生|中学生|初中生"
    rf"|高中生|学生|婴儿|患儿|(?:学生|学员|幼儿|宝宝|患儿)姓名[：:]\s?)(?P<name>[{words.surnames()}]"
    r"(?:某{1,2}|[一-龥]{1,2}(?=[，,。；（(\s]|在|于|的|因|食用|购买)))"
)
_STATE = near.lazy(
    r"(?:系|为|属于?|是|尚|均为|均系|当时)(?:一名)?(?P<word>未成年(?!人保护)人?)|(?P<kin>未成年)(?:子女|儿子|女儿"
    r"|当事人|受害人|消费者|患者|孩子|学生|顾客|少女|少年|女孩|男孩|女|子|工)"
)
_ASKED = near.lazy(r"是否(?:系|为|是|属于?)?\Z")
_THEN_MUST = near.lazy(r"的?[，,]?(?:应当?|不得|可以|须|必须|要|一律)")
"""对难以判明是否是未成年人的，应当: of whom a rule speaks."""
_BEFORE_NAME = near.lazy(r"未成年人|未成年|童工|学徒|小学生|初中生|高中生|中学生|小朋友|女童|男童|幼童|患儿")
_CHILD = near.lazy(
    r"[一该0-9两二三四五六七八九十]名(?:幼儿|儿童|女童|男童|婴儿|小学生|中学生|学生"
    r"|未成年人|初中生|高中生|小朋友|少年|少女|男孩|女孩|小孩|童工|婴幼儿|孩子)|[女男]童(?=[，,。]|在|被|因|误)"
)
_NOUN = near.lazy(
    r"童工|女婴|男婴|小女孩|小男孩|女孩|男孩|幼女|幼童|小孩|新生儿|患儿|少女|早产儿|遗腹子|婴儿|宝宝|小朋友|孩童|儿童|幼儿(?!园)|小学生|初中生|高中生|中学生|未成年人"
    "|孩子(?!们)|孙子|孙女|外孙女?|娃娃?(?![哈脸])|小姑娘|小丫头|小男生|小女生|小家伙|学童|小患者|小学员"
)
_NOUN_ABOUT = near.lazy(
    r"(?:系|为|是|招用|雇用|使用|雇佣|录用|该|(?:系|为|是)在校|此|其|之|我家|家中|家里|名|带着?|抱着?|怀抱|致使?|造成|受害|投诉人的|举报人的|消费者的"
    r"|涉案|岁的?|月大的?|向|(?:邻居|隔壁|亲戚|朋友|同事|老板|房东|他|她|别人)家的?)$"
)
_LIMIT = near.lazy(rf"(?:未满|不满|不足|不到|未到|未达)\s?{_NUMBER}\s?周?岁的?$")
"""未满十四周岁的小学生由监护人陪同: of whom a rule speaks."""
_NOUN_DOES = near.lazy(
    r"(?:[（(，,]?\s?(?:现年|今年)?\s?\d{1,2}\s?(?:周?岁|个月))"
    r"|刚?满月|刚?出生|(?:在|因|被|误食|食用|饮用|吃|喝|使用(?:后|了|该|其)|出现|发生|受伤|呕吐|腹泻|腹痛|过敏|发烧|溺水|摔|烫|死亡|身亡|就医|住院|高烧|送医|打赏|充值|购买了)"
)
_NORM = near.lazy(r"应当|不得|禁止|严禁|规定|适用|面向|招生|学龄|凡")
"""Of whom a rule or a programme speaks."""
_RULE = near.lazy(
    r"禁止|不得|不向|拒绝向|应当|严禁|严格|规定|保护|关爱|宣传|适用|专用|配方|用品|玩具|食品(?!后)|化妆品|标识|活动|整治|检查|抽检|抽查|产品|条例|法律|《"
    r"|提醒|警示|提示|家长应|鼓励|面向|针对|校园"
)


_CHILD_WORD = (
    r"(?:小?男孩|小?女孩|男童|女童|男婴|女婴|男生|女生|新生|少年|少女|孩子|小孩|孩童|儿童|幼儿|婴儿|婴幼儿|宝宝|小朋友"
    r"|小学生|中学生|初中生|高中生|学生|儿子|女儿|闺女|侄子|侄女|侄儿|外甥女|外甥|外孙女|外孙|孙子|孙女|弟弟|妹妹|少年儿童|学童)"
)
_STAGE = (
    r"(?:幼儿园|学前班|小学|初中|高中|中专|职高|[小初高][一二三四五六]|[一二三四五六七八九]年级|[大中小托]班)"
)
_AT_SCHOOL = near.lazy(
    rf"(?:(?:今年|现在|目前|正|现|还|才|刚刚|刚|已){{1,3}}(?:在)?(?:上|读|念|升入|升|考入|考上)(?:了|着|完)?{_STAGE}"
    rf"(?:[一二三四五六]年级|[大中小托]班)?(?:的{_CHILD_WORD})?"
    rf"|(?:上|读|念|升入)(?:了|着)?{_STAGE}的(?={_CHILD_WORD})"
    r"|(?:小学|初中|高中|中专|职高)(?:刚)?(?:毕业生?|肄业生?|辍学生?|在读生?|文化)?(?:的)?(?<=[业学读]生)"
    r"|(?:小学|初中|高中|中专|职高|中学|[小初高][一二三])(?:在校|在读)(?:学?生|女生|男生)"
    rf"|(?<![阅朗诵默导解宣研攻线网以早晚路桥车地海街会站场])(?:上|读|念|升入|升|考上|考入)[了着完]?(?:{_STAGE})(?:[一二三四五六]年级)?"
    rf"(?!教|课|语文|数学|英语|段|部|组|培训|辅导|阶段|以|学历|文化|学校|作业|招生)(?:的{_CHILD_WORD})?"
    rf"|(?:(?:身)?[穿着](?:着)?校服|背(?:着)?书包|戴(?:着)?红领巾|系(?:着)?红领巾)的(?:{_CHILD_WORD})"
    r"|(?:尚|还|仍|正|当时)?在?(?:襁褓(?:之中|中)?|学步(?=[期时的，。])|(?:尚|还|仍|没|未)(?:在)?(?:吃奶|断奶|满月)))"
)
_SCHOOL_WORDS = (
    "上",
    "读",
    "念",
    "升",
    "考",
    "毕业",
    "肄业",
    "辍学",
    "校服",
    "书包",
    "红领巾",
    "襁褓",
    "学步",
    "奶",
    "满月",
)
_MORE_BEFORE = near.lazy(
    r"(?:(?P<kin>(?:我们?家|他们?家|她家|家[里中]|其|[这那该])?的?[大小二]?(?:孩子|娃|儿子|女儿|孙子|孙女|外孙女?|宝宝|弟弟|妹妹|老二|老大|小姑娘|小丫头|小男孩|小女孩|男孩|女孩)[（(]?)"
    r"|生前|(?:[一-龥]{2,6}(?<![在的读]))?(?:小学|中学|学校)(?=\Z)|(?<![一-龥])我(?=今年|现年|才|刚|只有)|案发时|事发时|当时|那时|其|在?该[园校班]的?)?(?:有?[一二两三四五六七八九十该\d]{1,2}[名人](?:均|都)?(?:刚)?|某)?"
    r"(?:年仅|年约|年满|今年|现年|时年|未满|不满|刚满|系|刚|才|仅|尚|还|正|出生|上|读|念|升入|就读于?|就){0,3}\Z"
)
_KIN_IS = near.lazy(r"今年|现|才|刚|也就|只有|还|正|已|(?<=[（(])|[\d一二三四五六七八九十]")
"""With what a sentence goes on that says how old kin are: 儿子今年读…, 孙女（8岁）."""
_BY_LAW = near.lazy(
    r"(?:系|为|是|属于?|均为|均系|尚为)(?:无|限制)民事行为能力人?(?!的)"
    r"|(?:其|该)?(?:孩子|女儿|儿子|子女|之子|之女|幼儿|婴儿|宝宝|外孙女?|孙子|孙女|患儿|小孩|女婴|男婴)的?"
    r"(?:(?:出生医学证明|出生证明?|预防接种证|接种证|疫苗本|学籍证明|学籍卡?|学生证|儿童保健手册|在读证明)[和、及与]?){1,3}"
)
"""Of whom the law says so: 无民事行为能力人; and whose papers only a child has."""
_IS = near.lazy(r"(?:系|为|是|均为|均系|尚)\Z")
_UNDER_AGE = near.lazy(r"的?未成年人?")
_GUARDIAN = near.lazy(
    r"(?:(?:其|该[一-龥]{0,6}?的?|某[一-龥]?的)(?:法定)?监护人(?![的应有可须不监])"
    r"|(?<![由须凭经])(?:法定)?监护人(?=(?:系|为|是)?其?[父母祖外继养]|[（(：:]?[一-龥]{2,3}(?:[，,（(、；;]|到场|在场|陪同|签|报警|反映|来电|称|表示|发现|代)))"
)
"""The guardian of somebody: there is a child, or who needs one."""
_WARD = near.lazy(
    r"孩|童|婴|幼|少[年女]|学生|男生|女生|[子女]儿|儿子|孙|岁|出生|未成年|某|小[一-龥][，,（(的]"
)
"""Whose guardian it is."""
_MORE_BEHIND = near.lazy(rf"(?:大|龄)?(?:的)?{_CHILD_WORD}(?![装用节票款])")


def find(part: str, known: Known) -> Iterator[Hit]:
    """Words that point to one minor, each with what belongs to it: 一名年仅九岁的小学生."""
    further = (Hit("minor.hint", *span) for span in children.spans(part))
    found = (*_whole(part, known), *further, *young.find(part, known))
    for hit in merged(found, "minor.hint", part, "，,、"):
        yield _closed(part, hit)


def _closed(part: str, hit: Hit) -> Hit:
    """A hit with the bracket that closes one inside it: 侄子（今年9岁）."""
    open_inside = part.count("（", hit.start, hit.end) > part.count("）", hit.start, hit.end)
    return hit._replace(end=hit.end + 1) if open_inside and part[hit.end : hit.end + 1] == "）" else hit


def _whole(part: str, known: Known) -> Iterator[Hit]:
    """The words that carry the fact, with what stands before and behind them."""
    for hit in _words(part, known):
        more = _MORE_BEHIND.match(part, hit.end)
        before = _MORE_BEFORE.search(part, max(0, hit.start - 18), hit.start)
        start = before.start() if before else hit.start
        if before and before["kin"] and not _KIN_IS.match(part, before.end("kin")):
            start = before.end("kin")
        yield hit._replace(start=start, end=more.end() if more else hit.end)


def _words(part: str, known: Known) -> Iterator[Hit]:
    """The words that carry the fact."""
    taken = Spans()
    for hit in _ages(part, known):
        taken.add(hit.start, hit.end)
        yield hit
    yield from _at_school(part, taken)
    for found in near.given(_BY_LAW, part, ("民事行为能力", "证", "籍", "疫苗本")):
        if not _RULE.search(context.sentence_before(part, found.start())) and not taken.within(*found.span()):
            taken.add(*found.span())
            yield Hit("minor.words", *found.span())
    yield from _guardians(part, taken)
    for found in _NAMED.finditer(part):
        if not names.is_word(found["name"]) and found["name"][-1] not in names.NOT_LAST:
            yield Hit("minor.words", *found.span("name"))
    for found in near.given(_STATE, part, ("未成年",)):
        if found["kin"] and _NORM.search(context.sentence_before(part, found.start())):
            continue
        if _ASKED.search(part, 0, found.start("word")) or _THEN_MUST.match(part, found.end()):
            continue
        taken.add(*found.span(found.lastgroup or 0))
        yield Hit("minor.words", *found.span(found.lastgroup or 0))
    for found in near.given(_CHILD, part, ("名", "童")):
        taken.add(*found.span())
        yield Hit("minor.hint", *found.span())
    for hit in _nouns(part):
        alone = part[hit.start : hit.end] in ("未成年人", "未成年", "童工")
        place = (hit.start, hit.end) if alone else (max(0, hit.start - 4), hit.end + 10)
        if not taken.within(*place):
            yield hit


def _guardians(part: str, taken: Spans) -> Iterator[Hit]:
    """Guardians of somebody."""
    for found in near.given(_GUARDIAN, part, ("监护人",)):
        before = context.sentence_before(part, found.start(), 50)
        after = context.sentence_after(part, found.end(), 24)
        told = found[0][0] in "其该某" or _WARD.search(before + after)
        if told and not _NORM.search(before + after[:12]) and not taken.within(*found.span()):
            yield Hit("minor.hint", *found.span())


def _at_school(part: str, taken: Spans) -> Iterator[Hit]:
    """Where someone goes to school."""
    for found in near.given(_STUDYING, part, _SCHOOLS):
        if _NORM.search(context.sentence_before(part, found.start())):
            continue
        taken.add(*found.span())
        yield Hit("minor.words", *found.span())
    for found in near.given(_AT_SCHOOL, part, _SCHOOL_WORDS):
        if not taken.within(*found.span()) and not _RULE.search(context.sentence_before(part, found.start())):
            taken.add(*found.span())
            yield Hit("minor.words", *found.span())
    for found in near.matches(_FORM, part, _FORM_WORD, 5, _FORM_HEADS):
        if not taken.within(*found.span()) and _is_form_of_someone(part, found):
            yield Hit("minor.words", *found.span())


def _ages(part: str, known: Known) -> Iterator[Hit]:
    """Ages in years and months."""
    for found in near.matches(_AGE, part, _YEARS, 8, _AGE_HEADS):
        if 0 < _number(found["age"]) < known.adult_from and not _is_general(part, found):
            yield Hit("minor.words", *found.span())
    for found in near.given(_UNDER, part, ("岁",)):
        if not 0 < _number(found["age"]) <= known.adult_from:
            continue
        who = _UNDER_AGE.match(part, found.end()) if _IS.search(part, 0, found.start()) else None
        if _GENERAL_AFTER.match(part, found.end()) and not who:
            continue
        if _RULE.search(context.sentence_before(part, found.start())):
            continue
        if who or _names_someone(part, found.end()) or _is_told_of_someone(part, found.start()):
            yield Hit("minor.words", found.start(), who.end() if who else found.end())
    for found in near.matches(_MONTHS, part, _MONTH, 20, _MONTH_HEADS):
        yield Hit("minor.words", *found.span(found.lastgroup or 0))


def _names_someone(part: str, at: int) -> bool:
    """Whether a name, masked or not, or a child follows: 的孙某, 的林小果, 的女孩."""
    at += len(part[at : at + 1]) if part[at : at + 1] == "的" else 0
    if re.match(
        r"[一-龥]某|小[一-龥][（(，,某]|[女男]|孩|少|幼|学生|顾客|受害|消费者|孙|儿子", part[at : at + 4]
    ):
        return True
    return names.pet_end(part, at) is not None or names.name_end(part, at, sure=False) is not None


def _is_behind_name(before: str) -> bool:
    """Whether a name and a bracket end these words: 小军（, 林小果（."""
    if not before.endswith(("（", "(")):
        return False
    ends = len(before) - 1
    return names.pet_end(before, max(0, ends - 2)) == ends or any(
        names.name_end(before, ends - length, sure=False) == ends
        and before[ends - length] not in words.doubtful_surnames()
        for length in (2, 3, 4)
        if length <= ends
    )


def _is_told_of_someone(part: str, at: int) -> bool:
    """Whether the sentence before speaks of one person."""
    before = context.sentence_before(part, at, 60)
    return _is_behind_name(before) or (
        re.search(
            r"身份证|某|其(?!他|中)|[一二两三四五六七八九十\d][人名](?:均|都|系|为|尚)?$|当时|该(?:学生|顾客|男子|女子|人)|受害人|消费者|儿子|女儿|孩子",
            before,
        )
        is not None
    )


def _is_form_of_someone(part: str, found: re.Match[str]) -> bool:
    """Whether a form at school is somebody's: a person stands beside it, no book or lesson behind it."""
    after = part[found.end() : found.end() + 6]
    around = part[max(0, found.start() - 12) : found.start()] + "\n" + after
    if _FORM_THINGS.search(after[:4]) or _RULE.search(context.sentence_before(part, found.start(), 30)):
        return False
    if after[:1] == "的" and (
        re.match(r"([一-龥])\1", after[1:]) or names.name_end(part, found.end() + 1, sure=False)
    ):
        return True
    bracketed = part[found.start() - 1 : found.start()] in ("（", "(") and after[:1] in ("）", ")", "，", ",")
    return bracketed or any(_FORM_PERSON.search(piece) for piece in around.split("\n"))


def _nouns(part: str) -> Iterator[Hit]:
    """未成年人小宇, 招用童工, 婴儿食用后: a child by its noun."""
    for found in _BEFORE_NAME.finditer(part):
        ruled = _RULE.search(context.sentence_before(part, found.start(), 40))
        if not ruled and _is_called(part, found.end()):
            yield Hit("minor.hint", *found.span())
    for found in _NOUN.finditer(part):
        before = context.sentence_before(part, found.start(), 40)
        clause = re.split(r"[，。；;\n]", part[found.end() : found.end() + 16], maxsplit=1)[0]
        if _RULE.search(before) or _RULE.search(clause):
            continue
        about = _NOUN_ABOUT.search(before) and not _LIMIT.search(before)
        if about or _NOUN_DOES.match(part, found.end()):
            yield Hit("minor.hint", *found.span())


_CALLED = near.lazy(
    rf"(?P<name>小[一-龥]|([一-龥])\2(?=[（(，,])|[{words.surnames()}][某一-龥]{{1,2}})[（(，,在于的因]"
)


def _is_called(part: str, at: int) -> bool:
    """Whether what a child is called follows: 小宇, 田某宇, a full name."""
    found = _CALLED.match(part, at)
    if not found or names.is_word(found["name"]):
        return False
    short = (
        found["name"][0] == "小" or found["name"][:1] == found["name"][1:2] or names.is_masked(found["name"])
    )
    return short or names.name_end(part, at, sure=False) is not None


def _number(text: str) -> int:
    """The number that digits or numerals name; of 七八岁, 三四十岁 the smaller one."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HANZI.get(tens[:1], 1) * 10 if ten else 0) + _HANZI.get(ones[:1], 0)


def _is_general(part: str, found: re.Match[str]) -> bool:
    """An age that a rule or a label names: 未满18周岁, 3岁以下, 0-6岁."""
    if _THEN.search(part[max(0, found.start() - 16) : found.start()]):
        return False
    return bool(
        _GENERAL_BEFORE.search(part[max(0, found.start() - 6) : found.start()])
        or _GENERAL_AFTER.match(part, found.end())
    )
