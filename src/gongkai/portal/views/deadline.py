"""``/deadline``: when an answer is due, counted before the reader's eyes; the same as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.portal.calculator import questions
from gongkai.portal.calculator.questions import Asked, Question, Unanswered
from gongkai.portal.calculator.sheet import Sheet, sheet
from gongkai.portal.publishing import site

TITLE = "期限怎样算"
_UNITS = {"working": "个工作日", "calendar": "日"}
_WEEKDAYS = "一二三四五六日"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The form, and below its question the answer with its reasoning."""
    given, today = request.GET.dict(), site.day_of(timezone.now())
    context = _context(given, today)
    status = 200
    if "on" in given or "kind" in given:
        try:
            asked = questions.read(given, today)
            context |= _answered(asked, questions.calendar())
        except Unanswered as wrong:
            status = 400
            context |= {"refusal": wrong.refusal, "wrong_field": wrong.field}
    finished = site.render("portal/deadline.html", context, status=status)
    return _fresh(HttpResponse(finished.body, content_type=finished.content_type, status=status))


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The answer as ``gongkai deadline --json`` prints it; status 400 with code, sentence and mend else."""
    today = site.day_of(timezone.now())
    try:
        answer = questions.read(request.GET.dict(), today).answer(questions.calendar())
    except Unanswered as wrong:
        refusal = wrong.refusal
        said = {
            "code": refusal.code,
            "field": wrong.field,
            "sentence": refusal.sentence,
            "mend": refusal.mend,
        }
        return _json({"error": said}, 400)
    return _json(answer.as_json(), 200)


def _context(given: Mapping[str, str], today: date) -> dict[str, Any]:
    """The form as it was filled in, with what every page shows."""
    try:
        question = questions.kind_of(given)
    except Unanswered:
        question = next(iter(questions.QUESTIONS.values()))
    return site.context(
        form=_form(question, given, today),
        crumbs=[{"title": "政府信息公开", "url": "/gk/"}, {"title": TITLE, "url": ""}],
        meta={
            "column_name": TITLE,
            "column_description": "法定期限的计算与依据",
            "column_keywords": "期限,工作日",
            "column_type": "办事服务",
        },
        nav="gk",
    )


def _form(question: Question, given: Mapping[str, str], today: date) -> dict[str, Any]:
    fields = [
        {
            "name": field.name,
            "label": field.label,
            "sort": field.sort,
            "hint": field.hint,
            "value": given.get(field.name, ""),
            "options": [
                {"key": key, "label": label, "chosen": given.get(field.name, "") == key}
                for key, label in field.options
            ],
        }
        for field in question.fields
    ]
    kinds = [
        {"key": one.kind, "title": one.title, "chosen": one is question}
        for one in questions.QUESTIONS.values()
    ]
    return {
        "kinds": kinds,
        "on": given.get("on", today.isoformat()),
        "on_label": question.on,
        "fields": fields,
        "special": any(given.get(field.name) for field in question.fields if field.sort != "choice"),
    }


def _answered(asked: Asked, calendar: Calendar) -> dict[str, Any]:
    answer = asked.answer(calendar)
    found = sheet(answer, calendar, asked.question.first)
    query = {"kind": asked.question.kind, "on": asked.on.isoformat(), **asked.said}
    return {
        "answer": {
            "question": asked.question,
            "on": asked.on,
            "due": answer.due,
            "weekday": f"星期{_WEEKDAYS[answer.due.weekday()]}" if answer.due else "",
            "lead": _lead(answer, found),
            "provisional": answer.provisional,
            "unit": _UNITS[answer.counted.unit] if answer.counted else "",
            "sheet": found,
            "steps": [{"date": step.date, "what": step.what} for step in answer.steps],
            "basis": answer.basis.replace("；《", "。\n《").split("\n"),
            "ruleset": answer.ruleset,
            "also": answer.also,
            "extended": _extended(asked, answer, calendar),
            "json_href": "/deadline.json?" + urlencode(query),
        }
    }


def _lead(answer: Answer, found: Sheet | None) -> str:
    """The count in a sentence or two."""
    if answer.due is None:
        return answer.basis
    if answer.counted is None or found is None:
        return "这是固定的日期，不逐日计算。"
    begin = answer.counted.start
    words = [f"{begin.month}月{begin.day}日的次日起算，{found.counted} {_UNITS[answer.counted.unit]}。"]
    between = []
    if found.adjusted:
        between.append(f"调休上班 {found.adjusted} 天，计入")
    if found.off:
        between.append(f"节假日 {found.off} 天，不计")
    if found.left_out:
        between.append(f"依法扣除 {found.left_out} 天")
    if between:
        words.append(f"其间{'；'.join(between)}。")
    if answer.due != answer.counted.end:
        words.append("末日逢节假日，顺延到节假日以后。")
    return "".join(words)


def _extended(asked: Asked, answer: Answer, calendar: Calendar) -> date | None:
    """The due date after one lawful extension, where the kind knows one and it was not asked already."""
    names = {field.name for field in asked.question.fields}
    if "extended" not in names or asked.said.get("extended") or answer.due is None:
        return None
    try:
        return asked.answer(calendar, extended="1").due
    except Unanswered:
        return None


def _json(said: dict[str, Any], status: int) -> HttpResponse:
    return _fresh(JsonResponse(said, json_dumps_params={"ensure_ascii": False}, status=status))


def _fresh(response: HttpResponse) -> HttpResponse:
    """A new calendar of a year changes answers: none is kept."""
    response["Cache-Control"] = "no-store"
    return response
