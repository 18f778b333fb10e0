"""投诉举报: what about, whom and what happened, who is asking."""

from __future__ import annotations

from typing import Any

from gongkai.law.intake import joint_complaint
from gongkai.portal.messages.forms.fields import Amount, Choice, Count, Day, Mail, Telephone, Text, Tick
from gongkai.portal.messages.forms.steps import StepForm, Wizard

KINDS = (
    ("complaint", "投诉：买到的商品或者服务有问题，希望退款、赔偿"),
    ("report", "举报：反映违法行为，请求查处"),
    ("both", "两者都有：既要求解决自己的问题，也请求查处"),
)
WISHES = (("refund", "退货退款"), ("compensate", "赔偿"), ("replace", "更换或者修理"), ("other", "其他"))


SELF, AGENT, JOINT = "self", "1", "joint"
ACTING = (
    (SELF, "我为自己投诉"),
    (AGENT, "我代他人投诉：受别人委托，有授权委托书"),
    (JOINT, "几个人一起投诉同一家的同一件事：共同投诉"),
)
"""Who complains; the agent's value is that of the box that stood here before."""
MOST_PEOPLE = 9999
_OTHERS = ("people", "second", "second_phone", "others", "agreed")


class What(StepForm):
    """Which of the two it is decides everything that follows."""

    key, step_title, heading = "what", "选择事项", "您要办什么事"
    kind = Choice("您要办什么事", KINDS, "请选一项", help_text="拿不准的，选最接近的一项。")
    acting = Choice("投诉由谁提出", ACTING, help_text="只有投诉要选；不选的，按为自己投诉办理。")

    def adapt(self) -> None:
        """Several complain together where the law of the day is known to let them."""
        law = joint_complaint(self.today)
        if law is None:
            self.fields["acting"].choices = [one for one in ACTING if one[0] != JOINT]  # type: ignore[attr-defined]
        else:
            said = f"共同投诉须各人同意，可以书面推选代表人，最多 {law.representatives} 名（{law.basis}）。"
            self.fields["acting"].help_text = f"{self.fields['acting'].help_text}{said}"

    def clean(self) -> dict[str, Any]:
        """Nobody needs an authority to report, nor to complain for themselves."""
        found = super().clean()
        if found.get("kind") == "report" or found.get("acting") == SELF:
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
    people = Count(
        "一共多少人投诉",
        least=2,
        most=MOST_PEOPLE,
        help_text="连您在内。",
    )
    second = Text("第二名代表人的姓名", help_text="您是第一名代表人。只有您一人代表的，不填。")
    second_phone = Telephone("第二名代表人的电话")
    others = Text(
        "其他投诉人的姓名、电话、地址",
        rows=4,
        help_text="一人一行，例如：张三 13800000000 怡园街道 1 号。"
        "人多写不下的，作为附件上传，在这里写“见附件”。",
    )
    agreed = Tick(
        "其他投诉人都同意一起投诉，并书面推选了代表人",
        help_text="书面推选的材料可以作为附件上传，或者在我们通知时提交。代表人变更、放弃投诉请求，或者达成调解协议的，"
        "应当经其他投诉人同意。",
    )
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
        self._adapt_acting("" if kind == "report" else self.said.get("acting", ""))
        if kind == "complaint":
            for name in ("anonymous", "notice", "secrecy", "insider"):
                del self.fields[name]
        else:
            del self.fields["address"]
        if kind == "both":
            del self.fields["anonymous"]
        if kind in ("complaint", "both"):
            self._need("name", "请填写您的姓名；投诉须提供真实身份")
            self._need("phone", "请填写联系电话；调解时要与您联系")

    def _adapt_acting(self, acting: str) -> None:
        """Ask for whom an agent complains, or who the others are; nothing of it of who complains alone."""
        if acting != AGENT:
            del self.fields["principal"], self.fields["principal_phone"]
        else:
            self._need("principal", "请填写委托人的姓名")
        if acting != JOINT or joint_complaint(self.today) is None:
            for name in _OTHERS:
                del self.fields[name]
            return
        self.order_fields(("name", "phone", "address", "email", *_OTHERS))
        self._need("people", "请填写一共多少人投诉")
        self._need("others", "请填写其他投诉人的姓名和电话；投诉须提供每个人的真实身份")
        self._need("agreed", "其他投诉人同意的，请勾选；没有同意的，请各自投诉")

    def _need(self, name: str, sentence: str) -> None:
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = sentence

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


PERSON = frozenset(
    {
        *("principal", "principal_phone", "second", "second_phone", "others"),
        *("name", "phone", "address", "email"),
    }
)
WIZARD = Wizard("/complain", "投诉举报", (What, Matter, Who), person=PERSON)
