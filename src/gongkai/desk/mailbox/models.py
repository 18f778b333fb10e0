"""A citizen's box, what arrived for it, what was answered. No text of either stands here in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.models import Case

FOUND = {
    "secret_mark": _("密级字样"),
    "work_secret": _("工作秘密字样"),
    "id18": _("身份证号"),
    "id15": _("身份证号"),
    "mobile": _("手机号"),
    "tel": _("固定电话"),
    "bank": _("银行账号"),
    "plate": _("车牌"),
    "passport": _("护照号"),
    "permit": _("通行证号"),
    "email": _("电子邮箱"),
    "im": _("微信、QQ"),
    "address": _("住址"),
    "birth": _("出生日期"),
    "person": _("姓名"),
    "minor": _("未成年人信息"),
    "health": _("健康信息"),
    "reporter_hint": _("举报人线索"),
    "sensitive_term": _("词表用语"),
    "wording": _("用语"),
    "bad_link": _("失效链接"),
    "metadata": _("文件属性"),
    "tracked_change": _("修订痕迹"),
    "comment": _("批注"),
    "hidden_text": _("隐藏文字"),
    "hidden_sheet": _("隐藏工作表"),
    "hidden_row": _("隐藏行列"),
    "embedded_object": _("嵌入对象"),
    "macro": _("宏"),
    "exif_gps": _("拍摄位置"),
    "pdf_history": _("PDF 历史版本"),
    "pdf_attachment": _("PDF 附件"),
    "pdf_javascript": _("PDF 脚本"),
    "scanned_page": _("没有文字的扫描页"),
    "encrypted": _("加密，没有检查内容"),
}
"""What screening finds, by kind, in the words of the desk."""


def in_words(found: Mapping[str, int]) -> list[str]:
    """What screening found in a file, by kind, in words."""
    return [f"{FOUND.get(kind, kind)} {n}" for kind, n in found.items()]


class Box(models.Model):
    """One receipt 信箱: its two public keys, which say nothing about the code, and how far it is.

    ``kind`` is the kind of its first message, ``last_n`` and ``last_digest`` the last message of the citizen,
    ``mail_n`` and ``mail_digest`` the last mail to them. ``news``: the portal does not know the state yet.
    """

    class State(models.TextChoices):
        """Whether the matter goes on."""

        OPEN = "open", _("办理中")
        CLOSED = "closed", _("已办结")

    uid = models.CharField(max_length=22, unique=True)
    kind = models.CharField(_("来件种类"), max_length=12)
    cases: models.ManyToManyField[Case, models.Model] = models.ManyToManyField(Case, related_name="boxes")
    seal_public = models.BinaryField(max_length=32)
    sign_public = models.BinaryField(max_length=32)
    opened_at = models.DateTimeField(_("提交时间"))
    last_n = models.PositiveIntegerField(default=0)
    last_digest = models.CharField(max_length=64)
    mail_n = models.PositiveIntegerField(default=0)
    mail_digest = models.CharField(max_length=64, blank=True)
    seen_n = models.PositiveIntegerField(_("已读到第几封"), default=0)
    seen_on = models.DateField(_("查看日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    delete_on = models.DateField(_("门户删除日期"), null=True, blank=True)
    news = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("信箱")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["open", "closed"]), name="box_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(news=True), name="box_with_news"),
            models.Index(fields=["kind", "state", "opened_at"], name="box_by_kind"),
        ]


class Arrival(models.Model):
    """A sealed message as it came 密封来件. ``sealed`` is emptied once a receiver took the message.

    ``agency`` is the one whose door took it in; null only where that was not kept and several were possible.
    ``kind``, ``n`` and ``box`` are known once it was opened; ``code`` and ``sentence`` say why it is parked.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("待拆封")
        TAKEN = "taken", _("已登记")
        KEPT = "kept", _("暂存，无承接")
        PARKED = "parked", _("待人工处理")

    uid = models.CharField(max_length=22, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    header = models.BinaryField()
    sealed = models.BinaryField()
    kid = models.CharField(max_length=16, db_index=True)
    hour = models.DateTimeField(_("到达门户（小时）"))
    pulled_at = models.DateTimeField(_("取回时间"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    kind = models.CharField(_("来件种类"), max_length=12, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    box = models.ForeignKey(Box, models.PROTECT, null=True, blank=True, related_name="arrivals")
    taken_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    doubtful_time = models.BooleanField(_("提交时间存疑"), default=False)
    code = models.CharField(max_length=40, blank=True)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("来件登记")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["box", "n"], condition=Q(state="taken"), name="arrival_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "taken", "kept", "parked"]), name="arrival_state_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "id"], condition=~Q(state="taken"), name="arrival_not_taken"),
            models.Index(fields=["kind", "code", "pulled_at"], name="arrival_by_kind"),
        ]


class SentFile(models.Model):
    """What screening said of a file that a citizen sent 来件附件检查, by the name of its ciphertext.

    ``ahead``, ``by`` and ``is_late`` are no columns: what :func:`.checking.of` foresees of one that waits.

    Nobody opens the file before. ``found`` counts what was found by kind, ``type`` is the media type that its
    bytes have; ``code`` and ``sentence`` say why one is not opened at all. Nothing of the file stands here.
    """

    class State(models.TextChoices):
        """What was said."""

        WAITING = "waiting", _("待检查")
        CLEAN = "clean", _("已检查")
        MARKED = "marked", _("已检查，有疑点")
        REFUSED = "refused", _("未通过检查，不能打开")
        PURGED = "purged", _("带密级标志，已清除")

    ahead: int = 0
    by: datetime | None = None
    is_late: bool = False
    blob = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(_("存入时间"))
    state = models.CharField(_("检查"), max_length=8, choices=State, default=State.WAITING)
    type = models.CharField(_("类型"), max_length=100, blank=True)
    found: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(
        _("疑点"), default=dict, blank=True
    )
    code = models.CharField(max_length=40, blank=True)
    sentence = models.CharField(_("原因"), max_length=300, blank=True)
    screened_at = models.DateTimeField(_("检查时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("来件附件检查")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(screened_at__isnull=False), name="sent_file_was_screened"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="sent_file_to_screen")
        ]

    @property
    def opens(self) -> bool:
        """Whether it may be opened."""
        return self.state in (self.State.CLEAN, self.State.MARKED)

    @property
    def findings(self) -> list[str]:
        """What was found, in words: 批注 2."""
        return in_words(self.found)


class Mail(models.Model):
    """A sealed answer 回信. ``sent_at``: it stands in the outbox; the text lives in the case, not here."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="mail")
    n = models.PositiveIntegerField()
    kind = models.CharField(_("种类"), max_length=12)
    status = models.CharField(_("状态"), max_length=60, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    blobs: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(default=list)
    sent_at = models.DateTimeField(_("交外发时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("回信")
        constraints: ClassVar = [models.UniqueConstraint(fields=["box", "n"], name="mail_number_once")]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(sent_at__isnull=True), name="mail_to_send")
        ]
