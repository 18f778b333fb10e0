"""One run of the exchange: push and apply, pull and hand over, answer. The caller tells the time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, OperationalError, close_old_connections

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import anchoring
from gongkai.desk.casework.keyring import apart
from gongkai.desk.casework.models import Anchor, Event, Leaf
from gongkai.desk.complaints import hotlines, nightly, opener, sketches
from gongkai.desk.disclosure.models import Clearance, Withdrawal
from gongkai.desk.disclosure.verbs import autosaving, ending
from gongkai.desk.foi import topics
from gongkai.desk.jobs import running
from gongkai.desk.lists import marks
from gongkai.desk.mailbox.models import Arrival
from gongkai.desk.outlets.verbs import carrying
from gongkai.desk.outlets.visiting import visiting
from gongkai.exchange import (
    binding,
    door,
    facts,
    guard,
    incoming,
    left_over,
    log,
    mailing,
    outbox,
    receiving,
    retiring,
    rounds,
    sent_files,
    serving,
    witnessing,
)
from gongkai.exchange.canaries import arriving as canaries
from gongkai.exchange.canaries import cards
from gongkai.exchange.door import Progress
from gongkai.exchange.models import Round
from gongkai.exchange.receiving import HandedOver
from gongkai.exchange.transports import database
from gongkai.portal import baking, publishing
from gongkai.portal import left_over as portal_files
from gongkai.portal.messages import leaving, sweeping
from gongkai.refusal import Refused
from gongkai.sealing.canon import parse
from gongkai.sealing.messages import Place

ANCHOR_EVERY = timedelta(seconds=60)
"""Events are anchored after this time …"""
ANCHOR_AT = 1000
"""… or when so many wait (SEALING.md 6)."""
ROUND_TOLD = timedelta(minutes=1)
"""How often a round that went as the one before leaves word of itself."""
_FAULTS = (DatabaseError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What a mistake of the program raises."""
_LOGGER = logging.getLogger(__name__)
_told = rounds.Told(_LOGGER)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What one push did: what passed the door, how many messages went and arrived, where the portal is."""

    passage: door.Passage
    sent: int
    delivered: int
    waiting: int
    place: Place
    checkpoint: int


def push(at: datetime, progress: Progress | None = None) -> Pushed:
    """Let out what is cleared, and bring the portal up to date. Doing it again sends nothing.

    Raises Refused: ``E_ROLLBACK`` before anything is signed, or the portal's own refusal of a message, after
    what went before it was marked.
    """
    agency = serving.agency()
    guard.demand_forward(database.place(agency.code))
    facts.tell(agency, at)
    passage = door.run(agency, at, progress)
    size = log.sign_off(agency, at)
    sent, delivered = deliver(agency, at, progress)
    return Pushed(
        passage=passage,
        sent=sent,
        delivered=delivered,
        waiting=outbox.undelivered().count(),
        place=database.place(agency.code),
        checkpoint=size,
    )


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one pull did: messages taken in from the portal, and what became of citizens' messages."""

    taken_in: int
    handed: HandedOver
    waiting: int


def pull(at: datetime) -> Pulled:
    """Bring citizens' messages in, acknowledge them, hand them to their rooms, send what is said to citizens.

    Doing it again brings nothing. Raises Refused when a message of the portal fails the receiver's rules;
    what came before it is taken in.
    """
    agency = serving.agency()
    mailing.announce(agency, at)
    mailing.send(agency, at)
    deliver(agency, at)
    taken_in = 0
    cards.foresee(at)
    try:
        while fresh := _pull_some(agency, at):
            taken_in += fresh
    finally:
        handed = receiving.hand_over(at)
        mailing.send(agency, at)
        deliver(agency, at)
    waiting = Arrival.objects.exclude(state=Arrival.State.TAKEN).count()
    return Pulled(taken_in, handed, waiting)


def prepare(at: datetime) -> None:
    """Number what waits for the portal where the networks are apart: keys, answers, acknowledgements."""
    agency = serving.agency()
    facts.tell(agency, at)
    mailing.announce(agency, at)
    mailing.send(agency, at)
    incoming.acknowledge(agency, at)


def settle_in(at: datetime) -> HandedOver:
    """After a bundle of the portal was taken in: hand its messages over and prepare what is answered."""
    cards.foresee(at)
    handed = receiving.hand_over(at)
    prepare(at)
    return handed


def _pull_some(agency: Agency, at: datetime) -> int:
    """One window of the portal's messages, taken in and acknowledged."""
    if not database.is_remote():
        leaving.number(agency.code, at)
    keys = serving.portal_keys()
    fresh = 0
    for data, note in database.fetch(agency.code, incoming.place(agency.code).applied):
        message = parse(data)
        database.fetch_blobs(message["blobs"])
        fresh += incoming.take(agency, data, note, keys, at)
    if incoming.acknowledge(agency, at):
        deliver(agency, at)
    return fresh


def deliver(agency: Agency, at: datetime, progress: Progress | None = None) -> tuple[int, int]:
    """Send what the portal lacks, window by window, and mark what it has; how many were sent and marked."""
    sent = 0
    marked = outbox.settle(database.place(agency.code), at)
    total = outbox.undelivered().count()
    applied = 0
    while True:
        place = database.place(agency.code)
        fresh = database.send(agency.code, outbox.after(place.applied), place)
        sent += fresh
        done = 0
        if not database.is_remote():
            try:
                done = database.apply(serving.trust(), at)
            finally:
                marked += outbox.settle(database.place(agency.code), at)
        applied += done
        if progress is not None and done:
            progress("送达门户", applied, total)
        if not fresh and not done:
            break
    if not database.is_remote() and (applied or publishing.has_stale()):
        publishing.refresh(at)  # also what a killed round left
    return sent, marked


def _screen(at: datetime) -> None:
    """Look at one file of each kind that was sent; a look that takes longer than a moment goes on beside."""
    sent_files.look_on(at)


def tick(at: datetime) -> list[str]:
    """One round of the background work: push, pull, render, anchor. Gives what was refused, logs it when new.

    What the door stopped is told too. A refusal of one part does not stop the others, and never the process:
    a home without an agency yet waits, and so does a database that a long import has locked or that is away,
    and a full disk; a mistake of the program in one part is logged, and the others go on.
    """
    parts: list[Callable[[datetime], object]] = [
        *(_end_terms, push, _canary, pull, _witness, _carry, _screen),
        *(_night, _hotlines, _visit, _refresh, _anchor),
    ]
    refusals: list[str] = []
    stopped: list[door.Stopped] = []
    for part in parts:
        try:
            given = part(at)
        except (Refused, OperationalError, OSError) as wrong:
            refusals.append(rounds.said(wrong))
        except _FAULTS as fault:
            refusals.append(f"{type(fault).__name__} {part.__name__}")
            _LOGGER.error("%s", part.__name__, exc_info=fault)
        else:
            stopped += given.passage.stopped if isinstance(given, Pushed) else ()
    _remember(at, refusals)
    refusals += [f"{one.code} {one.index} {one.sentence}" for one in stopped]
    return _told(refusals)


def _remember(at: datetime, refused: list[str]) -> None:
    """Leave word of the round, once a minute or when something else failed: nobody reads logs."""
    try:
        row = Round.objects.filter(pk=1).first()
        if row is None or row.refused != refused or not timedelta() <= at - row.at < ROUND_TOLD:
            Round.objects.update_or_create(pk=1, defaults={"at": at, "refused": refused})
    except (OperationalError, OSError):
        close_old_connections()


def newest() -> tuple[int, ...]:
    """What was last decided about what is public: where it changes, the next round does not wait.

    Empty while the database is away.
    """
    try:
        return tuple(
            model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
            for model in (Clearance, Withdrawal)
        )
    except (OperationalError, OSError):
        close_old_connections()
        return ()


def between(clock: running.Clock, until: datetime | None = None) -> int:
    """Use the time between two rounds: open what two persons decided to open, renew the rows of lists, do
    background work, and what time is left render pages of an older version. Gives the steps done; never ends
    the process.
    """
    try:
        running.sweep(clock())
        renewed = 0 if apart() else opener.open_approved(clock()) + opener.index_reporters()
        renewed += marks.settle_all() + sketches.catch_up() + topics.catch_up()
        renewed += running.work(clock, until)
        if until is None:
            renewed += sent_files.finish(clock())
            visiting.finish(clock())
        else:
            renewed += sent_files.look_on(clock(), seconds=0)
        return renewed + _renew_pages(clock, until)
    except (OperationalError, OSError) as problem:
        _LOGGER.warning("%s %s", type(problem).__name__, " ".join(str(problem).split()))
        close_old_connections()
        return 0


def _renew_pages(clock: running.Clock, until: datetime | None) -> int:
    """Render pages of an older version, a few at a time, until the time is up; without a time all of them."""
    done = 0
    while not database.is_remote() and (until is None or clock() < until):
        count = publishing.renew(clock(), publishing.RENEWED_AT_ONCE)
        if not count:
            break
        done += count
    return done


def _end_terms(at: datetime) -> None:
    """Take down what reached its last day, before the push sends the tombstones; failures are the alarm."""
    ending.demand_ended(ending.end_due(serving.agency(), at))


def _refresh(at: datetime) -> None:
    """A new day changes pages without any message, and ends the time of what the portal keeps."""
    if not database.is_remote():
        baking.keep(at, rendered=publishing.refresh(at))
        sweeping.sweep(at)
        portal_files.sweep(at)


def _carry(at: datetime) -> None:
    """Record what the portal carried, and make tasks of the outlets that people must carry it to."""
    carrying.settle(serving.agency(), at)


def _night(at: datetime) -> None:
    """Once a day: find signals of the complaint centre, put under supervision what is far over its limit.

    Copies of drafts that nobody came back to are forgotten, files that nothing refers to are deleted, old
    keys that nothing lies under are erased.
    """
    nightly.settle(serving.agency(), at)
    autosaving.sweep(at)
    left_over.sweep(at)
    retiring.retire(at)


def _canary(at: datetime) -> None:
    """Lay down which canaries are awaited, end the boxes of those that came a week ago."""
    canaries.close_boxes(at)
    cards.demand_kept(at)


def _witness(at: datetime) -> None:
    """Show a new state of the log to its witnesses; their lines go out with the next push."""
    witnessing.ask(serving.agency(), at)


def _hotlines(at: datetime) -> None:
    """Look for new exports of the hotlines; their import is background work."""
    hotlines.look(serving.agency(), at)


def _visit(at: datetime) -> None:
    """Visit a page that another site carries of ours; it is fetched beside the rounds."""
    visiting.look_on(serving.agency(), at)


def _anchor(at: datetime) -> None:
    """Anchor the event chains when it is time, and daily bind them to the public log."""
    last = Anchor.objects.order_by("-size").first()
    leaf = Leaf.objects.order_by("-number").values_list("event_id", flat=True).first() or 0
    waiting = Event.objects.filter(pk__gt=leaf)
    if last is None or at - last.at >= ANCHOR_EVERY or waiting[:ANCHOR_AT].count() >= ANCHOR_AT:
        anchoring.anchor(at)
    binding.bind(serving.agency(), at)
