"""投诉举报: what about, whom and what happened, who is asking."""

from __future__ import annotations

from typing import Any

from gongkai.portal.messages.forms.fields import Amount, Choice, Day, Mail, Telephone, Text, Tick
from gongkai.portal.messages.forms.steps import StepForm, Wizard

KINDS = (
    ("complaint", "投诉：买到的商品或者服务有问题，希望退款、赔偿"),
    ("report", "举报：反映违法行为，请求查处"),
    ("both", "两者都有：既要求解决自己的问题，也请求查处"),
)
WISHES = (("refund", "退货退款"), ("compensate", "赔偿"), ("replace", "更换或者修理"), ("other", "其他"))


class What(StepForm):
    """Which of the two it is decides everything that follows."""

    key, step_title, heading = "what", "选择事项", "您要办什么事"
    kind = Choice("您要办什么事", KINDS, "请选一项", help_text="拿不准的，选最接近的一项。")
    acting = Tick("我代他人投诉", help_text="受别人委托来投诉的才勾选；举报不用勾。")

    def clean(self) -> dict[str, Any]:
        """Nobody needs an authority to report."""
        found = super().clean()
        if found.get("kind") == "report":
            found.pop("acting", None)
        return found


class Matter(StepForm):
    """The other side, and what happened."""

    key, step_title, heading, with_files = "matter", "对方和经过", "对方是谁，发生了什么", True
    respondent = Text(
        "对方的名称",
        "请填写对方的名称",
        help_text="看营业执照、小票或者招牌。不清楚全称，写招牌上的字就可以。",
    )
    respondent_address = Text(
        "对方的地址",
        "请填写对方的地址；网店请写平台名称和店铺名",
        longest=200,
        help_text="写到街道和门牌；网店请写平台名称和店铺名。",
    )
    product = Text("商品或者服务", help_text="例如：五仁月饼一盒")
    happened_on = Day("购买或者发生的日期", help_text="例如 2017-09-16")
    amount = Amount("涉及金额")
    text = Text(
        "事情经过",
        "请写明事情经过",
        rows=8,
        help_text="什么时间、买了什么、哪里不对、和对方谈过没有。请不要写身份证号、银行卡号。",
    )
    wish = Choice("您希望怎样解决", WISHES, "请选一项您希望的解决办法")

    def adapt(self) -> None:
        """A report asks for no solution of one's own."""
        if self.said.get("kind") == "report":
            del self.fields["wish"]
            self.fields["text"].help_text = "什么时间、什么地方、什么行为，有什么线索。"


class Who(StepForm):
    """How to reach the citizen; a report may be anonymous or ask for secrecy."""

    key, step_title, heading = "who", "您的联系方式", "怎样联系您"
    principal = Text(
        "委托人的姓名",
        help_text="您代谁投诉。授权委托书原件（写明事项、权限、期限，有委托人签名）和您的身份证明，"
        "我们会通知您在期限以前提交；没有这些材料，投诉不能受理。",
    )
    principal_phone = Telephone("委托人的电话")
    name = Text("您的姓名", attrs={"autocomplete": "name"})
    phone = Telephone("联系电话")
    address = Text("联系地址", longest=200, attrs={"autocomplete": "street-address"})
    email = Mail("电子邮箱")
    anonymous = Tick("匿名举报", help_text="不留姓名和电话；我们不能向您核实，也不能向您发放奖励。")
    notice = Tick("请告知是否立案", help_text="实名举报的，依法告知；本站的查询码也能看到。")
    secrecy = Tick("请对我的身份保密", help_text="除两人共同批准外，谁也看不到您的身份，承办人也不例外。")
    insider = Tick("我是该单位的内部人员", help_text="同样按保密处理。")

    def adapt(self) -> None:
        """Secrecy and anonymity belong to reports; a complaint needs a name and a telephone."""
        kind = self.said.get("kind")
        if kind == "report" or self.said.get("acting") != "1":
            del self.fields["principal"], self.fields["principal_phone"]
        else:
            self.fields["principal"].required = True
            self.fields["principal"].error_messages["required"] = "请填写委托人的姓名"
        if kind == "complaint":
            for name in ("anonymous", "notice", "secrecy", "insider"):
                del self.fields[name]
        else:
            del self.fields["address"]
        if kind == "both":
            del self.fields["anonymous"]
        if kind in ("complaint", "both"):
            self.fields["name"].required = self.fields["phone"].required = True
            self.fields["name"].error_messages["required"] = "请填写您的姓名；投诉须提供真实身份"
            self.fields["phone"].error_messages["required"] = "请填写联系电话；调解时要与您联系"

    def clean(self) -> dict[str, Any]:
        """An anonymous report carries no person; one with a name carries a way to reach them."""
        found = self.cleaned_data = super().clean()
        if found.get("anonymous"):
            return {"anonymous": "1"}
        if self.said.get("kind") == "report":
            self.demand("name", "请填写姓名，或者勾选“匿名举报”")
            if found.get("name"):
                self.demand("phone", "请填写联系电话，或者勾选“匿名举报”")
        return found


PERSON = frozenset({"principal", "principal_phone", "name", "phone", "address", "email"})
WIZARD = Wizard("/complain", "投诉举报", (What, Matter, Who), person=PERSON)
