"""How the tests of pages open, read and fill them."""

from __future__ import annotations

from django.test import Client

from gongkai.desk.disclosure.models import Item, Release, Submission
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.verbs.drafting import read_text
from gongkai.face.tests.pages import Page, check, classes_without_rule

HOOKS = {"d-page--review", "d-page--home", "d-page--item-edit"}
"""Classes without a rule of their own."""


def enter(bureau: Bureau, kind: str) -> Client:
    client = Client()
    client.force_login(bureau.officers[kind])
    return client


def text(response, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    html = response.content.decode()
    check(html)
    bare = classes_without_rule(html, HOOKS)
    assert bare == set(), bare
    return html


def fields(html: str) -> dict[str, str]:
    """What a browser would send back of a page's hidden fields."""
    return {
        attrs["name"]: attrs.get("value", "")
        for tag, attrs in Page(html).tags
        if tag == "input" and attrs.get("type") == "hidden" and "name" in attrs
    }


def written(bureau: Bureau, **more) -> dict[str, object]:
    given = {
        "title": "关于年货市场的消费提示",
        "category": "业务工作",
        "means": "主动公开",
        "unit": bureau.unit.pk,
        "formed_on": "2017-09-18",
        "text": "# 风险点\n\n请妥善保存票据。",
        "outlets": ["政府网站", "公开栏"],
    }
    return {**given, **more}


def drafted(bureau: Bureau, **more) -> Item:
    words = "请妥善保存票据。"
    given = {
        "published_on": None, "category": "业务工作", "text": words, "body": read_text(words)
    } | more  # fmt: skip
    return bureau.item(Item.objects.count() + 1, **given)


def released(submission: Submission) -> Item:
    """As if the door had let it out."""
    number = Release.objects.count() + 1
    Release.objects.create(
        item=submission.item, no=submission.no, submission=submission, body=b"{}",
        digest=f"{number:064x}", since=AT, at=AT, log_index=number,
    )  # fmt: skip
    return submission.item


def decide(client: Client, item: Item, **more):
    page = f"/items/{item.uid}/review"
    return client.post(page, fields(client.get(page).content.decode()) | {"decision": "open"} | more)
