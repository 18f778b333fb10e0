"""Where it is worth looking: one pattern for each family, in the syntax that re, RE2 and Hyperscan share.

Whatever a family's rules can find contains, or stands within :data:`MARGIN` characters of, a match of its
trigger. The fast search reports the matches, the rules read only the windows around them; so every way of
searching gives the same findings.
"""

from __future__ import annotations

from functools import cache

from gongkai.screening import words

MARGIN = 96
"""How many characters the rules may look to both sides of a trigger."""

D = "[0-9０-９]"
_GAP = "[ 　\u00a0\u2002\u2003\u2009\n\r\u2028·•\\-\u2010-\u2015\u2212\uff0d\u2e3a\ufe63\ufe58.．()（）]"
_SPACE = "[ 　\u00a0\u2000-\u200a\u202f\t\n\r]"
_LETTER = "[A-Za-zＡ-Ｚａ-ｚ]"
_CHINESE_DIGIT = "[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
_STAR = "[★☆✩✪✭✮✯✰⭐⋆✦✧*＊∗]"
_COLON = "[:：]"


def _person() -> tuple[str, ...]:
    """Labels before names, and what stands after names."""
    labels = words.alternation(tuple(words.WHOM_BY_LABEL))
    surname = words.surnames()
    doubtful = "".join(sorted(words.doubtful_surnames()))
    sure = "".join(sorted({*surname, *(name[0] for name in words.double_surnames())} - {*doubtful}))
    gap = "[：: 　\t\n（(为是系叫名]{0,3}"
    return (
        f"(?:{labels}){gap}[{sure}]",
        f"(?:{labels}){gap}[{doubtful}][一-龥]{{1,2}}[^一-龥]",
        f"(?:{labels}){gap}[一-龥]{{2,6}}[·•・]",
        f"[）)][ 　]?{_COLON}[ 　]{{0,2}}[{surname}]",
        "[，,、（( 　](?:男|女|身份证|公民身份|居民身份)",
        f"[{surname}][一-龥]{{0,2}}(?:先生|女士|小姐|师傅|老板|经理|某)",
        f"(?:{labels}){_SPACE}{{0,2}}{_COLON}",
    )


@cache
def triggers() -> tuple[tuple[str, str], ...]:
    """Families with their patterns; a family may have several (Hyperscan limits their length)."""
    patterns = {
        "numbers": f"{D}(?:{_GAP}{{0,3}}{D}){{6}}[^0-9０-９]",  # once for each group, not for each digit
        "hotlines": "123[0-9]{2}|(?:拨打|电话|热线)[：: ]?(?:110|119|120|122|114)",
        "hanzi_digits": f"{_CHINESE_DIGIT}{{11}}",
        "plates": f"{_PROVINCE}{_SPACE}{{0,2}}[A-Za-zＡ-Ｚ][·•・.．\\- 　\n]{{0,2}}[A-Za-z0-9Ａ-Ｚ０-９]",
        "mails": "[@＠﹫]",
        "im": (
            "(?:微信|QQ|qq|Qq|ＱＱ|扣扣|企鹅号|[Ww]e[Cc]hat|WECHAT|weixin|抖音|快手号|支付宝|旺旺|微博)"
            "[^\na-zA-Z0-9，。；]{0,8}[A-Za-z0-9Ａ-Ｚａ-ｚ０-９_]"
        ),
        "secrecy": (
            f"[绝机秘]{_SPACE}{{0,8}}密{_SPACE}{{0,8}}[（(【\\[·•]?{_SPACE}{{0,2}}(?:[一二三四五六七八九十]|长|启用前|解密)|"
            f"密{_SPACE}{{0,8}}级?{_SPACE}{{0,4}}{_STAR}|{_STAR}{_SPACE}{{0,8}}[绝机秘]{_SPACE}{{0,8}}密"
            f"|[绝机秘]{_SPACE}{{0,8}}密{_SPACE}{{0,2}}[（(【\\[·•]?{_SPACE}{{0,2}}(?:{D}{{1,2}}{_SPACE}{{0,2}}[年个]"
            f"|长期)"
            f"|密{_SPACE}{{0,8}}级{_SPACE}{{0,4}}{_COLON}"
            f"|(?:^"
            f"|[\n\r\u2028]){_SPACE}{{0,20}}[绝机秘]{_SPACE}{{0,8}}密{_SPACE}{{0,20}}(?:[\n\r\u2028。]"
            f"|$)"
        ),
        "work": (
            "工作秘密|内部(?:资料|文件|材料|情况|使用|传阅|掌握|参考|刊物|事项)|注意保存|不得外传"
            "|请勿外传|(?:严禁|禁止)(?:复印|转发|外传|翻印)"
            "|仅供(?:内部|领导)|会后(?:收回|回收)|阅后(?:即焚|收回|销毁)"
            f"|(?:^|[（(【\\[：:\n☑√■件文]){_SPACE}{{0,3}}(?:不[予宜]公开|依申请公开)|此件(?:依规"
            f"|依法)?(?:不|依)"
        ),
        "births": (
            f"[年月日]{_SPACE}{{0,2}}(?:出生|生[，,。；;、）)\n ])|(?:出生(?:日期|年月日|年月|时间"
            f"|于)?|生日|生于)"
            f"[：:是为 　]{{0,3}}{D}"
        ),
        "traits": (
            "[，,、；;：: 　（(](?:男|女|[一-龥]{1,3}族)[，,、；;。）) 　\n]|性别[：: ]?[男女]"
            "|民族[：: ]?[一-龥]{1,3}族"
            "|(?:文化程度|学历)[：: ]?[一-龥]|(?:学|中|专|科|盲)文化"
        ),
        "addresses": (
            f"(?:路|街|巷|弄|道|村|庄|屯|里|区|园|苑|城|厦|场|镇|组|院|段|座){_SPACE}?(?:{D}{{1,5}}"
            f"|[一二三四五六七八九十百]{{1,4}})"
            f"{_SPACE}?(?:[-－—之]{D}{{1,4}})?{_SPACE}?[号弄]"
            f"|{D}{{1,4}}{_SPACE}?(?:号楼|栋|幢|单元|室|户[，。；）)\n])"
            "|(?:家庭住址|家庭地址|户籍地|户籍所在地|户籍地址|户口所在地|居住地|居住地址|现住址"
            "|常住地址|暂住地|暂住址|住址|家住|现住|租住|暂住|居住于|居住在|户籍)"
            "|(?:^|[，,；;。、）)\n 　])住[一-龥：:]"
        ),
        "minors": (
            "(?:小学|中学|学校|幼儿园|初中|高中)[^，。；\n]{0,12}(?:学生|年级|班|幼儿|就读|小朋友)"
            f"|(?:其子|其女|之子|之女|儿子|女儿|幼儿|儿童|孩子|学生|婴儿|患儿|初中生|高中生)[{words.surnames()}]"
            "|名(?:幼儿|儿童|婴儿|学生)|年仅|"
            f"(?:{D}{{1,2}}|[一二三四五六七八九十]{{1,3}}){_SPACE}?周?岁|未成年|[女男]童|年级"
            f"|[小中]学(?:生|就读)|就读|幼儿园|学龄|监护人|婴幼?儿|新生儿|初中生|高中生"
        ),
        "health": (
            "(?:^|[^隐])患|感染|查出|门诊|"
            "患有|患者|病历|病史|诊断|确诊|HIV|AIDS|艾滋|残疾|怀孕|孕妇|身孕|流产|精神病|精神障碍"
            "|精神分裂|抑郁症|乙肝|肝炎|梅毒|糖尿病|高血压|癌|肿瘤|白血病|尿毒症|住院|手术"
            "|结核|癫痫|心脏病|体检报告|就诊|急诊|血型|基因检测"
        ),
        "reporters": (
            f"(?:举报人|投诉人|申诉人|反映人|来电人|信访人|诉求人|检举人|知情人)"
            f"[^。；\n]{{0,6}}(?:{D}{{1,2}}[ 　]?岁|[男女]，)|"
            "(?:举报人|投诉人|申诉人|反映人|来电人|信访人|诉求人|检举人|知情人)(?:系|是|为|曾|住|在"
            "|的|自称|称|于|居|（|\\(|，)"
            "|(?:内部|离职|在职|前|原|该店|该厂|公司|单位|店内|厂里)(?:员工|职工|人员|雇员|店员"
            "|会计)[^\n，。；]{0,8}(?:举报|反映|投诉)"
            "|(?:隔壁|楼上|楼下|邻居|同事|前妻|前夫|亲属|家属|房东|供货商|竞争对手|竞争者"
            "|同行)[^\n，。；]{0,6}(?:举报|反映|投诉|来电|来信)"
        ),
        "links": "[Hh][Tt][Tt][Pp][Ss]?[:：;；/]|[Ww][Ww][Ww][.．。,，]",
    }
    return (*patterns.items(), *(("persons", pattern) for pattern in _person()))
