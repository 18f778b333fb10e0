"""The form that puts an entry right in the open: the person, the respondent, why, who approves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.forms import VoidForm
from gongkai.desk.complaints.verbs.correcting import Corrected, sibling_of

_STAYS = gettext_lazy("不填的不变")

PERSON = {
    "name": gettext_lazy("姓名"),
    "phone": gettext_lazy("电话"),
    "id": gettext_lazy("证件号"),
    "address": gettext_lazy("地址"),
}
"""What of the person may be corrected."""
SHOP = {
    "respondent": gettext_lazy("被投诉（举报）人"),
    "credit_code": gettext_lazy("统一社会信用代码"),
}
"""What of the respondent may be."""
FIELDS = PERSON | SHOP


class CorrectForm(VoidForm):
    """What it should have said; the person's old words are not shown."""

    name = forms.CharField(label=PERSON["name"], max_length=80, required=False, help_text=_STAYS)
    phone = forms.CharField(label=PERSON["phone"], max_length=40, required=False, help_text=_STAYS)
    id = forms.CharField(label=PERSON["id"], max_length=40, required=False, help_text=_STAYS)
    address = forms.CharField(label=PERSON["address"], max_length=200, required=False, help_text=_STAYS)
    respondent = forms.CharField(label=SHOP["respondent"], max_length=160, required=False)
    credit_code = forms.CharField(label=SHOP["credit_code"], max_length=18, required=False)
    also = forms.BooleanField(label=gettext_lazy("同一登记的另一件也更正"), required=False)
    field_order = (*PERSON, "also", *SHOP, "reason", "approved_by")

    def prepare(self) -> None:
        """What stands of the respondent; nothing of a person who is kept secret is asked."""
        super().prepare()
        for name in SHOP:
            now = getattr(self.one.matter, name) or _("空")
            self.fields[name].help_text = _("现在是 %(now)s；不填的不变") % {"now": now}
        self.fields["reason"].help_text = _("怎样登记错的、怎样核实的；不写个人信息")
        if self.one.is_secret:
            for name in PERSON:
                del self.fields[name]
        self.other = None if self.one.is_secret else sibling_of(self.one.case, self.by, self.day)
        if self.other is None:
            del self.fields["also"]
            return
        said = {"one": self.one.case.kind, "other": self.other.kind}
        self.fields["also"].label = _("%(one)s和%(other)s两件的联系方式都更正") % said
        stays = _("不勾的只更正%(one)s一件；%(other)s一件的联系方式是另外密封的")
        self.fields["also"].help_text = stays % said

    def also_of(self) -> Case | None:
        """The other case, where the tick was set."""
        return self.other if self.cleaned_data.get("also") else None

    def said(self) -> Corrected:
        """What was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Corrected(
            {name: given[name] for name in PERSON if name in given},
            {name: given[name] for name in SHOP if name in given},
        )
