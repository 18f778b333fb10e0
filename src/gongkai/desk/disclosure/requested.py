"""What was given to one on request, as a draft for everyone 依申请公开转主动公开; ``casework.to_everyone``.

The draft keeps in ``extras["request"]`` the case that it comes from, so that its page leads back.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.casework.to_everyone import Proposal
from gongkai.desk.disclosure import verbs
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs.drafting import Draft

KEY = "request"
"""Where an item keeps the case that it comes from."""


def take(proposal: Proposal, by: Officer, at: datetime) -> str:
    """Draft the item with its files; each is screened as any attachment. Refusals are those of drafting."""
    fields = Draft(
        title=proposal.title,
        category=proposal.category,
        means=Item.Means.OPEN,
        unit=proposal.unit,
        text=proposal.text,
    )
    item = verbs.draft(proposal.agency, fields, by, at)
    with transaction.atomic():
        locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        locked.extras = {**(locked.extras or {}), KEY: {"case": proposal.case, "number": proposal.number}}
        locked.save(update_fields=["extras"])
    for name, data in proposal.files:
        verbs.attach(locked, name, data, by, at, clean=True)
    return locked.index


def address(agency: Agency, index: str) -> str:
    """The page of an item by its index number."""
    uid = Item.objects.filter(agency=agency, index=index).values_list("uid", flat=True).first()
    return reverse("disclosure:item", args=[uid]) if uid else ""


def origin(item: Item, officer: Officer, day: date) -> dict[str, Any] | None:
    """The case an item comes from: its number, and its page for who may see it."""
    kept = (item.extras or {}).get(KEY)
    if not isinstance(kept, dict):
        return None
    seen = visible_to(officer, day).filter(uid=kept.get("case", "")).exists()
    href = reverse("foi:case", args=[kept["case"]]) if seen else ""
    return {"number": kept.get("number", "") if seen else "", "href": href}
