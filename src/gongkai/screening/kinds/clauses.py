"""Clauses that tell who reported: what they are, did, had with the party, how they speak, write, look.

Where ``reporters`` looks for a trade or a place behind a few words, this looks at the whole clause behind
举报人 or before 举报, and sets procedure (反映, 要求, 提供) apart from what is said of the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.screening import context, near, words

_WHO = words.tree(words.WHO_REPORTS.split("|"))
_CLAUSE = r"[^，。；;：\n（(“”\"]"
_KIN = (
    "小舅子|舅子|大舅哥|小姨子|连襟|配偶|前妻|前夫|爱人|老伴|妻子|丈夫|父亲|母亲|儿子|女儿|儿媳|女婿|外甥|侄子|侄女|侄儿"
    "|孙子|孙女|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|亲家|亲戚|亲属|家属|恋人|女友|男友|岳父|岳母|嫂子|姐夫|妹夫|之子|之女|之父|之母|之妻|之夫|表哥|表弟|堂兄|堂弟"
)
_BOND = (
    "(?:债务|经济|劳动|感情|邻里|土地|租赁|合伙|工资)[^，。；]{0,4}(?:纠纷|矛盾|争议)|官司|仲裁|诉至法院|过节|结怨|积怨|离婚|工伤"
    "|同在[^，。；]{1,8}(?:市场|商场|店|厂|村|街|楼|公司|单位)|同一[^，。；]{1,6}的(?:租户|商户|业主|住户|员工)"
    "|同村|同住|同乡|同楼|同事|同学|战友|老乡|相识|认识|熟识|邻居|隔壁|楼上|楼下|对门|对面|住(?:在)?同一?[一-龥]{1,3}|争吵|吵过架?|同一条?(?:街|路|楼|村|巷|弄|市场|小区|院)[上里内]?[^，。；]{0,8}的"
)
_WORK = (
    "[做干当开任担管看]过(?![^，。；]{0,8}(?:手术|检查|治疗))|工作(?:过|多年|[0-9一二三四五六七八九十两]+年)|上(?:过|夜|早|中|晚|白)?班|打过?(?:零|短|临时)?工|务工|任职|就职|供职"
    "|受雇|受聘|雇佣|开除|辞退|解聘|解雇|裁员|离职|辞职|辞工|退休|下岗|任[^，。；]{0,8}(?:主任|经理|组长|主管|厂长|会计|出纳|店长)|代[账帐]"
    "|送[货菜水酒奶煤气]+|[给为替帮](?:这家|那家|该|他们|人家)(?:店|厂|公司|饭店|家)?[^，。；]{0,4}[送供拉][一-龥]|供[货菜肉奶]|加盟|合伙|入股|承包|租住|租用|帮厨|看大?门|装卸|实习|工[钱资]|欠薪|讨薪"
    "|在[^，。；]{2,12}[做当干任](?!检查|手术|治疗|过|事人|事|时|日|天|地|场|面|前|初|年)[一-龥]"
    "|在[^，。；购买消费]{2,10}(?!购买|消费|投诉|举报|反映|下单|就餐|用餐|使用|食用|付款|协商|沟通|做过(?:手术|检查|治疗))"
    "[^，。；过买吃喝]{1,2}过(?!手术|检查|治疗)"
)
_LOOK = (
    "口音|方言|嗓音|左手|左撇子|轮椅|拐杖|拄拐|残疾|失明|聋哑|口吃|戴[^，。；]{0,4}眼镜|身高|体态|(?:[2-9][0-9]|[二三四五六七八九]十[一二三四五六七八九]?)多?岁"
    "|[讲说操](?:着|一口)?[^，。；]{1,4}话|姓(?![名氏])[一-龥]|姓氏|首字母|拼音|昵称|网名|头像|笔迹|字迹|尾号|女性|男性|女子|男子|老人|青年|中年"
)
_ONLY = (
    "唯一|仅有[^，。；]{0,6}(?:知|见)|只有[^，。；]{0,4}(?:[他她]|一人)|知名|小有名气|职业(?:打假|索赔|举报)"
    "|[多二三四五六七八九十两0-9]次[^，。；]{0,12}(?:举报|投诉)"
)
_TOLD = near.lazy(f"{_WORK}|{_KIN}|{_BOND}|{_LOOK}|{_ONLY}")
_DID = near.lazy(f"{_WORK}|{_BOND}")
"""What relatives of theirs must have done or been to tell who they are: 举报人的妻子 alone tells nothing."""
_SAYS = near.lazy(
    f"{_WHO}[^。；\n]{{0,14}}(?:称|说|讲|提到|透露|表明|承认|自述|联系|核实|介绍|回访|补充)[^。；\n]{{0,8}}$"
)
_OTHERS = near.lazy(f"的|其?(?:{_KIN})")
_SPEAKS = near.lazy(
    f"{_WHO}(?:本人)?(?P<hint>(?!姓名|联系|电话|身份(?:信息|证)|的(?:姓名|信息|身份|联系|电话|诉求|要求|隐私|合法)){_CLAUSE}{{2,34}})"
)
_PROCEDURE = near.lazy(
    r"(?:也|又|再次|均|还|并|已|曾|多次|当日|现)?(?:反映|举报|投诉|表示|认为|要求|诉求|提供|提交|提出|主张|诉称|申请|请求|补充|撤回|放弃|同意|不服|不愿"
    r"|未|拒绝|无法|有权|应当|可以|享有|对|向|于|称(?!其|自己|本人)|购买|以|及|、|和|需|如|若)"
)
_COPULA = near.lazy(r"(?:均|应|疑|或|就|也)?(?:系|是|即|为|疑似|可能是)(?P<what>.+)")
_NOT_A_PERSON = near.lazy(
    r"否|因|在|对|按|通过|要求|想|此|其(?!前|原|邻|亲|同)|了|[^，]{0,3}实名|[^，]{0,3}匿名|同一(?![^，。；]{1,10}[户主工友东客员的])|本人|自然人|消费者|公民|生活消费|市民|群众|[0-9一二两三四五]+[人名]|无|不"
    r"|被|以|从|由|外[地籍国]|普通"
)
_NOUN = near.lazy(
    f"(?:[员工人者商贩户主师客长友匠婆公嫂家夫妻女男童属偶弟兄妹姐]|{_KIN}|组长|司机|会计|出纳|保安)[^一-龥]*$"
)
_OF_THEMSELVES = near.lazy(
    r"(?:其(?!中|他|它|余|产|经营|生产|销售)|自己|本人)(?:本人)?"
    r"(?P<hint>(?!姓名|联系|电话|身份(?:信息|证)|的(?:姓名|信息|身份|联系|电话|诉求|要求|隐私|合法))[^，。；;：\n（(“”\"]{2,34})"
)
"""举报人称，其在该厂上夜班; 提到自己是保育员."""
_RULED = near.lazy(r"应当|可以|不得|有权|规定|奖励|泄露|保密|保护|依法|必须|不予|信息")
_FURTHER = near.lazy(
    rf"[，,](?P<hint>(?:且|并|还|又|也)?(?:与|和|跟)[^，。；\n]{{1,12}}?(?:有过?|存在|闹过|因[^，。；\n]{{1,10}}?)(?:[^，。；\n]{{0,6}})(?:纠纷|矛盾|过节|官司|争执|嫌隙|积怨)"
    rf"|(?:系|属|且|在)?[^，。；\n]{{0,12}}?(?:{_LOOK}|{_ONLY})[^，。；\n]{{0,10}})"
)

_TELLING = near.lazy(
    "来电|来信|来访|打电话|致电|实名|匿名|当面|举报(?!人|电话|信)|反映|检举|爆料|控告|提供(?:线索|举报|信息)?"
)
_US = near.lazy("我局|本局|我所|执法人员|监管所")
_TO_US = near.lazy("[向到于将]")
_TELLING_US = near.lazy(
    "(?:向|到|于[^，。；]{0,10}[向到])(?:我局|本局|我所|执法人员|监管所)[^，。；]{0,6}(?:举报|反映|检举|揭发|提供)"
    "|将[^，。；]{2,14}(?:交给|寄给|寄送|递交|送交|转交)(?:了)?(?:我局|本局|我所|执法人员|监管所)"
)
_WHO_TELLS = near.lazy(
    r"(?:人|者|工|贩|商|匠|友|亲|员|师|主|客|户|偶|男子|女子|农|手|妇|嫂|媳|妻|夫|长|属|保姆|某)的?$"
)
_STOP = near.lazy(r"[，。；;：\n](?=[^，。；;：\n]*$)")
_LONGEST = 26
"""Characters of a description of who told."""
_LEAD = near.lazy(r".*(?:根据|据|由|经|接到|收到|系|来自|来源于)")
_ANYONE = near.lazy(
    r"(?<!被)(?:举报人|投诉人)|消费者|群众|市民|网友|网民|顾客$|业主$|当事人$|读者|居民$|企业|部门|单位|人员$|工作人员|执法|我局|本局|代理人|负责人$|经营者"
)
_ACTS = near.lazy(
    f"{_WORK}|{_KIN}|侄媳|[一某][名位个][^，。；]{{0,8}}(?:{words.tree(words.SOURCE_ROLES)})的?$"
    f"|(?:该|其|当事人|被举报人|被投诉人)的?[^，。；]{{0,8}}(?:{words.tree(words.REPORTER_ROLES)})的?$"
    f"|姓(?![名氏])[一-龥]|[给为替帮][^，。；]{{1,8}}的|参与[^，。；]{{0,8}}的|[^，。；]{{2,}}的(?:人|女工|男工|老人|工人)$"
)
_CAME = near.lazy(
    rf"(?:本案|此案|该案|线索|举报|材料|信件|内容|举报件)(?:系|由|来自|来源于|是|出自)(?P<hint>{_CLAUSE}{{2,20}}?)(?=举报(?!人)|提供|反映|检举|爆料|[，。；]|$)"
)
_OFFICIAL = near.lazy(
    r"局|委|部门|平台|中心|法院|公安|检察|政府|机关|移送|转办|交办|抽检|抽查|检查|巡查|监测|媒体|报道|群众|市民|网民|热线|电话|专项|[0-9]{4}"
)
_RELATED = near.lazy(
    f"{_KIN}|{_WORK}|(?:该|其|当事人|公司|企业|厂|店|[一某][名位])[^，。；]{{0,10}}(?:员工|人|者|工|员|长|商|师|主|伴|户|东|家)$"
)
_LETTER = near.lazy(
    r"(?:举报信|匿名信|检举信|投诉信|控告信|来信|信件|信封|举报材料)(?:系|是|均)?(?P<hint>(?:[以用]|从[^，。；\n]{2,12}[寄投发]|寄自|寄于|寄出|投递|落款|署名|字迹|笔迹|邮戳)[^，。；\n]{2,20})"
    r"(?:[，,](?P<more>(?:寄自|寄于|投递|邮戳|落款|字迹|笔迹)[^，。；\n]{2,20}))?"
)

Span = tuple[int, int]


def spans(part: str, who: Iterable[int]) -> Iterator[Span]:
    """The clauses of a window that narrow down who reported; ``who``: where words for reporters begin."""
    for found in near.matches_at(_SPEAKS, part, who):
        yield from _spoken(part, found)
    for found in near.given(_OF_THEMSELVES, part, ("其", "自己", "本人")) if who else ():
        if _SAYS.search(part, max(0, found.start() - 30), found.start()):
            yield from ((found.start(), stop) for _, stop in list(_spoken(part, found))[:1])
    yield from _subjects(part)
    for found in near.given(_LETTER, part, ("信", "举报材料")):
        yield from (found.span(name) for name in ("hint", "more") if found[name])


def _spoken(part: str, found: re.Match[str]) -> Iterator[Span]:
    """What the clause behind 举报人 says of the person, and the clauses that go on with it."""
    said = found["hint"]
    if _RULED.search(said) or not _is_told(said):
        return
    start, end = found.span("hint")
    more = _FURTHER.match(part, end)
    while more:
        end = more.end()
        more = _FURTHER.match(part, end)
    yield start, end


def _is_told(said: str) -> bool:
    """Whether a predicate says something of the person and is not a step of the procedure."""
    copula = _COPULA.match(said)
    if copula and copula["what"]:
        what = copula["what"]
        return not _NOT_A_PERSON.match(what) and (
            _NOUN.search(what) is not None or _TOLD.search(what) is not None
        )
    told = _DID if _OTHERS.match(said) else _TOLD
    return not _PROCEDURE.match(said) and told.search(said) is not None


def _subjects(part: str) -> Iterator[Span]:
    """Who is said to have come, called or written, by a description; and from whom a case came."""
    for found in (*_TELLING.finditer(part), *near.matches(_TELLING_US, part, _US, 18, _TO_US)):
        end = found.start()
        stop = _STOP.search(part, max(0, end - 2 * _LONGEST), end)
        start = stop.end() if stop else max(0, end - 2 * _LONGEST)
        lead = _LEAD.match(part, start, end)
        start = lead.end() if lead and lead.end() < end - 1 else start
        who = part[start:end]
        if not 1 < len(who) <= _LONGEST or not _WHO_TELLS.search(who) or not _ACTS.search(who):
            continue
        if not _ANYONE.search(who) and not _RULED.search(context.sentence_before(part, start, 40) + who):
            yield start, end
    for found in _CAME.finditer(part):
        who = found["hint"]
        if _RELATED.search(who) and not _OFFICIAL.search(who):
            yield found.span("hint")
