"""What an item's page shows of 检查整改: the findings about it, as far as one may see them."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.disclosure.models import Item
from gongkai.desk.oversight import rules
from gongkai.desk.oversight.queries import visible_to
from gongkai.desk.oversight.screens import row

SHOWN = 12


def panel(item: Item, officer: Officer, day: date) -> dict[str, Any] | None:
    """The panel, with the template that shows it; null where nothing was found and nobody may enter it."""
    found = visible_to(officer, day).filter(item=item).select_related("unit").order_by("-pk")[:SHOWN]
    rows = [row(one, day, calendar()) for one in found]
    may = rules.enters_all(officer, day)
    if not rows and not (may and item.releases.exists()):
        return None
    asked = {"index": item.index, "unit": item.unit_id or ""}
    href = reverse("oversight:new") + "?" + urlencode(asked) if may else ""
    return {"template": "oversight/_panel.html", "rows": rows, "new": href, "today": day}
