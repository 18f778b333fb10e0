"""The acts that a case page offers: form, what happens then, and the verb behind it.

The flow says which of them are open; this table says how a person takes one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.archive.merging import named
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case, Series
from gongkai.desk.casework.numbers import read_number, written
from gongkai.desk.complaints import clocks, forms, grounds, joining_forms, telling_forms, testing_forms, verbs
from gongkai.desk.complaints.correcting_forms import CorrectForm
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.offering import Action, Run, demand, says, yes
from gongkai.desk.complaints.outside_actions import OUTSIDE
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.reasoning import day_of, weekday_of
from gongkai.desk.complaints.sorting_forms import SortForm
from gongkai.desk.complaints.telling_actions import TELLING
from gongkai.desk.complaints.together_actions import TOGETHER
from gongkai.desk.complaints.verbs.answering import outcome_of
from gongkai.desk.complaints.verbs.sorting import Sorted
from gongkai.refusal import Refused


def _accepting(one: Standing, day: date) -> str:
    try:
        answer = clocks.mediate_by(one, day, calendar())
    except Refused:
        return _("调解期限从今天起算")
    if answer.due is None:
        return answer.basis
    return _("调解期限从今天起算，到 %(due)s；检测、鉴定的时间依规定扣除。%(basis)s") % {
        "due": weekday_of(answer.due, day),
        "basis": answer.basis.partition("：")[0],
    }


def _closing(one: Standing, day: date) -> str:
    return _("办理结果为“%(outcome)s”，由决定得出；随后由中心回访") % {"outcome": outcome_of(one)}


def _reviewing(one: Standing, day: date) -> str:
    waiting = one.proposal or one.pending
    if waiting is None or waiting.proposed_by is None:
        return ""
    said = {"kind": waiting.kind, "who": waiting.proposed_by.name, "on": day_of(waiting.proposed_on, day)}
    reason = waiting.reason
    return _("%(who)s %(on)s 提请“%(kind)s”") % said + (f"：{reason}" if reason else "")


def _assign(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.AssignForm)
    return verbs.assign(case, form.unit_of(), by=by, at=at)


def _reassign(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.ReassignForm)
    approver = demand(form.officer("approved_by"))
    reason = form.cleaned_data["reason"]
    return verbs.reassign(case, form.unit_of(), by=by, approved_by=approver, reason=reason, at=at)


def _name(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    verbs.name_handler(case, demand(form.officer("officer_uid")), by=by, at=at)
    return None


def _invite(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    mediator = demand(form.officer("officer_uid"))
    return verbs.invite(
        case,
        meets_on=data["meets_on"],
        meets_at=data["meets_at"],
        place=data["place"],
        mediator=mediator,
        by=by,
        at=at,
    )


def _agree(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    recovered = form.cleaned_data["recovered"]
    fen = None if recovered is None else int(recovered * 100)
    return verbs.agree(case, form.cleaned_data["text"], recovered_fen=fen, by=by, at=at)


def _begin_test(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, testing_forms.SampleForm)
    return verbs.begin_test(case, form.said(), by=by, at=at)


def _sort(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    names = ("category", "line", "respondent", "credit_code", "respondent_address", "area")
    said = Sorted(**{name: form.cleaned_data[name].strip() for name in names})
    return verbs.sort(case, said, by=by, at=at)


def _written(case: Case, said: str) -> str:
    """The whole of a number that somebody typed as pages show it, or of which they typed the last part alone:
    then it is one of the year of this case.
    """
    mine = case.registration
    known = read_number(mine.number)
    year = known[1] if known else mine.registered_on.year
    return written(said, mine.agency, Series.COMPLAINTS, year)


def _join(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    number = _written(case, form.cleaned_data["main"])
    seen = visible_to(by, form.day).filter(registration__number=number, kind=Case.Kind.COMPLAINT)
    main = seen.select_related("registration").first()
    if main is None:
        raise Refused("not-found", f"没有编号为“{number}”的投诉", "请核对编号")
    return verbs.join(case, main, form.cleaned_data["consent"], by=by, at=at)


def _repeat(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    number = _written(case, data["first"])
    seen = visible_to(by, form.day).filter(registration__number=number, kind=Case.Kind.REPORT)
    first = seen.select_related("registration").first()
    if first is None:
        raise Refused("not-found", f"没有编号为“{number}”的举报", "请核对编号")
    return verbs.repeat(case, first, data["reason"], is_same=data["same"], by=by, at=at)


def _repeating(one: Standing, day: date) -> str:
    """What the law says, and to whom something is owed."""
    told = _("负责人复核后不再处理，办理结果为“重复举报”；仍要答复举报人")
    return f"{told}。{grounds.repeated(one)}"


def _void(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    approver, reason = demand(form.officer("approved_by")), form.cleaned_data["reason"]
    return verbs.void(case.registration, by=by, approved_by=approver, reason=reason, at=at)


def _correct(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, CorrectForm)
    approver, reason = demand(form.officer("approved_by")), form.cleaned_data["reason"]
    said, also = form.said(), form.also_of()
    return verbs.correct(case, said, by=by, approved_by=approver, reason=reason, also=also, at=at)


def _merge(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    approver, reason = demand(form.officer("approved_by")), form.cleaned_data["reason"]
    kept = named(_written(case, form.cleaned_data["kept"]), visible_to(by, form.day))
    return verbs.merge(case.registration, kept, by=by, approved_by=approver, reason=reason, at=at)


def _unmerge(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    approver, reason = demand(form.officer("approved_by")), form.cleaned_data["reason"]
    return verbs.unmerge(case.registration, by=by, approved_by=approver, reason=reason, at=at)


def _review(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    if form.cleaned_data["word"] == "yes":
        return verbs.approve(case, by=by, at=at)
    return verbs.disapprove(case, by=by, at=at)


def _text(verb: Callable[..., object]) -> Run:
    return lambda case, form, by, at: verb(case, form.cleaned_data["text"], by=by, at=at)


def _plain(verb: Callable[..., object]) -> Run:
    return lambda case, form, by, at: verb(case, by=by, at=at)


ACTIONS: dict[str, Action] = {
    "assign": Action(forms.AssignForm, _assign, says(gettext_lazy("只交一个单位；该单位今天看到"))),
    "accept": Action(forms.NothingForm, _plain(verbs.accept), _accepting),
    "invite": Action(forms.InviteForm, _invite, says(gettext_lazy("可以打印调解邀请函；当事人可以申请回避"))),
    "move_meeting": Action(
        forms.MoveForm,
        lambda case, form, by, at: verbs.move_meeting(
            case,
            meets_on=form.cleaned_data["meets_on"],
            meets_at=form.cleaned_data["meets_at"],
            place=form.cleaned_data["place"],
            by=by,
            at=at,
        ),
        says(gettext_lazy("调解员不变；另出调解通知书，有查询码的在页面告知")),
    ),
    "hold": Action(
        forms.HoldForm,
        lambda case, form, by, at: verbs.hold(
            case, form.cleaned_data["attended"], form.cleaned_data["text"], by=by, at=at
        ),
        says(gettext_lazy("笔录留在本件；达成一致的，再登记协议")),
    ),
    "agree": Action(forms.AgreeForm, _agree, says(gettext_lazy("办理结果将为“调解成功”；还须答复再办结"))),
    "check": Action(
        forms.TextForm, _text(verbs.check), says(gettext_lazy("核查记录留在本件，不给被投诉（举报）人看"))
    ),
    "file": Action(
        forms.FileForm,
        lambda case, form, by, at: verbs.file(
            case,
            opens=yes(form, "opens"),
            reason=form.cleaned_data["reason"],
            number=form.cleaned_data["number"],
            by=by,
            at=at,
        ),
        says(gettext_lazy("由单位负责人决定；立案的，本件成为案件线索")),
    ),
    "repeat": Action(forms.RepeatForm, _repeat, _repeating, group="more"),
    "approve": Action(forms.ReviewForm, _review, _reviewing),
    "unreached": Action(
        forms.NothingForm,
        _plain(verbs.unreached),
        says(gettext_lazy("须有多次不同日期未接通的通话记录，或者匿名无联系方式")),
    ),
    "close": Action(forms.NothingForm, _plain(verbs.close), _closing),
    "respond": Action(forms.TextForm, _text(verbs.respond), says(gettext_lazy("后续反映随之销项"))),
    "respond_closed": Action(forms.TextForm, _text(verbs.respond), says(gettext_lazy("后续反映随之销项"))),
    "callback": Action(
        telling_forms.CallbackForm,
        lambda case, form, by, at: verbs.callback(
            case,
            reached=yes(form, "reached"),
            satisfaction=form.cleaned_data["satisfaction"],
            recording=form.cleaned_data["recording"],
            by=by,
            at=at,
        ),
        says(gettext_lazy("不满意的自动进入督办，可以重新办理")),
    ),
    "begin_test": Action(testing_forms.SampleForm, _begin_test, testing_forms.what_follows),
    "end_test": Action(
        testing_forms.LabReportForm,
        lambda case, form, by, at: verbs.end_test(case, form.cleaned_data["report"], by=by, at=at),
        testing_forms.then_again,
    ),
    "note": Action(
        forms.TextForm, _text(verbs.note), says(gettext_lazy("留在本件，办理人员可见")), group="more"
    ),
    "sort": Action(SortForm, _sort, says(gettext_lazy("期限随条线重新计算")), group="more"),
    "name_handler": Action(
        forms.HandlerForm, _name, says(gettext_lazy("指定后只有承办人和负责人能办理")), group="more"
    ),
    "recuse": Action(
        forms.NothingForm, _plain(verbs.recuse), says(gettext_lazy("须另邀调解员")), group="more"
    ),
    "join": Action(
        joining_forms.JoinForm,
        _join,
        says(
            gettext_lazy(
                "编号、卷宗、答复义务都保留；随时可以拆出；主案调解有了结果，自动拆出，各自登记结果、各自答复"
            )
        ),
        group="more",
    ),
    "unjoin": Action(
        forms.NothingForm,
        _plain(verbs.unjoin),
        says(gettext_lazy("各自继续调解，什么也不丢；主案有了结果自动拆出，不用先拆")),
    ),
    "split": Action(
        forms.NothingForm,
        _plain(verbs.split),
        says(
            gettext_lazy(
                "同一登记编号下增加另一件，由投诉举报中心分办，期限各自计算；分到别的单位的，您不再看到"
            )
        ),
        group="more",
    ),
    "transfer": Action(
        forms.TransferForm,
        lambda case, form, by, at: verbs.transfer(
            case, form.cleaned_data["body"], form.cleaned_data["proof"], by=by, at=at
        ),
        says(gettext_lazy("须有移送函；当日告知诉求人，办理结果为“移送”")),
        group="more",
    ),
    "tell": Action(
        forms.BodyForm,
        lambda case, form, by, at: verbs.tell(case, form.cleaned_data["body"], by=by, at=at),
        says(gettext_lazy("举报不移送，告知举报人直接向有权部门提出")),
        group="more",
    ),
    "give_back": Action(
        forms.ReturnForm,
        lambda case, form, by, at: verbs.give_back(case, form.cleaned_data["reason"], by=by, at=at),
        says(gettext_lazy("由中心改派，不自行转给其他单位；期限不重新计算")),
        group="more",
    ),
    "reassign": Action(
        forms.ReassignForm, _reassign, says(gettext_lazy("作为更正公开留痕，须另一人批准")), group="more"
    ),
    "urge": Action(
        forms.NothingForm,
        _plain(verbs.urge),
        says(gettext_lazy("计入次数；达到局内规定次数自动督办")),
        group="more",
    ),
    "supervise": Action(
        forms.NothingForm, _plain(verbs.supervise), says(gettext_lazy("列入督办，直到解除")), group="more"
    ),
    "lift": Action(forms.NothingForm, _plain(verbs.lift), says(gettext_lazy("移出督办")), group="more"),
    "follow_up": Action(
        telling_forms.FollowUpForm,
        lambda case, form, by, at: _follow_up(case, form, by, at),
        says(gettext_lazy("一定要有回应才能办结")),
        group="more",
    ),
    "follow_up_closed": Action(
        telling_forms.FollowUpForm,
        lambda case, form, by, at: _follow_up(case, form, by, at),
        says(gettext_lazy("不重新办理的，也须按局内期限回应")),
    ),
    "reopen": Action(
        forms.ReopenForm,
        lambda case, form, by, at: verbs.reopen(case, form.cleaned_data["reason"], by=by, at=at),
        says(gettext_lazy("期限自今天重新计算，须再次答复；原办结记录保留")),
    ),
    "refuse": Action(
        forms.GroundForm,
        lambda case, form, by, at: verbs.refuse(
            case, form.cleaned_data["ground"], form.cleaned_data["reason"], by=by, at=at
        ),
        says(gettext_lazy("须选法定情形并写明理由；负责人复核后才生效，您不能单独完成")),
        stops=True,
    ),
    "end": Action(
        forms.EndForm,
        lambda case, form, by, at: verbs.end(
            case, form.cleaned_data["ground"], reason=form.cleaned_data["reason"], by=by, at=at
        ),
        says(gettext_lazy("须选法定情形；随后在规定期限内告知双方")),
        stops=True,
    ),
    **TOGETHER,
    **TELLING,
    **OUTSIDE,
    "correct": Action(
        CorrectForm,
        _correct,
        says(
            gettext_lazy(
                "作为更正公开留痕，须另一人批准；联系方式重新密封，写错的不保留；同一登记的另一件勾选才一并更正"
            )
        ),
        group="more",
    ),
    "merge": Action(
        joining_forms.MergeForm,
        _merge,
        says(gettext_lazy("本件编号保留、统计不计；来件、附件、回执都从保留的一件看；可以撤销，什么也不丢")),
        group="more",
    ),
    "void": Action(
        forms.VoidForm,
        _void,
        says(gettext_lazy("同一登记编号下的各件一并作废；编号保留，统计不计，作为更正公开留痕")),
        group="more",
    ),
    "unmerge": Action(forms.VoidForm, _unmerge, says(gettext_lazy("恢复到合并以前的环节"))),
}
"""Verb → how a page offers it; ``unmerge`` stands beside what the page says of the merging."""


def _follow_up(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.follow_up(
        case,
        data["text"],
        channel=data["channel"],
        source_number=data["source_number"],
        reopens=data["reopens"],
        feedback_due=data["feedback_due"],
        is_new=bool(data.get("is_new")),
        by=by,
        at=at,
    )
