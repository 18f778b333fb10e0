"""The letters and papers of a complaint or report: which ones its decisions call for, and what they say.

Kind, contents and citation come from :mod:`gongkai.law.letters`, by the rule set that governs the case; what
is known of the case is written in beforehand, the rest the handler writes. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.letters import Content
from gongkai.desk.casework.models import Case, CaseText, Party
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.personal import person_for_letter, text_for_letter
from gongkai.desk.complaints import clocks, grounds
from gongkai.desk.complaints.facts import Kind, Standing, Step
from gongkai.desk.complaints.flow import WORKING
from gongkai.desk.complaints.models import Authority, Contest, Mediation, Note, Reward
from gongkai.law.letters import Letter as LawLetter
from gongkai.law.letters import ending_routes, other_ways
from gongkai.law.letters import letters as kinds_of
from gongkai.law.rewards import collecting
from gongkai.papers import numerals
from gongkai.refusal import Refused

PETITIONER, RESPONDENT, BOTH, BODY = "petitioner", "respondent", "both", "body"
TO = {
    PETITIONER: _("诉求人"),
    RESPONDENT: _("被投诉人"),
    BOTH: _("双方当事人"),
    BODY: _("接收机关"),
}
"""To whom a paper goes."""
ANSWERS = ("c.refuse", "c.end", "c.agree", "c.answer", "r.file", "r.nofile", "r.goto", "r.result")
"""Letters that answer the person once they are sent (事事有回音)."""
NAME = "〔投诉人〕"
"""Stands for the name of the complainant until a paper is issued; nobody opens it for a preview."""
_ENDS = "。！？：；…”"
_OTHERS = "others"
"""The field of those who complain together: one a line, each with what is known."""
_TO_WRITE = "\n".join(["（现场记录）", *["＿" * 26] * 20])
"""Room for what is written by hand while the meeting goes on."""
_SIGN = "投诉人（签名或者盖章）：\n被投诉人（签名或者盖章）：\n调解人员（签名）：\n日期："


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that a case calls for. ``cause`` is what it is about; once issued for a cause, it is there.

    ``says`` is what is known for each content that the law asks; ``article`` that of the ground.
    """

    kind: LawLetter
    cause: str
    to: str
    on: date | None = None
    article: str = ""
    says: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How an address names it: ``c.end~decision-3-respondent``."""
        return f"{self.kind.key}~{self.cause.replace('/', '-')}"


def papers_of(one: Standing, day: date) -> list[Paper]:
    """Every paper that the case calls for on a day, in the order of its course."""
    found: list[Paper] = []
    for maker in (
        _lacking,
        _accepting,
        _mediating,
        _deciding,
        _transferring,
        _contesting,
        _answering,
        _rewarding,
    ):
        found += maker(one, day)
    return found


def paper_of(one: Standing, name: str, day: date) -> Paper:
    """The paper of that name. Raises Refused (``not-found``) for one the case does not call for."""
    for paper in papers_of(one, day):
        if paper.name == name:
            return paper
    raise Refused("not-found", "本件现在没有这份文书", "请从文书页选择")


def content_of(one: Standing, paper: Paper, says: dict[str, str], *, body: str = "", final: bool) -> Content:
    """What the paper says. ``final`` writes in the name and the person's own words; a preview never does.

    Raises Refused: ``no-respondent``, ``no-body``, ``personal`` when a paper for the other side or another
    body names the person.
    """
    names = _names(one, final)
    if paper.to in (RESPONDENT, BODY):
        _demand_nothing_personal(one, says, final)
    written = {name: _stopped(text.replace(NAME, names)) for name, text in says.items() if text.strip()}
    return Content(
        key=paper.kind.key,
        ruleset=paper.kind.ruleset,
        addressee=_addressee(one, paper, names, body),
        request=_request(one.case, final and paper.to == PETITIONER),
        received_on=one.case.opened_on,
        article=paper.article,
        says=written,
        to_other=paper.to == RESPONDENT,
    )


def _stopped(text: str) -> str:
    """A sentence ends with a full stop; a name, a day or a line to sign does not."""
    plain = text.rstrip()
    is_sentence = "\n" not in plain and any(mark in plain for mark in "，；。")
    return f"{plain}。" if is_sentence and plain.rstrip("）")[-1:] not in _ENDS else text


def _made(
    one: Standing, key: str, cause: str, to: str, on: date | None, says: dict[str, str] | None = None
) -> Iterator[Paper]:
    """The paper, where the rule set of its day has one of that key."""
    ruleset = grounds.ruleset_of(one, on)
    for kind in kinds_of(ruleset):
        if kind.key == key:
            known = {name: (says or {}).get(name, "") for name in kind.contents}
            yield Paper(kind, cause, to, on, says=known)


def _lacking(one: Standing, day: date) -> Iterator[Paper]:
    """What an agent or representatives were asked for, until when, and what follows if it does not come."""
    made = Authority.objects.filter(case=one.case, asked_until__isnull=False).first()
    if made is None or not made.lacking or one.accepted_on is not None or not _has_person(one):
        return
    assert made.asked_until is not None
    law = grounds.of_agent(one) if made.needed else grounds.joint(one)
    says = {
        "须补正的材料": "。".join(filter(None, ("、".join(made.lacking), law))),
        "补正期限": f"{numerals.date(made.asked_until)}前",
        "逾期不补正的后果": _without_papers(one, made),
    }
    key = "c.papers" if made.needed else "c.elect"
    yield from _made(one, key, f"papers/{made.asked_until}", PETITIONER, made.asked_on, says)


def _without_papers(one: Standing, made: Authority) -> str:
    """An agent's complaint may be refused; who elected nobody in writing all take part themselves."""
    if not made.needed:
        return "逾期没有补正的，不影响投诉的受理，由各投诉人本人参加调解、确认调解协议"
    try:
        ground = grounds.refusal(grounds.ruleset_of(one, made.asked_on), "no_material")
    except Refused:
        return "逾期没有补正的，可以不予受理"
    return f"逾期没有补正的，依照{ground.cite}，不予受理"


def _accepting(one: Standing, day: date) -> Iterator[Paper]:
    if one.case.kind != Case.Kind.COMPLAINT or one.accepted_on is None or not _has_person(one):
        return
    says = {
        "登记编号": one.case.registration.number,
        "双方当事人": f"投诉人{NAME}，被投诉人{one.matter.respondent or '（不详）'}",
        "投诉请求": one.profile.claim if one.profile and one.profile.claim else "",
        "受理日期": numerals.date(one.accepted_on),
        "调解须双方同意": "调解以双方自愿为前提，任何一方不同意的，终止调解",
        "调解期限": _mediation_limit(one),
    }
    yield from _made(one, "c.accept", f"accept/{one.round}", PETITIONER, one.accepted_on, says)


def _mediating(one: Standing, day: date) -> Iterator[Paper]:
    rows = Mediation.objects.filter(case=one.case, recused_on__isnull=True, called_off_on__isnull=True)
    records = {note.on: note for note in Note.objects.filter(case=one.case, kind=Note.Kind.RECORD)}
    for meeting in rows.select_related("mediator").order_by("pk"):
        says = {
            "时间": meeting.when,
            "地点": meeting.place,
            "调解人员": meeting.mediator.name,
            "申请回避的权利": "认为调解人员与本争议有利害关系、可能影响公正的，可以在调解开始前申请回避",
        }
        for to in _sides(one):
            yield from _made(one, "c.mediate", f"mediation/{meeting.pk}/{to}", to, meeting.invited_on, says)
        note = records.get(meeting.held_on) if meeting.held_on else None
        held = {
            **says,
            "到场情况": meeting.attended or "投诉人：　　　　被投诉人：",
            "调解经过": text_for_letter(one.case, note.field) if note else _TO_WRITE,
            "签名": _SIGN,
        }
        on = meeting.held_on or meeting.meets_on
        yield from _made(one, "c.record", f"mediation/{meeting.pk}", BOTH, min(on, day), held)


def _deciding(one: Standing, day: date) -> Iterator[Paper]:
    """A paper for each decision that counts, of every round."""
    for made in one.decisions:
        assert made.on is not None
        cause, dated = f"decision/{made.pk}", numerals.date(made.on)
        if made.kind == Kind.REFUSED:
            ground = grounds.refusal(made.ruleset, made.ground)
            says = {"不予受理的情形": ground.text, "理由": made.reason}
            yield from _of_ground(one, "c.refuse", cause, PETITIONER, made.on, says, ground)
        elif made.kind == Kind.ENDED:
            ground = grounds.ending(made.ruleset, made.ground)
            says = {"终止的情形": ground.text, "日期": dated}
            for to in _sides(one):
                yield from _of_ground(one, "c.end", f"{cause}/{to}", to, made.on, says, ground)
        elif made.kind == Kind.AGREED:
            yield from _agreeing(one, cause, made.on)
        elif made.kind in (Kind.FILED, Kind.NOT_FILED) and _has_person(one) and not one.is_anonymous:
            key = "r.file" if made.kind == Kind.FILED else "r.nofile"
            reason = made.reason if made.kind == Kind.NOT_FILED else ""
            says = {"作出决定的日期": dated, "理由": reason}
            yield from _made(one, key, cause, PETITIONER, made.on, says)
        elif made.kind == Kind.TOLD and _has_person(one):
            yield from _made(one, "r.goto", cause, PETITIONER, made.on, {"有处理权限的部门": made.body})


def _of_ground(
    one: Standing, key: str, cause: str, to: str, on: date, says: dict[str, str], ground: grounds.Ground
) -> Iterator[Paper]:
    """A paper on a ground: under its rule set, with its article and the other ways there are."""
    if to == PETITIONER and not _has_person(one):
        return
    for kind in kinds_of(ground.ruleset):
        if kind.key == key:
            tell = ending_routes(kind.ruleset) if to == RESPONDENT else other_ways(kind.ruleset)
            ways = {name: tell for name in kind.contents if "途径" in name}
            known = {name: (says | ways).get(name, "") for name in kind.contents}
            yield Paper(kind, cause, to, on, ground.article, known)


def _agreeing(one: Standing, cause: str, on: date) -> Iterator[Paper]:
    note = Note.objects.filter(case=one.case, kind=Note.Kind.AGREEMENT).order_by("-pk").first()
    says = {
        "争议事实": "",
        "协议内容": text_for_letter(one.case, note.field) if note else "",
        "双方签名或者盖章": _SIGN,
    }
    for paper in _made(one, "c.agree", cause, BOTH, on, says):
        seal = {
            name: "（加盖印章）本调解书一式三份，双方各执一份，本局存档一份"
            for name in paper.says
            if "印章" in name
        }
        yield replace(paper, says=paper.says | seal)


def _transferring(one: Standing, day: date) -> Iterator[Paper]:
    if one.step not in WORKING and one.end != Kind.TRANSFERRED:
        return
    matter = one.matter
    what = f"{short(one.case.registration.number)} {one.case.kind}：{matter.respondent} {matter.category}"
    says = {"移送的事项": what.strip(), "随函材料": "诉求内容、附件；当事人信息密封件"}
    yield from _made(one, "c.transfer", f"transfer/{one.round}", BODY, day, says)


def _contesting(one: Standing, day: date) -> Iterator[Paper]:
    """The request to the common superior, while a dispute with another bureau waits."""
    for waiting in Contest.objects.filter(case=one.case, settled_on__isnull=True):
        matter = one.matter
        about = f"（{matter.category}）" if matter.category else ""
        what = f"编号{one.case.registration.number}，被诉主体：{matter.respondent or '不详'}{about}"
        says = {
            "争议的案件": what,
            "争议各方": f"{one.case.registration.agency.name}、{waiting.body}",
            "协商情况": f"{numerals.date(waiting.arose_on)}发生争议，",
            "本机关的意见": waiting.reason,
            "随函材料": "诉求内容、附件、协商记录；当事人信息密封件",
        }
        yield from _made(one, "c.jurisdiction", f"contest/{waiting.pk}", BODY, waiting.arose_on, says)


def _answering(one: Standing, day: date) -> Iterator[Paper]:
    if one.step not in (Step.ANSWER, Step.CLOSE, Step.CLOSED) or not _has_person(one):
        return
    cause = f"answer/{one.round}"
    yield from _made(one, "c.answer", cause, PETITIONER, day, {"办理结果": one.end})
    if one.case.kind == Case.Kind.REPORT:
        yield from _made(one, "r.result", cause, PETITIONER, day)


def _rewarding(one: Standing, day: date) -> Iterator[Paper]:
    if not _has_person(one):
        return
    given = Reward.objects.filter(case=one.case, on__isnull=False, revoked_on__isnull=True, is_refused=False)
    for made in given:
        for kind in kinds_of(made.ruleset):
            says = {
                "奖励级别": f"{numerals.chinese(made.level)}级",
                "奖励金额": f"{made.amount_fen / 100:,.2f} 元（{'；'.join(made.how)}）",
                "领取的方式和期限": collecting(one.case.opened_on),
            }
            yield Paper(kind, f"reward/{made.pk}", PETITIONER, made.on, says=says)


def _mediation_limit(one: Standing) -> str:
    assert one.accepted_on is not None
    try:
        answer = clocks.mediate_by(one, one.accepted_on, calendar())
    except Refused:
        return ""
    said = answer.basis.partition("：")[2] or answer.basis
    return f"{said}；本件为{numerals.date(answer.due)}前" if answer.due else said


def _sides(one: Standing) -> tuple[str, ...]:
    return (PETITIONER, RESPONDENT) if _has_person(one) else (RESPONDENT,)


def _has_person(one: Standing) -> bool:
    """Somebody left a way to be reached."""
    return Party.objects.filter(case=one.case, role=Party.Role.PETITIONER, sealed__isnull=False).exists()


def _names(one: Standing, final: bool) -> str:
    """The name for a paper: the number where the person is kept secret or no name was left."""
    who = "举报人" if one.case.kind == Case.Kind.REPORT else "投诉人"
    if not final:
        return f"（{who}姓名签发时写入）"
    nameless = f"（登记编号 {one.case.registration.number}）"
    if one.is_secret:
        return nameless
    name = str(person_for_letter(one.case, Party.Role.PETITIONER).get("name") or nameless)
    joint = Authority.objects.filter(case=one.case, way=Authority.Way.JOINT).first()
    return f"{name}等{joint.people}人" if joint is not None else name


def _addressee(one: Standing, paper: Paper, names: str, body: str) -> str:
    if paper.to == BODY:
        if not body.strip():
            raise Refused("no-body", "没有写移送给哪个机关", "请填写接收机关")
        return body.strip()
    if paper.to == PETITIONER:
        return names
    if not one.matter.respondent:
        raise Refused("no-respondent", "本件没有登记被投诉人", "请先登记被投诉人的名称")
    return one.matter.respondent if paper.to == RESPONDENT else f"{names}、{one.matter.respondent}"


def _request(case: Case, own: bool) -> str:
    """What was said: their own words to the person, the masked text to everybody else."""
    if own:
        return text_for_letter(case)
    text = CaseText.objects.filter(case=case, field=CaseText.Field.CONTENT).first()
    return text.masked if text is not None else ""


def _demand_nothing_personal(one: Standing, says: dict[str, str], final: bool) -> None:
    """Nothing of the person reaches the other side or another body in a letter."""
    written = "".join(says.values())
    if NAME in written:
        raise Refused("personal", "这份文书不能写投诉人的姓名", "请删去")
    if not final or one.is_secret:
        return
    person = person_for_letter(one.case, Party.Role.PETITIONER)
    flat = "".join(written.split())
    lines = [str(value or "") for name, value in person.items() if name != _OTHERS]
    others = str(person.get(_OTHERS) or "").split()
    for said in (*lines, *others):
        value = "".join(said.split()).strip("，、,；;")
        if len(value) > 1 and value in flat:
            raise Refused("personal", "这份文书里写了诉求人的个人信息", "请删去姓名、电话、住址等再签发")
