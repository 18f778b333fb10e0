"""The acts on an application as the page offers them: form, verb, what follows, where the button stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.archive.merging import named
from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.casework.verbs import assign, reassign
from gongkai.desk.foi import fee_forms, forms, hints, queries, serving_forms, verbs
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application
from gongkai.refusal import Refused

Run = Callable[[Case, Any, Officer, datetime], Any]


@dataclass(frozen=True, slots=True)
class Action:
    """One act: its form, how it runs, what follows. ``group`` is work, more or stop."""

    verb: str
    form: type[forms.ActForm]
    run: Run
    then: hints.Hint | Any = ""
    group: str = "more"

    def follows(self, application: Application, day: date) -> str:
        """What follows, with the words of the law of the day."""
        return self.then(application, day) if callable(self.then) else str(self.then)


def _given(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names if form.cleaned_data.get(name) not in (None, "")}


def _join(case: Case, form: Any, by: Officer, at: datetime) -> Any:
    seen = FLOW.gate(by, form.day).filter(registration__number=form.cleaned_data["number"].strip())
    lead = seen.filter(registration__agency=by.agency_id).first()
    if lead is None:
        raise Refused("not-found", "没有这一编号的申请", "请核对编号")
    return verbs.join(case, lead, by=by, at=at)


def _merge(case: Case, form: Any, by: Officer, at: datetime) -> Any:
    approver, reason = form.officer("approved_by"), form.cleaned_data["reason"]
    kept = named(form.cleaned_data["kept"], FLOW.gate(by, form.day).filter(registration__agency=by.agency_id))
    return verbs.merge(case.registration, kept, by=by, approved_by=approver, reason=reason, at=at)


def _unmerge(case: Case, form: Any, by: Officer, at: datetime) -> Any:
    approver, reason = form.officer("approved_by"), form.cleaned_data["reason"]
    return verbs.unmerge(case.registration, by=by, approved_by=approver, reason=reason, at=at)


def letter_to_seal(case: Case) -> Letter | None:
    """The letter of the current decision that has no entry in the register of seals."""
    decision = queries.current_decision(case)
    if decision is None or decision.letter is None or hasattr(decision.letter, "seal_use"):
        return None
    return decision.letter


def _seal(case: Case, form: Any, by: Officer, at: datetime) -> Any:
    letter = letter_to_seal(case)
    if letter is None:
        raise Refused("no-letter", "没有等待用印的文书", "签发后再登记用印")
    approver = form.officer("approved_by")
    given = _given(form, "seal", "copies")
    return letters.use_seal(letter, by=by, approved_by=approver, at=at, **given)


_ALL = (
    Action(
        "confirm",
        forms.ConfirmForm,
        lambda case, form, by, at: verbs.confirm(case, form.cleaned_data["on"], by=by, at=at),
        hints.also(gettext_lazy("收到之日由此确定"), hints.of_receipt),
        "work",
    ),
    Action(
        "assign",
        forms.UnitForm,
        lambda case, form, by, at: assign(case, form.chosen(), by=by, at=at, flow=FLOW),
        gettext_lazy("单位的承办人和负责人看到这一件"),
        "work",
    ),
    Action(
        "search",
        forms.SearchForm,
        lambda case, form, by, at: verbs.search(
            case,
            form.cleaned_data["place"],
            form.cleaned_data["method"],
            form.cleaned_data["found"] == "1",
            note=form.cleaned_data["note"],
            by=by,
            at=at,
        ),
        gettext_lazy("答复“信息不存在”要有检索记录"),
        "work",
    ),
    Action(
        "correct",
        forms.CorrectedForm,
        lambda case, form, by, at: verbs.correct(case, by=by, at=at, **_given(form, "text", "on")),
        hints.of_rules("restart.corrected"),
        "work",
    ),
    Action(
        "pay",
        forms.PaidForm,
        lambda case, form, by, at: verbs.pay(case, by=by, at=at, **_given(form, "on")),
        hints.of_fee("restart.paid"),
        "work",
    ),
    Action(
        "opine",
        forms.OpinionOfThirdForm,
        lambda case, form, by, at: verbs.opine(
            form.chosen(), form.cleaned_data["opinion"], by=by, at=at, **_given(form, "on")
        ),
        hints.also(gettext_lazy("期限继续计算"), hints.of_rules(missed=("third_party", "co_organ"))),
    ),
    Action(
        "seal",
        forms.SealForm,
        _seal,
        gettext_lazy("记入用印登记簿"),
        "work",
    ),
    Action(
        "tell_third",
        forms.TellThirdForm,
        lambda case, form, by, at: verbs.tell_third(
            form.chosen(), form.cleaned_data["what"], form.cleaned_data["why"], by=by, at=at
        ),
        gettext_lazy("出具《决定公开告知书（第三方）》，随后才能送达申请人"),
        "work",
    ),
    Action(
        "deliver",
        serving_forms.DeliverForm,
        lambda case, form, by, at: verbs.deliver(
            case, form.cleaned_data["way"], by=by, at=at, **_given(form, "sent_on", "tracking", "proof")
        ),
        hints.also(gettext_lazy("随后登记送达结果"), hints.of_service("date.mailed", "date.served")),
        "work",
    ),
    Action(
        "served",
        serving_forms.ServedForm,
        lambda case, form, by, at: verbs.served(case, by=by, at=at, **_given(form, "result", "proof", "on")),
        gettext_lazy("退件的重新送达，答复之日不变"),
        "work",
    ),
    Action(
        "redeliver",
        serving_forms.DeliverForm,
        lambda case, form, by, at: verbs.redeliver(
            case, form.cleaned_data["way"], by=by, at=at, **_given(form, "sent_on", "tracking", "proof")
        ),
        gettext_lazy("答复之日仍是第一次送出的那天"),
        "work",
    ),
    Action(
        "close",
        forms.NothingForm,
        lambda case, form, by, at: verbs.close(case, by=by, at=at),
        gettext_lazy("办结后归档"),
        "work",
    ),
    Action(
        "ask_correction",
        forms.CorrectionForm,
        lambda case, form, by, at: verbs.ask_correction(
            case, by=by, at=at, **_given(form, "items", "reason", "until")
        ),
        hints.also(
            gettext_lazy("出具告知书，等申请人补正"), hints.of_rules("correction.once", "restart.corrected")
        ),
    ),
    Action(
        "consult_third",
        forms.ThirdForm,
        lambda case, form, by, at: verbs.consult_third(
            case, _given(form, "name", "address", "phone"), form.cleaned_data["about"], by=by, at=at
        ),
        hints.also(
            gettext_lazy("出具征询书，隐去申请人"),
            hints.of_rules("pause.consult_third_party", missed=("third_party",)),
        ),
    ),
    Action(
        "consult_organ",
        forms.OrganForm,
        lambda case, form, by, at: verbs.consult_organ(
            case,
            form.cleaned_data["organ"],
            form.cleaned_data["about"],
            co_maker=form.cleaned_data["co_maker"],
            by=by,
            at=at,
        ),
        hints.also(
            gettext_lazy("出具征求意见函"), hints.of_rules("pause.consult_organ", missed=("co_organ",))
        ),
    ),
    Action(
        "extend",
        forms.ExtendForm,
        lambda case, form, by, at: verbs.extend(
            case, form.cleaned_data["reason"], form.officer("consent"), by=by, at=at, **_given(form, "days")
        ),
        hints.also(gettext_lazy("出具延期告知书；一件只能延期一次"), hints.of_rules("extension.consent")),
    ),
    Action(
        "charge",
        fee_forms.ChargeForm,
        lambda case, form, by, at: verbs.charge(
            case,
            form.cleaned_data["how"],
            by=by,
            at=at,
            costs=form.costs(),
            **_given(form, "pieces", "pages", "already"),
        ),
        hints.also("", hints.of_charging, hints.of_fee("restart.paid", missed=("payment",))),
    ),
    Action(
        "send_letter",
        serving_forms.SendLetterForm,
        lambda case, form, by, at: verbs.send_letter(
            case,
            form.chosen(),
            form.cleaned_data["way"],
            by=by,
            at=at,
            **_given(form, "sent_on", "tracking", "proof"),
        ),
        gettext_lazy("补正、征询、延期、收费、作废等文书；对方的期限从送达之日算"),
    ),
    Action(
        "letter_result",
        serving_forms.LetterResultForm,
        lambda case, form, by, at: verbs.letter_result(
            case, form.chosen(), by=by, at=at, **_given(form, "result", "proof", "on")
        ),
        gettext_lazy("退件的可以再送"),
    ),
    Action(
        "waive",
        forms.WaiveForm,
        lambda case, form, by, at: verbs.waive(case, form.cleaned_data["reason"], by=by, at=at),
    ),
    Action(
        "ask_reasons",
        forms.NothingForm,
        lambda case, form, by, at: verbs.ask_reasons(case, by=by, at=at),
        hints.of_rules("bulk"),
    ),
    Action(
        "postpone",
        forms.PostponeForm,
        lambda case, form, by, at: verbs.postpone(
            case,
            form.cleaned_data["to"],
            consent=form.officer("consent") if form.cleaned_data.get("consent") else None,
            by=by,
            at=at,
        ),
        hints.of_rules("bulk"),
    ),
    Action(
        "split",
        forms.SplitForm,
        lambda case, form, by, at: verbs.split(case, form.cleaned_data["text"], by=by, at=at),
    ),
    Action("join", forms.JoinForm, _join, gettext_lazy("两件一份答复，各自归档")),
    Action(
        "reassign",
        forms.ReassignForm,
        lambda case, form, by, at: reassign(
            case,
            form.chosen(),
            by=by,
            approved_by=form.officer("approved_by"),
            reason=form.cleaned_data["reason"],
            at=at,
            flow=FLOW,
        ),
        gettext_lazy("期限不重新计算"),
    ),
    Action(
        "recall",
        forms.NothingForm,
        lambda case, form, by, at: verbs.recall(case, by=by, at=at),
        gettext_lazy("已签的意见随之作废"),
    ),
    Action(
        "explain_late",
        forms.LateForm,
        lambda case, form, by, at: verbs.explain_late(
            case, form.cleaned_data["cause"], note=form.cleaned_data["note"], by=by, at=at
        ),
        gettext_lazy("列入逾期表；期限不变"),
    ),
    Action(
        "withdraw",
        forms.WithdrawnForm,
        lambda case, form, by, at: verbs.withdraw(case, by=by, at=at, **_given(form, "proof", "on")),
        hints.also(gettext_lazy("申请人自己不要了"), hints.counted_as(verbs.serving.WITHDRAWN)),
    ),
    Action(
        "reopen",
        forms.ReopenForm,
        lambda case, form, by, at: verbs.reopen(case, form.cleaned_data["reason"], by=by, at=at),
        gettext_lazy("须再次答复；期限自今天起算"),
    ),
    Action(
        "void",
        forms.VoidForm,
        lambda case, form, by, at: verbs.void(
            case, form.cleaned_data["reason"], approved_by=form.officer("approved_by"), by=by, at=at
        ),
        gettext_lazy("编号保留，统计不计；理由告知申请人"),
        "stop",
    ),
    Action(
        "merge",
        forms.MergeForm,
        _merge,
        gettext_lazy("本件编号保留、统计不计；来件、材料、回执都从保留的一件看；可以撤销，什么也不丢"),
    ),
    Action("unmerge", forms.UnmergeForm, _unmerge, gettext_lazy("恢复到合并以前的环节")),
)
ACTIONS: dict[str, Action] = {one.verb: one for one in _ALL}
"""Every act by its verb, in the order in which the page shows them."""
MOVES = {"consult_third": "consult", "consult_organ": "consult"}
"""Acts that are a move of the flow by another name."""
TITLES = {
    "consult_third": gettext_lazy("征求第三方意见"),
    "consult_organ": gettext_lazy("征求机关意见"),
    "seal": gettext_lazy("登记用印"),
    "tell_third": gettext_lazy("告知第三方"),
}
"""Titles of acts that are no moves of their own."""
