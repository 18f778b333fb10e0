"""Who types a slash too few or too many arrives on the desk once logged in; others learn nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.desk.disclosure.tests.bureau import Bureau

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def client(bureau: Bureau) -> Client:
    client = Client()
    client.force_login(bureau.officers["office"])
    return client


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/items", "/items/"),
        ("/items?stage=draft", "/items/?stage=draft"),
        ("/items/new/", "/items/new"),
        ("/complaints", "/complaints/"),
        ("/find/?q=2017", "/find?q=2017"),
    ],
)
def test_an_officer_is_led_to_the_page_that_was_meant(client: Client, typed: str, meant: str) -> None:
    for ask in (client.get, client.head):
        answer = ask(typed)
        assert (answer.status_code, answer.headers["Location"]) == (301, meant)
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_address_of_a_record_is_led_on_whether_it_is_there_or_not(client: Client, bureau: Bureau) -> None:
    item = bureau.item()
    for uid in (item.uid, "nobody-knows-this"):
        assert client.get(f"/items/{uid}").headers["Location"] == f"/items/{uid}/"
    assert client.get("/items/nobody-knows-this/").status_code == 404


def test_a_form_is_never_led_elsewhere(client: Client) -> None:
    for typed in ("/items", "/items/new/", "/complaints"):
        assert client.post(typed, {"title": "x"}).status_code in (404, 405)


def test_nobody_is_led_where_nothing_is(client: Client) -> None:
    for typed in ("/nichts", "/nichts/", "/items/nichts/", "/items/nichts/edit/x"):
        assert client.get(typed).status_code == 404


def test_who_is_not_logged_in_learns_of_no_address(bureau: Bureau) -> None:
    for typed in ("/items", "/nichts", f"/items/{bureau.item().uid}"):
        answer = Client().get(typed)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/login?next=")
