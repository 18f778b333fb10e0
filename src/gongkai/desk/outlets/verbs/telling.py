"""What the portal says of the agency: codes, hours, hotlines, guide, own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.outlets import rules
from gongkai.desk.outlets.models import PublicFacts
from gongkai.papers import markdown
from gongkai.refusal import Refused

FACTS = (
    "organiser", "office", "hours", "reading_place", "site_name", "site_domain", "site_code", "icp",
    "police_record", "identity_url", "mistakes_url",
)  # fmt: skip
"""Texts of RULES.md 9 that the portal's pages show (see ``portal.publishing.site``)."""
_URLS = ("identity_url", "mistakes_url")
_CODE_DIGITS = 10


def tell(
    agency: Agency,
    facts: Mapping[str, str],
    hotlines: Sequence[str],
    guide: str,
    own_rules: Sequence[str],
    by: Officer,
    at: datetime,
) -> PublicFacts:
    """Keep what the portal is to say; the exchange sends it with its next run.

    Raises Refused: ``not-held``, ``bad-code`` (site code of ten digits), ``bad-address``, ``unknown-rule``
    (an index number that is no item of ours), and those of the Markdown reader.
    """
    rules.demand(by.agency_id == agency.pk and rules.may_set_up(by, shanghai_date(at)), "管理门户公开信息")
    kept = {name: facts[name].strip() for name in FACTS if facts.get(name, "").strip()}
    code = kept.get("site_code", "")
    if code and not (code.isascii() and code.isdecimal() and len(code) == _CODE_DIGITS):
        raise Refused("bad-code", "网站标识码应为 10 位数字", "请核对全国政府网站基本信息数据库中的标识码")
    for name in _URLS:
        if name in kept and not kept[name].startswith(("https://", "http://")):
            raise Refused("bad-address", "网址应以 http:// 或 https:// 开头", "请从浏览器地址栏复制")
    if guide.strip():
        markdown.parse(guide)
    known = set(Item.objects.filter(agency=agency, index__in=own_rules).values_list("index", flat=True))
    if missing := [index for index in own_rules if index not in known]:
        raise Refused("unknown-rule", f"没有索引号“{missing[0]}”的信息", "请填写已登记信息的索引号，每行一个")
    values = {
        "facts": kept,
        "hotlines": [line for line in hotlines if line],
        "guide": guide,
        "rules": list(own_rules),
        "updated_at": at,
        "by": by,
    }
    with transaction.atomic():
        made, _ = PublicFacts.objects.update_or_create(agency=agency, defaults=values)
        data = {"facts": sorted(kept), "rules": len(own_rules)}
        record(f"outlets/{agency.code}", "facts-told", by=by, occurred=shanghai_date(at), at=at, data=data)
    return made
