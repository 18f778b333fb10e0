"""咨询 and 建议."""

from __future__ import annotations

from gongkai.portal.messages.forms.fields import Choice, Mail, Telephone, Text
from gongkai.portal.messages.forms.steps import StepForm, Wizard

KINDS = (("ask", "咨询：想了解规定，或者怎样办事"), ("suggest", "建议：对我们工作的意见和建议"))


class Question(StepForm):
    """What somebody wants to know or to suggest."""

    key, step_title, heading, with_files = "question", "您的问题", "您想问什么，或者有什么建议", True
    kind = Choice("这是", KINDS, "请选一项")
    title = Text("一句话写明", "请用一句话写明问题或者建议")
    text = Text("具体内容", "请写明内容", rows=8, help_text="请不要写身份证号、银行卡号。")


class Asker(StepForm):
    """Optional: the answer stands on the receipt page."""

    key, step_title, heading = "who", "联系方式", "需要时怎样联系您"
    name = Text("怎样称呼您", attrs={"autocomplete": "name"})
    phone = Telephone("联系电话", help_text="不填也可以：答复凭查询码在本站查看。")
    email = Mail("电子邮箱")


WIZARD = Wizard("/ask", "咨询和建议", (Question, Asker))
