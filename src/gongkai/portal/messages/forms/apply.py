"""依申请公开: who applies, what for; what must be said is the law of the day (:mod:`gongkai.law.intake`)."""

from __future__ import annotations

from typing import Any

from gongkai.law.intake import application_needs
from gongkai.portal.messages.forms.fields import Choice, Mail, Telephone, Text, Tick
from gongkai.portal.messages.forms.steps import StepForm, Wizard
from gongkai.screening.checks import is_id18, is_uscc
from gongkai.sealing import index

APPLICANTS = (
    ("自然人", "公民（自然人）"),
    ("商业企业", "企业"),
    ("科研机构", "科研机构"),
    ("社会公益组织", "社会公益组织"),
    ("法律服务机构", "法律服务机构"),
    ("其他", "其他组织"),
)
PAPERS = (
    ("id", "居民身份证"),
    ("passport", "护照、通行证等其他证件"),
    ("uscc", "统一社会信用代码（法人、组织）"),
)
SHAPES = (("electronic", "电子文本"), ("paper", "纸质文本"), ("copy", "光盘等介质"))
WAYS = (
    ("portal", "凭查询码在本站查看"),
    ("post", "邮寄"),
    ("email", "电子邮件"),
    ("pick_up", "到办事窗口领取"),
)


class Applicant(StepForm):
    """Who applies, with the proof of identity where the law of the day asks for it."""

    key, step_title, heading, with_files = "who", "申请人", "谁在申请", True
    applicant = Choice("申请人类别", APPLICANTS, "请选择申请人类别")
    name = Text("姓名或者名称", "请填写姓名或者名称", attrs={"autocomplete": "name"})
    agent = Text("法定代表人、联系人", help_text="法人和其他组织填写。")
    id_type = Choice("身份证明", PAPERS)
    id = Text("证件号码", help_text="只核对校验位，提交时立即密封；复印件、照片请在下面选为附件。")
    phone = Telephone("联系电话", "请填写联系电话")
    address = Text("通信地址", "请填写通信地址", longest=200, attrs={"autocomplete": "street-address"})
    postcode = Text("邮政编码", longest=12, attrs={"inputmode": "numeric", "autocomplete": "postal-code"})
    email = Mail("电子邮箱")

    def adapt(self) -> None:
        """Ask for identity when the regulation of the day does."""
        if not application_needs(self.today).identity:
            del self.fields["id_type"], self.fields["id"]
            return
        for name, missing in (("id_type", "请选择身份证明的种类"), ("id", "请填写证件号码")):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = missing

    def clean(self) -> dict[str, Any]:
        """The number's check digit; an organisation names who can be asked."""
        found = self.cleaned_data = super().clean()
        if found.get("applicant") not in (None, "自然人"):
            self.demand("agent", "请填写法定代表人或者联系人的姓名")
        if number := found.get("id"):
            found["id"] = plain = index.identifier(number)
            wrong = {
                "id": "居民身份证号码的校验位不对，请核对" if not is_id18(plain) else "",
                "uscc": "统一社会信用代码的校验位不对，请核对" if not is_uscc(plain) else "",
            }.get(found.get("id_type", ""), "")
            if wrong:
                self.add_error("id", wrong)
        return found


class Wanted(StepForm):
    """What is applied for, in which form, by which way."""

    key, step_title, heading, with_files = "wanted", "需要的信息", "您需要什么信息", True
    text = Text(
        "信息的名称、文号或者其他特征",
        "请写明需要的信息",
        rows=6,
        help_text="写明名称、文号，或者时间、对象、事项等便于查找的特征。一次申请只写一件事，答复更快。",
    )
    doc_no = Text("文号")
    purpose = Text("用途", rows=3, help_text="自身生产、生活、科研等特殊需要。")
    form = Choice("提供的形式", SHAPES, "请选择提供的形式")
    way = Choice("取得的方式", WAYS, "请选择取得的方式")
    waiver = Tick("申请减免费用", help_text="经济困难的，请附上证明。")

    def adapt(self) -> None:
        """The purpose was asked for by the regulation of 2008 only."""
        if application_needs(self.today).special_need:
            self.fields["purpose"].required = True
            self.fields["purpose"].error_messages["required"] = "请写明用途"
        else:
            del self.fields["purpose"]

    def clean(self) -> dict[str, Any]:
        """The way must be possible with what was said about the applicant."""
        found = self.cleaned_data = super().clean()
        if found.get("way") == "email" and not self.said.get("email"):
            self.add_error("way", "要用电子邮件取得，请先在“申请人”一步填写电子邮箱")
        return found


PERSON = frozenset({"name", "agent", "id_type", "id", "phone", "address", "postcode", "email"})
WIZARD = Wizard("/apply", "申请公开政府信息", (Applicant, Wanted), kind="foi", person=PERSON)
