"""No sequence of verbs leaves an application without clock, unit or answer; each due date is the oracle's."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gongkai.desk.agencies.tests.second_round import in_second
from gongkai.desk.casework.clocks import due
from gongkai.desk.casework.flow import Situation
from gongkai.desk.casework.models import Answer, Assignment, Case
from gongkai.desk.foi import verbs
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Consulted
from gongkai.desk.foi.stages import REPLIED, WAITS_FOR_APPLICANT, Stage
from gongkai.desk.foi.tests.bureau import Bureau, at
from gongkai.law.tests import oracle
from gongkai.refusal import Refused

DAYS = {"foi.2008": 15, "foi.2019": 20}
STARTS = (date(2017, 9, 25), date(2019, 5, 14), date(2019, 5, 15), date(2020, 1, 20), date(2024, 2, 1))
OUTCOMES = (
    "reply.full", "reply.deny.secret", "reply.none", "grant.full", "grant.public", "grant.partial",
    "deny.process", "deny.third_party", "unable.none", "unable.unclear", "skip.repeat", "other.no_correction",
    "other.no_fee",
)  # fmt: skip


class Life(RuleBasedStateMachine):
    """One application lives: time passes, people act; what is refused changes nothing."""

    bureau: Bureau

    @initialize(start=st.sampled_from(STARTS))
    def register(self, start):
        self.day = self.start = start
        self.case = self.bureau.register(start)
        self.corrected = self.paid = self.again = None
        self.extended = False

    def _try(self, act, *args, **kwargs):
        before = (self.case.stage, self.case.due_on)
        try:
            act(*args, at=at(self.day), **kwargs)
        except Refused as refused:
            assert refused.sentence
            assert refused.mend
            self.case.refresh_from_db()
            assert (self.case.stage, self.case.due_on) == before
            return False
        self.case.refresh_from_db()
        return True

    @rule(days=st.integers(1, 15))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(days=st.integers(-1, 20))
    def ask_correction(self, days):
        until = self.day + timedelta(days=days)
        self._try(verbs.ask_correction, self.case, "名称", "不明确", until, by=self.bureau.handler)

    @rule()
    def correct(self):
        if self._try(verbs.correct, self.case, "第3期公告", by=self.bureau.handler):
            self.corrected = self.day

    @rule(organ=st.booleans())
    def consult(self, organ):
        if organ:
            self._try(verbs.consult_organ, self.case, "某局", "纪要", co_maker=True, by=self.bureau.handler)
        else:
            self._try(verbs.consult_third, self.case, {"name": "某公司"}, "配方", by=self.bureau.handler)

    @rule(opinion=st.sampled_from(("同意", "不同意", "逾期未答复")))
    def opine(self, opinion):
        waiting = Consulted.objects.filter(application=self.case.pk, opinion="").first()
        if waiting is not None:
            self._try(verbs.opine, waiting, opinion, by=self.bureau.handler)

    @rule(who=st.sampled_from(("bgs", "leader", "handler", "other")))
    def extend(self, who):
        if self._try(verbs.extend, self.case, "案卷多", getattr(self.bureau, who), by=self.bureau.handler):
            self.extended = True

    @rule(pages=st.sampled_from((20, 68)))
    def charge(self, pages):
        if self._try(verbs.charge, self.case, "窗口", pages=pages, by=self.bureau.handler):
            self.paid = None

    @rule()
    def pay(self):
        if self._try(verbs.pay, self.case, by=self.bureau.handler):
            self.paid = self.day

    @rule()
    def waive(self):
        self._try(verbs.waive, self.case, "hardship", by=self.bureau.office)

    @rule()
    def search(self):
        self._try(verbs.search, self.case, "档案室", "名称", False, by=self.bureau.handler)

    @rule(code=st.sampled_from(OUTCOMES))
    def decide(self, code):
        try:
            says = self.bureau.says(self.case, code, self.day)
        except StopIteration:
            says = {}
        self._try(verbs.decide, self.case, code, says, by=self.bureau.handler)

    @precondition(lambda self: self.case.stage == Stage.CHAIN)
    @rule(passed=st.sampled_from((True, True, True, False)))
    def next_opinion(self, passed):
        for person in (self.bureau.head, self.bureau.legal, self.bureau.secrecy, self.bureau.leader):
            if self._try(verbs.give_opinion, self.case, passed, note="看过", by=person):
                return

    @precondition(lambda self: self.case.stage == Stage.SIGNED)
    @rule(way=st.sampled_from(("当面", "邮寄", "网络")))
    def deliver(self, way):
        more = {"proof": "回证"} if way == "当面" else {"tracking": "EA1CN"}
        for one in Consulted.objects.filter(application=self.case.pk, is_organ=False, opinion="不同意"):
            self._try(verbs.tell_third, one, "结论", "公共利益", by=self.bureau.handler)
        self._try(verbs.deliver, self.case, way, by=self.bureau.handler, **more)

    @precondition(lambda self: self.case.stage == Stage.SERVED)
    @rule(result=st.sampled_from(("已送达", "退件", "拒收")))
    def served(self, result):
        self._try(verbs.served, self.case, result, "查询记录", by=self.bureau.handler)
        self._try(verbs.redeliver, self.case, "当面", proof="回证", by=self.bureau.handler)

    @rule()
    def withdraw(self):
        self._try(verbs.withdraw, self.case, "书面撤回", by=self.bureau.handler)

    @rule()
    def explain_late(self):
        self._try(verbs.explain_late, self.case, "chain", by=self.bureau.handler)

    @rule()
    def close(self):
        self._try(verbs.close, self.case, by=self.bureau.handler)

    @precondition(lambda self: self.case.stage == Stage.CLOSED)
    @rule()
    def reopen(self):
        if self._try(verbs.reopen, self.case, "remedy", by=self.bureau.office):
            self.again = self.day

    @invariant()
    def it_has_a_unit_and_a_clock_or_an_answer(self):
        case = Case.objects.get(pk=self.case.pk)
        assert Assignment.objects.filter(case=case, until__isnull=True).count() == 1
        found = due(case, [SOURCE])
        assert found.on == case.due_on
        if case.stage in REPLIED:
            assert Answer.objects.filter(case=case).exclude(proof="").exists()
        elif case.stage in WAITS_FOR_APPLICANT:
            assert found.paused
        else:
            assert found.on is not None or found.paused
            if not found.paused:
                assert found.on == self._oracle(case)
        offers = [one for person in (self.bureau.handler, self.bureau.office, self.bureau.leader)
                  for one in FLOW.offers(Situation(case, person, at(self.day)))]  # fmt: skip
        assert offers or case.stage == Stage.VOIDED

    def _oracle(self, case):
        """Counted day by day, by a second and simpler way."""
        open_again = (
            self.again is not None
            and not Answer.objects.filter(case=case, answered_on__gte=self.again).exists()
        )
        if open_again:
            limit = 15 if self.again < date(2019, 5, 15) else 20
            return oracle.working_limit(self.again, limit)
        application = self.bureau.application(case)
        is_new = application.received_on >= date(2019, 5, 15)
        limit = 20 if is_new else 15
        start = max(one for one in (application.received_on, self.corrected, self.paid) if one)
        out = []
        for one in Consulted.objects.filter(application=case.pk):
            if one.is_organ and not is_new:
                continue
            ends = [one.answered_on] if one.answered_on else []
            if is_new:
                ends.append(oracle.working_limit(one.sent_on, 15))
            if ends:
                out.append((one.sent_on + timedelta(days=1), min(ends)))
        return oracle.working_limit(start, limit * 2 if self.extended else limit, tuple(out))


@pytest.mark.django_db
def test_no_sequence_of_verbs_loses_an_application(bureau):
    Life.bureau = bureau
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=in_second(6, 3),
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
