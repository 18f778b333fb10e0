"""What a group is called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.signals.counting import values_of


def title_of(key: str) -> str:
    """A group in words; shops are not named here, because titles go into items and lists."""
    values = values_of(key)
    parts = [values.get("product") or values.get("class") or ""]
    problem = house().problems.get(values.get("problem", ""))
    if problem:
        parts.append(problem[0])
    if values.get("safety"):
        parts.append(f"“{values['safety']}”")
    if values.get("shop"):
        parts.insert(0, _("同一主体"))
    if values.get("area"):
        parts.append(values["area"])
    return "、".join(part for part in parts if part)


def shop_of(key: str, agency: Agency) -> str:
    """The name of the shop of a group, for the desk's own page."""
    code = values_of(key).get("shop", "")
    if not code:
        return ""
    found = Matter.objects.filter(agency=agency, credit_code=code).exclude(respondent="")
    return found.values_list("respondent", flat=True).first() or code
