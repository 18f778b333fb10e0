"""Applications lived through the desk's own verbs, from a seed: every outcome, remedies of all kinds.

After every act the due date that the desk shows is compared with the oracle's.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from oracle_applications import (
    Asked,
    Life,
    appeal_by,
    correction_notice_by,
    opinion_by,
    pay_by,
    review_answer_by,
    suit_answer_by,
)

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.foi import facts, verbs
from gongkai.desk.foi.clocks import fee_due
from gongkai.desk.foi.facts import KINDS, WAYS
from gongkai.desk.foi.models import Consulted
from gongkai.desk.foi.tests.bureau import Bureau, at
from gongkai.desk.foi.verbs.asking import opinion_due
from gongkai.desk.remedies import verbs as remedies
from gongkai.law.outcomes import outcome

DAY = timedelta(days=1)
CHANNELS = tuple((channel, way) for channel, ways in WAYS.items() for way in ways)
GIVES = ("grant", "partial")
ASKS_THIRD = ("deny.third_party", "reply.deny.trade", "reply.deny.privacy")
SEARCHES = ("unable.none", "unable.not_ours", "reply.none", "reply.notours")
CORRECTS = ("unable.unclear", "other.no_correction", "reply.amend")
REMEDIES = ("行政复议", "行政诉讼-直接起诉", "行政诉讼-复议后起诉", "举报投诉")
RESULTS = ("维持", "纠正", "其他", "")
"""The empty one stays open."""


class Living:
    """The bureau, its dice, and every life so far."""

    def __init__(self, bureau: Bureau, seed: int) -> None:
        self.bureau = bureau
        self.dice = random.Random(seed)
        self.lives: list[Life] = []
        self.remedies: list[tuple[str, date, str, date | None]] = []
        """Kind, received, result (empty: open), closed."""
        self.checked = 0

    def some(self, share: float) -> bool:
        return self.dice.random() < share

    def live(self, code: str, submitted: date, *, late: bool = False) -> Life:
        """From the intake to the archive, or to where an empty ``code`` leaves it open."""
        channel, way = CHANNELS[len(self.lives) % len(CHANNELS)]
        kind = KINDS[(len(self.lives) // 3) % len(KINDS)]
        life, day = self._intake(Life(channel, way, kind, submitted))
        self.lives.append(life)
        if code in CORRECTS or self.some(0.1):
            if (went_on := self._correct(life, day, given_up=code in CORRECTS[1:])) is None:
                assert life.received is not None
                return self._end(life, code, life.correction_due + DAY)
            day = went_on
        if code in SEARCHES:
            verbs.search(
                life.case, "档案室、业务系统", "名称、文号", False, by=self.bureau.handler, at=at(day)
            )
        if code in ASKS_THIRD or self.some(0.12):
            day = self._consult(life, day, against=code in ASKS_THIRD)
        if life.received.year >= 2021 and (code == "other.no_fee" or (code and self.some(0.08))):
            notified = day
            day = self._fee(life, day, unpaid=code == "other.no_fee")
            if code == "other.no_fee":
                return self._end(life, code, pay_by(notified) + DAY)
        if day <= life.limit and self.some(0.15):
            verbs.extend(life.case, "案卷较多", self.bureau.bgs, by=self.bureau.handler, at=at(day))
            life.extended = True
            self._check(life)
        if submitted.year >= 2020 and day <= life.limit and self.some(0.03):
            day = self._bulk(life, day)
        if not code:
            return life
        if late:
            return self._end(life, code, life.limit + DAY * self.dice.randint(1, 20))
        return self._end(life, code, day + DAY * self.dice.randint(0, max(0, (life.limit - day).days)))

    def together(self, code: str, submitted: date) -> tuple[Life, Life]:
        """Two applications of one person, one answer; and a third that was split from the first."""
        person = {"name": "并案人", "phone": f"139{len(self.lives):08}", "address": "某路2号"}
        lives = []
        for text in ("申请公开抽检名单", "申请公开抽检经费"):
            made = Life("当面", "visit", "自然人", submitted)
            made.case = self.bureau.register(submitted, person=person, text=text)
            lives.append(made)
        lead, other = lives
        verbs.join(other.case, lead.case, by=self.bureau.office, at=at(submitted))
        part = Life("当面", "visit", "自然人", submitted)
        part.case = verbs.split(lead.case, "其中抽检经费", by=self.bureau.office, at=at(submitted))
        self.lives += [lead, other, part]
        for one in self.lives[-3:]:
            self._check(one)
        on = submitted + 5 * DAY
        self._end(lead, code, on)
        other.outcome, other.replied = lead.outcome, lead.replied
        self._check(other)
        self._end(part, code, on)
        return lead, other

    def _intake(self, life: Life) -> tuple[Life, date]:
        day = life.submitted
        more: dict[str, object] = {}
        if life.way == "signed-mail":
            life.arrived = life.signed = day = day + 2 * DAY
            more = {"arrived_on": day, "signed_on": day}
        elif life.way != "visit":
            life.arrived = day = day + (
                3 * DAY if life.way == "plain-mail" else DAY * self.dice.randint(0, 1)
            )
            more = {"arrived_on": day}
        wants = "网络" if life.way == "online" else ""
        life.case = self.bureau.register(
            life.submitted, registered=day, channel=life.channel, way=life.way, applicant_kind=life.kind,
            delivery_wanted=wants, **more,
        )  # fmt: skip
        self._check(life)
        if life.received is None:
            day += DAY
            verbs.confirm(life.case, day, by=self.bureau.office, at=at(day))
            life.confirmed = day
            self._check(life)
        return life, max(day, life.received)

    def _correct(self, life: Life, day: date, *, given_up: bool) -> date | None:
        day += DAY * self.dice.randint(0, 4)
        until = day + 15 * DAY
        case, received = life.case, life.received
        application = self.bureau.application(case)
        limit = facts.limit("foi-correction-notice", received, application, calendar()).due
        assert limit == correction_notice_by(received)
        verbs.ask_correction(case, "名称", "不明确", until, by=self.bureau.handler, at=at(day))
        life.waits = True
        self._check(life)
        if given_up:
            life.correction_due = until
            return None
        day += DAY * self.dice.randint(1, 12)
        verbs.correct(case, "是第3期公告", by=self.bureau.handler, at=at(day))
        life.corrected, life.waits = day, False
        self._check(life)
        return day

    def _consult(self, life: Life, day: date, *, against: bool) -> date:
        organ = life.days == 20 and not against and self.some(0.3)
        who = {"by": self.bureau.handler, "at": at(day)}
        if organ:
            row = verbs.consult_organ(life.case, "某局", "会议纪要", co_maker=self.some(0.5), **who)
        else:
            row = verbs.consult_third(life.case, {"name": "某食品公司"}, "配方", **who)
        asked = Asked(day, organ)
        life.asked.append(asked)
        self._check(life)
        limit = opinion_due(row, self.bureau.application(life.case), calendar())
        is_new = life.days == 20
        assert limit == (opinion_by(day) if is_new else None)
        opinion = "不同意" if against else self.dice.choice(("同意", "部分同意", "不同意", "逾期未答复"))
        if opinion == "逾期未答复" and not is_new:
            opinion = "同意"
        if opinion == "逾期未答复":
            day = opinion_by(day) + DAY
            asked.answered = day - DAY
        else:
            day += DAY * self.dice.randint(1, 12)
            asked.answered = day
        verbs.opine(row, opinion, by=self.bureau.handler, at=at(day))
        self._check(life)
        return day

    def _fee(self, life: Life, day: date, *, unpaid: bool) -> date:
        verbs.charge(life.case, "窗口缴纳", pages=68, by=self.bureau.handler, at=at(day))
        life.waits, life.fee = True, 38_000
        self._check(life)
        assert fee_due(self.bureau.application(life.case), calendar()) == pay_by(day)
        if unpaid:
            return day
        if self.some(0.4):
            verbs.waive(life.case, "hardship", by=self.bureau.office, at=at(day))
            life.fee = 0
        else:
            day += DAY * self.dice.randint(1, 15)
            verbs.pay(life.case, by=self.bureau.handler, at=at(day))
            life.paid = day
        life.waits = False
        self._check(life)
        return day

    def _bulk(self, life: Life, day: date) -> date:
        who = {"by": self.bureau.office, "at": at(day)}
        verbs.ask_reasons(life.case, **who)
        to = life.limit + 10 * DAY
        verbs.postpone(life.case, to, **who)
        life.postponed = to
        self._check(life)
        return day

    def _end(self, life: Life, code: str, day: date) -> Life:
        """Decide, sign, serve and close on one day; what was taken back ends without a decision."""
        handler = self.bureau.handler
        life.outcome, life.waits = code, False
        if code == "other.misc":
            verbs.withdraw(life.case, "书面撤回", by=handler, at=at(day))
        else:
            self.bureau.decide(life.case, code, day)
            self.bureau.chain(life.case, day)
            self._serve(life, day)
        life.replied = day
        self._check(life)
        if self.some(0.9):
            verbs.close(life.case, by=handler, at=at(day + 9 * DAY))
            self._check(life)
        return life

    def _serve(self, life: Life, day: date) -> None:
        handler, case = self.bureau.handler, life.case
        if outcome(life.outcome).group in GIVES:
            for one in Consulted.objects.filter(
                application=case.pk, is_organ=False, opinion__in=("不同意", "部分同意")
            ):
                verbs.tell_third(one, "结论", "公共利益", by=handler, at=at(day, 15))
        way = "网络" if life.way == "online" else self.dice.choice(("当面", "邮寄", "电子邮件"))
        more = {"tracking": f"EA{len(self.lives):09}CN"} if way == "邮寄" else {"proof": "回证"}
        verbs.deliver(case, way, by=handler, at=at(day, 16), **more)
        if way == "邮寄":
            if self.some(0.2):
                verbs.served(case, "退件", "邮政退回", by=handler, at=at(day + 5 * DAY))
                verbs.redeliver(case, "当面", proof="送达回证", by=handler, at=at(day + 6 * DAY))
            else:
                verbs.served(case, "已送达", "邮政查询", by=handler, at=at(day + 4 * DAY))

    def remedy(self, life: Life, kind: str, result: str) -> None:
        """Somebody contests a reply; each due date of the remedy is the oracle's too."""
        assert life.replied is not None
        day = life.replied + 15 * DAY
        suit = kind.startswith("行政诉讼")
        arrival = remedies.Arrival(
            self.bureau.agency, kind, day, "" if kind == "举报投诉" else "高区人民法院",
            self.bureau.units["SP"], application=life.case.registration,
        )  # fmt: skip
        who = {"by": self.bureau.handler}
        case = remedies.register(arrival, by=self.bureau.office, at=at(day))
        if kind != "举报投诉":
            day += 2 * DAY
            remedies.copy(case, day, at=at(day), **who)
            self._equal(case, suit_answer_by(day) if suit else review_answer_by(day))
            day += 5 * DAY
            remedies.submit(case, day, at=at(day), **who)
            self._equal(case, None)
        if not result:
            self.remedies.append((kind, arrival.received_on, "", None))
            return
        day += 20 * DAY
        remedies.rule(case, day, "裁判文书1号", at=at(day), **who)
        if suit:
            self._equal(case, appeal_by(day))
        day += 3 * DAY
        change = "重新答复" if result == "纠正" else ""
        remedies.close(case, result, change=change, at=at(day), **who)
        self._equal(case, None)
        self.remedies.append((kind, arrival.received_on, result, day))

    def _check(self, life: Life) -> None:
        self._equal(life.case, life.due)

    def _equal(self, case: object, expected: date | None) -> None:
        case.refresh_from_db(fields=["due_on", "stage"])
        assert case.due_on == expected, (case, case.stage, expected)
        self.checked += 1
