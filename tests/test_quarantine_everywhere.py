"""涉密误入: no page of the desk passes a secrecy mark on to a view; what is not looked at is named here."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import walk_packages
from uuid import UUID

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

import gongkai.desk
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter
from gongkai.screening.text import has_mark
from gongkai.sites.policy import OPEN_FOLDERS, OPEN_PATHS
from gongkai.sites.quarantine import OWN, UNREAD

MARKED = "某处来文\n机密★20年\n请阅"
BANNER = "本系统为非涉密系统"
NEW_PASSWORD = ("new_password1", "new_password2")
GIVEN = {"int": 1, "slug": "a", "str": "a", "uuid": UUID(int=1), "path": "a"}
OUTSIDE = ("account/", "__", "static/", "media/", "accounts/")
"""Pages of the login and what development adds; none of them keeps a text of a matter."""


def addresses(patterns=None, prefix="", space=""):
    """Every address of the desk with its name, for some parameters."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        written = re.sub(
            r"<(?:(\w+):)?(\w+)>", lambda found: str(GIVEN.get(found[1] or "str", "a")), str(one.pattern)
        )
        if isinstance(one, URLResolver):
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from addresses(one.url_patterns, prefix + written, inside)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", "/" + prefix + written


def guarded():
    return [
        (name, address)
        for name, address in addresses()
        if address not in OPEN_PATHS
        and not address.startswith(OPEN_FOLDERS)
        and not address[1:].startswith(OUTSIDE)
        and "(" not in address
        and "^" not in address
        and name not in OWN
    ]


@pytest.fixture
def bureau(db, keys):
    return Bureau.found()


@pytest.mark.django_db(databases=["default", "portal"])
def test_every_address_that_takes_a_text_keeps_a_mark_out(bureau, monkeypatch):
    client = enter(bureau, "office")
    monkeypatch.setattr(
        "gongkai.sites.quarantine.quarantine", lambda *a, **k: Incident(pk=1, number="密误一")
    )
    passed = []
    for name, address in guarded():
        response = client.post(address, {"said": MARKED})
        if response.status_code != 422 or BANNER not in response.content.decode():
            passed.append((name, address, response.status_code))
    assert passed == []
    assert len(guarded()) > 150


@pytest.mark.django_db(databases=["default", "portal"])
def test_a_mark_leaves_an_incident_and_the_page_says_what_to_do(bureau):
    client = enter(bureau, "clerk")
    response = client.post("/items/x/relation", {"note": MARKED})
    incident = Incident.objects.get()
    page = response.content.decode()
    assert response.status_code == 422 and incident.number in page and "机密" not in page
    assert (incident.place, incident.officer) == ("page", bureau.officers["clerk"])
    assert BANNER in client.get(f"/incidents/{incident.pk}/").content.decode()
    assert enter(bureau, "head").get(f"/incidents/{incident.pk}/").status_code == 404


@pytest.mark.django_db(databases=["default", "portal"])
def test_text_files_names_of_files_bodies_and_parts_of_pages_are_looked_at(bureau):
    client = enter(bureau, "clerk")
    for encoding in ("utf-8", "gb18030"):
        file = SimpleUploadedFile("表.csv", f"文号,密级\n1,一\n{MARKED}".encode(encoding))
        assert client.post("/items/x/relation", {"file": file}).status_code == 422
    named = SimpleUploadedFile("机密★20年.png", b"\x89PNG\r\n\x1a\n")
    assert client.post("/items/x/relation", {"file": named}).status_code == 422
    assert client.post("/items/x/relation", MARKED, content_type="text/plain").status_code == 422
    answer = client.post("/items/x/relation", {"said": MARKED}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"][:11]) == (204, "/incidents/")
    assert Incident.objects.count() == 5
    assert set(Incident.objects.values_list("place", flat=True)) == {"file", "page"}


@pytest.mark.django_db(databases=["default", "portal"])
def test_talk_of_secrets_passes(bureau):
    client = enter(bureau, "clerk")
    said = {"said": "涉及商业秘密，不属于国家秘密；按《机关公文处理办法》标注“机密★”的规定办理。"}
    assert client.post("/items/x/relation", said).status_code != 422
    assert not Incident.objects.exists()


def fields_of_forms():
    """Every form of the desk with the names of the fields that hold a text."""
    for module in walk_packages(gongkai.desk.__path__, "gongkai.desk."):
        if ".tests" in module.name or ".migrations" in module.name:
            continue
        for _, form in getmembers(import_module(module.name), isclass):
            if issubclass(form, forms.BaseForm) and form.__module__ == module.name:
                yield from (
                    (form.__qualname__, name)
                    for name, field in form.base_fields.items()
                    if type(field) is forms.CharField
                )


def test_no_field_of_a_form_goes_unread_but_passwords_and_codes():
    unread = {(form, name) for form, name in fields_of_forms() if name in UNREAD}
    assert {name for _, name in unread} <= {
        "code",
        "password",
        "old_password",
        "new_password1",
        "new_password2",
    }
    assert len(list(fields_of_forms())) > 60
    assert all(reason for reason in (*UNREAD.values(), *OWN.values()))


def test_the_marked_text_of_these_tests_is_a_mark():
    assert has_mark(MARKED)
