"""The rows of the gate's mail say what the truth says: for every reader and filter, after any change."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer
from gongkai.desk.agencies.queries import SHANGHAI, today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework import gate
from gongkai.desk.casework.models import GateMail, Registration
from gongkai.desk.foi.mail import LISTING, reach, waiting
from gongkai.desk.foi.models import MailRow
from gongkai.desk.lists import marks, paging
from gongkai.desk.lists.models import Mark, SavedView
from gongkai.desk.lists.places import Place

pytestmark = pytest.mark.django_db(databases=["default"])
HERE = "/requests/mail/"
SINCE = date(2009, 1, 1)
ALL = 10_000


@pytest.fixture
def full(bureau: Any) -> Any:
    """Mail of every kind, recognised as everything, handed over or not, in two years; registered, voided."""
    units = (None, bureau.units["SP"], bureau.units["BG"])
    every = product(GateMail.Kind.values, GateMail.Recognised.values, (2016, 2017))
    for n, (kind, recognised, year) in enumerate(every):
        on = date(year, 3, 1 + n % 27)
        GateMail.objects.create(
            agency=bureau.agency, no=n + 1, year=year, kind=kind, mail_number=f"EA{n:04}CN",
            signed_by=f"门卫{'王李'[n % 2]}某", signed_at=datetime.combine(on, time(9, n), SHANGHAI),
            signed_on=on, recognised_as=recognised, handed_to=units[n % 3],
            handed_on=on if units[n % 3] else None, voided_on=on if n % 7 == 0 else None, by=bureau.office,
        )  # fmt: skip
    case = bureau.register(date(2017, 4, 3))
    mail = GateMail.objects.filter(recognised_as="公开申请", voided_on=None).first()
    assert mail is not None
    gate.registered(mail, case.registration)
    stranger = Agency.objects.create(code="X", name="另一局")
    GateMail.objects.create(
        agency=stranger, no=1, year=2017, kind="EMS", mail_number="EA0001CN", signed_by="门卫王某",
        signed_at=datetime(2017, 3, 1, 9, tzinfo=SHANGHAI), signed_on=date(2017, 3, 1), by=bureau.office,
    )  # fmt: skip
    return bureau


def readers(bureau: Any) -> list[Officer]:
    def person(name: str, *duties: str, is_active: bool = True) -> Officer:
        made = Officer.objects.create_user(name, name=name, agency=bureau.agency, is_active=is_active)
        for kind in duties:
            Duty.objects.create(officer=made, kind=kind, since=SINCE)
        return made

    deputy = person("deputy")
    Deputy.objects.create(officer=bureau.office, deputy=deputy, since=SINCE)
    people = [person("operator", "operator"), deputy, person("nobody"), person("keeper", "keeper")]
    own = [bureau.office, bureau.handler, bureau.head, bureau.secrecy, bureau.leader, bureau.auditor]
    return [*own, *people, person("gone", is_active=False)]


def found(officer: Officer, **chosen: str) -> list[int]:
    """The keys of all pages, in their order."""
    marks.settle(LISTING, ALL)
    seen: list[int] = []
    place = Place()
    while True:
        read = paging.page(LISTING, officer, today(), held(officer, today()), chosen, place)
        seen += [row.record_id for row in read.rows]
        if not read.pager["next"]:
            return seen
        place = Place(after=read.rows[-1].place)


def truth(officer: Officer, condition: Q | None = None) -> list[int]:
    seen = gate.visible_to(officer, today()).filter(condition or Q())
    return list(seen.order_by("-signed_on", "-pk").values_list("pk", flat=True))


def web(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_the_list_shows_what_the_gate_lets_through_to_those_who_enter_mail(full: Any) -> None:
    open_to = []
    for officer in readers(full):
        duties = held(officer, today())
        if LISTING.opens(officer, today(), duties):
            open_to.append(officer.name)
            assert found(officer) == truth(officer) != []
        else:
            assert found(officer) == [] == list(reach(officer, today(), duties))
        wanted = list(gate.unregistered(gate.visible_to(officer, today())))
        assert waiting(officer, today(), duties, 100, 7) == (wanted, min(len(wanted), 7))
    assert open_to == [full.office.name, "operator", "deputy"]


def test_every_filter_and_all_together_find_what_the_truth_says(full: Any) -> None:
    office = full.office
    unit, its = str(full.units["SP"].pk), Q(handed_to=full.units["SP"])
    for recognised, kind in product(("", *GateMail.Recognised.values), ("", *GateMail.Kind.values)):
        given, wanted = {}, Q()
        if kind:
            given["kind"], wanted = kind, Q(kind=kind)
        for value in (recognised,) if recognised else ("", "unread"):
            if value:
                given["recognised"] = value
                wanted &= Q(recognised_as="" if value == "unread" else value)
            assert found(office, **given) == truth(office, wanted)
            assert found(office, **given, unit=unit) == truth(office, wanted & its)
            expected = truth(office, wanted & its & Q(signed_on__year=2016))
            assert found(office, **given, unit=unit, year="2016") == expected
    assert found(office, unit="999999") == []
    assert found(office, recognised="unread", year="2017") != []


@pytest.mark.parametrize("words", ["ea0003", "EA000 王某", "门卫李", "0001CN", "没有这个词", "〔2017〕"])
def test_words_are_found_as_substrings_with_every_filter(full: Any, words: str) -> None:
    wanted = Q()
    for one in words.split():
        said = Q(mail_number__icontains=one) | Q(signed_by__icontains=one)
        wanted &= said | Q(registration__number__icontains=one)
    assert found(full.office, q=words) == truth(full.office, wanted)
    unread = truth(full.office, wanted & Q(recognised_as=""))
    assert found(full.office, q=words, recognised="unread") == unread
    both = truth(full.office, wanted & Q(kind="EMS", signed_on__year=2016))
    assert found(full.office, q=words, kind="EMS", year="2016") == both


def test_any_change_of_mail_or_of_its_registration_renews_the_row(full: Any) -> None:
    marks.settle(LISTING, ALL)
    every = list(GateMail.objects.values_list("pk", flat=True))
    assert not Mark.objects.filter(list="mail").exists() and MailRow.objects.count() == len(every)

    def is_renewed(keys: list[int]) -> None:
        assert marks.differing(LISTING, every) == keys
        marks.settle(LISTING, ALL)
        assert marks.differing(LISTING, every) == []

    registered = GateMail.objects.get(registration__isnull=False)
    assert registered.registration is not None and not registered.row.unregistered
    Registration.objects.filter(pk=registered.registration.pk).update(number="新编号77")
    is_renewed([registered.pk])
    assert found(full.office, q="新编号77") == [registered.pk]
    other = GateMail.objects.filter(recognised_as="", voided_on=None, agency=full.agency).first()
    assert other is not None and other.row.unregistered
    gate.recognise(other, "其他", by=full.office, at=datetime(2017, 5, 2, 9, tzinfo=SHANGHAI))
    is_renewed([other.pk])
    assert not MailRow.objects.get(pk=other.pk).unregistered
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_gatemail SET signed_on = '2011-01-01' WHERE id = %s", [other.pk])
    is_renewed([other.pk])
    assert found(full.office, year="2011") == [other.pk]
    last = GateMail.objects.filter(registration__isnull=True).last()
    assert last is not None
    place = last.row.place
    last.delete()
    marks.settle(LISTING, ALL)
    assert not MailRow.objects.filter(place=place).exists()


def test_the_page_asks_few_queries_however_much_waits_and_pages_reach_the_oldest(full: Any) -> None:
    client = web(full.office)
    client.get(HERE)
    for query in ({}, {"all": "1"}, {"recognised": "unread", "kind": "EMS"}, {"q": "门卫 EA0"}):
        with CaptureQueriesContext(connection) as captured:
            read = client.get(HERE, query)
        assert len(captured) <= 10, [one["sql"][:90] for one in captured]
        assert read.context["rows"]
    whole = truth(full.office)
    second = client.get(HERE + client.get(HERE, {"all": "1"}).context["pager"]["next"])
    assert [one.pk for one in second.context["rows"]] == whole[paging.SHOWN :] != []
    back = client.get(HERE + second.context["pager"]["previous"])
    assert [one.pk for one in back.context["rows"]] == whole[: paging.SHOWN]


def test_what_waits_is_counted_up_to_a_cap_and_the_page_says_so(
    full: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = web(full.office)
    there = gate.unregistered(gate.visible_to(full.office, today())).count()
    assert client.get(HERE).context["waits"] == there
    monkeypatch.setattr("gongkai.desk.foi.views.registers.MOST_WAITING", there - 1)
    assert f"{there - 1} 件以上" in client.get(HERE).content.decode()


def test_a_view_saved_before_is_valid_and_opens_by_itself(full: Any) -> None:
    SavedView.objects.create(
        owner=full.office, list="mail", name="未拆", is_default=True,
        chosen={"recognised": "unread", "kind": "EMS", "year": "2016"},
    )  # fmt: skip
    client = web(full.office)
    read = client.get(client.get(HERE)["Location"])
    wanted = truth(full.office, Q(recognised_as="", kind="EMS", signed_on__year=2016))
    assert [one.pk for one in read.context["rows"]] == wanted != []
