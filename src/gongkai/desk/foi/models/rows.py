"""Applications and the gate's mail as their lists find them (:mod:`gongkai.desk.lists`).

``foi.rows`` and ``foi.mail`` build the rows.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.desk.agencies.models import Unit
from gongkai.desk.casework.models import GateMail
from gongkai.desk.foi.models.application import Application
from gongkai.desk.lists.models import Row


class ApplicationRow(Row):
    """Numbers and masked text of an application, the unit that answers for it, where it stands roughly.

    ``place`` has what was received last first, ``due_place`` the earliest due; what has ended has none.
    """

    class State(models.TextChoices):
        """As the tabs of the list tell stages apart."""

        OPEN = "open", "open"
        CHAIN = "chain", "chain"
        SERVED = "served", "served"
        ENDED = "ended", "ended"

    record = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, default="", db_default="")
    applicant_kind = models.CharField(max_length=8, default="", db_default="")
    due_place = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "state", "place"], name="application_row_s"),
            # What is filtered stands behind the place, so that a walk needs no row: see docs/adr/0031.
            models.Index(
                fields=["agency", "unit", "state", "place", "channel", "applicant_kind"],
                name="application_row_unit",
            ),
            models.Index(
                fields=["agency", "state", "due_place", "channel", "applicant_kind", "unit", "place"],
                name="application_row_dues",
            ),
            models.Index(
                fields=["agency", "unit", "state", "due_place", "channel", "applicant_kind", "place"],
                name="application_row_udues",
            ),
            models.Index(fields=["agency", "state", "channel", "place"], name="application_row_way"),
            models.Index(fields=["agency", "state", "applicant_kind", "place"], name="application_row_who"),
            models.Index(
                fields=["agency", "state", "channel", "applicant_kind", "place"], name="application_row_both"
            ),
        ]


class MailRow(Row):
    """A piece of mail in the register of the gate: its numbers, as what it was recognised, where it went.

    ``recognised_as`` is empty before it was opened. ``unregistered``: it has still to become a registration.
    """

    record = models.OneToOneField(GateMail, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    recognised_as = models.CharField(max_length=8, choices=GateMail.Recognised, blank=True)
    kind = models.CharField(max_length=8)
    unregistered = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "place"], name="mail_row"),
            models.Index(fields=["agency", "recognised_as", "place"], name="mail_row_r"),
            models.Index(fields=["agency", "kind", "place"], name="mail_row_k"),
            models.Index(fields=["agency", "unit", "place"], name="mail_row_u"),
            models.Index(fields=["agency", "recognised_as", "kind", "place"], name="mail_row_rk"),
            models.Index(fields=["agency", "recognised_as", "unit", "place"], name="mail_row_ru"),
            models.Index(fields=["agency", "kind", "unit", "place"], name="mail_row_ku"),
            models.Index(fields=["agency", "recognised_as", "kind", "unit", "place"], name="mail_row_rku"),
            models.Index(fields=["agency", "place"], condition=Q(unregistered=True), name="mail_row_waits"),
        ]
