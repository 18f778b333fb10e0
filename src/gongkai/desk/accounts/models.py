"""What an account has beside the officer: the state of its second factor, past passwords, resets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.sealing.ids import new_uid


class AccountState(models.Model):
    """One row an officer: the last time step whose code was used, so that no code of it counts again."""

    officer = models.OneToOneField(Officer, models.CASCADE, related_name="account_state")
    totp_step = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("账号状态")


class PastPassword(models.Model):
    """A password that an officer had, hashed as Django hashes it; the newest few must not come again."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="past_passwords")
    encoded = models.CharField(max_length=256)
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("以前的口令")
        indexes: ClassVar = [models.Index(fields=["officer", "-id"], name="past_password_newest")]


class Reset(models.Model):
    """A way back into an account 重设: asked by an administrator, confirmed by another, by a one-time code.

    The code itself is shown once to who confirms and kept only as a hash. ``factor``: the second factor is
    taken away too. Nobody confirms what they asked for, or a reset of their own account.
    """

    class Reason(models.TextChoices):
        """Why: a closed list, because an event holds no free text."""

        FORGOTTEN = "forgotten", _("忘记口令")
        LOST = "lost", _("手机或密钥丢失、更换")
        LEAKED = "leaked", _("口令可能泄露")
        NEW = "new", _("新任职")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="resets")
    reason = models.CharField(_("原因"), max_length=12, choices=Reason)
    factor = models.BooleanField(_("同时清除二次验证"), default=False)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    code_hash = models.CharField(max_length=256, blank=True)
    expires_at = models.DateTimeField(_("有效至"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("作废时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("重设")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("officer"))),
                name="reset_needs_two",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("officer")), name="reset_is_for_another"),
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="reset_one_open",
            ),
        ]


class Identity(models.Model):
    """By which subject of another system an officer is known 登录方式: single sign-on, a certificate.

    It opens nothing before a second person has confirmed it, and nothing after its end.
    """

    class Way(models.TextChoices):
        """Which system says so."""

        OPENID = "openid", _("统一身份认证（OIDC）")
        CERTIFICATE = "certificate", _("CA 数字证书")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="identities")
    way = models.CharField(_("登录方式"), max_length=12, choices=Way)
    subject = models.CharField(_("对方系统中的标识"), max_length=300)
    given_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("登记时间"))
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("登录方式")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(given_by=F("officer")), name="identity_is_for_another"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                    & ~Q(confirmed_by=F("given_by"))
                    & ~Q(confirmed_by=F("officer"))
                ),
                name="identity_needs_two",
            ),
            models.UniqueConstraint(
                fields=["way", "subject"], condition=Q(ended_at__isnull=True), name="identity_names_one"
            ),
        ]
