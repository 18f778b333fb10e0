"""A small bureau that handles applications: units, people with duties, and short ways to act."""

from datetime import UTC, date, datetime, time
from itertools import count

from gongkai.desk.agencies.models import Agency, Duty, LeadingGroup, Officer, Unit
from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.foi import verbs
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.verbs.deciding import choices
from gongkai.law.outcomes import outcome

PEOPLE = (
    ("office", "王文静", "office", None),
    ("handler", "于海峰", "handler", "SP"),
    ("head", "孔令波", "head", "SP"),
    ("other", "毕承志", "handler", "XF"),
    ("legal", "林法正", "head", "FG"),
    ("secrecy", "宋守密", "secrecy", None),
    ("leader", "谭主事", "leader", None),
    ("bgs", "曲主任", "head", "BG"),
    ("auditor", "石守正", "auditor", None),
)
UNITS = (("SP", "食品流通科"), ("XF", "消费者权益保护科"), ("FG", "政策法规科"), ("BG", "办公室（政务公开）"))


class Bureau:
    """Everybody by user name, and the verbs with their usual arguments."""

    def __init__(self, code="371002SC"):
        self.agency = Agency.objects.create(
            code=code,
            name="高区市场监督管理局",
            short_name="高市监公开",
            superior_name="威海市市场监督管理局",
        )
        self.units = {
            key: Unit.objects.create(agency=self.agency, code=key, name=name, kind="科室")
            for key, name in UNITS
        }
        LeadingGroup.objects.create(agency=self.agency, name="领导小组", office="办公室（政务公开）")
        for username, name, duty, unit in PEOPLE:
            person = Officer.objects.create_user(f"{code}-{username}", name=name, agency=self.agency)
            Duty.objects.create(
                officer=person, kind=duty, unit=self.units.get(unit), since=date(2009, 1, 1)
            )  # fmt: skip
            setattr(self, username, person)
        self._phones = count(13800000000)

    def intake(self, on, **more):
        values = {
            "channel": "当面", "way": "visit", "submitted_on": on, "applicant_kind": "自然人",
            "person": {"name": "张三丰", "phone": str(next(self._phones)), "address": "某路1号"},
            "text": "申请公开2023年第三季度食品抽检的不合格名单", "unit": self.units["SP"],
        }  # fmt: skip
        return verbs.Intake(self.agency, **values | more)

    def register(self, on, *, registered=None, **more):
        return verbs.register(self.intake(on, **more), by=self.office, at=at(registered or on))

    def application(self, case):
        return Application.objects.get(pk=case.pk)

    def says(self, case, code, on, **more):
        choice = next(one for one in choices(case, on) if one.outcome.code == code)
        return {name: more.get(name, f"{name}见本件") for name, _ in choice.contents}

    def decide(self, case, code, on, by=None, **more):
        return verbs.decide(case, code, self.says(case, code, on, **more), by=by or self.handler, at=at(on))

    def chain(self, case, on):
        for person in (self.head, self.legal, self.secrecy, self.leader):
            verbs.give_opinion(case, True, by=person, at=at(on, hour=14))

    def answer(self, case, code, on, **more):
        """From the draft to the proof of delivery, in one day."""
        self.decide(case, code, on, **more)
        self.chain(case, on)
        return verbs.deliver(case, "当面", proof="送达回证已签", by=self.handler, at=at(on, hour=16))

    def whole(self, case, code, on):
        self.answer(case, code, on)
        return verbs.close(case, by=self.handler, at=at(on, hour=17))


def at(day, hour=10):
    """A moment of a day in Shanghai."""
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


def group(code):
    return outcome(code).group
