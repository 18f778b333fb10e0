"""What every page shares: the agency's public facts, what this portal offers, how addresses are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation

from gongkai.papers import blocks as b
from gongkai.portal import surroundings
from gongkai.portal.models import SiteInfo
from gongkai.portal.publishing.held import once
from gongkai.portal.store import Rendered
from gongkai.refusal import Refused
from gongkai.sealing import index as numbers

SHANGHAI = ZoneInfo("Asia/Shanghai")
_REGION = re.compile(r"(.+(?:[区县旗州盟]|市(?!场)))(.+[局委])")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
_LISTS = ("hotlines",)
_TEXTS = (
    "name", "short_name", "region", "code", "address", "postcode", "telephone", "hours", "site", "site_name",
    "site_domain", "site_code", "icp", "police_record", "organiser", "office", "reading_place",
    "mistakes_url", "identity_url", "special",
)  # fmt: skip
NOTHING_SAID: dict[str, Any] = dict.fromkeys(_TEXTS, "") | {"hotlines": []}
"""The facts of an agency that has said nothing yet: a template may name any of them."""


def href(path: str) -> str:
    """A decoded path as it stands in a link: percent-encoded, so that Chinese names survive everywhere."""
    return quote(path, safe="/-._~")


def absolute(path: str) -> str:
    """The whole address of a decoded path."""
    return surroundings.address() + href(path)


def day_of(moment: datetime) -> date:
    """The Chinese calendar day of an aware time."""
    return moment.astimezone(SHANGHAI).date()


def info() -> SiteInfo | None:
    """What the agency last said about itself."""
    return once("info", lambda: SiteInfo.objects.order_by("pk").first())


def agency_facts() -> dict[str, Any]:
    """The agency as the templates want it (see face/portal/base.html)."""
    said = info()
    return NOTHING_SAID | (said.facts if said else {})


def context(**more: Any) -> dict[str, Any]:
    """The context that every template gets, with what this page adds."""
    return {"agency": agency_facts(), "features": surroundings.features(), **more}


def render(
    template: str, values: Mapping[str, Any], *, status: int = 200, language: str = "zh-hans"
) -> Rendered:
    """A page by its template, as finished bytes; in its own language, whatever the releasing desk speaks."""
    with translation.override(language):
        return Rendered(render_to_string(template, dict(values)).encode(), status=status)


def apply(agency: str, body: Mapping[str, Any], *, now: datetime) -> bool:
    """Take in the body of a ``stats`` message; whether anything that all pages show has changed.

    ``agency`` holds the public facts, among them ``guide`` (blocks without pictures) and ``rules`` (index
    numbers of the bureau's own rules); ``columns`` (optional) the order of the columns as key and name, with
    the months of nil returns (``nil``), which only the columns' own pages show.
    """
    given = body.get("agency")
    if given is None and "columns" not in body:
        return False
    before = SiteInfo.objects.filter(agency=agency).first()
    facts = _facts(given) if given is not None else (before.facts if before else {})
    columns = _columns(body["columns"]) if "columns" in body else (before.columns if before else [])
    if before and (before.facts, before.columns) == (facts, columns):
        return False
    values = {"facts": facts, "columns": columns, "updated": now}
    SiteInfo.objects.update_or_create(agency=agency, defaults=values)
    return before is None or (before.facts, _bare(before.columns)) != (facts, _bare(columns))


def _bare(columns: list[dict[str, str]]) -> list[dict[str, str]]:
    """Columns without their nil returns."""
    return [{part: said for part, said in one.items() if part != "nil"} for one in columns]


def _facts(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping) or not isinstance(given.get("name"), str):
        raise Refused("E_META", "单位公开信息没有名称", "请在 organisation.toml 中填写单位名称")
    facts: dict[str, Any] = {name: given[name] for name in _TEXTS if isinstance(given.get(name), str)}
    facts |= _own_pages(given)
    for name in _LISTS:
        facts[name] = [str(entry) for entry in given.get(name) or ()]
    _split_name(facts)
    if hotlines := facts["hotlines"]:
        facts["hotline_main"] = hotlines[0]
        facts["hotline_rest"] = "　".join(hotlines[1:])
    telephone = numbers.phone(facts.get("telephone", ""))
    if telephone:
        facts["telephone_href"] = f"tel:{telephone}"
    if "site_domain" not in facts and facts.get("site"):
        facts["site_domain"] = facts["site"].partition("://")[2] or facts["site"]
    return facts


def _own_pages(given: Mapping[str, Any]) -> dict[str, Any]:
    """The guide as blocks, and the index numbers of the bureau's own rules, where it gave them."""
    own: dict[str, Any] = {}
    if given.get("guide"):
        blocks = b.body_from_json(given["guide"])
        if any(isinstance(block, b.Picture) for block in b.walk(blocks)):
            raise Refused("E_META", "公开指南中有图片，不能显示", "请去掉图片，或者作为附件发布")
        own["guide"] = b.body_to_json(blocks)
    if given.get("rules"):
        own["rules"] = [str(index) for index in given["rules"]]
    return own


def _split_name(facts: dict[str, Any]) -> None:
    """The head of a page shows the region small above the name of the bureau."""
    if facts.get("region"):
        return
    name, short = facts["name"], facts.get("short_name", "")
    if short and name != short and name.endswith(short):
        facts["region"] = name.removesuffix(short)
    elif found := _REGION.fullmatch(name):
        facts["region"], facts["short_name"] = found.groups()
    else:
        facts["short_name"] = name


def _columns(given: Any) -> list[dict[str, str]]:
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise Refused("E_META", "栏目顺序不合格式", "请核对发布端的版本")
    return [
        {part: str(one.get(part, "")) for part in ("key", "name", "description")} | _nil(one.get("nil"))
        for one in given
    ]


def _nil(given: Any) -> dict[str, str]:
    """The months of nil returns 零报告 of a column, as one text in their order."""
    if not given:
        return {}
    if not isinstance(given, list) or not all(
        isinstance(one, str) and _MONTH.fullmatch(one) for one in given
    ):
        raise Refused("E_META", "零报告的月份不合格式", "请核对发布端的版本")
    return {"nil": " ".join(sorted(set(given)))}
