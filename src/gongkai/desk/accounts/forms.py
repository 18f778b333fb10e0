"""Forms of accounts: codes that lock as passwords do, the new password, deputies and posts."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.accounts import guessing, steps
from gongkai.desk.accounts.models import Identity, Reset
from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.face.widgets import DayInput

_CODE = gettext_lazy("验证码")
_DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "w-20"}


class _Counted:
    """A code that counts as a failed login when it is wrong, and that nothing opens while locked."""

    user: Officer
    cleaned_data: dict[str, Any]

    def counted(self, clean: Any) -> str:
        """The code; ValidationError when it is wrong, was used, or the account is locked here."""
        guessing.demand_open(context.request, self.user.username)
        try:
            code = str(clean())
            steps.spend(self.user, self.authenticator, code)  # type: ignore[attr-defined]
        except ValidationError:
            guessing.count(context.request, self.user.username)
            raise
        return code


class CodeForm(_Counted, AuthenticateForm):
    """The second step of a login."""

    code = forms.CharField(label=_CODE, max_length=20, widget=forms.TextInput(_DIGITS))

    def clean_code(self) -> str:
        """A code of the app or a recovery code, each good once."""
        return self.counted(super().clean_code)


class AgainCodeForm(_Counted, ReauthenticateForm):
    """A code to confirm one's identity."""

    code = forms.CharField(label=_CODE, max_length=20, widget=forms.TextInput(_DIGITS))

    def clean_code(self) -> str:
        """As at login."""
        return self.counted(super().clean_code)


class AppForm(ActivateTOTPForm):
    """The first code of a new app; it cannot be used for a login afterwards."""

    code = forms.CharField(label=_CODE, max_length=10, widget=forms.TextInput(_DIGITS))

    def clean_code(self) -> str:
        """The code that the app shows now."""
        code = str(super().clean_code())
        steps.spend_secret(self.user, self.secret, code)
        return code


class KeyForm(AddWebAuthnForm):
    """A passkey's name; the credential comes from the browser."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=40, required=False)


class AgainForm(forms.Form):
    """The password once more, to confirm one's identity."""

    password = forms.CharField(
        label=gettext_lazy("口令"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: Officer, **said: Any) -> None:
        super().__init__(*args, **said)
        self.user = user

    def clean_password(self) -> str:
        """Refused as a failed login where it is wrong."""
        guessing.demand_open(context.request, self.user.username)
        said = str(self.cleaned_data["password"])
        if not self.user.check_password(said):
            guessing.count(context.request, self.user.username)
            raise ValidationError(_("口令不对。"))
        return said


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = forms.CharField(
        label=gettext_lazy("新口令"),
        help_text=gettext_lazy(
            "至少 12 个字符；不用姓名、用户名、常见口令，不用最近 5 次用过的。几个不相关的词最好记。"
        ),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=gettext_lazy("再输一次"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, user: Officer | None, **said: Any) -> None:
        super().__init__(*args, **said)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Both alike and by the rules."""
        said = super().clean() or {}
        new, again = said.get("new"), said.get("again")
        if new and again and new != again:
            self.add_error("again", _("两次输入的不一样。"))
        elif new and self.user is not None:
            try:
                validate_password(new, self.user)
            except ValidationError as weak:
                self.add_error("new", weak)
        return said


class ChangeForm(NewPasswordForm):
    """The present password and a new one."""

    old = forms.CharField(
        label=gettext_lazy("现在的口令"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    field_order = ("old", "new", "again")

    def clean_old(self) -> str:
        """The present password; a wrong one counts as a failed login."""
        assert self.user is not None
        guessing.demand_open(context.request, self.user.username)
        said = str(self.cleaned_data["old"])
        if not self.user.check_password(said):
            guessing.count(context.request, self.user.username)
            raise ValidationError(_("口令不对。"))
        return said


class RecoverForm(NewPasswordForm):
    """User name, the one-time code, and a new password."""

    username = forms.CharField(
        label=gettext_lazy("用户名"), max_length=60, widget=forms.TextInput({"autocomplete": "username"})
    )
    code = forms.CharField(
        label=gettext_lazy("一次性码"),
        help_text=gettext_lazy("由确认人当面交给您，30 分钟内有效，例如 AB2C-DE3F-GH4J。"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    field_order = ("username", "code", "new", "again")


class ResetForm(forms.Form):
    """Why an account is reset, and whether its second factor goes."""

    reason = forms.ChoiceField(label=gettext_lazy("原因"), choices=Reset.Reason.choices)
    factor = forms.BooleanField(
        label=gettext_lazy("同时清除二次验证"),
        help_text=gettext_lazy("手机或密钥丢失时勾选；本人登录后重新启用。"),
        required=False,
    )


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class DeputyForm(forms.Form):
    """Who stands in, from when until when."""

    deputy = forms.ModelChoiceField(Officer.objects.none(), label=gettext_lazy("代理人"))
    since = _day(gettext_lazy("从"))
    until = _day(gettext_lazy("到（含）"), required=False, help_text=gettext_lazy("不填则到结束代理为止"))

    def __init__(self, *args: Any, officer: Officer, **said: Any) -> None:
        super().__init__(*args, **said)
        others = Officer.objects.filter(agency=officer.agency_id, is_active=True).exclude(pk=officer.pk)
        self.fields["deputy"].queryset = others.order_by("username")  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    """A duty from a day on."""

    kind = forms.ChoiceField(label=gettext_lazy("职责"), choices=Duty.Kind.choices)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("单位"),
        required=False,
        help_text=gettext_lazy("经办人、单位负责人、承办人必选；其余职责覆盖全机关"),
    )
    since = _day(gettext_lazy("从"))
    until = _day(gettext_lazy("到（含）"), required=False)

    def __init__(self, *args: Any, officer: Officer, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            agency=officer.agency_id
        ).order_by("code")


class MoveForm(forms.Form):
    """A new post from a day on."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("单位"), required=False, empty_label=gettext_lazy("机关领导")
    )
    title = forms.CharField(label=gettext_lazy("职务"), max_length=60)
    since = _day(gettext_lazy("从"))

    def __init__(self, *args: Any, officer: Officer, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            agency=officer.agency_id
        ).order_by("code")


class EnterForm(forms.Form):
    """A new officer: account, post, first duties."""

    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=60,
        help_text=gettext_lazy("字母、数字、- 和 _，登录用，以后不改"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("单位"), required=False, empty_label=gettext_lazy("机关领导")
    )
    title = forms.CharField(label=gettext_lazy("职务"), max_length=60)
    duties = forms.MultipleChoiceField(
        label=gettext_lazy("职责"),
        choices=Duty.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("经办人、单位负责人、承办人属于所选单位，其余覆盖全机关"),
    )
    since = _day(gettext_lazy("从"))

    def __init__(self, *args: Any, agency: Agency, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["unit"].queryset = Unit.objects.filter(agency=agency).order_by("code")  # type: ignore[attr-defined]


class IdentityForm(forms.Form):
    """By which subject of another system an officer is known."""

    way = forms.ChoiceField(label=gettext_lazy("登录方式"), choices=Identity.Way.choices)
    subject = forms.CharField(
        label=gettext_lazy("对方系统中的标识"),
        max_length=300,
        help_text=gettext_lazy("统一认证填 sub；证书填主题（subject）全文，与代理传来的逐字相同"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class NameForm(forms.Form):
    """A corrected name."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)


class LeaveForm(forms.Form):
    """The last day of service."""

    on = _day(gettext_lazy("最后一天"))


def kinds_of(user: Officer) -> set[str]:
    """The kinds of authenticators that an account has."""
    adapter = get_adapter()
    return {kind for kind in Authenticator.Type.values if adapter.is_mfa_enabled(user, types=[kind])}
