"""Words for the section about key areas, drafted from the tasks of the yearly plan 工作要点; and their drift.

A draft is a proposal: somebody takes it over into their own draft, edits and saves it. With the section is
kept from which tasks it was taken and how they stood, so that what changed since is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Event
from gongkai.desk.oversight.models import PlannedTask
from gongkai.desk.oversight.plan import tasks
from gongkai.law.forms import sections
from gongkai.sealing import canon

KEYS = ("key_areas", "general")
"""Sections that the plan feeds, the first that a year's report has: 四、重点领域, since 2019 一、总体情况."""
UNFILLED = "【请写明"
"""Begins what a person still has to write; a section that says so is not put into the report."""
_OPEN_REASON = f"{UNFILLED}没有完成的原因和下一步】"
_DROPPED = {"merged": "并入其他任务", "repealed": "来源文件已经废止或者调整", "other": f"{UNFILLED}原因】"}
_State = PlannedTask.State


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the plan of a year offers: Markdown for the section, and the tasks that it speaks of."""

    text: str
    sources: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A task that is not as it was when its words were taken over; ``task`` is null for one that is gone."""

    words: str
    was: str
    now: str
    task: PlannedTask | None = None


def is_fed(year: int, section: str) -> bool:
    """Whether the plan feeds a section of a year's report."""
    there = {one.key for one in sections(year)}
    return section == next((key for key in KEYS if key in there), None)


def proposal(agency: Agency, year: int, day: date) -> Proposal | None:
    """What may be taken over on a day; null without a plan."""
    found = list(tasks(agency, year))
    if not found:
        return None
    parts = [_summary(found, day)]
    areas = list(dict.fromkeys(one.key_area for one in found))
    for area in areas:
        if area or len(areas) > 1:
            parts.append(f"## {_plain(area) or '其他'}")
        parts.append("\n".join(f"- {_line(one)}" for one in found if one.key_area == area))
    sources = tuple(source(one, day) for one in found)
    return Proposal("\n\n".join(parts) + "\n", sources)


def source(task: PlannedTask, day: date) -> dict[str, str]:
    """A task as it stands when words are taken from it."""
    return {
        "task": task.uid,
        "state": str(task.state),
        "evidence": str(task.evidence.count()),
        "digest": digest_of(task),
        "on": f"{day}",
    }


def digest_of(task: PlannedTask) -> str:
    """SHA-256 over all of a task that a report may say."""
    shown = sorted((f"{one.on}", one.what, one.item_index) for one in task.evidence.all())
    return canon.digest(
        {
            "task": task.task,
            "unit": task.unit.name,
            "area": task.key_area,
            "due": f"{task.due_on}",
            "state": str(task.state),
            "done": f"{task.done_on or ''}",
            "evidence": [list(one) for one in shown],
        }
    )


def merged(before: Sequence[dict[str, str]], taken: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Sources after more were taken over: a task counts as it was taken last."""
    return list({one["task"]: one for one in (*before, *taken)}.values())


def changes(agency: Agency, year: int, sources: Sequence[dict[str, str]]) -> list[Change]:
    """What changed in the plan since words were taken over: tasks that moved, went, or came."""
    if not sources:
        return []
    there = {one.uid: one for one in tasks(agency, year)}
    found = []
    for kept in sources:
        task = there.pop(kept["task"], None)
        was = _("%(state)s，佐证 %(evidence)s 份（%(on)s 取用）") % kept
        if task is None:
            found.append(Change(_("（任务已不在工作要点中）"), was, "—"))
        elif digest_of(task) != kept["digest"]:
            found.append(Change(task.task, was, _standing(task), task))
    return found + [Change(one.task, _("取用时还没有"), _standing(one), one) for one in there.values()]


def taken(agency: Agency, year: int, sources: Sequence[dict[str, str]]) -> list[PlannedTask]:
    """The tasks from which words were taken over, in the order of the plan."""
    wanted = {one["task"] for one in sources}
    return [one for one in tasks(agency, year) if one.uid in wanted]


def _standing(task: PlannedTask) -> str:
    said = " ".join(part for part in (str(task.get_state_display()), f"{task.done_on or ''}") if part)
    return _("%(state)s，佐证 %(n)d 份") % {"state": said, "n": task.evidence.count()}


def _summary(found: Sequence[PlannedTask], day: date) -> str:
    """How many there are; each number says where it is from."""

    def said(count: int) -> str:
        return f'{{{{ stated({count}, "工作要点任务表，{day}") }}}}'

    by_state = {state: sum(one.state == state for one in found) for state in _State}
    words = f"年度工作要点安排任务{said(len(found))}项，已完成{said(by_state[_State.DONE])}项"
    if by_state[_State.OPEN]:
        words += f"，未完成{said(by_state[_State.OPEN])}项"
    if by_state[_State.DROPPED]:
        words += f"，不再执行{said(by_state[_State.DROPPED])}项"
    return f"{words}。"


def _line(task: PlannedTask) -> str:
    """One task as a sentence: whose it is, what shows that it was done, or why it was not."""
    head = f"{_plain(task.task).rstrip('。')}（{_plain(task.unit.name)}）"
    if task.state == _State.DONE:
        shown = "、".join(_evidence(one) for one in sorted(task.evidence.all(), key=lambda one: one.on))
        return f"{head}：{_day(task.done_on)}完成。" + (f"见{shown}。" if shown else "")
    if task.state == _State.DROPPED:
        return f"{head}：不再执行，{_DROPPED.get(_reason(task), _DROPPED['other'])}。"
    shown = "、".join(_evidence(one) for one in sorted(task.evidence.all(), key=lambda one: one.on))
    done = f"已有{shown}；" if shown else ""
    return f"{head}：时限{_day(task.due_on)}，{done}没有完成，{_OPEN_REASON}。"


def _evidence(one: Any) -> str:
    index = f"，索引号 {one.item_index}" if one.item_index else ""
    return f"{_plain(one.what)}（{_day(one.on)}{index}）"


def _reason(task: PlannedTask) -> str:
    """The code with which a task was given up, from its chain."""
    event = Event.objects.filter(stream=task.stream, type="dropped").order_by("-n").first()
    return str(event.data.get("reason", "")) if event else ""


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _plain(words: str) -> str:
    """What somebody entered, on one line and without signs of Markdown."""
    return " ".join(words.split()).translate({ord(sign): None for sign in "*_`#|<>[]{}\\"})
