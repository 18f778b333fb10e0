"""The pages of the yearly plan 工作要点: the table of a year, a new task, one task with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.queries import visible_to as visible_items
from gongkai.desk.lists import screens as lists
from gongkai.desk.oversight import plan, plan_forms, queries, rules, screens
from gongkai.desk.oversight.entering import done, reader, shown
from gongkai.desk.oversight.listing import PLAN, planned
from gongkai.desk.oversight.models import PlannedTask

_ANY = ["GET", "HEAD", "POST"]


@require_safe
@reader
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks of the plan, the latest limit first."""
    day = today()
    usual = [
        (_("今年"), {"year": str(day.year)}),
        (_("已逾期"), {"state": "overdue"}),
    ]
    listed = lists.read(request, PLAN, day, usual)
    if isinstance(listed, HttpResponse):
        return listed
    context = {
        "rows": listed.page.rows,
        "may": rules.plans(officer_of(request), day),
        **listed.context,
    }
    return render(request, "oversight/plan.html", context)


@require_http_methods(_ANY)
@reader
def new_task(request: HttpRequest) -> HttpResponse:
    """Give a unit a task."""
    officer, day = officer_of(request), today()
    if not rules.plans(officer, day):
        raise PermissionDenied
    form = plan_forms.TaskForm(request.POST or None, officer.agency, day)

    def act() -> str:
        made = plan.plan(officer.agency, **form.cleaned_data, by=officer, at=timezone.now())
        return reverse("planning:task", args=[made.uid])

    context = {
        "form": form,
        "title": _("增加任务"),
        "up": _("工作要点"),
        "back": reverse("planning:tasks"),
        "lead": _("责任单位的信息员和负责人在首页看到，凭佐证完成"),
    }
    return shown(request, "outlets/form.html", context, done(request, form, act, _("已列入工作要点")))


@require_http_methods(_ANY)
@reader
def task(request: HttpRequest, task: str) -> HttpResponse:
    """One task: its evidence; POST adds some, marks it done, or gives it up."""
    officer, day = officer_of(request), today()
    found = get_object_or_404(queries.tasks(officer, day).select_related("agency", "unit"), uid=task)
    works, gives = rules.works_on(officer, found, day), rules.plans(officer, day)
    act = request.POST.get("act", "evidence")
    if request.method == "POST" and not (gives if act == "drop" else works):
        raise PermissionDenied
    acts = _acts_of(request, found, act, officer)
    if act not in acts:
        raise Http404
    form, run, said = acts[act]

    def go() -> str:
        run()
        return reverse("planning:task", args=[task])

    is_open = found.state == PlannedTask.State.OPEN
    evidence = list(found.evidence.order_by("on", "pk"))
    stands = planned(found, day)
    context = {
        "task": found,
        "tag": stands.tag,
        "words": stands.words,
        "evidence": [(one, _item_href(one.item_index, officer)) for one in evidence],
        "evidence_form": acts["evidence"][0] if works else None,
        "finish_form": acts["finish"][0] if works and is_open and evidence else None,
        "drop_form": acts["drop"][0] if gives and is_open else None,
        "is_open": is_open,
        "course": screens.course_of(found.stream),
    }
    return shown(request, "oversight/task.html", context, done(request, form, go, said))


def _acts_of(
    request: HttpRequest, found: PlannedTask, act: str, officer: Officer
) -> dict[str, tuple[Form, Callable[[], object], str]]:
    """What can be done with a task: the form, filled in where it was sent, the verb, the words after."""
    sent = {act: request.POST or None}
    evidence = plan_forms.EvidenceForm(sent.get("evidence"), initial={"on": today()})
    finish = plan_forms.FinishForm(sent.get("finish"), initial={"done_on": today()})
    drop = plan_forms.DropForm(sent.get("drop"))
    who: dict[str, Any] = {"by": officer, "at": timezone.now()}
    return {
        "evidence": (
            evidence,
            lambda: plan.add_evidence(
                found,
                evidence.cleaned_data["what"],
                on=evidence.cleaned_data["on"],
                item_index=evidence.cleaned_data["item_index"],
                **who,
            ),
            _("已登记佐证"),
        ),
        "finish": (
            finish,
            lambda: plan.finish(found, on=finish.cleaned_data["done_on"], **who),
            _("已完成"),
        ),
        "drop": (
            drop,
            lambda: plan.drop(found, reason_code=drop.cleaned_data["reason"], **who),
            _("已登记为不再执行"),
        ),
    }


def _item_href(index: str, officer: Officer) -> str:
    """The page of an item, for who may see it."""
    if not index:
        return ""
    found = visible_items(officer, today()).filter(index=index).first()
    return reverse("disclosure:item", args=[found.uid]) if found is not None else ""
