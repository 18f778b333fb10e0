"""The first page of the desk: it leads each duty to what that duty may open, and to nothing else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Duty
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import drafted, released
from gongkai.desk.reporting.tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.mark.parametrize("duty", Duty.Kind.values)
def test_the_first_page_leads_to_nothing_closed(keys: object, duty: str) -> None:
    bureau = Bureau.found()
    released(bureau.clear_all(bureau.hand_in(drafted(bureau, title="公开的那条"))))
    make.matter(bureau.agency)
    client = Client()
    client.force_login(make.officer(bureau.agency, duty))
    html = client.get("/").content.decode()
    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)"', html)) - {"/"}
    answers = {link: client.get(link, follow=True).status_code for link in links}
    assert links and answers == dict.fromkeys(links, 200)
    assert ("公开的那条" in html) is (duty != Duty.Kind.KEEPER)
