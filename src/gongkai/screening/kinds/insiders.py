"""Who reported, by dealings with the party: 线索由与当事人合租门面的修鞋匠提供, 除了仓库老刘没别人知道.

``reporters``, ``clauses`` and ``letters`` read trades, kin and voices; here: where a lead came from, what
only an insider holds or sees, how the party guesses, to whom a letter was shown. Procedure (提供了购物小票,
上级交办) tells of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import context, near, words
from gongkai.screening.rules import read

_LISTS: dict[str, list[str]] = {key: rows for key, rows in read("insiders.toml").items() if key != "version"}
_WHO = words.tree(words.WHO_REPORTS.split("|"))
_C = r"[^，。；：:\n“”\"（(]"
_DEALT = words.inside((*_LISTS["works"], *_LISTS["bonds"]))
_BOND = words.inside(_LISTS["bonds"])
_PAPER = words.inside(_LISTS["papers"])
_ROOM = words.inside(_LISTS["rooms"])
_OUT = words.inside(_LISTS["outlooks"])
_TOLD_BY = (
    "提供|寄来|寄出|发出|投递|撰写|寄送|转来|转交|送来|交来|递交|拍摄|录制|反映|举报(?!人|电话|信)|检举|报料"
    "|爆料|告发|留言|来电|来信|披露|揭发|发来|发现并"
)
_DEALS = near.lazy(
    rf"{_WHO}(?:本人|自己)?(?:也|系|是|就|就是|自称|称其|说){{0,2}}"
    rf"(?P<hint>(?:此前|之前|以前|早先|早年|从前|曾经?|去年|前年|今年|上月|上周|日前|原来?|一直|现|目前|在被[^，。；\n]{{1,8}}?后){{0,3}}(?!的?(?:姓名|联系|电话|身份|信息|诉求|要求|合法|隐私|权益))(?:{_C}{{0,24}}?)(?:{_DEALT}){_C}{{0,16}})"
)
_CLASHED = near.lazy(
    rf"(?<![诉映求电访]人)(?:(?:投诉|反映|来电|诉求|信访)人(?=[^。；\n]{{0,40}}(?:曾|过|此前|素))|{_WHO}(?<![诉映求电访]人)){_C}{{0,24}}[，,](?P<hint>(?:并|且|还|又|也|曾|双方)?{_C}{{0,2}}?(?:与|和|跟|同)?{_C}{{0,10}}?(?:发生过?|有过?|存在|闹过|起过|因)?{_C}{{0,8}}?(?:冲突|纠纷|矛盾|过节|争执|嫌隙|积怨|官司|吵过|吵架|打架){_C}{{0,6}})"
)
_LOOKS = near.lazy(
    rf"{_WHO}(?P<hint>(?:家|家里|家中|住处|住所|所住|居住)?的?{_C}{{0,4}}?(?:{_OUT}){_C}{{0,12}}?(?:正对|对着|面对|紧邻|紧挨|挨着|看到|看见|望见|能看|可以看|俯瞰|相邻|能闻|听到|听见){_C}{{0,12}})"
)
_HOLDS = near.lazy(
    rf"(?:{_WHO}|举报(?:材料|信|件|邮件)(?:中|内|里|所附|后)?|来信(?:中|内)?)(?P<hint>{_C}{{0,8}}?(?:持有|掌握|保存|留有|藏有|带着|带来|携带|拿着|拿出|出示|提供|提交|附有|附|有|含|发来){_C}{{0,16}}?(?:{_PAPER}){_C}{{0,10}})"
)
_CAME = near.lazy(
    rf"(?:举报线索|线索|案源|案件来源|材料|来信|信件|举报件?|照片|视频|录音|举报信|图片|内容|信息)(?:来源)?(?:系|由|来自|来源于|源于|出自|是|为|[：:])(?P<hint>{_C}{{2,26}}?)(?=(?:所|书面|实名|匿名|当面|主动|通过[^，。；\n]{{1,12}}|以[^，。；\n]{{1,12}})?(?:{_TOLD_BY}))"
)
_MADE = near.lazy(
    rf"(?:照片|视频|录音|录像|图片|影像|截图|画面)(?:均|都)?(?P<hint>(?:系|是|为)?(?:在|从|于|自){_C}{{1,14}}?(?:{_ROOM})(?:内|里|中|外|上)?{_C}{{0,4}}?(?:拍摄|偷拍|拍下|拍的|录制|录的|录下|翻拍|截取|截屏|获得|取得))"
)
_ASKED = near.lazy(
    rf"(?P<hint>(?:是不是|是否就?是|该不会是|莫非是|难道是|会不会是|肯定是|一定是|估计是|八成是|九成是|准是|准保是|应该是|八成就是|多半是|怕是|想必是|就是|不就是){_C}{{2,16}}?)"
    r"(?=告的?(?!知|诉)|举报的?(?!电话|奖励|信息|内容)|投诉的|捅出|捅到|说出去|报的案|打的(?:电话|举报)|写的(?:信|举报)|报的料|检举|告发|干的|所为)"
)
_ONLY = near.lazy(
    rf"(?P<hint>(?:除了?|除去){_C}{{2,14}}?[，,]?(?:没|无|再没)(?:有)?(?:别人|旁人|外人|人|第二个人|其他人){_C}{{0,4}}?(?:知道|知情|清楚|见过|接触|进过|能进|经手)(?:这事|此事)?)"
    rf"|(?:能|可以|会)?(?:拿到|接触到?|看到|知道|进入|掌握|见到|知晓){_C}{{0,12}}的(?P<lone>(?:只有|仅有|就){_C}{{2,16}})"
    rf"|(?:仅|只)(?:有)?(?P<few>{_C}{{2,16}}?(?:知道|知情|清楚|见过|在场|经手|接触过|进过|能接触|能进入))(?!后|方可|才)"
)
_TAKEN_FOR = near.lazy(
    rf"(?:认定|怀疑|猜测|猜|断定|觉得|认为|咬定|以为|推测|得知|打听到|获知|知道)(?:举报人|举报者|投诉人|告状的?人?|打电话的人?|写信的人?)(?:就|应|应该|可能|多半)?(?:是|系|为)(?P<hint>{_C}{{2,20}})"
)
_WHO_TOLD = near.lazy(
    rf"(?:向|到|给|找)(?:我局|本局|我所|你局|执法人员|监管所|有关部门){_C}{{0,4}}?(?:报料|举报|反映|投诉|爆料|检举|告发|提供线索)的(?:人)?(?:就)?(?:是|系|为)(?P<hint>{_C}{{2,24}})"
)
_IT_WAS = near.lazy(
    rf"(?:是|系|为|由)(?P<hint>{_C}{{2,26}}?)(?=(?:向|到|给)(?:我局|本局|我所|你局|监管所)(?:反映|举报|报料|投诉|检举|提供|来电))"
    rf"|(?:举报|投诉|告状|报料|打电话|写信)的(?:那个)?人?(?P<who>(?:是不是|会不会是|是否是|不会是|该不会是|莫非是){_C}{{2,18}})"
)
_SERVED = near.lazy(
    rf"{_WHO}[^。；\n]{{0,16}}?[，,](?:其|他|她|本人|自己)(?P<hint>(?:一直|曾|之前|以前|多年来)?(?:给|替|为|帮)(?:这家|那家|该|他们|店里|厂里|对方|当事人|被举报)[^，。；\n]{{0,8}}?(?:送|供|修|装|拉|记|洗|看|管|干|跑)[^，。；\n]{{1,10}})"
)
_BROUGHT = near.lazy(
    rf"(?P<hint>(?:一|某|两|几)?[名位个]?{_C}{{0,20}}?(?:{_DEALT}){_C}{{0,6}}?)(?=(?:带着|携带?|拿着|手持|抱着){_C}{{2,24}}?(?:来到|到|来|前来|找到)(?:我局|我所|本局|监管所|执法))"
)
_SHOWN = near.lazy(
    rf"(?P<hint>举报(?:信|电话录音|材料|件|人(?:的)?(?:信息|姓名|电话|身份|材料)|内容|录音|邮件){_C}{{0,8}}?(?:播放给|放给|念给|读给|展示给|交给|交予|转给|转交|发给|送给|出示给|透露给|告知|泄露给|转发给|给了?|拿给){_C}{{0,4}}?(?:被举报|当事人|该店|该公司|该厂|对方|商家|企业|其|村委|村干部|店主|老板){_C}{{0,14}})"
)
_NICKED = near.lazy(
    rf"(?P<hint>(?:举报|检举|投诉)(?:邮件|信|人|者|件|材料|留言|帖)的?{_C}{{0,6}}?(?:昵称|网名|署名|微信名|用户名|头像|笔名|账号名|ID)(?:为|是|叫|系|[：:])[“\"]?[^，。；\n]{{1,14}})"
)
_FROM_TEXT = near.lazy(
    rf"从(?:信中|来信|信件|举报)?(?:内容|语气|口气|笔迹|字迹|措辞|用语|细节|描述)(?:上|来)?(?:看|判断|分析|推断)[，,]?(?P<hint>(?:举报人|写信人|来信人|投诉人)?(?:应当?|可能|很可能|疑似|像)?(?:是|系|为)?{_C}{{2,20}})"
)
_KNOWS = near.lazy(
    rf"{_WHO}[^。；\n]{{0,40}}?(?P<hint>对[^，。；\n]{{2,18}}?(?:非常|十分|很|极为|极其|特别|相当|都|也)?(?:熟悉|了解|清楚|了如指掌|一清二楚|门清)(?:程度)?)"
    rf"|{_WHO}[^。；\n]{{0,40}}?(?P<tells>(?:说|讲|讲述|描述|叙述|介绍|反映|提到|说起|列举)(?:的|得|了|出)?[^，。；\n]{{0,24}}?(?:头头是道|一清二楚|如数家珍|了如指掌|非常具体|极为具体|十分具体|非常详细|极其详细|极为详细|十分详细|分毫不差))"
)
"""来电者…对夜班交接流程非常熟悉: what only somebody from inside knows."""
_SPEAKS_LIKE = near.lazy(
    rf"{_WHO}[^。；\n]{{0,24}}?[，,](?P<hint>(?:说话)?(?:带着?|操着?|有|讲|说|是)[^，。；\n]{{0,8}}(?:口音|方言|腔调|鼻音|腔))"
)
_VISITED = near.lazy(
    rf"(?P<hint>{_C}{{2,16}}?)(?=(?:是不是|是否|有没有|会不会|该不会|莫非)(?:来过|去过|到过|找过|打过|给|向|跟|往|又)[^，。；\n]{{0,6}}?(?:你们|局里|局|所里|监管所|投诉|举报|热线|告|反映))"
)
"""昨天请假那个是不是来过你们局里: a guess that says no 举报."""
_BARRED = near.lazy(
    r"(?P<hint>(?:除(?:了)?|非)[^，。；\n]{2,14}?[，,]?(?:其他人|旁人|外人|别人|一般人|均|都)?(?:无法|不能|难以|不可能|进不[去来]|拿不到|看不到|接触不到|无从)(?:进入|接触|看到|知晓|知道|取得|拿到|拍到|获取|掌握|出入)?)"
    r"|(?P<spot>(?:拍摄|取景|录制|偷拍)(?:位置|地点|角度|时间|方位)(?:在|为|系|位于|来自|是|显示)[^，。；\n]{2,18})"
)
_FELL_OUT = near.lazy(
    rf"(?P<hint>{_C}{{0,20}}?(?:{_BOND})[^，。；：\n]{{0,8}}?(?:因为?|由于|跟|和|与|同)?[^，。；：\n]{{0,10}}?(?:翻脸|闹翻|闹掰|反目|结仇|结怨|不和|散伙|撕破脸|记恨|怀恨|怄气))"
)
_THEY = near.lazy(
    rf"{_WHO}[^。；\n]{{0,12}}?(?:称|说|讲|表示|提到)[，,：:]?(?:自己|其|他|她|本人)(?P<hint>(?:跟|与|和|同|在|是|系|就|也|家){_C}{{0,16}}?(?:{_BOND}|{_OUT}){_C}{{0,6}})"
)
_NEEDED_DEAL = (*_LISTS["works"], *_LISTS["bonds"])
_GUESSES = (
    "是不是",
    "是否",
    "该不会",
    "莫非",
    "难道",
    "会不会",
    "肯定是",
    "一定是",
    "估计是",
    "八成",
    "九成是",
    "准是",
    "准保是",
    "应该是",
    "多半是",
    "怕是",
    "想必是",
    "就是",
)
_ALL = near.Choice(
    (_DEALS, _NEEDED_DEAL),
    (_CLASHED, ("冲突", "纠纷", "矛盾", "过节", "争执", "嫌隙", "积怨", "官司", "吵过", "吵架", "打架")),
    (_LOOKS, _LISTS["outlooks"]),
    (_HOLDS, _LISTS["papers"]),
    (_CAME, ("线索", "案源", "来源", "材料", "来信", "信件", "举报", "照片", "视频", "录音", "图片")),
    (_MADE, _LISTS["rooms"]),
    (_ASKED, _GUESSES),
    (_IT_WAS, ("我局", "本局", "我所", "你局", "监管所", "是不是", "会不会是", "是否是", "不会是", "莫非是")),
    (_SERVED, ("给", "替", "为", "帮")),
    (
        _ONLY,
        ("的只有", "的仅有", "的就", "知道", "知情", "清楚", "见过", "在场", "经手", "接触", "进过", "能进"),
    ),
    (
        _TAKEN_FOR,
        (
            "认定",
            "怀疑",
            "猜",
            "断定",
            "觉得",
            "认为",
            "咬定",
            "以为",
            "推测",
            "得知",
            "打听到",
            "获知",
            "知道",
        ),
    ),
    (_WHO_TOLD, ("料的", "报的", "映的", "诉的", "举的", "发的", "索的")),
    (_BROUGHT, ("带着", "携", "拿着", "手持", "抱着")),
    (_SHOWN, ("举报",)),
    (_NICKED, ("昵称", "网名", "署名", "微信名", "用户名", "头像", "笔名", "账号名", "ID")),
    (_FROM_TEXT, ("看", "判断", "分析", "推断")),
    (_THEY, (*_LISTS["bonds"], *_LISTS["outlooks"])),
    (
        _KNOWS,
        ("熟悉", "了解", "清楚", "了如指掌", "门清", "头头是道", "如数家珍", "具体", "详细", "分毫不差"),
    ),
    (_SPEAKS_LIKE, ("口音", "方言", "腔", "鼻音")),
    (_VISITED, ("是不是", "是否", "有没有", "会不会", "该不会", "莫非")),
    (
        _BARRED,
        ("无法", "不能", "难以", "不可能", "不去", "不来", "不到", "无从", "拍摄", "取景", "录制", "偷拍"),
    ),
    (
        _FELL_OUT,
        ("翻脸", "闹翻", "闹掰", "反目", "结仇", "结怨", "不和", "散伙", "撕破脸", "记恨", "怀恨", "怄气"),
    ),
)
"""Each pattern with words one of which its matches hold."""
TRIGGER = (
    "到(?:我局|我所|本局)(?:当面|实名)?(?:举报|反映|检举|提供)|向我局(?:反映|举报|报料|检举|提供)|捅出|捅到|说出去|告的[状我]|报料|报的料|(?:没|无|再没)有?(?:别人|旁人|外人|第二个人|其他人)"
    "|是不是|该不会|莫非是|会不会是|八成是|准是|(?:来到|前来|找到)(?:我局|我所|本局|监管所)"
    "|(?:内容|语气|口气|笔迹|字迹|措辞|用语|细节)(?:上|来)?(?:看[，,]?|判断|分析)|举报(?:邮件|留言|帖)|告状|写信的"
    "|翻脸|闹翻|闹掰|反目|结仇|记恨|怀恨|撕破脸|(?:拍摄|取景|录制)(?:位置|地点|角度|方位)|(?:有没有|是否)(?:来过|去过|到过|找过|打过)"
)
"""What a phrase holds that no word for reporters does, in the syntax of the triggers."""
_REPORTED = near.lazy(r"举报|投诉|检举|告状|告的|告发|告我|线索|爆料|报料|来信|来电|匿名|捅|反映")
"""Somebody told: without it, who alone knows or deals with the party is no hint."""
_OFFICIAL = near.lazy(words.tree(_LISTS["offices"]))
_STEP = near.lazy(
    r"(?:于|在)?(?:\d|[一二三四五六七八九十]{1,3}月|上述|该|涉案|某)[^，。；\n]{0,16}?(?:购买|消费|购得|买|就餐|用餐|下单|充值|办卡|办理)|(?:的)?(?:反映|举报|投诉|表示|认为|要求|诉求|提出|主张|请求|撤回|放弃|同意|不服|拒绝|未|无|不|对|向|收到|可以|可|有权|应当?|需|如|若|等|及|、|与被投诉人|和被投诉人|与商家|与经营者)"
)
_RULED = near.lazy(
    r"应当|可以|不得|有权|奖励|规定|泄露|保密|依法|必须|不予|凭|严禁|禁止|如实|真实性|《|欢迎|鼓励|执法人员|我局|本局|办案人员|调解|协商|退款|退货|退还|赔偿|售后|双方达成"
)
_SECRET_BROKEN = near.lazy(r"应当|不得|严禁|禁止|如|若|《")


def spans(part: str) -> Iterator[tuple[int, int]]:
    """The phrases of a window that tell who reported by dealings with the party."""
    told = _REPORTED.search(part) is not None
    for pattern in _ALL.among(part):
        for found in pattern.finditer(part):
            group = found.lastgroup or "hint"
            if (told or pattern is _BROUGHT) and _is_hint(part, found, group, pattern):
                yield found.span(group)


def _is_hint(part: str, found: re.Match[str], group: str, pattern: re.Pattern[str]) -> bool:
    """Whether what was found says of a person how they stand to the party."""
    said = found[group]
    before = context.sentence_before(part, found.start(), 40)
    if pattern is _SHOWN:
        return not _SECRET_BROKEN.search(before + said)
    if pattern in (_KNOWS, _SPEAKS_LIKE, _VISITED, _BARRED, _FELL_OUT):
        return _OFFICIAL.search(said) is None and not _RULED.search(said)
    if pattern in (_FROM_TEXT, _ASKED, _IT_WAS):
        return _OFFICIAL.search(said) is None
    if part[max(0, found.start() - 1) : found.start()] == "被" or _RULED.search(said):
        return False
    if pattern is _CAME:
        return len(said) > 2 and _OFFICIAL.search(said) is None
    if pattern is _DEALS:
        return not _STEP.match(said) and not _RULED.search(before[-12:])
    return not _RULED.search(before[-16:] if pattern is not _WHO_TOLD else "")
