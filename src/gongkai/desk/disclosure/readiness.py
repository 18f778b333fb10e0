"""What a person must have filled in before anybody is asked to look at an item: told before it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import classes, screened
from gongkai.desk.disclosure.models import Item
from gongkai.law import risk_warnings
from gongkai.refusal import Refused


def issues(item: Item) -> Iterator[Refused]:
    """What keeps an item from being handed in, each with its way out; nothing where it is ready."""
    if item.means != Item.Means.OPEN:
        yield Refused("not-open", "公开方式不是主动公开，不需要送审发布", "如要公开，请先改公开方式")
    if item.formed_on is None:
        yield Refused("incomplete", "没有成文日期，算不出公开期限", "请在草稿里填写成文日期")
    lacking = classes.missing(item.category, screened.fields_of(item), item.text, item.formed_on)
    if lacking and _is_new(item):
        yield Refused("incomplete", f"还缺：{'、'.join(lacking)}", "请在草稿里补齐，再送审")
    if not item.body and not item.text.strip() and not item.files.exists():
        yield Refused("incomplete", "没有正文，也没有附件", "请先写正文")


def cautions(item: Item, title: str = "", on: date | None = None) -> Iterator[Refused]:
    """What does not keep an item back but is seen by who writes and who reviews it, with its article.

    A food safety risk warning 食品安全风险警示 of a bureau below the province (食品安全法第一百一十八条):
    it publishes a 消费提示. ``GONGKAI_CAUTIONS`` names what other rooms know.
    ``title`` and ``on`` are what was typed so far; else those of the item count.
    """
    title, day = title or item.title, on or item.formed_on or item.published_on or today()
    if item.means == Item.Means.OPEN and (why := risk_warnings.why_not(item.agency.code, title, day)):
        yield Refused("risk-warning", why, "请改为消费提示；转发省级以上的警示，请在标题里写明转发")
    for path in settings.GONGKAI_CAUTIONS:
        ask: Callable[[Item], Iterable[Refused]] = import_string(path)
        yield from ask(item)


def demand_releasable(item: Item, day: date) -> None:
    """Raise what bars the last signature before a release: what other rooms know (``GONGKAI_HOLDS``).

    As a failed sample whose conclusion is not final. What only holds back for a time is not asked earlier, so
    that the stages before can be done meanwhile.
    """
    for path in settings.GONGKAI_HOLDS:
        ask: Callable[[Item, date], Iterable[Refused]] = import_string(path)
        for hold in ask(item, day):
            raise hold


def demand(item: Item) -> None:
    """Raise the first of :func:`issues`, if there is one."""
    for issue in issues(item):
        raise issue


def _is_new(item: Item) -> bool:
    """Whether the desk wrote it; what a register brought keeps the form that it has there."""
    return not item.sign_offs.exists() and item.published_on is None
