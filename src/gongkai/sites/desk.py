"""Settings of the desk's process; commands and the worker use them too, for they stand at the door."""

from __future__ import annotations

from gongkai.sites import openid
from gongkai.sites.common import *  # noqa: F403
from gongkai.sites.common import DATABASES, DESK_APPS, HOME, VALUES, database, hosts, templates
from gongkai.sites.secret import secret_key

SECRET_KEY = secret_key(HOME / "keys" / "web.secret")
ALLOWED_HOSTS = hosts("desk_hosts")
if VALUES["door_database_url"]:
    DATABASES["door"] = database(str(VALUES["door_database_url"]), "")
ROOT_URLCONF = "gongkai.sites.desk_urls"
WSGI_APPLICATION = "gongkai.sites.desk_wsgi.application"
AUTH_USER_MODEL = "agencies.Officer"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_prose_editor",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "gongkai.face",
    *DESK_APPS,
    "gongkai.portal",
    "gongkai.sites",
]
MIDDLEWARE = [
    "gongkai.sites.language.Language",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.sites.policy.ContentPolicy",
    "gongkai.sites.sessions.AskingOnce",
    "gongkai.sites.sessions.SessionEnds",
    "gongkai.sites.policy.LoginRequired",
    "gongkai.sites.sessions.SecondFactorGate",
    "gongkai.sites.quarantine.Quarantine",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = templates(
    [
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "gongkai.sites.frame.desk",
    ]
)
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "gongkai.sites.login.locked"
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["code", "credential", "old", "new", "again"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name"), "max_similarity": 0.6},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "gongkai.desk.accounts.passwords.NotUsedBefore", "OPTIONS": {"last": 5}},
]
# Accounts: officers are entered by the bureau; nothing is sent by e-mail; axes alone counts failures.
ACCOUNT_ADAPTER = "gongkai.desk.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(VALUES["reauthentication_minutes"]) * 60
MFA_ADAPTER = "gongkai.desk.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODE_DIGITS = 10
# Single sign-on is off unless the settings name a provider; it makes and links no accounts.
SOCIALACCOUNT_ADAPTER = "gongkai.desk.accounts.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": openid.provider(VALUES, HOME / "keys" / "oidc.secret")}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
# The form-action of our policy forbids a form that ends at the provider: the way there is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
# An upload stays in memory until it was screened; what is larger Django writes to a temporary file.
FILE_UPLOAD_MAX_MEMORY_SIZE = 64_000_000
CSRF_FAILURE_VIEW = "gongkai.sites.errors.csrf"
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "gongkai.desk.accounts.store"
SESSION_COOKIE_NAME = "desk_session"
SESSION_COOKIE_AGE = int(VALUES["session_minutes"]) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(VALUES["https"])
CSRF_COOKIE_NAME = "desk_csrf"
GONGKAI_WORLD = "desk"
