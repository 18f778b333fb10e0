"""Papers for a few, told by what they forbid, who may know of them, what stage they are at, what they plan.

``secrecy`` knows words of internal papers; here a ban (不得扩散, 严禁通过微信传输), a circle (知悉范围：…),
a stage (尚未定稿，暂不公布) or a plan that its subject must not know (暗访路线) makes the paper one. Bans of
laws, contracts, halls and shops, and secrets of persons and firms, are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import context, near, words
from gongkai.screening.rules import read

_LISTS: dict[str, list[str]] = {key: rows for key, rows in read("internal.toml").items() if key != "version"}
_BAN = words.tree(_LISTS["bans"])
_LEAK = words.tree(_LISTS["leaks"])
_COPY = words.tree(_LISTS["copies"])
_RAID = words.tree(_LISTS["raids"])
_PLAN = words.tree(_LISTS["plans"])
_CIRCLE = words.tree(_LISTS["circles"])
_C = r"[^，。；：\n]"
_LEAKED = near.lazy(
    rf"(?:(?:有关|相关|上述|以上)?(?:情况|内容|信息|消息))?(?:(?<![一-龥])[一-龥]{{1,6}}(?:前|期间))?(?:一律|任何人(?:均|都)?|均|也)?{_BAN}{_C}{{0,24}}?{_LEAK}(?:[、和或及]{_C}{{0,6}}?{_LEAK}){{0,3}}"
    r"(?:消息|风声|信息|出去|给外人)?"
    r"|(?:暂|先)?不(?:予|宜)?对外(?:提供|公开|公布|发布|宣传|报道|透露|泄露|散布|印发)"
)
_COPIED = near.lazy(
    rf"{_BAN}(?:随意|擅自|自行|私自|进行)?{_C}{{0,6}}?{_COPY}(?:[、和或及]{_C}{{0,4}}?{_COPY}){{0,5}}"
    rf"|(?:未经|非经){_C}{{0,10}}?(?:同意|批准|允许|许可)[，,]?(?:一律|任何人)?{_BAN}{_C}{{0,6}}?{_COPY}(?:[、和或及]{_C}{{0,4}}?{_COPY}){{0,5}}"
    r"|不(?:记录|录音|拍照|记名|作记录|做记录|留痕|扫描)(?:、不?(?:记录|录音|录像|拍照|传达|外传|转发|记名|扫描)){1,4}"
)
_CHANNELLED = near.lazy(
    rf"{_BAN}(?:通过|使用|用|利用|在|经|借助){_C}{{0,16}}?{words.tree(_LISTS['channels'])}{_C}{{0,12}}?(?:传递|传输|传送|传播|发送|报送|流转|转发|存储|处理|讨论|谈论|扩散|发布|上报|下发|传)"
)
_AHEAD = near.lazy(
    rf"{_BAN}(?:提前|事先|事前|预先){_C}{{0,24}}?(?:告知|通知|透露|泄露|打招呼|公开|联系)(?:被?[一-龥]{{2,8}}(?=[，。；]|$))?"
)
_SCOPE = near.lazy(
    r"(?:严格|从严|尽量|注意|请)?(?:控制|限定|缩小|严控|限制|把握|缩减)[^，。；：\n]{0,6}(?:知悉|知晓|知情|传播|传达|扩散|接触|阅知)(?:的)?(?:人员)?范围"
    r"|(?:知悉|知晓|知情|阅知|传达|扩散)(?:人员)?范围[：:为是仅只限][^。；\n]{1,40}"
    rf"|(?:传达|口头传达|传阅)[至到][^，。；：\n]{{1,12}}(?:干部|人员|负责人|成员|为止|一级|领导)"
    r"|[只仅]限(?:于)?[^，。；\n]{1,16}(?:掌握|知悉|知晓|阅知|阅看|传达|知情|范围内)"
    rf"|(?:[仅只]供|供)[^，。；：\n]{{0,8}}(?:领导|党组|党委|班子|局务会|内部|专班|专案组|办案|决策){_C}{{0,6}}(?:参考|参阅|使用|研究|掌握)"
)
_RETURNED = near.lazy(
    r"(?:用后|用毕|阅后|阅毕|看后|会后|会毕|散会后|使用后|传达后|学习后|结束后)(?:请|须|应|即|立即|一律|均)?[^，。；：\n]{0,8}?(?:统一)?(?:收回|退回|交回|交还|销毁|删除|归还|回收|退还|清退|粉碎)"
)
_STAGE = near.lazy(
    r"(?:[本此该]?(?:稿|件|材料|方案|文件)?)?(?:系|为|是)?(?:尚未|未|还未|没有)(?:正式)?定稿(?![的时前])|未定稿"
    r"|(?:(?<!决定)暂不|暂缓|先不|待[^，。；\n]{2,10}后再)(?:对外)?(?:公开|公布|发布|宣传|报道|印发)(?!的|信息)"
    r"|[（(](?:暂)?不(?:对外)?公开[）)]|不在(?:网上|互联网|网站|外网|官网|公众号)(?:上)?(?:发布|公开|公布|登载|刊登)"
    r"|(?:案情|内容|情况|名单|结果|数据|意见)(?:暂|尚)?(?:不宜|不便|不能|未)(?:对外)?(?:公开|公布)(?!的)"
    rf"|(?:该案|本案|此案|案件|线索|事项)(?:目前|现|仍|尚|正|还){{0,2}}(?:处于|在|处在)[^，。；\n]{{0,4}}?{words.tree(_LISTS['stages'])}(?:阶段|之中|过程中|中|期间)?"
)
_MINUTES = near.lazy(
    r"(?:(?:以下|上述|以上|本次|会议)[^，。；：\n]{0,8})?(?:不列入|不记入|不写入|不载入|不纳入|不形成|不进)(?:会议|书面)?(?:纪要|记录|材料|文件)"
)
_PLANNED = near.lazy(
    rf"(?:拟|将|计划|准备)?{_RAID}的?[^，。；：\n]{{0,6}}?{_PLAN}{{1,2}}(?:[、及和与][^，。；：\n]{{0,4}}?{_PLAN}{{1,2}}){{0,3}}(?:见附件|附后|另发|如下)?"
    rf"|(?:定于|拟于|将于|计划于|拟定于|准备于)[^，。；\n]{{2,18}}?(?:统一|集中|同时)?{_RAID}(?:行动)?"
    rf"|(?:抽样|抽检|检查|执法|行动)(?:对象|目标)名单(?=另发|附后|见附件|[，。；]|$)"
    rf"|(?:严守|保守|注意保守|严格保守)[^，。；\n]{{0,6}}?(?:行动|工作|检查|部署|执法|办案|侦查|内部)(?:的)?(?:秘密|机密)|注意保密(?=[，。；！]|$)"
)
_ORALLY = near.lazy(
    rf"[^，。；：\n]{{0,10}}?(?:时间|地点|代号|路线|名单|对象|目标|口令|任务|点位|人选)[^，。；：\n]{{0,10}}?(?:另行|届时|出发前|行动前|当天|临行前|现场|只|仅|由[^，。；\n]{{1,8}}){words.tree(_LISTS['orally'])}(?:通知|告知|宣布|下达|明确|交代|传达)"
)
"""行动代号和集合地点另行口头告知; what is merely 另行通知 is an open meeting."""
_APART = near.lazy(
    rf"{words.tree(_LISTS['apart'])}[^，。；\n]{{0,6}}?(?:单独|另行|密封|专柜|专人)(?:封存|保管|存放|装订|归档|成卷)(?:[，、]?不(?:入|装入|归入|存入|放入|附入?|订入|进|随)(?:正|案|本)?(?:卷宗?|案卷|档案))?"
    r"|不(?:入|装入|归入|存入|放入|附入?|订入|进|随)(?:正卷|案卷|卷宗|本?卷(?=[，。；、]|$)|档案(?=[，。；、]|$))|(?:归入|装入|放入|列入|只入|存入)副卷"
)
_UNTIL = near.lazy(
    r"(?:在)?[^，。；：\n]{2,16}?(?:之前|以前|前)[，,]?(?:谁[也都]|任何人(?:都|均)?|一律|各[^，。；\n]{1,4})?(?:不准|不许|不得|不能|不要|严禁|请勿|切勿|别)(?:再)?(?:往外|向外|对外|[向跟给和与][^，。；\n]{1,10}?)[^，。；\n]{0,6}?(?:说|讲|透露|泄露|公布|公开|通气|打招呼|联系|告知|通知|透风)"
)
"""抽检不合格名单在复检结果出来之前谁也不准往外说."""
_INSIDE = near.lazy(
    rf"(?:[一-龥]{{0,6}}?(?:口径|意见|方案|名单|情况)[（(])?内部{words.tree(_LISTS['papers'])}(?:[）)])?"
    r"|(?:应对|答复|回复|宣传|对外|统一|内部)[^，。；\n]{0,4}口径[（(]?(?:内部|仅限|不公开|暂定)[^，。；\n）)]{0,6}[）)]?"
    r"|[一-龥]{0,6}内部口径"
)
_FORBIDDEN = "(?:不得|严禁|禁止|请勿|切勿|不准|不要|不可|不许|不宜)"
TRIGGER = (
    f"{words.alternation(_LISTS['leaks'])}|{words.alternation(_LISTS['raids'])}"
    f"|{_FORBIDDEN}(?:(?:随意|擅自|自行|私自)?[^，。；\n]{{0,4}}(?:{words.alternation(_LISTS['copies'])})|通过|使用|利用|用|借助|提前|事先|事前|预先)"
    "|不(?:录音|拍照|记名|作记录|做记录)|不记录、"
    "|知悉|知晓范围|知情范围|阅知|接触范围|传达[至到]|传阅[至到]|只限|供(?:[^，。；\n]{0,6})(?:领导|党组|班子|决策|专班|办案)"
    "|(?:用后|用毕|阅毕|看后|散会后|传达后|学习后|使用后|结束后)[^，。；\n]{0,10}(?:收回|退回|交回|交还|销毁|归还|回收|退还|清退|粉碎)"
    "|定稿|暂不|[（(]暂?不(?:对外)?公开|不在(?:网上|互联网|网站|外网|官网)|暂缓[公对]|不宜(?:对外)?公|不便公|后再(?:对外|公开|公布)|初查|外围|侦办|不列入|不记入|不写入|不载入|不纳入|不形成"
    "|(?:对象|目标)名单|严守|保守[^，。；\n]{0,6}[秘机]密|注意保密"
    f"|内部(?:{words.alternation(_LISTS['papers'])})|口径"
    f"|(?:另行|届时|出发前|行动前|临行前)(?:{words.alternation(_LISTS['orally'])})|不(?:入|装入|归入|存入|放入|附入?|订入|进|随)(?:正|案)?卷|副卷|(?:单独|密封|专柜|专人)(?:封存|保管|存放|归档)"
    "|前[，,]?(?:谁[也都]|任何人(?:都|均)?|一律)?(?:不准|不许|不得|不能|不要|严禁|请勿|切勿|别)(?:往外|向外|对外|[向跟给])"
)
"""What a phrase holds, in the syntax of the triggers."""
_ALL = near.Choice(
    (_LEAKED, (*_LISTS["leaks"], "对外")),
    (_COPIED, (*_LISTS["copies"], "不记录", "不录音", "不拍照", "不记名", "作记录", "做记录")),
    (_CHANNELLED, tuple(_LISTS["channels"])),
    (_AHEAD, ("提前", "事先", "事前", "预先")),
    (_SCOPE, ("范围", "传达", "传阅", "只限", "仅限", "供")),
    (_RETURNED, ("后", "毕")),
    (
        _STAGE,
        (
            "定稿",
            "暂不",
            "暂缓",
            "不公开",
            "不在",
            "不对外公开",
            "先不",
            "后再",
            "不宜",
            "不便",
            "不能",
            "未公",
            *_LISTS["stages"],
        ),
    ),
    (_MINUTES, ("纪要", "不列入", "不记入", "不写入", "不载入", "不纳入", "不形成", "不进")),
    (_PLANNED, (*_LISTS["raids"], "名单", "秘密", "机密", "保密")),
    (_INSIDE, ("内部", "口径")),
    (_ORALLY, tuple(_LISTS["orally"])),
    (_APART, ("封存", "保管", "存放", "装订", "归档", "成卷", "卷", "不入档", "档案")),
    (_UNTIL, ("前不", "前严", "前请", "前切", "前，", "前谁", "前任", "前一", "前各", "前别")),
)
"""Each pattern with words one of which its matches hold."""
_OURS = near.lazy(
    r"[本此该]|以上|上述|所附|材料|文件|名单|表|稿|方案|行动|检查|抽样|抽检|抽查|暗访|案|通知|纪要|会议|附件|口径|内网|内部|知悉|传达|资料|数据|任务|参战|人员|结果|情况|群|线索|事"
)
_PAPERS = near.lazy(
    r"[本此该这](?:份|个|张|次)?(?:通知|函|单|清单|表|预案|计划|提示|通报|信息|稿)|材料|文件|稿|名单|方案|纪要|会议(?!室)|附件|口径|内网|内部|知悉|传达|涉密|编号|底册|台账|本件|此件|本表|此表|参考|传阅|内容"
)
_OTHERS = near.lazy(
    r"个人信息|姓名|联系方式|身份|隐私|公司机密|企业机密|商业秘密|国家秘密|技术秘密|客户|消费者|用户|举报人|投诉人|学生|患者|当事人应|甲方|乙方|双方|第三方|合同|协议|约定|转载|展厅|展馆|景区|考生|考场|考试|版权|著作|本网|网站"
    r"|经营者|查阅|阅览|借阅|档案|应当|任何单位|单位和个人|条例|办法》|规定[，，]|第[一二三四五六七八九十百\d]+条|《|执照|证书|许可证|报告|产品|广告|游客|参观|病毒|疫情|疾病|火势|污染|虚假|谣言|不实|履行职责|依法|危险|气味|油烟|噪声|粉尘"
    r"|燃气|烟气|毒气|液体|危化品|废气"
)
_HIDDEN_PLAN = near.lazy(r"行动|暗访|突击|突查|夜查|收网|抓捕|布控|蹲守|伏击|集结|出击|代号|口令|专案")
_SAMPLES = near.lazy(r"样品|样本|备样|食品|药品|原料|物品|货物|商品|设备|资金|账户|产品|冷库|仓")
_RULE = near.lazy(r"应当|必须|规定|制度|办法》|条例|《|不得|企业|公司|商户|经营者")
_FIRM = near.lazy(
    r"(?:企业|公司|集团|店|厂|当事人|商家|平台|设备|机器|建筑|车辆|柜体|箱体|房屋|其|该院|银行)的?$"
)
_ASKED_FOR = near.lazy(r"申请公开|过程性|内部事务|条例|不予公开|信息公开申请|答复")
"""An answer that says why something is not given out is no internal paper."""
_PUBLIC = near.lazy(
    r"^(?:表扬|批评|培训)|向社会|公开征求|公众|社会公众|已公示|已公布|网站公[布示]|通报称|曝光|整改|开展|采取|方式|组织|发现|完成|结束|以来|累计|取得"
)


def spans(part: str) -> Iterator[tuple[int, int]]:
    """The phrases of a window that make a paper one for a few."""
    for pattern in _ALL.among(part):
        for found in pattern.finditer(part):
            if _is_internal(part, found, pattern):
                yield found.span()


def _is_internal(part: str, found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether the phrase is said of the paper or the plan itself."""
    before = context.sentence_before(part, found.start(), 60)
    after = context.sentence_after(part, found.end(), 30)
    if pattern in (_PLANNED, _INSIDE):
        said_of_firm = pattern is _INSIDE and _FIRM.search(before)
        return (
            not said_of_firm
            and not _PUBLIC.search(after[:8])
            and not _OTHERS.search(before[-24:] + after[:12])
            and not _ASKED_FOR.search(before + after)
        )
    if pattern is _ORALLY:
        return _HIDDEN_PLAN.search(before + found[0] + after) is not None and not _OTHERS.search(before)
    if pattern is _APART:
        return not _SAMPLES.search(before + found[0]) and not _RULE.search(before[-12:] + found[0] + after)
    if pattern is _STAGE or pattern is _MINUTES:
        return not _OTHERS.search(before) and not _ASKED_FOR.search(before + after)
    if _OTHERS.search(before + found[0] + after):
        return False
    if pattern in (_COPIED, _RETURNED, _SCOPE):
        return (
            pattern is _SCOPE
            or _PAPERS.search(part, max(0, found.start() - 60), found.end() + 40) is not None
        )
    return _OURS.search(before + found[0] + after) is not None
