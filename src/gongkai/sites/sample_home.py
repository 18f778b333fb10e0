"""The sample bureau: registers written, read and released through the real paths. Django must be set up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from gongkai import demo
from gongkai.demo.officers import Login, make
from gongkai.demo.plan import plan_of
from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import SHANGHAI, the_agency
from gongkai.desk.disclosure import verbs as disclosure
from gongkai.desk.disclosure.models import Item, Stage
from gongkai.desk.lists import marks
from gongkai.desk.reporting import freezing
from gongkai.exchange import worker
from gongkai.law.deadlines import annual_report
from gongkai.ledgers import imports
from gongkai.sealing.keys import KeyStore
from gongkai.sites import homes_making

Say = Callable[[str], None]

REMEDIES = {"review_organ": "威海市人民政府", "court": "威海火炬高技术产业开发区人民法院"}
"""Where the sample bureau's letters send those who do not agree; a real bureau settles this for itself."""
ORIGIN = "sample.gongkai.invalid"
_SIGNED_BEFORE_DUE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the sample home holds now."""

    agency: Agency
    logins: list[Login]
    released: int
    report: str


def load(home: Path, *, year: int, scale: float, at: datetime, say: Say) -> Loaded:
    """Fill an empty home with the sample bureau's ``year``. Refuses a home that has records already."""
    plan_of(year, scale)  # refuses a year without a plan before anything is made
    store = homes_making.create(home, origin=ORIGIN, at=at, values=REMEDIES)
    registers = home / "registers"
    say(f"写样例台账 {year} 年……")
    demo.write(registers, year=year, scale=scale)
    say("导入台账……")
    imports.import_folder(registers, at=at, progress=None)
    agency = the_agency()
    homes_making.trust(store, agency.code)
    logins = make(agency)
    _write_logins(store, logins)
    say("审签齐全的信息经内外网交换发布……")
    disclosure.submit_signed(agency, at)
    worker.push(at)
    say(f"生成、签发 {year} 年度报告……")
    report = _publish_report(agency, year, at)
    say("整理工作台的目录……")
    while marks.settle_all():
        pass
    return Loaded(agency, logins, Item.objects.filter(releases__isnull=False).count(), report.index)


def _publish_report(agency: Agency, year: int, at: datetime) -> Item:
    """Sign the year's report as its leader would have, a month before it was due, and let it go its way."""
    due = annual_report(year).due
    signed = datetime.combine((due or at.date()) - _SIGNED_BEFORE_DUE, time(10), SHANGHAI)
    report = freezing.sign(agency, year, by=_officer("leader"), at=signed)
    item = report.item
    assert item is not None
    submission = disclosure.hand_in(item, by=_officer("office"), at=signed)
    for hours, (stage, username) in enumerate(
        ((Stage.FIRST, "bgs-head"), (Stage.SECRECY, "secrecy1"), (Stage.SIGN, "leader")), start=1
    ):
        disclosure.clear(submission, stage, "open", by=_officer(username), at=signed + timedelta(hours=hours))
    worker.push(at)
    return item


def _officer(username: str) -> Officer:
    return Officer.objects.get(username=username)


def _write_logins(store: KeyStore, logins: list[Login]) -> None:
    lines = ["# 样例单位的登录口令，随机生成，只在这里。", "# 用户名\t口令\t姓名\t职务"]
    lines += ["\t".join((one.username, one.password, one.name, one.post)) for one in logins]
    file = store.folder / "demo-logins.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    file.chmod(0o600)
