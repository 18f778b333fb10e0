"""What a person suffered, in words of every day: 上吐下泻, 头皮红肿, 右膝韧带断裂, 靠安眠药入睡.

Illnesses and records stand in ``health``. A symptom counts where the sentence tells of someone (food eaten,
goods used, a person) and speaks of no advertisement, rule or warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import context, near
from gongkai.screening.kinds import roles, rolls

_PART = (
    "(?:左|右|双|两)?侧?(?:眼角|眼睑|眼睛|眼部|眼|头皮|头部|头|额头|额|面部|脸部|脸颊|脸|颈部|颈|脖子|鼻部|鼻子|鼻|耳朵|耳|嘴唇|嘴|口腔|舌|牙龈|牙齿|种植牙|牙|喉咙|咽喉"
    "|胸部|胸|腹部|背部|腰部|腰椎|腰|臀部|手臂|手腕|手背|手指|食指|拇指|中指|无名指|小指|手|胳膊|肘|大腿|小腿|腿部|腿|膝盖|膝|脚趾|脚踝|脚背|脚|踝|皮肤|指甲|十字韧带|韧带|跟腱"
    "|胫骨|腓骨|股骨|肋骨|锁骨|颅骨|鼻骨|视网膜|角膜|半月板|末节|软组织|伤口|刀口|创口|切口)"
)
_HARM = (
    "(?:红肿|肿胀|肿|溃烂|脱皮|起皮|红疹|皮疹|起疹|起泡|起疱|水疱|水泡|瘙痒|发痒|刺痛|疼痛|麻木|出血|流血|流脓|化脓|感染|发炎|脱落|松动|断裂|切断|离断|缺失|撕裂|划伤|割伤|夹伤|扭伤|拉伤|挫伤"
    "|擦伤|砸伤|咬伤|抓伤|灼伤|血肿|淤青|骨折|骨裂|缝合|缝针|缝了[一-龥0-9]针|闭合不全|行动不便|活动受限|功能障碍|手术|植皮|萎缩|变形|留疤|疤痕|烫伤|烧伤|冻伤)"
)
_HURT = near.lazy(
    rf"{_PART}(?:部|处|上)?(?:{_PART}){{0,2}}(?:被|大面积|严重|出现|局部|处|明显|的|[深浅]?[一二三]度|压缩性|粉碎性|开放性|闭合性|线性)?{_HARM}"
    rf"(?:[、和及，]?(?:起|并)?{_HARM})*"
)
_SYMPTOM = near.lazy(
    r"(?:突然|突发|持续|反复|全身|面部|严重)?(?:上吐下泻|呕吐(?:不止)?|腹泻(?:不止)?|腹痛|肚子[疼痛]|胃[疼痛]|拉肚子|便血|咯血|吐血|高烧(?:不退)?|低烧|发烧|发热|头晕(?:目眩)?|恶心|胸闷|心慌|心悸|气短|呼吸困难|抽搐|昏迷|昏厥|晕厥|晕倒"
    r"|皮疹|红疹|过敏性?[皮红]?疹|起疹子|瘙痒|红肿|水疱|失眠|彻夜难眠|幻听|大小便失禁|小便失禁|低视力|视力(?:反而)?(?:下降|减退|模糊)|听力(?:下降|减退|受损)|行动不便|急性肠胃炎|脱发)"
    r"(?:[、，和及]?(?:呕吐|腹泻|腹痛|高烧|发烧|头晕|恶心|脱皮|起皮|红肿|瘙痒))*"
)
_TREATED = near.lazy(
    r"(?:搭桥|置换|支架|近视|眼科|白内障|剖腹产|近视|切除|碎石|剖腹产|靠药物|整形|整容|隆鼻|隆胸|双眼皮|抽脂|吸脂|断指再植|碎石|切除|移植)(?:术|手术)?(?:后|术后)?"
    r"|(?:每周|每月|定期|长期|常年|正在|一直)(?:接受)?(?:透析|化疗|放疗|服药|卧床|输液)(?:[一二三四五两\d]次)?|靠(?:安眠药|药物)(?:入睡|维持)|服用?抗[一-龥]{1,4}药"
    r"|(?:胰岛素|安眠药|降压药|抗抑郁药|化疗药|激素药)|病情(?:恶化|加重|反复|危重)|化疗记录|透析记录|诊断意见|住院病案(?:首页)?|病案首页|急诊病历|影像报告|化验单"
    r"|(?:血糖|血压|血脂|尿酸|转氨酶|心率|体温)(?:骤|猛)?(?:升至|升高|飙升|降至|骤升|骤降|达到?|高达|升)[0-9./]*(?:mmol/L|mmHg|℃|度)?"
    r"|精神状况?(?:不稳定|异常|失常)|精神(?:分裂|失常)|断指|残肢"
    r"|(?:核酸|抗体|抗原|血检|尿检|肛拭子?)检?[测验]?(?:结果)?(?:显示)?[为呈：:]?(?:强|弱)?阳性"
    r"|[甲乙丙丁戊]肝(?:病毒)?(?:表面)?抗[体原](?:呈|为)?阳性|检出(?:伤寒|沙门氏菌|志贺氏?菌|痢疾杆菌|霍乱弧菌)[一-龥]{0,4}"
)
_TREATMENT = near.lazy(
    "[搭置支近眼白剖切碎靠整隆双抽吸断移每定长常正一服胰安降抗化激病透诊住急影血尿转心体精残核肛甲乙丙丁戊检]"
)
"""With what a treatment begins."""
_HARMS = tuple(word.partition("[")[0] for word in _HARM[len("(?:") : -1].split("|"))
_SYMPTOMS = (
    *(
        "吐",
        "腹泻",
        "腹痛",
        "肚子",
        "胃",
        "便血",
        "咯血",
        "烧",
        "发热",
        "头晕",
        "恶心",
        "胸闷",
        "心慌",
        "心悸",
        "气短",
    ),
    *(
        "呼吸困难",
        "抽搐",
        "昏",
        "晕",
        "疹",
        "过敏",
        "瘙痒",
        "红肿",
        "水疱",
        "失眠",
        "彻夜难眠",
        "幻听",
        "失禁",
    ),
    *("视力", "听力", "行动不便", "肠胃炎", "脱发"),
)
_ALL = near.Choice((_HURT, _HARMS), (_SYMPTOM, _SYMPTOMS))
"""Each pattern with words one of which its matches hold; treatments begin with words of their own."""
_TOLD = near.lazy(
    r"劳动者|工友|业主|村民|市民|大爷|大妈|大娘|阿姨|投诉人|举报人|反映人|来电人|当事人|消费者|顾客|患者|受害人|伤者|死者|孩子|女儿|儿子|老人|父亲|母亲|妻子|丈夫|爱人|员工|工人|从业人员|来访人|申请人|其[母父妻夫子女]|我|她|他|本人|先生|女士|某"
    r"|家长|学生|幼儿|[女男][婴童孩]|老人|乘客|住户|用户|会员|致其|被[^，。；]{1,8}[夹砸撞烫划咬扎绊卷压摔]|被送|就医|就诊|住院|医院|急诊|门诊|病历|附|医[药疗]费|误工费|住院费|(?:食用|服用|使用|注射|涂抹|吃|喝|做)(?:了|完|过)?[^，。；]{0,14}?后|之[子女妻父母]"
)
_GENERAL = near.lazy(
    r"宣称|宣传|声称|号称|功效|疗效|治愈|根治|预防|可以治|能治|治疗[^，。；]{0,12}(?:功能|作用|效果)|适应症|适用于|禁忌|慎用|禁用|不宜|警示|提示|提醒|风险|可能|隐患|如有|如出现|若|应当|不得|禁止|规定|标准|条例|《|经营范围|培训|演练|讲座|预案|科普|知识|抽检|检验项目|请勿|谨防|避免|防止|凡"
    r"|不合格项目|检测项目|菌落|大肠菌群|批次|[可会能易][以能]?(?:引起|导致|引发|造成|诱发)|召回|停止食用|停止使用"
)
_GOODS = near.lazy(
    r"(?:仪|机|药|膏|贴|枕|带|器|科|门诊|医院|保险|培训|专用|产品|用品|试剂|耗材|行业|机构|项目|服务|美容|整形外科)"
)
TRIGGER = (
    f"{_HARM}|上吐下泻|呕吐|腹泻|腹痛|胃[疼痛]|肚子[疼痛]|拉肚子|便血|咯血|吐血|高烧|低烧|发烧|发热|头晕|恶心|胸闷|心慌|心悸|气短|呼吸困难|抽搐|昏迷|昏厥|晕厥|晕倒"
    "|皮疹|红疹|起疹|瘙痒|水疱|失眠|彻夜难眠|幻听|失禁|低视力|视力|听力|行动不便|脱发|搭桥|置换|支架|眼科|整形|整容|隆鼻|隆胸|双眼皮|抽脂|吸脂|移植|透析|化疗|放疗|服药|卧床"
    "|安眠药|胰岛素|降压药|激素药|服用?抗|病情|诊断意见|病案|急诊病历|影像报告|化验单|血糖|血压|血脂|尿酸|转氨酶|心率|体温|精神状|断指|残肢|阳性|沙门氏菌|痢疾杆菌|伤寒"
)
"""What a symptom holds, in the syntax of the triggers."""
_NEEDED = tuple(
    "吐泻痛烧热晕心肿疹痒疱泡血伤裂断脱皮炎脓疤术药肝菌性卧析疗诊案单骨失眠肢温度压糖难闷慌抽烂木变升降"
)


_SOMEONE = near.lazy(rf"(?:^|[，,、：:（(\s]|[{roles.ENDS}])(?P<name>{rolls.THREE})")


def named_ends(before: str) -> list[int]:
    """Where the names end that stand in a sentence without a label."""
    return [found.end() for found in _SOMEONE.finditer(before) if rolls.is_name(found["name"])]


def spans(part: str) -> Iterator[tuple[int, int]]:
    """Symptoms, injuries and treatments of someone."""
    if not near.holds(part, _NEEDED):
        return
    treated = near.matches(_TREATED, part, _TREATMENT, 0)
    for group in (*(pattern.finditer(part) for pattern in _ALL.among(part)), treated):
        for found in group:
            before = context.sentence_before(part, found.start(), 60)
            rest = context.sentence_after(part, found.end(), 30)
            if _GENERAL.search(before) or _GENERAL.search(rest[:8]) or _GOODS.match(part, found.end()):
                continue
            if _TOLD.search(before) or _TOLD.search(rest) or named_ends(before):
                yield found.span()
