"""The fields of a person in words, for the one answer in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.verbs import calling

_LABELS = {
    "name": gettext_lazy("姓名"),
    "phone": gettext_lazy("电话"),
    "id": gettext_lazy("证件号"),
    "address": gettext_lazy("地址"),
    "email": gettext_lazy("邮箱"),
    "organisation": gettext_lazy("单位"),
    "agent": gettext_lazy("代理人"),
    "agent_phone": gettext_lazy("代理人电话"),
    "second": gettext_lazy("第二名代表人"),
    "second_phone": gettext_lazy("第二名代表人电话"),
    "others": gettext_lazy("其他投诉人"),
    "postcode": gettext_lazy("邮编"),
}


def in_words(person: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is known, each with its label; fields of other names as they are."""
    rows = [(str(_LABELS[name]), str(person[name])) for name in _LABELS if person.get(name)]
    extra = [
        (name, value) for name, value in person.items() if name not in _LABELS and isinstance(value, str)
    ]
    return [*rows, *extra]


def calls_in_words(case: Case) -> list[tuple[str, str]]:
    """Numbers that were dialled and who answered: shown with the contact, under the same event."""
    return [
        (
            _("%(at)s 通话") % {"at": f"{made.at.astimezone(SHANGHAI):%m-%d %H:%M}"},
            "，".join(said[name] for name in ("number", "who") if said.get(name)),
        )
        for made, said in calling.opened(case)
    ]
