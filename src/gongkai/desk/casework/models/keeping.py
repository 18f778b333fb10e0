"""What is personal: sealed under the case's data keys, found only by keyed hash (SEALING.md 5)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models.case import Case


class CaseKey(models.Model):
    """The wrapped data keys of a case. Without the row what was sealed under it is unreadable for good."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="keys")
    dek_h = models.BinaryField(max_length=80)
    dek_i = models.BinaryField(max_length=120, null=True, blank=True)

    class Meta:
        verbose_name = _("案件密钥")


class Party(models.Model):
    """A person in a case 当事人: the sealed ``{"name", "phone" …}`` and what may stand in the open."""

    class Role(models.TextChoices):
        """What the person is in the case."""

        PETITIONER = "诉求人", _("诉求人")
        APPLICANT = "申请人", _("申请人")
        THIRD = "第三方", _("第三方")

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    role = models.CharField(_("身份"), max_length=8, choices=Role)
    kind = models.CharField(_("类型"), max_length=16, blank=True)
    is_anonymous = models.BooleanField(_("是否匿名"), null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        verbose_name = _("当事人")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "role"], condition=~Q(role="第三方"), name="party_role_once"
            )
        ]


class PersonKey(models.Model):
    """A keyed hash of a phone or id, so that the same person is recognised without being stored.

    ``fresh`` is the same under the key that comes next, while the index is made anew after a leak.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="person_keys")
    kind = models.CharField(max_length=8)
    digest = models.BinaryField(max_length=16)
    fresh = models.BinaryField(max_length=16, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("人员索引")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind", "digest"], name="person_key_once")
        ]
        indexes: ClassVar = [models.Index(fields=["digest", "kind"], name="person_key_by_digest")]


class ReporterKey(models.Model):
    """The same for who made a report 举报, under a key that only the opener uses (SEALING.md 5).

    No page looks a number up in it: whoever enters one in a case of their own must not learn which report
    carries it. It tells how many, to those who decide about openings, and who is one person to the nightly
    signals.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reporter_keys")
    kind = models.CharField(max_length=8)
    digest = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = _("举报人索引")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind", "digest"], name="reporter_key_once")
        ]
        indexes: ClassVar = [models.Index(fields=["digest", "kind"], name="reporter_key_by_digest")]


class ReporterDue(models.Model):
    """A report whose reporter the opener has not put into the index yet, or not as it is now."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="reporter_due")

    class Meta:
        verbose_name = _("待编入索引的举报")


class CaseText(models.Model):
    """A free text kept twice: ``masked`` for work, search and lists, ``sealed`` as it came."""

    class Field(models.TextChoices):
        """Which text."""

        CONTENT = "content", _("诉求内容")
        ANSWER = "answer", _("答复内容")
        CORRECTION = "correction", _("补正内容")
        NOTE = "note", _("办理说明")

    case = models.ForeignKey(Case, models.PROTECT, related_name="texts")
    field = models.CharField(_("内容"), max_length=12, choices=Field)
    masked = models.TextField(_("工作文本"))
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("案件文本")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "field"], name="case_text_once")]


class Attachment(models.Model):
    """A file of a case: the ciphertext lies in ``files/desk/sealed`` by its digest ``blob``.

    ``sealed`` holds its key and its whole name under the case's data key, so that shredding the case shuts
    the file too; ``name`` is the name with persons and numbers masked. ``sha256`` is that of the plain file.
    ``by`` is null for what a citizen sent; ``checked`` says that it was screened before it was kept.
    """

    class Purpose(models.TextChoices):
        """What the file is in the case."""

        SENT = "sent", _("门户来件附件")
        REQUEST = "request", _("申请书")
        IDENTITY = "identity", _("身份证明")
        POST = "post", _("邮寄凭证")
        RECEIPT = "receipt", _("送达回证")
        RECORD = "record", _("查找到的信息（原件）")
        COPY = "copy", _("提供的副本")
        SHEET = "sheet", _("纸质签批")
        STAMPED = "stamped", _("电子签章文书")
        OTHER = "other", _("其他材料")

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    purpose = models.CharField(_("用途"), max_length=12, choices=Purpose, default=Purpose.OTHER)
    name = models.CharField(_("文件名"), max_length=200)
    type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=64, db_default="")
    sealed = models.BinaryField(default=b"")
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("存入时间"), null=True, blank=True)
    checked = models.BooleanField(_("已检查"), default=False, db_default=False)

    class Meta:
        verbose_name = _("附件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "purpose", "sha256"], name="attachment_once")
        ]
