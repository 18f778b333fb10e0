"""Citizens' messages and mailboxes, as far as the portal holds them: sealed, by number, hour and size."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.portal.models.base import PortalManager


class PortalSalt(models.Model):
    """The one salt of all receipt codes (16 bytes, public, never changes): without it no code works."""

    value = models.BinaryField(max_length=16)

    objects = PortalManager()

    def __str__(self) -> str:
        """A name for the only row."""
        return "salt"


class IntakeKey(models.Model):
    """A public key of the desk that messages are sealed to; the newest that was announced is used."""

    kid = models.CharField(max_length=16, unique=True)
    suite = models.CharField(max_length=20)
    public = models.BinaryField(max_length=32)
    place = models.PositiveSmallIntegerField()
    not_after = models.DateTimeField(null=True)

    objects = PortalManager()

    class Meta:
        """In the order of the announcement, newest first."""

        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        """The key's id."""
        return self.kid


class Envelope(models.Model):
    """A sealed message. ``once`` and ``same`` tell a form that was sent again from a changed one.

    ``seq`` is its number on the way to the desk, null until the exchange took it; then ``sealed`` is empty
    here and lies in the numbered message.
    """

    uid = models.CharField(max_length=22)
    once = models.BinaryField(max_length=16, unique=True)
    same = models.BinaryField(max_length=16)
    header = models.BinaryField()
    sealed = models.BinaryField(default=bytes)
    hour = models.DateTimeField()
    seq = models.PositiveBigIntegerField(null=True)

    objects = PortalManager()

    class Meta:
        """What waits for a number, and what a number belongs to."""

        verbose_name = "密封来件"
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(seq__isnull=True), name="portal_envelope_waiting"),
            models.Index(fields=["seq"], name="portal_envelope_seq"),
        ]

    def __str__(self) -> str:
        """The envelope's random id."""
        return self.uid


class SealedBlob(models.Model):
    """An encrypted attachment by the SHA-256 of its ciphertext; ``envelope`` is empty while it is a draft."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    made = models.DateTimeField(db_index=True)
    envelope = models.CharField(max_length=22, default="", blank=True, db_index=True)

    objects = PortalManager()

    def __str__(self) -> str:
        """The digest."""
        return self.sha256


class SealedPiece(models.Model):
    """A piece of an encrypted attachment, so that the desk needs nothing but this database."""

    blob = models.ForeignKey(SealedBlob, models.CASCADE, related_name="pieces")
    n = models.PositiveIntegerField()
    data = models.BinaryField()

    objects = PortalManager()

    class Meta:
        """In order."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blob", "n"], name="portal_sealedpiece_place")
        ]

    def __str__(self) -> str:
        """Blob and place."""
        return f"{self.blob_id}/{self.n}"


class Mailbox(models.Model):
    """A citizen's box. ``lid`` finds it by the code, ``wrap`` is its seed under the code.

    ``hard``: both are the slow ones (Argon2id). ``n`` and ``digest`` are the citizen's last message,
    ``seen`` the last mail that was shown, ``mail`` how many there are.
    """

    uid = models.CharField(max_length=22, unique=True)
    lid = models.BinaryField(max_length=16, unique=True)
    wrap = models.BinaryField(max_length=72)
    hard = models.BooleanField(default=False)
    made = models.DateTimeField()
    n = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    mail = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default="", blank=True)
    delete_on = models.DateField(null=True, db_index=True)

    objects = PortalManager()

    def __str__(self) -> str:
        """The box's random id."""
        return self.uid


class SealedMail(models.Model):
    """An answer, sealed to the box. ``blobs`` are its encrypted attachments, in the folder of files."""

    box = models.ForeignKey(Mailbox, models.CASCADE, related_name="mails")
    n = models.PositiveIntegerField()
    sealed = models.BinaryField()
    blobs: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    objects = PortalManager()

    class Meta:
        """One for a number."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["box", "n"], name="portal_mail_number")]

    def __str__(self) -> str:
        """Box and number."""
        return f"{self.box_id}/{self.n}"


class OwnCopy(models.Model):
    """What the citizen wrote, sealed to their own box so that they can read it again; never of a report."""

    box = models.ForeignKey(Mailbox, models.CASCADE, related_name="copies")
    n = models.PositiveIntegerField()
    sealed = models.BinaryField()

    objects = PortalManager()

    class Meta:
        """One for a number."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["box", "n"], name="portal_copy_number")]

    def __str__(self) -> str:
        """Box and number."""
        return f"{self.box_id}/{self.n}"


class DoorOut(models.Model):
    """A numbered message to the desk, signed by the portal; its bytes are emptied some time after the ack."""

    agency = models.CharField(max_length=200)
    epoch = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=20)
    body = models.BinaryField()
    note = models.TextField()
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    acked = models.DateTimeField(null=True, db_index=True)

    objects = PortalManager()

    def __str__(self) -> str:
        """The number."""
        return str(self.seq)


class DeskAck(models.Model):
    """How far the desk said that it is with the portal's messages; ``epoch`` is the one to number in now."""

    agency = models.CharField(max_length=200, unique=True)
    epoch = models.PositiveIntegerField(default=1)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)
    at = models.DateTimeField()

    objects = PortalManager()

    def __str__(self) -> str:
        """Agency and number."""
        return f"{self.agency} {self.epoch}/{self.seq}"


class FailedCodes(models.Model):
    """How many wrong receipt codes an address has left; ``key`` is a keyed hash of it (SEALING.md 4.5).

    Both numbers are those of the last failure, ``at`` in seconds since 1970. A row that is full again goes.
    """

    key = models.BinaryField(max_length=16, unique=True)
    left = models.FloatField()
    at = models.FloatField(db_index=True)

    objects = PortalManager()

    def __str__(self) -> str:
        """Nothing that tells an address."""
        return str(self.pk)
