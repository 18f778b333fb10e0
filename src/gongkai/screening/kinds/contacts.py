"""E-mail and accounts of messengers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import context
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known
from gongkai.screening.normal import fold

_MAIL = re.compile(
    r"[A-Za-z0-9](?<![A-Za-z0-9._%+-].)[A-Za-z0-9._%+-]{0,63}\s?@\s?[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\s?\.\s?[A-Za-z0-9-]{2,63}){1,4}"
)
_ALONE = r"(?<![A-Za-z].)(?:\s?信|[Xx](?![A-Za-z]))"
_ACCOUNT = re.compile(
    rf"(?P<what>微\s?信|V{_ALONE}|v{_ALONE}|薇信|QQ|qq|Qq|扣扣|企鹅号|We[Cc]hat|we[Cc]hat|WECHAT|weixin|抖音|快手号|支付宝|旺旺|微博)"
    r"(?P<sort>[^\na-zA-Z0-9，。；]{0,8})(?P<id>[A-Za-z][A-Za-z0-9_-]{4,24}"
    r"|[0-9][0-9 -]{3,16}[0-9]|[0-9]{5,18})"
)
_NOT_AN_ACCOUNT = re.compile(r"公众|小程序|支付|转账|付款|收款|红包|收取|消费|年|月|平台|订阅|金额|元")
_MINE = re.compile(r"[^。；;\n]{0,4}[，,。][^。；;\n]{0,4}本人")
"""…，本人会在三日内答复: whose mailbox it is."""
_PUBLIC = re.compile(r"\.gov\.cn$", re.IGNORECASE)


def find_mails(part: str, known: Known) -> Iterator[Hit]:
    """E-mail addresses."""
    own = {fold(contact).strip().lower() for contact in known.contacts}
    for found in _MAIL.finditer(part):
        address = re.sub(r"\s", "", found[0]).lower()
        owner = context.owner_before(part, found.start())
        theirs = _MINE.match(part, found.end())
        office = address in own or owner is Whom.OFFICE or _PUBLIC.search(address) is not None
        if office and owner in (Whom.UNKNOWN, Whom.OFFICE) and not (theirs and address not in own):
            yield Hit("email.office", found.start(), found.end(), Whom.OFFICE, address)
        else:
            yield Hit("email.ok", found.start(), found.end(), owner, address)


def find_accounts(part: str, known: Known) -> Iterator[Hit]:
    """微信, QQ and the like with an account behind the word."""
    for found in _ACCOUNT.finditer(part):
        if _NOT_AN_ACCOUNT.search(found["sort"]) or part[found.end() : found.end() + 1] in (
            "@",
            "元",
            "年",
            "%",
            "人",
        ):
            continue
        start, end = found.span("id")
        yield Hit("im.ok", start, end, context.owner_before(part, start), found["id"])
