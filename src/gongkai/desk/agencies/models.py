"""Who does the work: agencies, units, officers with posts, duties and deputies by date, rules and policies.

Everything that changes hands has a first and a last day (``until`` null: still so), because last year's
decisions must be judged by last year's posts.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.sealing.ids import new_uid


class Line(models.TextChoices):
    """条线: the line of business whose rule sets apply."""

    COMMERCE = "工商", _("工商")
    QUALITY = "质监", _("质监")
    FOOD_AND_DRUG = "食药", _("食药")


class Agency(models.Model):
    """A body with disclosure duties 公开主体; a tree by ``parent`` so that a superior can roll up."""

    code = models.CharField(_("机构代码"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    superior_name = models.CharField(_("上级机关"), max_length=120, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮编"), max_length=6, blank=True)
    telephone = models.CharField(_("电话"), max_length=40, blank=True)
    site = models.CharField(_("网站"), max_length=200, blank=True)
    download_address = models.CharField(_("年度报告下载地址"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("机构")

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit 科室、监管所、大队 or an affiliated institution 所属事业单位 of an agency."""

    class Kind(models.TextChoices):
        """The four kinds of unit."""

        SECTION = "科室", _("科室")
        OFFICE = "监管所", _("监管所")
        TEAM = "大队", _("大队")
        INSTITUTION = "事业单位", _("事业单位")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    code = models.CharField(_("单位代码"), max_length=32)
    name = models.CharField(_("单位名称"), max_length=80)
    kind = models.CharField(_("单位类型"), max_length=8, choices=Kind)
    line = models.CharField(_("条线"), max_length=4, choices=Line, blank=True)
    since = models.DateField(_("设立日期"), null=True, blank=True)
    until = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "code"], name="unit_code_once"),
            models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["科室", "监管所", "大队", "事业单位"]), name="unit_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="unit_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Officers(BaseUserManager["Officer"]):
    """Creates officers with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Officer:
        """A new officer; without a password nobody can log in as them."""
        officer = self.model(username=username, **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer


class Officer(AbstractBaseUser):
    """A person who works on the desk 工作人员; what they may do follows from posts and duties by date."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="officers")
    is_active = models.BooleanField(_("在岗"), default=True)

    objects = Officers()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = _("工作人员")

    def __str__(self) -> str:
        return self.name


class Held(models.Model):
    """Something held from a day, until a day (included) or still."""

    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def on(day: object) -> Q:
        """The condition "held on that day"."""
        return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


class Post(Held):
    """A post 职务 that an officer holds in a unit (null: in the agency's leadership)."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    title = models.CharField(_("职务"), max_length=60)

    class Meta:
        verbose_name = _("职务")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="post_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Duty(Held):
    """A duty 职责 out of a closed list, held by date, for one unit or (null) the whole agency."""

    class Kind(models.TextChoices):
        """The closed list of duties (DESIGN.md law 6)."""

        CLERK = "clerk", _("经办人（信息员）")
        HEAD = "head", _("单位负责人")
        SECRECY = "secrecy", _("保密审查员")
        OFFICE = "office", _("政务公开办公室")
        OPERATOR = "operator", _("接线员")
        HANDLER = "handler", _("承办人")
        LEADER = "leader", _("分管领导")
        AUDITOR = "auditor", _("审计员")
        KEEPER = "keeper", _("系统管理员")

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="duties")
    kind = models.CharField(_("职责"), max_length=12, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="duties")

    class Meta:
        verbose_name = _("职责")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="duty_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Deputy(Held):
    """Who stands in for whom (AB角), from a day until a day."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Officer, models.PROTECT, related_name="stands_in_for")
    set_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("AB角")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(officer=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="deputy_days_in_order"
            ),
        ]


class LeadingGroup(models.Model):
    """The leading group of disclosure work 政务公开工作领导小组 and its office."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="leading_group")
    name = models.CharField(_("名称"), max_length=80)
    head = models.CharField(_("组长"), max_length=60, blank=True)
    office = models.CharField(_("办公室设在"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("领导小组")


class Policy(models.Model):
    """A rule of the agency's own 制度, such as its secrecy review rules."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="policies")
    title = models.CharField(_("制度名称"), max_length=160)

    class Meta:
        verbose_name = _("制度")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "title"], name="policy_title_once")
        ]


class PolicyVersion(models.Model):
    """One version of a rule, in force from ``since`` until ``until``."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    no = models.PositiveIntegerField(_("版次"))
    doc_no = models.CharField(_("文号"), max_length=60, blank=True)
    since = models.DateField(_("施行日期"))
    until = models.DateField(_("废止日期"), null=True, blank=True)
    text = models.TextField(_("正文"))

    class Meta:
        verbose_name = _("制度版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "no"], name="policy_version_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="policy_days_in_order"
            ),
        ]


class YearOfMeans(models.Model):
    """Staff and money of disclosure work in a year 机构人员经费, as the 2014 form asks (章节八)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="years_of_means")
    year = models.PositiveSmallIntegerField(_("年度"))
    units = models.PositiveIntegerField(_("专门机构数"), null=True, blank=True)
    reading_points = models.PositiveIntegerField(_("查阅点数"), null=True, blank=True)
    full_time = models.PositiveIntegerField(_("专职人员数"), null=True, blank=True)
    part_time = models.PositiveIntegerField(_("兼职人员数"), null=True, blank=True)
    budget_fen = models.PositiveBigIntegerField(_("专项经费（分）"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构人员经费")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "year"], name="means_once_a_year")]
