"""``foi-receipt`` as the command asks it: settings and events become a :class:`ReceiptClock`."""

from __future__ import annotations

from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.asking import Asked
from gongkai.law.receipt import CHANNELS, ReceiptClock, date_of_receipt


def receipt(asked: Asked, calendar: Calendar) -> Answer:
    """The date of receipt of an application submitted on ``--on``."""
    clock = ReceiptClock(
        channel=asked.choice("channel", CHANNELS),
        submitted_on=asked.on,
        arrived_on=asked.event("arrived"),
        signed_on=asked.event("signed"),
        confirmed_on=asked.event("confirmed"),
    )
    return date_of_receipt(clock, calendar)
