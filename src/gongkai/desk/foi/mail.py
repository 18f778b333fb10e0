"""The register of the gate 收发登记 as :mod:`gongkai.desk.lists` wants it: all mail, the newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import Exists, IntegerField, OuterRef
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework import gate
from gongkai.desk.casework.models import GateMail
from gongkai.desk.foi.models import MailRow
from gongkai.desk.lists import choices
from gongkai.desk.lists.listing import Choices, Facet, Listing, Scope, Watch
from gongkai.desk.lists.models import place_of, row_text
from gongkai.desk.lists.short import iso

_UNREAD = "unread"


def build(records: Collection[int]) -> Iterator[MailRow]:
    """The rows of these pieces of mail, unsaved; one query."""
    for mail in GateMail.objects.filter(pk__in=records).select_related("registration"):
        number = mail.registration.number if mail.registration else ""
        said = (mail.mail_number, mail.signed_by, number)
        yield MailRow(
            record_id=mail.pk,
            agency_id=mail.agency_id,
            place=place_of(mail.signed_on, mail.pk),
            text=row_text(*said),
            unit_id=mail.handed_to_id,
            recognised_as=mail.recognised_as,
            kind=mail.kind,
            unregistered=gate.is_unregistered(mail),
        )


def reach(officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> tuple[Scope, ...]:
    """All mail of the agency for those who enter it, to whom alone the page is open."""
    enters = any(one.kind in (Duty.Kind.OFFICE, Duty.Kind.OPERATOR) for one in duties)
    return ({"agency_id": officer.agency_id},) if enters else ()


def waiting(
    officer: Officer, day: date, duties: Sequence[HeldDuty], shown: int, most: int
) -> tuple[list[GateMail], int]:
    """The first of what nobody has registered yet (:func:`gate.unregistered`), the oldest first, and how many
    there are, counted up to ``most``; one query."""
    there = gate.unregistered(gate.visible_to(officer, day, duties))
    counting = (
        f"SELECT COUNT(*) FROM (SELECT 1 FROM {MailRow._meta.db_table} "  # noqa: S608 - our own names
        f"WHERE agency_id = %s AND unregistered LIMIT {most}) AS counted"
    )
    rows = (
        MailRow.objects.filter(
            Exists(there.filter(pk=OuterRef("pk"))), agency=officer.agency_id, unregistered=True
        )
        .select_related("record__handed_to")
        .annotate(total=RawSQL(counting, [officer.agency_id], IntegerField()))  # noqa: S611 - our own names
        .order_by("place")
    )
    found = list(rows[:shown])
    return [row.record for row in found], found[0].total if found else 0


def _recognised(_officer: Officer, _day: date) -> Choices:
    return [(key or _UNREAD, str(label)) for key, label in GateMail.Recognised.choices]


def _minute(one: GateMail) -> str:
    return f"{timezone.localtime(one.signed_at, SHANGHAI):%H:%M}"


LISTING = Listing(
    name="mail",
    title=gettext_lazy("收发登记"),
    row=MailRow,
    build=build,
    reach=reach,
    gate=gate.visible_to,
    address="foi:mail",
    facets=(
        Facet(
            "recognised",
            gettext_lazy("识别为"),
            "recognised_as",
            _recognised,
            lambda value: "" if value == _UNREAD else value,
        ),
        Facet("kind", gettext_lazy("邮件种类"), "kind", choices.of(GateMail.Kind.choices)),
        Facet("unit", gettext_lazy("移交"), "unit_id", choices.units, int),
    ),
    period=gettext_lazy("签收年份"),
    asks=gettext_lazy("邮件号、签收人、登记编号"),
    related=("record__handed_to", "record__registration"),
    # With the filters: an index knows of each how few rows it leaves, so that those few are read one by one.
    scopes=("agency_id", "recognised_as", "kind", "unit_id"),
    watches=(
        Watch("casework_gatemail", "{row}.id"),
        Watch(
            "casework_registration",
            "SELECT id AS found FROM casework_gatemail WHERE registration_id = {row}.id",
            verbs=("UPDATE",),
        ),
    ),
    columns=(
        ("收文号", lambda row: str(row.record)),
        ("邮件种类", lambda row: row.record.kind),
        ("邮件号", lambda row: row.record.mail_number),
        ("邮戳日期", lambda row: iso(row.record.postmark_on)),
        ("签收日期", lambda row: row.record.signed_on.isoformat()),
        ("签收时刻", lambda row: _minute(row.record)),
        ("签收人", lambda row: row.record.signed_by),
        ("识别为", lambda row: str(row.record.get_recognised_as_display())),
        ("登记编号", lambda row: row.record.registration.number if row.record.registration else ""),
        ("移交单位", lambda row: row.record.handed_to.name if row.record.handed_to else ""),
        ("移交日期", lambda row: iso(row.record.handed_on)),
        ("作废日期", lambda row: iso(row.record.voided_on)),
    ),
)
"""What the page, saved views and exports know of it."""
