"""The complaint that became a warning: from the call to the screen in the hall, by those who do it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.models import Signal
from gongkai.desk.complaints.signals.nightly import run
from gongkai.desk.disclosure.models import Item, Submission
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.exchange import worker
from gongkai.portal.models import Page
from gongkai.portal.publishing import hall

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
NAME, PHONE, SHOP = "柳如眉", "138 0631 4417", "威海暖阳燃气具商行"
CALL = {
    "caller": PHONE, "name": NAME, "channel": "12315", "kind": "投诉", "category": "家用电器",
    "text": f"我是{NAME}，在{SHOP}买的燃气热水器装好第二天，家里老人一氧化碳中毒，要求退货。",
    "respondent": SHOP, "respondent_address": "怡园街道文化西路", "assign": "",
}  # fmt: skip
TEXT = """# 风险点

安装不当的燃气热水器会使室内一氧化碳积聚。

# 识别方法

看燃烧是否发黄、排烟管是否通到室外。

# 消费建议

请由有资质的人员安装，使用时保持通风。
"""


@pytest.fixture
def bureau(db, keys):
    made = Bureau.found()
    operator = Officer.objects.create_user("operator", name="接线员某", agency=made.agency)
    Duty.objects.create(officer=operator, kind="operator", since=SINCE)
    made.officers["operator"] = operator
    return made


def test_a_call_becomes_a_signal_an_item_and_a_slide_in_the_hall(bureau):
    at = timezone.now()
    clients = {}
    for kind, officer in bureau.officers.items():
        clients[kind] = Client()
        clients[kind].force_login(officer)

    assert clients["operator"].post("/intake", CALL).status_code == 302
    assert Case.objects.get().kind == "投诉"
    run(bureau.agency, at=at, until=today())
    signal = Signal.objects.get(is_safety=True)
    page = f"/signals/{signal.year}/{signal.number}/"
    assert NAME not in clients["operator"].get(page).content.decode()

    judged = {"verdict": "warn", "unit": bureau.unit.code}
    assert clients["office"].post(f"{page}judge", judged).status_code == 302
    signal.refresh_from_db()
    item = Item.objects.get()
    assert (signal.state, signal.item) == ("制作提示", item)
    assert NAME not in item.text
    assert SHOP not in item.text + item.title

    said = {
        "title": "关于安全使用燃气热水器的消费警示", "category": item.category, "means": "主动公开",
        "unit": bureau.unit.pk, "formed_on": today().isoformat(), "text": TEXT,
        "outlets": ["政府网站", hall.OUTLET], "x_audience": "使用燃气热水器的家庭",
        "x_issuer": "火炬区市场监督管理局", "x_rights": "拨打 12315",
    }  # fmt: skip
    assert clients["clerk"].post(f"/items/{item.uid}/edit", said).status_code == 302
    assert clients["clerk"].post(f"/items/{item.uid}/hand-in").status_code == 302
    worker.push(at + timedelta(minutes=1))
    assert not Page.objects.filter(path=f"/gk/{item.index}").exists()
    for kind in ("head", "secrecy", "office"):
        digest = Submission.objects.get(item=item).digest
        answer = clients[kind].post(f"/items/{item.uid}/review", {"submission": digest, "decision": "open"})
        assert answer.status_code == 302, kind
    assert worker.push(at + timedelta(minutes=2)).passage.released == 1

    shown = json.loads(bytes(Page.objects.get(path=hall.LOOP).raw))
    assert said["title"] in [slide["title"] for slide in shown["slides"]]
    kept = b"".join(bytes(one.raw) for one in Page.objects.all()).decode()
    assert said["title"] in kept
    for secret in (NAME, "13806314417", PHONE, SHOP):
        assert secret not in kept
