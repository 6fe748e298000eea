"""The settings: one file; all that varies between installations comes from the environment."""

import os
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ccsp_portal import mailboxes, open_id, places

BASE_DIR = Path(__file__).resolve().parent.parent


def required_in_production(name, otherwise):
    """Read a setting that production must be given by its environment; elsewhere fall back to `otherwise`."""
    value = os.environ.get(name, "")
    if not value and PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is not set. Give it in the environment: docs/running-in-earnest.md lists what production needs."
        )
    return value or otherwise


# production unless said otherwise, so that a forgotten setting fails closed
MODE = os.environ.get("PORTAL_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is {MODE!r}. Set it to production, demo or test.")
PRODUCTION, DEMO, TESTING = MODE == "production", MODE == "demo", MODE == "test"

DEBUG = os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured(
        "DEBUG is on in production. Unset DEBUG: its error pages show secrets and private papers."
    )

SECRET_KEY = required_in_production("SECRET_KEY", "only for the demo and the tests: " + "portal" * 8)
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short. Set it to at least 50 random characters.")

PORTAL_VAR = Path(os.environ.get("PORTAL_VAR", BASE_DIR / "var")).resolve()
PORTAL_PROFILE = Path(os.environ.get("PORTAL_PROFILE", BASE_DIR / "profiles" / "coventry.toml")).resolve()
PORTAL_BASE_URL = required_in_production(
    "PORTAL_BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
).rstrip("/")
# where the demo's mail catcher shows the mail it caught; never set in production
MAIL_CATCHER_URL = os.environ.get("MAIL_CATCHER_URL", "") if DEMO else ""

_host = urlsplit(PORTAL_BASE_URL).hostname or ""
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host] or [_host]
if not PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]
CSRF_FAILURE_VIEW = "ccsp_portal.once.views.refuse_from_elsewhere"

INSTALLED_APPS = [
    "ccsp_portal.profile",
    "ccsp_portal.govuk",
    "ccsp_portal.documents",
    "ccsp_portal.notices",
    "ccsp_portal.jobs",
    "ccsp_portal.history",
    "ccsp_portal.once",
    "partners",
    "meetings",
    "assessments",
    "plans",
    "ccsp_portal.duties",
    "ccsp_portal.home",
    "ccsp_portal.public",
    "ccsp_portal.search",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "rules.apps.AutodiscoverRulesConfig",
]

if not PRODUCTION:
    INSTALLED_APPS += ["ccsp_portal.demo"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ccsp_portal.middleware.ReadableFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "partners.sessions.SessionLimitsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partners.required_factor.RequiredFactorMiddleware",
    "ccsp_portal.freshness.FreshnessMiddleware",
    "ccsp_portal.middleware.HistoryMiddleware",
    "ccsp_portal.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "ccsp_portal.urls"
WSGI_APPLICATION = "ccsp_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ccsp_portal.govuk.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "ccsp_portal.govuk.renderer.GovukRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"

_database_url = required_in_production("DATABASE_URL", places.database_url(PORTAL_VAR))
DATABASES = {"default": dj_database_url.parse(_database_url, conn_max_age=60, conn_health_checks=True)}
# only what binds its parameters on the server is prepared: the question whether a page has changed
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required_in_production("REDIS_URL", places.redis_url(PORTAL_VAR))
# rate limits must hold in every worker, and without Redis: a migration of partners makes the table
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # when full, it forgets the first third by name: also that a code was used, and how often somebody has tried
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
CELERY_BROKER_URL = places.celery_broker(REDIS_URL)
# each run of the tests has a queue of its own, so that no other worker on the same Redis takes their work
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("PORTAL_QUEUE", f"test-{os.getpid()}" if TESTING else "portal")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# a web request must not hang on a dead broker: the row is the truth, and beat queues it again
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Sessions live in PostgreSQL: with Redis down people can still sign in and read.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# a session ends after so long without a request, and so long after it began
SESSION_IDLE = timedelta(minutes=int(os.environ.get("SESSION_IDLE_MINUTES", "120")))
SESSION_WHOLE = timedelta(hours=int(os.environ.get("SESSION_HOURS", "12")))
SESSION_COOKIE_AGE = int(SESSION_WHOLE.total_seconds())
SECURE_COOKIES = PORTAL_BASE_URL.startswith("https://")
if PRODUCTION and not SECURE_COOKIES and not os.environ.get("PORTAL_ALLOW_HTTP"):
    raise ImproperlyConfigured(
        "PORTAL_BASE_URL must begin with https://. For a trial on a closed network, set PORTAL_ALLOW_HTTP=1."
    )
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31536000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = ["partners.backend.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "partners.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# the old address is told of a change
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "partners.account_forms.SignInForm",
    "add_email": "partners.account_forms.ChangeEmailForm",
    "change_password": "partners.account_forms.ChangePasswordForm",
    "reset_password": "partners.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "partners.account_forms.NewPasswordForm",
    "reauthenticate": "partners.account_forms.ReauthenticateForm",
    "request_login_code": "partners.account_forms.AskForCodeForm",
    "confirm_login_code": "partners.account_forms.EnterCodeForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# the device itself checks who holds it, by a finger, a face or a PIN: so a passkey is two factors
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# two for each sign-in; a whole council may come from one address
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# an address that is only asked for opens nothing here: the old one agrees, and the new one is confirmed
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "partners.second_factor.SecondFactorAdapter"
# what locks the second factors' secrets: the newest first; an older one opens until all are locked again
MFA_KEYS = required_in_production("PORTAL_MFA_KEYS", "b25seSBmb3IgdGhlIGRlbW8gYW5kIHRoZSB0ZXN0czE=").split(",")
try:
    [Fernet(key) for key in MFA_KEYS]
except ValueError as error:
    raise ImproperlyConfigured(
        "PORTAL_MFA_KEYS holds what is no key. Make one as docs/running-in-earnest.md says; put a comma between two."
    ) from error
# who must show a second factor is in the profile; the tests' people need none, but in the tests of it
SECOND_FACTOR_REQUIRED = not TESTING
# a clock may be half a minute off: a code is good a little longer, and never twice
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "partners.account_forms.SecondFactorForm",
    "reauthenticate": "partners.account_forms.SecondFactorAgainForm",
    "activate_totp": "partners.account_forms.SetUpAppForm",
    "deactivate_totp": "partners.account_forms.RemoveAppForm",
    "generate_recovery_codes": "partners.account_forms.NewRecoveryCodesForm",
}
try:
    SINGLE_SIGN_ON = open_id.from_environment(os.environ, http_is_allowed=not PRODUCTION)
except open_id.Misconfigured as error:
    raise ImproperlyConfigured(str(error)) from error
SOCIALACCOUNT_ADAPTER = "partners.single_sign_on.SingleSignOnAdapter"
ACCOUNT_RATE_LIMITS = {
    # two for each sign-in; a whole council may come from one address
    "single_sign_on": "120/m/ip",
    # nobody's mailbox is filled by who knows their address
    "request_login_code": "20/m/ip,5/15m/key",
    # a link in a letter, opened and answered; a whole council may come from one address
    "reply_by_link": "120/m/ip",
}
# a code by e-mail stands in for the password, not for the second factor; three tries, in the time that mail may need
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
# limits count by the visitor's address, which the proxies in front write into X-Forwarded-For, each at its end
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "1" if SECURE_COOKIES else "0"))
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(PORTAL_BASE_URL).scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "partners.password_rules.NotLikeThePerson",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "partners.password_rules.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "partners.password_rules.NotCommon"},
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
# one language: to look up which one for each word and number takes a seventh of the time in which its template is drawn
USE_I18N = False
FORMAT_MODULE_PATH = "ccsp_portal.govuk.formats"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
# a test may collect the files while another one starts: look for each when it is asked for, not for all at the start
WHITENOISE_AUTOREFRESH = TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
# private: no URL serves this folder, only views that check sight do
MEDIA_ROOT = PORTAL_VAR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# what is pasted by mistake comes back with a sentence, in the box where it can be put right
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = required_in_production("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25" if PRODUCTION else "1025"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 20
# a real mailbox: it is the organiser of every calendar invitation
DEFAULT_FROM_EMAIL = required_in_production("PORTAL_MAIL_FROM", "CCSP secretariat <secretariat@ccsp.example>")
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured(
        "PORTAL_MAIL_FROM has no e-mail address. Write it as: Partnership secretariat <secretariat@council.example>"
    )
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# where members' calendars send their answers, and the mailbox in which they are read; without the first, nowhere
try:
    REPLIES_ADDRESS, REPLIES_MAILBOX = mailboxes.from_environment(os.environ, tls_is_required=PRODUCTION)
except mailboxes.Misconfigured as error:
    raise ImproperlyConfigured(str(error)) from error
# whose word on who sent a message is taken: the name in Authentication-Results of the partnership's own mail server
REPLIES_AUTHENTICATED_BY = os.environ.get("PORTAL_REPLIES_AUTHENTICATED_BY", "")

PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"personal links": {"()": "ccsp_portal.logs.PersonalLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["personal links"]}},
    "root": {"handlers": ["console"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {"pikepdf": {"level": "WARNING"}},
}
