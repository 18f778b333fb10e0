"""The deciding page: exactly what is decided, how it differs, what was found, by which rule, what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.desk.disclosure import readiness
from gongkai.desk.disclosure.abilities import Abilities
from gongkai.desk.disclosure.chains import CARRIED
from gongkai.desk.disclosure.course import DECISIONS, Course, stage_name
from gongkai.desk.disclosure.models import Submission
from gongkai.desk.disclosure.screens import content as said
from gongkai.desk.disclosure.screens import differences, findings, resolving
from gongkai.desk.disclosure.screens.item import able, steps


def context(course: Course, can: Abilities, today: date) -> dict[str, Any]:
    """What ``review.html`` shows of the newest submission; its bytes are read again here."""
    assert course.submission is not None
    submission = Submission.objects.select_related("item").get(pk=course.submission.pk)
    content = said.stored(submission)
    resolved = resolving.in_words(submission)
    return {
        "item": course.item,
        "course": course,
        "can": can,
        "submission": submission,
        "content": content,
        "is_whole": said.is_whole(submission),
        "digest_groups": _groups(submission.digest),
        "content_groups": _groups(submission.content_digest),
        "facts": said.facts(content),
        "cautions": list(readiness.cautions(course.item, content["title"])),
        "marked": findings.mark(content["title"], content["body"], course.item, resolved),
        "judged": resolving.judged(submission),
        "comparisons": comparisons(course, submission, content),
        "steps": steps(course, today),
        "stage": stage_name(course.stage) if course.stage else "",
        "outcomes": follow_ups(course, today) if course.stage else [],
    }


def comparisons(course: Course, submission: Submission, content: dict[str, Any]) -> list[dict[str, Any]]:
    """The differences to the submission before, and to what readers see now where that is another one."""
    found = []
    before = submission.item.submissions.filter(no=submission.no - 1).first()
    online = None
    if course.is_public and course.release and course.release.submission_id != submission.pk:
        online = Submission.objects.get(pk=course.release.submission_id)
    if before is not None:
        title = _("与第 %(n)d 次送审稿的差异") % {"n": before.no}
        if online is not None and online.pk == before.pk:
            title, online = _("与现在公开的第 %(n)d 次送审稿的差异") % {"n": before.no}, None
        found.append(_comparison("previous", title, before, content))
    if online is not None:
        title = _("与现在公开的内容的差异（第 %(n)d 次送审稿）") % {"n": online.no}
        found.append(_comparison("online", title, online, content))
    return found


def _comparison(key: str, title: str, before: Submission, content: dict[str, Any]) -> dict[str, Any]:
    rows = differences.compare(said.lines(said.stored(before)), said.lines(content))
    return {
        "key": key,
        "title": title,
        "before": _("第 %(n)d 次") % {"n": before.no},
        "rows": rows,
        "matters": any(row.matters for row in rows),
    }


def follow_ups(course: Course, today: date) -> list[tuple[str, str]]:
    """What happens after each decision at the waiting stage."""
    after = [one for one in course.route.names if one in waiting_after(course)]
    if after:
        people = "、".join(able(after[0], course, today)) or _("没有能办的人，转分管领导")
        passing = _("送%(stage)s（%(people)s）") % {"stage": stage_name(after[0]), "people": people}
    else:
        passing = _("各环节齐全，内外网交换核对摘要后几秒内对外发布")
    author = course.submission.author if course.submission else ""
    stops = _("到此为止，不对外发布；%(author)s 收到待办") % {"author": author}
    return [
        (str(DECISIONS["open"]), passing),
        (str(DECISIONS["on_request"]), stops),
        (str(DECISIONS["closed"]), stops),
        (str(DECISIONS["partly"]), _("退给 %(author)s 遮盖后重新送审") % {"author": author}),
        (str(DECISIONS["return"]), _("退给 %(author)s 修改；时限不停，改后只看差异") % {"author": author}),
    ]


def waiting_after(course: Course) -> set[str]:
    """The stages that still wait when the first waiting one lets it pass."""
    given = {one.stage for one in course.clearances}
    if course.submission is not None and course.submission.carries_id is not None:
        given.add(CARRIED)
    return set(course.route.names) - given - {course.stage or ""}


def _groups(digest: str) -> str:
    """A digest in groups of eight, to be read aloud and compared."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
