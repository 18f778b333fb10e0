"""Single sign-on and client certificates: off by default, closed to whom no second person confirmed."""

import time
from datetime import UTC, date, datetime
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from gongkai.desk.accounts import other_ways
from gongkai.desk.accounts.models import Identity
from gongkai.desk.accounts.other_urls import CERTIFICATE, OPENID
from gongkai.desk.accounts.single_sign_on import SingleSignOnAdapter
from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.casework.models import Event
from gongkai.face.tests.pages import check
from gongkai.refusal import Refused
from gongkai.sites import desk_urls, openid

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
AT = datetime(2018, 3, 1, 4, 0, tzinfo=UTC)
PASSWORD = "k7mq-2wxp-9tfr"
SUBJECT = "CN=clerk,OU=371002SC,O=Weihai,C=CN"
PROXY = "10.1.1.9"
SERVER = "https://sso.example.gov.cn"
HEADERS = {"X-Client-Cert-Subject": SUBJECT, "X-Client-Cert-Verified": "SUCCESS"}


@pytest.fixture
def bureau():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    made = {}
    for name in ("keeper", "leader", "clerk"):
        made[name] = Officer.objects.create_user(name, PASSWORD, name=f"{name}甲", agency=agency)
        Duty.objects.create(officer=made[name], kind=name, since=date(2015, 1, 1))
    return made


@pytest.fixture
def ways(settings, bureau):
    """Both ways turned on."""
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {
        "certificate_proxies": f"{PROXY}, 10.1.1.10", "oidc_server": SERVER, "oidc_client_id": "gongkai",
    }  # fmt: skip
    app = {
        "provider_id": "unit", "name": "统一身份认证", "client_id": "gongkai", "secret": "s" * 40,
        "settings": {"server_url": SERVER, "oauth_pkce_enabled": True, "fetch_userinfo": False},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.ROOT_URLCONF = turned_on()
    return bureau


def turned_on() -> ModuleType:
    """The desk's addresses with both ways."""
    made = ModuleType("with_other_ways")
    made.urlpatterns = [*OPENID, *CERTIFICATE, *desk_urls.urlpatterns]
    for name in ("handler403", "handler404", "handler500"):
        setattr(made, name, getattr(desk_urls, name))
    return made


def known(bureau, way=Identity.Way.CERTIFICATE, subject=SUBJECT) -> Identity:
    one = other_ways.give(bureau["clerk"], way, subject, by=bureau["keeper"], at=AT)
    return other_ways.confirm(one, by=bureau["leader"], at=AT)


def show(headers=HEADERS, address=PROXY):
    client = Client()
    return client, client.post("/login/certificate", headers=headers, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_without_settings_neither_way_is_there(bureau):
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_login", args=["unit"])
    known(bureau)
    client, answer = show()
    assert answer.status_code == 404 and not is_in(client)
    page = Client().get("/login").content.decode()
    assert "CA 证书" not in page and "统一身份认证" not in page


def test_a_verified_certificate_lets_its_officer_in_without_a_code(ways):
    known(ways)
    client, answer = show()
    assert answer.url == "/" and client.session["_auth_user_id"] == str(ways["clerk"].pk)
    assert client.session["gongkai_second_factor"] is True


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        (HEADERS, "10.1.1.8"),
        (HEADERS, "127.0.0.1"),
        (HEADERS | {"X-Client-Cert-Verified": "FAILED:expired"}, PROXY),
        (HEADERS | {"X-Client-Cert-Verified": "SUCCESS,SUCCESS"}, PROXY),
        ({"X-Client-Cert-Subject": SUBJECT}, PROXY),
        ({"X-Client-Cert-Verified": "SUCCESS"}, PROXY),
        (HEADERS | {"X-Client-Cert-Subject": SUBJECT.lower()}, PROXY),
        (HEADERS | {"X-Client-Cert-Subject": f"{SUBJECT},{SUBJECT}"}, PROXY),
        (HEADERS | {"X-Forwarded-For": PROXY}, "10.1.1.8"),
    ],
)
def test_a_header_from_elsewhere_or_not_verified_opens_nothing(ways, headers, address):
    known(ways)
    client, answer = show(headers, address)
    assert answer.url == "/login" and not is_in(client)


def test_only_a_confirmed_identity_of_somebody_in_service_opens(ways):
    one = other_ways.give(ways["clerk"], "certificate", SUBJECT, by=ways["keeper"], at=AT)
    assert not is_in(show()[0])
    for who in ("keeper", "clerk"):
        with pytest.raises(Refused):
            other_ways.confirm(one, by=ways[who], at=AT)
    other_ways.confirm(one, by=ways["leader"], at=AT)
    assert is_in(show()[0])
    Officer.objects.filter(pk=ways["clerk"].pk).update(is_active=False)
    assert not is_in(show()[0])
    Officer.objects.filter(pk=ways["clerk"].pk).update(is_active=True)
    other_ways.end(one, by=ways["keeper"], at=AT)
    assert not is_in(show()[0])
    found = Event.objects.filter(stream=f"officer/{ways['clerk'].uid}").order_by("n")
    assert [one.type for one in found] == ["identity-given", "identity-confirmed", "identity-ended"]
    assert all(SUBJECT not in bytes(one.body).decode() for one in found)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("own-account", {"officer": "keeper"}),
        ("not-keeper", {"by": "leader"}),
        ("unknown-way", {"way": "x"}),
        ("no-subject", {"subject": " "}),
        ("taken", {"subject": "known"}),
    ],
)
def test_who_may_enter_an_identity_and_what(bureau, code, change):
    other_ways.give(bureau["clerk"], "openid", "known", by=bureau["keeper"], at=AT)
    given = {"officer": "leader", "way": "openid", "subject": "s", "by": "keeper"} | change
    with pytest.raises(Refused) as refused:
        other_ways.give(
            bureau[given["officer"]], given["way"], given["subject"], by=bureau[given["by"]], at=AT
        )
    assert refused.value.code == code


def test_the_page_of_an_officer_enters_and_confirms_an_identity(ways):
    def client_of(name):
        client = Client()
        client.force_login(ways[name])
        return client

    page = f"/officers/{ways['clerk'].uid}/"
    given = {"identity-way": "openid", "identity-subject": "u-1"}
    assert client_of("keeper").post(f"{page}do/identity", given).status_code == 302
    one = Identity.objects.get()
    assert client_of("keeper").post(f"{page}do/confirm-identity", {"pk": one.pk}).status_code == 422
    html = client_of("leader").get(page).content.decode()
    check(html)
    assert "u-1" in html and "核对无误，确认" in html
    assert client_of("leader").post(f"{page}do/confirm-identity", {"pk": one.pk}).status_code == 302
    assert other_ways.find("openid", "u-1") == ways["clerk"]


class Provider:
    """A city's single sign-on without a network: its configuration, its token, who comes."""

    def __init__(self, sub: str, **claims: object) -> None:
        self.claims = {
            "iss": SERVER, "aud": "gongkai", "sub": sub,
            "iat": int(time.time()), "exp": int(time.time()) + 60,
        } | claims  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *_said):
        return None

    def get(self, url, **_said):
        assert url == f"{SERVER}/.well-known/openid-configuration", url
        return Said(
            {
                "issuer": SERVER,
                "authorization_endpoint": f"{SERVER}/authorize",
                "token_endpoint": f"{SERVER}/token",
                "jwks_uri": f"{SERVER}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def request(self, method, url, **_said):
        assert (method, url) == ("POST", f"{SERVER}/token")
        return Said({"access_token": "a", "id_token": jwt.encode(self.claims, "k" * 40, "HS256")})

    post = get


class Said:
    """An answer of the provider."""

    status_code = 200
    headers = {"content-type": "application/json"}  # noqa: RUF012

    def __init__(self, value):
        self.value, self.text = value, "{}"

    def json(self):
        return self.value

    def raise_for_status(self):
        return None


def come(monkeypatch, provider: Provider, state: str = "") -> tuple[Client, object]:
    """Go to the provider and come back with a code."""
    monkeypatch.setattr(SingleSignOnAdapter, "get_requests_session", lambda self: provider)
    client = Client()
    there = client.get("/login/oidc/unit/login/?next=/items/")
    asked = parse_qs(urlsplit(there.url).query)
    assert there.url.startswith(f"{SERVER}/authorize?") and asked["code_challenge_method"] == ["S256"]
    back = f"/login/oidc/unit/login/callback/?code=c&state={state or asked['state'][0]}"
    return client, client.get(back)


def test_single_sign_on_lets_the_officer_in_whom_a_confirmed_identity_names(ways, monkeypatch):
    known(ways, "openid", "u-1")
    client, answer = come(monkeypatch, Provider("u-1"))
    assert answer.url == "/items/" and client.session["_auth_user_id"] == str(ways["clerk"].pk)


@pytest.mark.parametrize(
    "provider",
    [
        {"sub": "u-2"},
        {"sub": "clerk", "preferred_username": "clerk", "email": "clerk@example.gov.cn"},
        {"sub": "u-1", "iss": "https://evil.example"},
        {"sub": "u-1", "aud": "another"},
        {"sub": "u-1", "exp": 1},
    ],
)
def test_whoever_is_not_known_or_comes_from_elsewhere_is_turned_away_and_no_account_is_made(
    ways, monkeypatch, provider
):
    known(ways, "openid", "u-1")
    client, answer = come(monkeypatch, Provider(**provider))
    assert not is_in(client) and Officer.objects.count() == 3
    assert answer.status_code == 302 and answer.url == "/login"
    assert "没有登录成功" in client.get("/login").content.decode()


def test_an_answer_to_another_browsers_question_is_turned_away(ways, monkeypatch):
    known(ways, "openid", "u-1")
    client, _answer = come(monkeypatch, Provider("u-1"), state="forged")
    assert not is_in(client)


def test_a_second_factor_is_asked_for_after_single_sign_on_too(ways, monkeypatch):
    known(ways, "openid", "u-1")
    ways["clerk"].authenticator_set.create(type="totp", data={"secret": "x"})
    client, answer = come(monkeypatch, Provider("u-1"))
    assert answer.url == "/login/code" and not is_in(client)


def test_the_login_page_offers_what_is_turned_on(ways):
    html = Client().get("/login?next=/items/").content.decode()
    check(html)
    assert "用 CA 证书登录" in html and "/login/oidc/unit/login/?next=%2Fitems%2F" in html


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        ({"oidc_server": "http://sso.example.gov.cn"}, 0o600),
        ({"oidc_client_id": ""}, 0o600),
        ({}, 0o644),
        ({}, None),
    ],
)
def test_a_provider_that_is_not_safe_or_not_whole_is_refused_at_the_start(tmp_path, values, mode):
    secret = tmp_path / "oidc.secret"
    if mode is not None:
        secret.write_text("s" * 40)
        secret.chmod(mode)
    given = {"oidc_server": SERVER, "oidc_client_id": "gongkai", "oidc_name": "统一身份认证"} | values
    with pytest.raises(Refused):
        openid.provider(given, secret)


def test_a_whole_provider_is_one_app_and_none_is_none(tmp_path):
    secret = tmp_path / "oidc.secret"
    secret.write_text("s" * 40)
    secret.chmod(0o600)
    given = {"oidc_server": SERVER, "oidc_client_id": "gongkai", "oidc_name": "统一身份认证"}
    (app,) = openid.provider(given, secret)["APPS"]
    assert app["provider_id"] == other_ways.PROVIDER == openid.PROVIDER and app["secret"] == "s" * 40
    assert openid.provider(given | {"oidc_server": ""}, secret) == {"APPS": []}
