"""对草案的意见: what somebody thinks of a draft that is before the public. A name is not needed."""

from __future__ import annotations

from gongkai.portal.messages.forms.fields import Choice, Telephone, Text
from gongkai.portal.messages.forms.steps import StepForm, Wizard

SENDERS = (
    ("person", "个人"),
    ("firm", "企业、个体工商户"),
    ("association", "行业协会、商会"),
    ("other", "其他组织"),
)


class Said(StepForm):
    """The opinion itself."""

    key, step_title, heading, with_files = "opinion", "您的意见", "您对这份草案有什么意见", True
    clause = Text("针对哪一条", help_text="例如 第七条；对全文的意见可以不填。")
    text = Text(
        "意见和理由", "请写明意见", rows=8, help_text="建议怎样改、为什么。请不要写身份证号、银行卡号。"
    )


class Who(StepForm):
    """As what one writes; name and telephone only for those who want to be asked back."""

    key, step_title, heading = "who", "您是谁", "您以什么身份提出"
    sender = Choice("提出人", SENDERS, "请选一项")
    name = Text("姓名或者名称", attrs={"autocomplete": "name"}, help_text="可以不填，不影响意见的研究。")
    phone = Telephone("联系电话", help_text="需要当面听取意见时用，可以不填。")


def wizard(index: str, title: str) -> Wizard:
    """The form about one draft."""
    return Wizard(
        f"/opinion/{index}", f"对《{title}》的意见", (Said, Who), kind="opinion", about={"about": index}
    )
