"""Where it is worth looking: one pattern for each family, in the syntax that re, RE2 and Hyperscan share.

Whatever a family's rules can find contains, or stands within :data:`MARGIN` characters of, a match of its
trigger. The fast search reports the matches, the rules read only the windows around them; so every way of
searching gives the same findings.
"""

from __future__ import annotations

import re
from functools import cache

from gongkai.screening import names, words
from gongkai.screening.files.fields import OF_VALUES
from gongkai.screening.kinds import (
    ailments,
    alone,
    conditions,
    dealings,
    insiders,
    internal,
    letters,
    named,
    roles,
    rolls,
    young,
)
from gongkai.screening.normal import fold
from gongkai.screening.rules import read

MARGIN = 96
"""How many characters the rules may look to both sides of a trigger."""
_REACH = 64
"""At least as long as any trigger: what it holds begins so far before its end."""
AROUND = (MARGIN + _REACH, MARGIN)
"""What is read before and behind the end of a trigger."""
AROUND_OF = {
    "hotlines": (64, 24),
    "links": (48, MARGIN),
    "persons": (80, MARGIN),
    "numbers": (MARGIN + _REACH, 64),
    "minors": (MARGIN + _REACH, 72),
    "roles": (40, 80),
}
"""The families whose rules look less far."""

D = "[0-9０-９]"
_GAP = "[ 　\u00a0\u2002\u2003\u2009\n\r\u2028·•\\-\u2010-\u2015\u2212\uff0d\u2e3a\ufe63\ufe58.．()（）]"
_SPACE = "[ 　\u00a0\u2000-\u200a\u202f\t\n\r]"
_LOOSE = "[ 　\u00a0\t\n\r]{0,2}"
_ONE = "[ 　\u00a0]{1,2}"
_CHINESE_DIGIT = "[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
_DOT = "[·•・.．\\- 　]{0,2}"
_STAR = "[★☆✩✪✭✮✯✰⭐⋆✦✧*＊∗]"
_COLON = "[:：]"


_SLICES = 5
"""Hyperscan searches many labels with a class behind them faster in slices."""


def _person() -> tuple[str, ...]:
    """Labels before names, and what stands after names."""
    known = tuple(words.WHOM_BY_LABEL)
    surname = words.surnames()
    doubtful = "".join(sorted(words.doubtful_surnames()))
    seldom = "".join(sorted(names.SELDOM | names.SOLID))
    sure = "".join(sorted({*surname, *(name[0] for name in words.double_surnames())} - {*doubtful}))
    gap = "[：: 　\t\n（(为是系叫名]{0,3}"
    behind = (
        f"{gap}(?:[{sure}]|[{doubtful}](?:[一-龥]{{1,2}}[^一-龥]|[一-龥]{{1,2}}(?:{names.TELLS}))"
        f"|[{seldom}][一-龥]{{2}}|[一-龥]{{2,6}}[·•・])|{_SPACE}{{0,2}}{_COLON}"
    )
    return (
        *(f"(?:{words.alternation(known[at::_SLICES])})(?:{behind})" for at in range(_SLICES)),
        f"[）)][ 　]?{_COLON}[ 　]{{0,2}}[{surname}]",
        f"(?:{words.alternation(words.ATTENDING)})[ 　\t]?{_COLON}",
        "[，,、（( 　](?:男|女|身份证|公民身份|居民身份|护照|通行证|台胞证|"
        "邮箱|电子邮箱|传真|微信|住[一-龥])",
        f"[{surname}][一-龥]{{0,2}}(?:先生|女士|小姐|师傅|老板|经理|某)",
        f'[,\t|\n"][{surname}][一-龥]{{1,3}}"?[,\t|]"?{D}{{3}}',
        "(?:幼儿|孩子|婴儿|儿童|宝宝|女儿|儿子|班的|级的|岁的)[一-龥]{2}[（(，,在因误食]",
        "(?:名叫|小名叫?|乳名叫?)[一-龥]{2}|[一-龥]{2}的?(?:妈妈|爸爸|家长|奶奶|爷爷|姥姥|姥爷)",
        "岁的(?:[小阿][一-龥]|[一-龥]{2}(?:[^一-龥]|[于用购买到被称说与和及等两二三独把将从向进出卖拿来去搬持给未]))",
        "食物中毒|患有|罹患|确诊|感染|住院|怀孕",
        f"[小老阿][{surname}][（(][一-龥]{{2,3}}[）)]",
        f"[（(]{_SPACE}?(?:又名|别名|曾用名|化名|绰号|网名|昵称)",
    )


def _wide() -> str:
    """Heads of a decision set wide: 当 事 人："""
    gap = "[ 　\u00a0]{1,4}"
    return f"(?:{'|'.join(words.loose(head, gap) for head in words.WIDE_HEADS)}){_SPACE}{{0,2}}{_COLON}"


_FIXED: dict[str, str] = {
    # once for each group, not for each digit
    "numbers": f"{D}(?:{_GAP}{{0,3}}{D}){{6}}[^0-9０-９]",
    "hotlines": "123[0-9]{2}|(?:拨打|电话|热线)[：: ]?(?:110|119|120|122|114)",
    "hanzi_digits": f"{_CHINESE_DIGIT}{{11}}",
    "plates": (
        f"{_PROVINCE}{_SPACE}{{0,2}}[A-Za-zＡ-Ｚ][·•・.．\\- 　\n]{{0,2}}[A-Za-z0-9Ａ-Ｚ０-９]"
        f"|使{_DOT}{D}{{3}}{_DOT}{D}{{3}}|{D}{{3}}{_DOT}{D}{{3}}{_DOT}使"
    ),
    "mails": "[@＠﹫]",
    "im": (
        "(?:微[ 　]?信|[VvＶｖ][ 　]?信|[Vv][Xx][号：:]|薇信|QQ|qq|Qq|ＱＱ|扣扣"
        "|企鹅号|[Ww]e[Cc]hat|WECHAT|weixin|抖音|快手号|支付宝|旺旺|微博)"
        "[^\na-zA-Z0-9，。；]{0,8}[A-Za-z0-9Ａ-Ｚａ-ｚ０-９_]"
    ),
    "secrecy": (
        f"[绝机秘]{_SPACE}{{0,8}}密{_SPACE}{{0,8}}[（(【\\[·•、，,：:]?{_SPACE}{{0,2}}(?:[一二两三四五六七八九十]|长|启[用封]前|解密|至|保密期)|"
        f"密{_SPACE}{{0,8}}级?{_SPACE}{{0,2}}[】）)\\]〕]?{_SPACE}{{0,4}}{_STAR}|{_STAR}{_SPACE}{{0,8}}[（(【\\[〔]?{_SPACE}{{0,2}}[绝机秘]{_SPACE}{{0,8}}密"
        f"|[绝机秘]{_SPACE}{{0,8}}密{_SPACE}{{0,2}}[（(【\\[·•、，,：:]?{_SPACE}{{0,2}}(?:{D}{{1,2}}{_SPACE}{{0,2}}[年个]"
        f"|长期)"
        f"|密{_SPACE}{{0,8}}级{_SPACE}{{0,4}}{_COLON}"
        f"|(?:^"
        f"|[\n\r\u2028]){_SPACE}{{0,20}}[绝机秘]{_SPACE}{{0,8}}密{_SPACE}{{0,20}}(?:[\n\r\u2028。]"
        f"|$)"
    ),
    "births": (
        f"[年月日0-9０-９]{_SPACE}{{0,2}}(?:出生|生[，,。；;、）)\n ])|(?:出生(?:日期|年月日|年月|时间"
        f"|于)?|生日|生于)"
        f"[：:是为 　]{{0,3}}(?:{D}|[一二][〇○零九八]{{2,3}})"
    ),
    "traits": (
        "[，,、；;：: 　（(](?:男|女|[一-龥]{1,3}族)[，,、；;。）) 　\n]"
        f"|[系为是人某](?:{words.PEOPLES})族|性别[：: ]?[男女]"
        "|民族[：: 　]{1,3}[一-龥]|民族[一-龥]{1,3}族"
        "|(?:文化程度|学历)[：: ]?[一-龥]|(?:学|中|专|科|盲|士|生|职|技)(?:文化|学[历位])"
    ),
    "addresses": (
        f"(?:路|街|巷|弄|道|村|庄|屯|里|区|园|苑|城|厦|场|镇|组|院|段|座){_SPACE}?[甲乙丙丁副附增]?(?:{D}{{1,5}}"
        f"|[一二三四五六七八九十百]{{1,4}})"
        f"{_SPACE}?(?:[-－—之]{D}{{1,4}})?{_SPACE}?[号弄]"
        f"|{D}{{1,4}}{_SPACE}?(?:号楼|栋|幢|单元|室|户[，。；）)\n])"
        f"|(?:园|区|寓|苑|城|庭|府|湾|郡|里|村|庄|居|期|厦|舍){_SPACE}?{D}{{1,3}}{_SPACE}?[-－—#＃]"
        f"|楼{_SPACE}?[东西南北中]{_SPACE}?户|座{_SPACE}?{D}{{3}}|号{_SPACE}?[-－]?{_SPACE}?{D}{{1,3}}[-－#]{D}{{1,4}}"
        f"|[-－—]{_SPACE}?{D}{{1,2}}{_SPACE}?[-－—]{_SPACE}?{D}{{3,4}}"
        "|(?:家庭住址|家庭地址|户籍地|户籍所在地|户籍地址|户口所在地|居住地|居住地址|现住址"
        "|常住地址|暂住地|暂住址|住址|寄件地址|收件地址|收货地址|邮寄地址|通讯地址|通信地址|证载地址|身份证地址|留的地址|所留地址|预留地址|户口在|家住|现住|租住|暂住|居住于|居住在|户籍|送达地址|独居[于在]|借住[于在]|暂居|现居|老家|住处|寄出地址|信封地址|回信地址|寄信地址|回邮地址)"
        "|住在|居住[在于的]|[借暂寄所常同]住的|位于[^，。；\n]{3,24}(?:家[中里，。]|住处|住宅|自建房|老房子)|租[了下有]?一?[间套处个]?(?:住房|单间|阁楼|民房|平房|房子)|[人者某一-龥]家[中里]?[（(]|租住|独居|[人者我他她其妻夫父母子女]家(?:就)?在|[人他她其我妻夫父母]住[一-龥]|搬[到进至去离出]|迁[到至]|住[进到]|同住|合住|寄住|户口[落迁]|落户[在于到]|家就[在位]|家位于|家中位于|[的其我他她人者]家在|[娘婆]家在|(?:区|寓|园|村|屯|疃|夼|院|城|苑|楼|号|里)(?:的|内的|自家)(?:家[中里，。]|住处|住宅|房子|海景房|出租|平房|老[房宅]|楼房|婚房)"
        "|住[在于]?[一-龥]{2,6}[省市区县镇乡]|(?:^|[，,；;。、）)\n 　人者我妻夫父母士生子女其])住[一-龥：:]"
    ),
    "spaced": f"{_ONE}[一-龥0-9０-９]{_ONE}[一-龥0-9０-９]{_ONE}|{_wide()}",
    "trade": f"商{_SPACE}{{0,4}}业{_SPACE}{{0,4}}[秘机]{_SPACE}{{0,4}}密|(?:企业|公司)[秘机]密|商密"
    f"|配方[^。；\n]{{0,24}}{D}[%％]|供货价|进货底价",
    "links": "[Hh][Tt][Tt][Pp][Ss]?[:：;；/]|[Ww][Ww][Ww][.．。,，]",
}
"""The families whose triggers hold no list of words."""


def _work() -> str:
    """Words of internal papers, attributes that forbid publication."""
    return (
        f"{words.alternation([words.loose(word, _LOOSE) for word in words.INTERNAL])}"
        "|对外[泄公发提透扩传]|仅限[^，。；\n]{1,16}[阅传知掌]|仅供[^，。；\n]{1,12}[阅参掌使研]"
        "|会[后毕][^，。；\n]{0,4}(?:交[还回]|收[回走]|退[还回])|[只仅]发[至给到]?[^，。；\n]{0,6}(?:人员|成员|领导)"
        "|公开[方属类形范选][式性别型围项](?:确?定)?[为是]"
        f"|(?:^|[（(【\\[：:\n☑√■件文]){_SPACE}{{0,3}}(?:不[予宜]公开|依申请公开)|此件(?:依规"
        f"|依法)?(?:不|依)"
    )


def _minors() -> str:
    """Ages, forms at school, words for children."""
    return (
        f"(?:{D}{{1,2}}|[一二两三四五六七八九十]{{1,3}}){_SPACE}?(?:周?岁|个?半?(?:多月|月|天)(?:[大龄的）)，,。食因误出]|$))"
        f"|(?:其子|其女|之子|之女|儿子|女儿|孩子|学生)[{words.surnames()}]"
        f"|出生(?:仅|才|刚|不足|未满|满)?{_SPACE}?(?:{D}{{1,3}}|[一二两三四五六七八九十百]{{1,4}}){_SPACE}?(?:天|多天|余天|个)|满月|[初高][一二三][（(0-9一-九]|在校"
        "|[0-9一二两三四五六七八九十][名个]学生|(?:学生|学员|幼儿|宝宝|患儿)姓名|未成年|[女男][童孩婴]|年级|[小中]学(?:生|就读)|就读|幼儿园|学龄|监护人|婴幼?儿|新生儿|初中生|高中生"
        "|小学|中学|初中|高中|幼儿|儿童|婴儿|宝宝|患儿|童工|小孩|小朋友|幼[女童]|少女|早产儿|孩童|[大中小托][一二三四五六1-6]?班"
        "|孩子|孙子|孙女|外孙|娃|学童|小患者|小学员|民事行为能力|接种证|出生医学证|出生证|学籍|疫苗本|在读证明|学生证|保健手册"
        "|[小初高][一二三四五六](?:年级|学生|女生|男生|新生|在读|[，,。）)的 　\n]"
        "|$)|校服|书包|红领巾|襁褓|学步|吃奶|断奶|[中学高](?:毕业|肄业|辍学|在读)生"
        "|(?:上|读|念|升|升入|考入|考上)[了着完]?(?:[小初高中托大][学中班一二三四五六专]|职高|幼儿园|[一二三四五六七八九]年级|学前班)|(?:上|读|念)[了着]?(?:[小初高][一二三四五六]|学前班)"
        "|[女男]生|少年|在读|中专|中职|职高|技校|技工学校|放学|周岁|百天|百日|半岁|小姑娘|小丫头|小家伙|(?:才|刚|只有|刚满|刚过|今年|不到|不满)(?:十|1[0-7])"
    )


def _health() -> tuple[str, ...]:
    """Words of health, what is found at organs, cues."""
    return (
        conditions.TRIGGER,
        ailments.TRIGGER,
        f"{words.alternation(sorted({word for part in words.health().values() for word in part}))}"
        "|结节|囊肿|息肉|增生|梗死|梗塞|衰竭|畸形|坏死|脱落|穿孔|出血|积液|积水|栓塞|萎缩|肥大|缺损|硬化|溃疡|炎|瘤|功能不全|障碍"
        "|(?:血糖|血压|血脂|肝功能|肾功能|尿酸|转氨酶|肌酐|心电图|视力|听力|智力|甲功)[异偏过升下受低丧高]|阴影|占位|视力[只仅剩降]"
        "|(?:^|[^隐])患|查出|检出|诊断|确诊|住院|门诊号|手术|孕|残疾|[一二三四五六七八九十]级伤残|伤残[一二三四五六七八九十]级",
    )


def _reporters() -> tuple[str, ...]:
    """Who reported; whoever came, called or wrote; where a paper comes from."""
    return (
        f"{words.WHO_REPORTS}|举报信|匿名信|信封|举报材料|职业打假|职业索赔|职业举报|职业投诉|打假人"
        "|(?:本案|此案|该案|线索|举报|材料|信件)(?:系|由|来自|来源于|是|出自)"
        "|(?:线索|案源|来源|举报件|信件|落款|署名|爆料|录音)的?(?:落款|署名|来源)?(?:由|系|来自|来源于|源自|为|是|[：:])"
        "|其(?:本人)?(?:系|是|为|曾|自称|就职|任职|称)|曾[^，。；\n]{1,12}[工作班职读习]过?的",
        "(?:举报|检举|投诉|告状|告发|爆料|写信|打电话(?:过?来)?|来电|提供线索|匿名信|举报信|投诉电话|举报材料)(?:你们?|我们?|咱们?|他们?|她|本店|该店|店里|公司|厂里)?的(?:那个|这个)?(?:人|家伙)?(?:其实|肯定|八成|应该|大概|多半|准)?(?:就|便)?(?:[是系]|曾[在是任为])",
        f"{letters.TRIGGER}|{insiders.TRIGGER}",
        "[人者工贩商匠友亲员师主客户偶子农手妇嫂媳妻夫长属某的][一-龥]?(?:来电|来信|来访|打电话|致电|实名|匿名|当面|举报|反映|检举|爆料|控告|提供)"
        "|(?:来信|[检投控][举诉告]信)[系是均]{0,2}(?:[以用寄]|投递|落款|署名|字迹|笔迹|邮戳)"
        "|[交寄递送][给送交]了?(?:我局|本局|我所|执法人员|监管所)",
        f"(?:{words.alternation(words.REPORTER_ROLES)})[^\n，。；]{{0,2}}[，,]?[^\n，。；]{{0,6}}"
        "(?:举报|反映|投诉|来电|来信|来访|检举|揭发|爆料|告发|实名|匿名|提供)",
    )


def _tables() -> str:
    """Heads of columns that hold names."""
    columns = words.alternation((*words.COLUMNS, *OF_VALUES))
    return (
        f'(?:{columns})["”]?[ 　]{{0,3}}[,\t|]'
        f'|[,\t|][ 　]{{0,3}}["“]?(?:{columns})["”]?[ 　]{{0,3}}(?:[\n\r]|$)'
        f"|(?:{columns})[ 　]{{1,8}}[一-龥]{{2,8}}[ 　\r\n]"
        f"|[ 　](?:{columns})[ 　]{{0,3}}(?:[\n\r]|$)"
    )


_BEGINNING = 6
"""Characters of an entry that the fast search looks for."""


def _lists() -> str:
    """How the entries of the lists that ship begin; blanks, breaks and full width may stand inside."""
    entries = (
        entry["text"] if isinstance(entry, dict) else str(entry)
        for part in read("terms.toml")["list"]
        for entry in part["terms"]
    )
    written = (re.sub(r"[ \u3000\u00a0\n\r]", "", form) for entry in entries for form in (entry, fold(entry)))
    heads = dict.fromkeys(word[:_BEGINNING] for word in written)
    return "|".join("[ \u3000\u00a0\n\r]*".join(map(_wide_or_not, head)) for head in heads if head)


def _wide_or_not(char: str) -> str:
    """A character; a letter or digit also in full width."""
    return f"[{char}{chr(ord(char) + 0xFEE0)}]" if char.isascii() and char.isalnum() else re.escape(char)


def _named() -> tuple[str, ...]:
    """Names by what they do and by who stands beside them."""
    name = f"[{names.HEADS}][一-龥]{{1,3}}"
    dotted = "[·•・][一-龥]{1,8}"
    return (
        f"(?:{named.BY})(?:{name})(?:{named.DONE})",
        f"{name}(?:{named.DOES})",
        f"{dotted}(?:{named.DONE}|{named.DOES})",
        f"[一-龥](?:{named.BESIDE})",
        named.SIGNED,
        *without_words(),
        *alone.TRIGGERS,
        *dealings.TRIGGERS,
        f"[{rolls.SURE}](?:{rolls.TITLES})|老[{rolls.SURE}]",
    )


@cache
def without_words() -> tuple[str, ...]:
    """Names that nothing but their characters gives away; Hyperscan searches them faster by themselves."""
    return (
        f"(?:^|{rolls.APART}){rolls.FULL}[、，, \t]{rolls.EITHER}",
        *(f"(?:^|{rolls.BEFORE}){name}(?:[^一-龥]|{rolls.GOES_ON}|$)" for name in rolls.NAMES),
    )


@cache
def triggers() -> tuple[tuple[str, str], ...]:
    """Families with their patterns; a family may have several (Hyperscan limits their length)."""
    listed = {
        "work": _work(),
        "minors": _minors(),
        "tables": _tables(),
        "lists": _lists(),
    }
    return (
        *_FIXED.items(),
        *listed.items(),
        ("work", internal.TRIGGER),
        ("minors", young.TRIGGER),
        *(("health", pattern) for pattern in _health()),
        *(("persons", pattern) for pattern in _person()),
        *(("named", pattern) for pattern in _named()),
        ("roles", roles.TRIGGER),
        *(("reporters", pattern) for pattern in _reporters()),
    )
