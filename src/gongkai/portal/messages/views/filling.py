"""``/complain``, ``/ask``, ``/apply``, ``/opinion/…``: the steps of a form, and the receipt at their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from gongkai.law.intake import complaint_platform, joint_complaint
from gongkai.portal.messages import browser, hardening, intake, keys, sealing_up, secrets, uploads
from gongkai.portal.messages.forms import apply as apply_form
from gongkai.portal.messages.forms import ask as ask_form
from gongkai.portal.messages.forms import complain as complain_form
from gongkai.portal.messages.forms import opinion as opinion_form
from gongkai.portal.messages.forms.steps import CHECK, StepForm, Wizard
from gongkai.portal.messages.views import receipts, shared
from gongkai.portal.publishing import asking, site
from gongkai.refusal import Refused
from gongkai.sealing import receipt
from gongkai.sealing.canon import from_b64u

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@_METHODS
@sensitive_post_parameters()
def complain(request: HttpRequest) -> HttpResponse:
    """投诉举报. Since order 121 the national platform takes them, and this page leads there."""
    today = site.day_of(timezone.now())
    platform = complaint_platform(today)
    if platform is None:
        return _Filling(request, complain_form.WIZARD).answer()
    links = [
        {"title": platform.name, "href": platform.address, "note": "网上提交、查询投诉和举报"},
        {
            "title": f"拨打 {platform.telephone}",
            "href": f"tel:{platform.telephone}",
            "note": "电话投诉举报",
        },
        {"title": "咨询和建议", "href": "/ask", "note": "想了解规定、怎样办事，可以在本站提交"},
        {"title": "问进度", "href": "/receipt", "note": "以前在本站提交的，凭查询码查看"},
    ]
    return shared.message(
        "投诉、举报请到全国12315平台",
        f"{platform.text}（{platform.basis}）。本站不再接收新的投诉和举报。{_on_paper(today)}",
        links=links,
        kind="calm",
    )


def _on_paper(today: date) -> str:
    """For who cannot use the platform, and for several who complain together."""
    law = joint_complaint(today)
    several = ""
    if law is not None:
        several = (
            f"几个人一起投诉同一家同一件事的，请带上书面推选代表人（最多 {law.representatives} 名）的材料。"
        )
    return f"不方便上网、打电话的，可以来信、来访，由承办单位录入平台。{several}"


@_METHODS
@sensitive_post_parameters()
def ask(request: HttpRequest) -> HttpResponse:
    """咨询和建议."""
    return _Filling(request, ask_form.WIZARD).answer()


@_METHODS
@sensitive_post_parameters()
def apply(request: HttpRequest) -> HttpResponse:
    """依申请公开."""
    return _Filling(request, apply_form.WIZARD).answer()


@_METHODS
@sensitive_post_parameters()
def opinion(request: HttpRequest, index: str) -> HttpResponse:
    """对草案的意见, while they are taken; before and after the page says when. 404 for what asks nothing."""
    draft = asking.draft(index)
    if draft is None:
        raise Http404
    closed = asking.closed(draft, site.day_of(timezone.now()))
    if closed is not None:
        links = [{"title": "看草案", "href": site.href(draft.path), "note": draft.title}]
        return shared.message(
            closed.sentence, closed.mend, status=410 if closed.is_over else 403, links=links,
            kind="calm" if closed.is_over else "due", word=closed.word, nav="find",
        )  # fmt: skip
    return _Filling(request, opinion_form.wizard(draft.index, draft.title)).answer()


@dataclass
class _Said:
    """What came with a form: answers, files, what is to be done, and whose form it is."""

    answers: Mapping[str, str]
    files: list[dict[str, Any]]
    refused: list[str]
    step: str
    act: str
    sid: bytes | None
    trouble: Refused | None = None


class _Filling:
    """One request of somebody who fills in a form."""

    def __init__(self, request: HttpRequest, wizard: Wizard) -> None:
        self.request, self.wizard = request, wizard
        self.now: datetime = timezone.now()
        self.today: date = site.day_of(self.now)

    @sensitive_variables()
    def answer(self) -> HttpResponse:
        """The page that follows."""
        try:
            recipient = keys.newest(self.now)
        except Refused as closed:
            return shared.message(closed.sentence, closed.mend, status=503, kind="due", word="暂未开通")
        if self.request.method != "POST":
            return self._step(0, _Said({}, [], [], "", "", None), bound=False)
        said = self._read()
        here = self.wizard.at(said.step)
        if said.trouble is not None or said.refused:
            return self._step(here, said)
        if said.act.startswith("edit-"):
            return self._step(self.wizard.at(said.act.removeprefix("edit-")), said, bound=False)
        if said.act == "back":
            return self._step(max(0, here - 1), said, bound=False)
        if said.act == "upload" or said.act.startswith("remove-"):
            return self._step(here, said, bound=False)
        forms_ = self.wizard.bound(said.answers, self.today)
        for place, form in enumerate(forms_[: here + 1]):
            if not form.is_valid():
                return self._step(place, said)
        if here < len(forms_):
            return self._step(here + 1, said, bound=False)
        return self._send(forms_, said, recipient)

    def _read(self) -> _Said:
        """The form as it came; encrypts new files while reading."""
        handler = uploads.SealingHandler(self.request, self.now)
        self.request.upload_handlers = [handler]
        post = self.request.POST
        trouble = sid = raw = None
        try:
            raw = from_b64u(post.get("sid", ""), secrets.SID)
            sid = secrets.demand_form(post.get("sid", ""), post.get("token", ""), browser.known(self.request))
        except Refused as refused:
            trouble = refused if refused.code == "E_FORM" else _foreign()
        act = post.get("go", "next")
        files = uploads.kept(post.getlist("file"), [act.removeprefix("remove-")], raw) if raw else []
        room = uploads.MOST - len(files)
        refused_files = list(handler.refused)
        if len(handler.taken) > room:
            refused_files.append(f"附件最多 {uploads.MOST} 个，多出的没有接收")
        files += handler.taken[: max(0, room)]
        return _Said(post.dict(), files, refused_files, post.get("step", ""), act, sid, trouble)

    def _send(self, forms_: Sequence[StepForm], said: _Said, recipient: keys.Recipient) -> HttpResponse:
        """Seal, store, and show the receipt."""
        assert said.sid is not None
        filled = self.wizard.filled(forms_, said.files)
        prepared = sealing_up.first(said.sid, filled, recipient, self.now)
        try:
            outcome = intake.post(prepared)
        except Refused as refused:
            said.trouble, said.files = refused, []
            return self._step(len(forms_), said)
        made = receipt.derive(said.sid)
        if outcome is intake.Outcome.OTHER:
            said.trouble = Refused(
                "E_SENT",
                f"这张表已经提交过，内容与现在的不同。已提交的那一件，查询码是 {made.code}",
                "如果是另一件事，请再按一次“提交”（附件要重新选择）；如果是补充，请到“问进度”凭查询码补充",
            )
            said.sid, said.files = None, []
            return self._step(len(forms_), said)
        if outcome is intake.Outcome.KEPT:
            hardening.hardener.offer(hardening.Job(said.sid, prepared.message))
        return receipts.show(self.request, said.sid, filled.kind, len(said.files), self.now)

    def _step(self, place: int, said: _Said, *, bound: bool = True) -> HttpResponse:
        """The page of a step, with everything that was said before in hidden fields."""
        hidden, known = shared.form_secrets(self.request, said.sid)
        sid = from_b64u(hidden["sid"], secrets.SID)
        forms_ = self.wizard.bound(said.answers, self.today)
        check = place >= len(forms_)
        form = None if check else forms_[place]
        if form is not None and not bound:
            form = _unbound(type(form), said.answers, self.today)
        response = shared.page(
            "portal/messages/check.html" if check else "portal/messages/step.html",
            {
                "wizard": self.wizard,
                "steps": self._steps(place),
                "step": CHECK if check else self.wizard.steps[place].key,
                "form": form,
                "answered": [_shown(one) for one in forms_[:place]],
                "hidden": list((hidden | _carried(said.answers, forms_, form)).items()),
                "files": drafts(said.files, sid),
                "file_errors": said.refused,
                "accept": uploads.ACCEPT,
                "most": uploads.MOST,
                "largest": uploads.LARGEST,
                "refusal": said.trouble,
                "first": place == 0,
                "due": shared.next_date(said.answers.get("kind") or self.wizard.kind, self.today),
                "crumbs": [{"title": self.wizard.title, "url": ""}],
                "meta": shared.meta(self.wizard.title),
                "nav": "gk" if self.wizard.path == "/apply" else "ask",
            },
            status=400 if said.trouble or said.refused or (form is not None and form.errors) else 200,
        )
        browser.remember(response, known)
        return response

    def _steps(self, place: int) -> list[dict[str, Any]]:
        titles = [step.step_title for step in self.wizard.steps] + ["核对并提交"]
        return [{"title": one, "done": at < place, "now": at == place} for at, one in enumerate(titles)]


def drafts(files: Sequence[Mapping[str, Any]], sid: bytes) -> list[dict[str, Any]]:
    """The chosen files as the page lists and carries them."""
    return [
        {**file, "hidden": secrets.hide(dict(file), sid), "ending": file["name"].rpartition(".")[2].upper()}
        for file in files
    ]


def _unbound(step: type[StepForm], answers: Mapping[str, str], today: date) -> StepForm:
    """The step with what was said before, without complaining about what was not."""
    form = step(None, answers, today)
    form.initial = {name: answers.get(name, "") for name in form.fields}
    return form


def _carried(answers: Mapping[str, str], forms_: Sequence[StepForm], here: StepForm | None) -> dict[str, str]:
    """Answers of the other steps, as they were typed."""
    shown = set(here.fields) if here is not None else set()
    names = {name for form in forms_ for name in form.fields} - shown
    return {name: answers[name] for name in sorted(names) if answers.get(name)}


def _shown(form: StepForm) -> dict[str, Any]:
    """The answers of a step in words."""
    form.is_valid()
    rows = []
    for bound in form:
        value = form.cleaned_data.get(bound.name, "")
        if value:
            choices = dict(getattr(bound.field, "choices", ()))
            rows.append({"label": bound.label, "value": "是" if value == "1" else choices.get(value, value)})
    return {"key": form.key, "title": form.step_title, "rows": rows}


def _foreign() -> Refused:
    return Refused("E_FORM", "这张表不完整", "请核对内容，再提交一次")
