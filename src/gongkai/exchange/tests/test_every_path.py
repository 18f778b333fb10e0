"""Whatever people do in whatever order: nothing leaves without three persons over its very digest.

But that the unit head's opinion stands for a later submission that differs in wording only. The titles here
differ by a figure, so it may be taken over only where nothing changed, and never from before a withdrawal.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.tests.second_round import in_second
from gongkai.desk.disclosure.models import Clearance, Item, Release, Stage, Submission
from gongkai.desk.disclosure.tests.bureau import AT, SINCE, Bureau
from gongkai.desk.disclosure.verbs import clear, hand_in, recall, withdraw
from gongkai.exchange import door
from gongkai.refusal import Refused

PEOPLE = st.integers(0, 4)
STAGES = st.sampled_from(Stage.values)
TITLES = ("第1期公告", "第2期公告", "第3期公告")
DECISIONS = st.sampled_from(["open", "open", "open", "open", "return", "closed", "partly"])


class WayOut(RuleBasedStateMachine):
    """Five people who hold every duty, one item, and a model of who agreed to which digest."""

    out = 0

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.bureau = Bureau.found()
        self.item = self.bureau.item()
        self.people = [self._person(number) for number in range(5)]
        self.now = AT
        self.newest = ""
        self.authors: dict[str, int] = {}
        self.agreed: dict[str, dict[str, tuple[int, str]]] = {}
        self.titles: dict[str, str] = {}
        self.gone: set[str] = set()
        self.seen = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _person(self, number: int) -> Officer:
        officer = Officer.objects.create_user(f"p{number}", name="王伟", agency=self.bureau.agency)
        for kind in ("clerk", "head", "secrecy", "office", "leader"):
            Duty.objects.create(officer=officer, kind=kind, since=SINCE)
        return officer

    def _later(self) -> None:
        self.now += timedelta(minutes=1)

    def _submission(self, newest: bool) -> Submission | None:
        rows = Submission.objects.order_by("-no" if newest else "no")
        return rows.first()

    @initialize(by=PEOPLE)
    def begin(self, by: int) -> None:
        self.hand_in(by, TITLES[0])

    @rule(by=PEOPLE, title=st.sampled_from(TITLES))
    def hand_in(self, by: int, title: str) -> None:
        self._later()
        Item.objects.filter(pk=self.item.pk).update(title=title)
        try:
            submission = hand_in(self.item, self.people[by], self.now)
        except Refused:
            return
        self.authors.setdefault(submission.digest, by)
        self.titles.setdefault(submission.digest, title)
        self.agreed.setdefault(submission.digest, {})
        self.newest = submission.digest

    @rule(title=st.sampled_from(TITLES))
    def edit(self, title: str) -> None:
        Item.objects.filter(pk=self.item.pk).update(title=title)

    @rule(by=PEOPLE, stage=STAGES, decision=DECISIONS, newest=st.sampled_from([True, True, False]))
    def clear(self, by: int, stage: str, decision: str, newest: bool) -> None:
        self._later()
        submission = self._submission(newest)
        assert submission is not None
        try:
            clear(submission, stage, decision, self.people[by], self.now)
        except Refused:
            return
        self.agreed[submission.digest][stage] = (by, decision)

    @rule(
        by=PEOPLE,
        title=st.sampled_from(TITLES[:2]),
        skip=st.sampled_from([1, 1, 0]),
        stages=st.integers(1, 3),
    )
    def walk(self, by: int, title: str, skip: int, stages: int) -> None:
        """Most random orders are refused: walk the right one, or a little beside it."""
        self.hand_in(by, title)
        author = self.authors[self.newest]
        for offset, stage in enumerate(Stage.values[:stages]):
            self.clear((author + skip + offset) % 5, stage, "open", True)
        self.open_the_door()

    @rule(by=PEOPLE, stage=STAGES)
    def recall(self, by: int, stage: str) -> None:
        self._later()
        row = Clearance.objects.filter(stage=stage, recalled_at__isnull=True).order_by("-pk").first()
        if row is None:
            return
        try:
            recall(row, self.people[by], self.now)
        except Refused:
            return
        for later in Stage.values[Stage.values.index(stage) :]:
            self.agreed[row.submission.digest].pop(later, None)

    @rule(by=PEOPLE)
    def withdraw(self, by: int) -> None:
        self._later()
        try:
            withdraw(self.item, "error", self.people[by], self.now)
        except Refused:
            return
        self.gone |= {release.submission.digest for release in Release.objects.select_related("submission")}

    def taken_over(self, digest: str) -> dict[str, tuple[int, str]]:
        """The head's opinion on an earlier submission that a submission may take over."""
        earlier = list(self.titles)[: list(self.titles).index(digest)]
        for before in reversed(earlier):
            if before in self.gone:
                break
            if Stage.FIRST in self.agreed[before]:
                same = self.titles[before] == self.titles[digest]
                return {Stage.FIRST.value: self.agreed[before][Stage.FIRST]} if same else {}
        return {}

    @rule()
    def open_the_door(self) -> None:
        self._later()
        assert door.run(self.bureau.agency, self.now).stopped == ()

    @invariant()
    def what_left_was_agreed_by_three_over_its_digest(self) -> None:
        releases = list(Release.objects.select_related("submission").order_by("no"))
        for release in releases[self.seen :]:
            digest = release.submission.digest
            assert digest == self.newest
            agreed = self.agreed[digest]
            if Stage.FIRST not in agreed:
                agreed = self.taken_over(digest) | agreed
            assert list(agreed) == Stage.values and {said for _, said in agreed.values()} == {"open"}
            assert len({self.authors[digest], *(by for by, _ in agreed.values())}) == 4
        WayOut.out += len(releases) - self.seen
        self.seen = len(releases)


@pytest.mark.django_db
def test_no_path_releases_without_three_clearances_by_distinct_persons_of_the_present_digest() -> None:
    settled = settings(
        max_examples=in_second(30, 15),
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(WayOut, settings=settled)
    assert WayOut.out > in_second(10, 4), "the paths must lead out often enough to say anything"
