"""``/receipt``: the code opens the box; status, answers, replies, withdrawal, satisfaction."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.portal.messages import boxes, browser, intake, secrets, uploads
from gongkai.portal.messages.boxes import Conversation, Letter
from gongkai.portal.messages.forms.fields import LONG
from gongkai.portal.messages.limits import Failures
from gongkai.portal.messages.sealing_up import Filled
from gongkai.portal.messages.secrets import Ticket
from gongkai.portal.messages.views import filling, shared
from gongkai.portal.publishing import blobs, site
from gongkai.refusal import Refused
from gongkai.sealing.canon import from_b64u
from gongkai.sealing.times import moment

FLOOR = 0.4
"""Seconds from the arrival of a code to the answer, whatever it is."""
AFTER_BUSY = "5"
WRITES = ("reply", "supplement", "withdraw", "rate")
RATINGS = {"good": "满意", "fair": "基本满意", "bad": "不满意"}
ANSWERS = ("answer", "letter", "closed")
_WORDS = {
    "registered": "来件已登记",
    "status": "办理进度",
    "answer": "答复",
    "question": "请您补充",
    "letter": "文书",
    "closed": "办结",
    "complaint": "您提交的投诉",
    "ask": "您提交的咨询",
    "suggest": "您提交的建议",
    "foi": "您提交的公开申请",
    "opinion": "您提交的意见",
    "reply": "您的回复",
    "supplement": "您的补充",
    "withdraw": "您申请撤回",
    "rate": "您的评价",
}
_NOT_FOUND = "没有找到与此查询码对应的来件"
_CHECK = "请核对查询码，共 24 位；没有字母 I、L、O、U，大小写、空格和横线不影响查询。"


@cache
def failures() -> Failures:
    """The buckets of this portal, whichever process answers."""
    return Failures(secrets.secret("address"))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def receipt(request: HttpRequest) -> HttpResponse:
    """The form for the code, or the box that is open."""
    now = timezone.now()
    if request.method == "POST":
        return _look_up(request, now)
    opened = browser.ticket(request, now)
    if opened is not None:
        try:
            return _status(request, opened, now)
        except Refused as gone:
            if gone.code != "E_GONE":
                raise
    return _ask(request, opened is not None)


def _look_up(request: HttpRequest, now: datetime) -> HttpResponse:
    """Answer a typed code: not before the floor, and for every wrong one with the same bytes."""
    arrived = time.monotonic()
    address = browser.address(request)
    try:
        secrets.demand_form(
            request.POST.get("sid", ""), request.POST.get("token", ""), browser.known(request)
        )
        if not failures().may_try(address, time.time()):
            return _limited()
        opened = boxes.look_up(request.POST.get("code", ""))
    except Refused as refused:
        if refused.code == "E_BUSY":
            return _busy(refused)
        return _ask(request, trouble=refused)
    if opened is None:
        failures().failed(address, time.time())
        response: HttpResponse = _ask(
            request, trouble=Refused("E_CODE", _NOT_FOUND, _CHECK), carried=request.POST.get("sid", "")
        )
    else:
        response = HttpResponseRedirect("/receipt")
        response["Cache-Control"] = "no-store"
        browser.give_ticket(response, opened, now)
    time.sleep(max(0.0, FLOOR - (time.monotonic() - arrived)))
    return response


def _ask(
    request: HttpRequest, gone: bool = False, *, trouble: Refused | None = None, carried: str = ""
) -> HttpResponse:
    """The form for the code. A code that was typed is never sent back."""
    hidden, known = shared.form_secrets(request, from_b64u(carried, secrets.SID) if carried else None)
    response = shared.page(
        "portal/messages/lookup.html",
        {
            "hidden": list(hidden.items()),
            "trouble": trouble,
            "crumbs": [{"title": "问进度", "url": ""}],
            "meta": shared.meta("问进度"),
            "nav": "track",
        },
        status=400 if trouble is not None else 200,
    )
    browser.remember(response, known)
    if gone:
        browser.take_ticket(response)
    return response


def _limited() -> HttpResponse:
    response = shared.message(
        "输错的次数较多",
        "请过十分钟再试，或者拨打电话查询。",
        status=429,
        nav="track",
        kind="due",
        word="请稍候",
    )
    response["Retry-After"] = "600"
    return response


def _busy(refused: Refused) -> HttpResponse:
    response = shared.message(
        refused.sentence, refused.mend, status=503, nav="track", kind="due", word="请稍候"
    )
    response["Retry-After"] = AFTER_BUSY
    return response


def _status(
    request: HttpRequest,
    opened: Ticket,
    now: datetime,
    *,
    trouble: Refused | None = None,
    about: str = "",
    text: str = "",
    files: list[dict[str, Any]] | None = None,
    sid: bytes | None = None,
) -> HttpResponse:
    """What is in the box. Showing a mail is told to the desk, with the day only."""
    conversation = boxes.read(opened)
    hidden, known = shared.form_secrets(request, sid)
    response = shared.page(
        "portal/messages/status.html",
        _context(conversation, now)
        | {
            "hidden": list(hidden.items()),
            "trouble": trouble,
            "about": about,
            "text": text,
            "files": filling.drafts(files or [], from_b64u(hidden["sid"], secrets.SID)),
            "accept": uploads.ACCEPT,
            "most": uploads.MOST,
            "largest": uploads.LARGEST,
            "ratings": list(RATINGS.items()),
            "crumbs": [{"title": "问进度", "url": ""}],
            "meta": shared.meta("办理进度和答复"),
            "nav": "track",
        },
        status=400 if trouble is not None else 200,
    )
    browser.remember(response, known)
    browser.give_ticket(response, opened, now)
    boxes.mark_seen(opened, conversation, now, site.day_of(now))
    return response


def _context(conversation: Conversation, now: datetime) -> dict[str, Any]:
    letters = conversation.letters
    mails = [one for one in letters if not one.mine]
    statuses = [one.status for one in mails if one.status]
    first = next((one for one in letters if one.mine and one.n == 0), None)
    mine = {one.kind for one in letters if one.mine}
    made = site.day_of(conversation.box.made)
    by = shared.registered_by(made)
    closed = conversation.box.state == "closed"
    asked = mails[-1] if mails and mails[-1].kind == "question" else None
    if asked is not None and any(one.mine for one in letters[letters.index(asked) + 1 :]):
        asked = None  # the citizen has written since
    return {
        "subject": _subject(first),
        "is_application": first is not None and first.kind == "foi",
        "is_complaint": first is None or first.kind in ("complaint", "both"),
        "state": statuses[-1] if statuses else ("已办结" if closed else "已提交"),
        "closed": closed,
        "has_copy": first is not None,
        "registered": bool(mails),
        "registered_by": by,
        "overdue": not mails and by < site.day_of(now),
        "made": made,
        "ends": conversation.box.delete_on,
        "answers": [_row(one) for one in mails if one.kind in ANSWERS or one is asked],
        "question": asked is not None,
        "timeline": [_row(one) for one in reversed(letters)],
        "missing": conversation.missing,
        "withdrawn": "withdraw" in mine,
        "withdrawal_answered": _answered_since(letters, "withdraw"),
        "rated": "rate" in mine,
        "may_rate": closed or any(one.kind in ANSWERS and one.status for one in mails),
    }


def _answered_since(letters: Sequence[Letter], kind: str) -> bool:
    """Whether the bureau has written since the citizen last sent a message of a kind."""
    last = max((place for place, one in enumerate(letters) if one.mine and one.kind == kind), default=None)
    return last is not None and any(not one.mine for one in letters[last + 1 :])


def _subject(first: Letter | None) -> str:
    if first is None:
        return "您的来件"
    return _WORDS.get(first.kind, "您的来件")


def _row(letter: Letter) -> dict[str, Any]:
    at = moment(letter.at).astimezone(site.SHANGHAI)
    text = letter.text
    if letter.kind == "rate":
        text = "\n".join(part for part in (RATINGS.get(letter.status, letter.status), letter.text) if part)
    files = [
        {
            **file,
            "href": "" if letter.mine else f"/receipt/file/{letter.n}/{place}",
            "ending": str(file["name"]).rpartition(".")[2].upper()[:4],
        }
        for place, file in enumerate(letter.files)
    ]
    word = _WORDS.get(letter.kind, letter.kind)
    return {
        "at": at,
        "mine": letter.mine,
        "word": word,
        "text": text,
        "status": letter.status,
        "files": files,
    }


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def write(request: HttpRequest) -> HttpResponse:
    """Reply, supplement, withdraw or rate: sealed, signed by the box, numbered."""
    now = timezone.now()
    handler = uploads.SealingHandler(request, now)
    request.upload_handlers = [handler]
    post = request.POST
    opened = browser.ticket(request, now)
    if opened is None:
        return _ask(request, gone=True, trouble=Refused("E_TICKET", "查看的时间过了", "请再输入一次查询码"))
    kind, text = post.get("kind", ""), post.get("text", "").replace("\r\n", "\n").strip()
    sid: bytes | None = None
    files: list[dict[str, Any]] = []
    try:
        raw = from_b64u(post.get("sid", ""), secrets.SID)
        files = (uploads.kept(post.getlist("file"), [], raw) + handler.taken)[: uploads.MOST]
        sid = secrets.demand_form(post.get("sid", ""), post.get("token", ""), browser.known(request))
        if handler.refused:
            raise Refused("E_FILE", handler.refused[0], "其余内容已经保留，请改正后再提交")
        filled = _filled(kind, text, post.get("rating", ""), files)
        outcome = boxes.write(opened, sid, filled, now)
        if outcome is intake.Outcome.OTHER:
            sid = None
            raise Refused("E_SENT", "这张表已经提交过，内容与现在的不同", "如果要另外提交，请再按一次提交")
    except Refused as trouble:
        if trouble.code == "E_GONE":
            return _ask(request, gone=True, trouble=trouble)
        return _status(request, opened, now, trouble=trouble, about=kind, text=text, files=files, sid=sid)
    return HttpResponseRedirect("/receipt")


def _filled(kind: str, text: str, rating: str, files: list[dict[str, Any]]) -> Filled:
    if kind not in WRITES:
        raise Refused("E_KIND", "没有选择要提交什么", "请用本页的按钮提交")
    if len(text) > LONG:
        raise Refused("E_SIZE", f"最多 {LONG} 字，现在是 {len(text)} 字", "可以把其余内容作为附件")
    if kind == "rate":
        if rating not in RATINGS:
            raise Refused("E_EMPTY", "请选择是否满意", "选一项后再提交")
        return Filled(kind, {"rating": rating, "text": text} if text else {"rating": rating})
    if kind in ("reply", "supplement") and not text and not files:
        raise Refused("E_EMPTY", "请写明内容，或者选择附件", "写好后再提交")
    return Filled(kind, {"text": text} if text else {}, files=files)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the box in this browser; on a shared computer somebody else comes next."""
    response = HttpResponseRedirect("/receipt")
    browser.take_ticket(response)
    return response


@require_safe
def attachment(request: HttpRequest, n: int, place: int) -> HttpResponse | StreamingHttpResponse:
    """A file of an answer, decrypted on its way to the browser that opened the box."""
    opened = browser.ticket(request, timezone.now())
    if opened is None:
        return _ask(request, gone=True)
    try:
        file, pieces = boxes.attachment(opened, n, place)
    except Refused as gone:
        return shared.message(gone.sentence, gone.mend, status=404, nav="track")
    response = StreamingHttpResponse(_safe(pieces), content_type=blobs.content_type(file["name"]))
    response["Content-Length"] = str(file["size"])
    response["Content-Disposition"] = blobs.disposition(file["name"])
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _safe(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; a damaged file ends early, so that its length does not fit."""
    try:
        yield from pieces
    except Refused:
        return
