"""What can be handed in, by date: since order 121 complaints and reports belong to the national platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.intake import complaint_platform
from gongkai.portal.messages.forms import ask, complain
from gongkai.portal.messages.forms.fields import Choice, Day
from gongkai.portal.messages.forms.steps import StepForm, Wizard
from gongkai.portal.messages.sealing_up import Filled

FORM = "open311/1"
_OWN = frozenset({"kind", "text", "name", "phone", "email"})
"""Answers that GeoReport has its own words for; all others are attributes."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the list."""

    code: str
    name: str
    description: str
    wizard: Wizard

    def attributes(self, today: date) -> list[dict[str, Any]]:
        """The questions beside the standard ones, as a service definition lists them."""
        found: list[dict[str, Any]] = []
        for form in self.forms({}, today):
            for name, field in form.fields.items():
                if name in _OWN:
                    continue
                choices = field.pairs if isinstance(field, Choice) else ()
                kind = "singlevaluelist" if choices else "datetime" if isinstance(field, Day) else "string"
                found.append(
                    {
                        "variable": True,
                        "code": name,
                        "datatype": kind,
                        "required": field.required,
                        "datatype_description": str(field.help_text),
                        "order": len(found) + 1,
                        "description": str(field.label),
                        "values": [{"key": key, "name": words} for key, words in choices],
                    }
                )
        return found

    def forms(self, said: Mapping[str, str], today: date) -> list[StepForm]:
        """The steps of the form, filled with what was handed in."""
        return self.wizard.bound({**said, "kind": self.code}, today)

    def filled(
        self, forms: list[StepForm], post: Mapping[str, str], files: Sequence[Mapping[str, Any]] = ()
    ) -> Filled:
        """The message of valid steps, with the place, the picture's address and the files that came along."""
        made = self.wizard.filled(forms, files)
        place = {name: post.get(name, "").strip()[:_LONGEST] for name in ("lat", "long", "media_url")}
        fields = dict(made.fields) | {"service_code": self.code} | {k: v for k, v in place.items() if v}
        return Filled(made.kind, fields, made.person, made.files, form=FORM)


def offered(today: date) -> dict[str, Service]:
    """The services of a day by their code."""
    found = [
        Service("ask", "咨询", "想了解规定，或者怎样办事", ask.WIZARD),
        Service("suggest", "建议", "对市场监督管理工作的意见和建议", ask.WIZARD),
    ]
    if complaint_platform(today) is None:
        found += [
            Service("complaint", "投诉", "商品或者服务有问题，希望退款、赔偿", complain.WIZARD),
            Service("report", "举报", "反映违法行为，请求查处", complain.WIZARD),
        ]
    return {one.code: one for one in found}


def moved(code: str, today: date) -> str:
    """Where a service went that is no longer offered here; empty for what was never one."""
    platform = complaint_platform(today)
    if platform is None or code not in ("complaint", "report"):
        return ""
    return f"投诉、举报请到{platform.name}（{platform.address}，电话 {platform.telephone}），本站不再接收"


def answers(post: Mapping[str, str]) -> dict[str, str]:
    """What an application sent, in the words of our questions."""
    said = {
        name.removeprefix("attribute[").removesuffix("]"): value
        for name, value in post.items()
        if name.startswith("attribute[") and name.endswith("]")
    }
    names = [part.strip() for part in (post.get("last_name", ""), post.get("first_name", "")) if part.strip()]
    name = (" " if all(part.isascii() for part in names) else "").join(names)
    standard = {
        "text": post.get("description", ""),
        "name": name,
        "phone": post.get("phone", ""),
        "email": post.get("email", ""),
    }
    if "respondent_address" not in said:
        said["respondent_address"] = post.get("address_string", "")
    if "title" not in said:
        said["title"] = post.get("description", "").strip().split("\n")[0][:60]
    return said | standard
