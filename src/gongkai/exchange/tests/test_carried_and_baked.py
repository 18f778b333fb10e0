"""What follows a release in the same round: carried once, tasks stand, the baked folder says the same."""

from datetime import timedelta

import pytest

from gongkai.desk.disclosure.models import Release
from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.outlets.models import Posting, PublicFacts
from gongkai.exchange import facts, worker
from gongkai.portal.baking import keeping
from gongkai.portal.models import Page, SiteInfo

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MINUTE = timedelta(minutes=1)


@pytest.fixture
def baked(settings, tmp_path):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"bake_folder": str(tmp_path / "www")}
    keeping._last.clear()
    yield tmp_path / "www"
    keeping._last.clear()


def place_of(folder, path, area="site"):
    return folder / area / path.removeprefix("/")


def test_a_release_is_carried_counted_and_baked_in_one_round(bureau, baked):
    submission = bureau.cleared(1)
    submission.item.placements.create(outlet="公开栏", on=LATER.date())
    worker.tick(LATER)
    states = dict(Posting.objects.values_list("outlet", "placed_on"))
    assert states["portal"] and states["feeds"] and states["board"] is None
    page = Page.objects.get(path=f"/gk/{submission.item.index}")
    file = place_of(baked, page.path)
    assert file.read_bytes() == bytes(page.raw)
    assert file.with_name(file.name + ".br").read_bytes() == bytes(page.brotli)
    assert (baked / "site/screen/index.html").is_file() and (baked / "nginx.conf").is_file()


def test_a_withdrawal_leaves_the_baked_folder_in_its_round(bureau, baked):
    item = bureau.cleared(1, attachment=True).item
    worker.tick(LATER)
    attached = list((baked / "site/files").rglob("*.pdf"))
    assert len(attached) == 1
    withdraw(item, "privacy", bureau.officers["office"], LATER + MINUTE)
    worker.tick(LATER + 2 * MINUTE)
    path = f"/gk/{item.index}"
    assert not place_of(baked, path).exists() and not attached[0].exists()
    assert place_of(baked, path, "gone").is_file()
    left = [
        file for file in baked.rglob("*") if file.is_file() and "第1号消费警示".encode() in file.read_bytes()
    ]
    assert left == []


def test_a_round_without_news_bakes_nothing(bureau, baked):
    bureau.cleared(1)
    worker.tick(LATER)
    assert keeping.keep(LATER) is None
    assert keeping.keep(LATER, rendered=1).written == 0
    (baked / "manifest.json").unlink()
    assert keeping.keep(LATER) is not None


def test_without_a_folder_nothing_is_baked(bureau):
    assert keeping.keep(LATER) is None


def test_a_folder_that_is_not_ours_is_refused_and_the_round_goes_on(bureau, baked):
    baked.mkdir()
    (baked / "report.doc").write_text("x")
    bureau.cleared(1)
    assert [line for line in worker.tick(LATER) if line.startswith("not-ours")]
    assert Release.objects.get().delivered_at is not None


def test_what_the_office_tells_reaches_the_portal(bureau, baked):
    rule = bureau.cleared(1).item
    PublicFacts.objects.create(
        agency=bureau.agency, facts={"site_code": "3710000016", "hours": "工作日"}, hotlines=["12315"],
        guide="# 公开什么\n\n都公开。", rules=[rule.index], updated_at=LATER,
    )  # fmt: skip
    worker.tick(LATER)
    told = SiteInfo.objects.get().facts
    assert (told["site_code"], told["hotlines"], told["rules"]) == ("3710000016", ["12315"], [rule.index])
    page = bytes(Page.objects.get(path="/gk/").raw).decode()
    assert "公开什么" in page and rule.title in page and "网站标识码：3710000016" in page
    assert facts.tell(bureau.agency, LATER) is False
