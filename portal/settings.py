"""Every setting of the portal, in reading order. Variables are explained in `.env.example`.

Without any variable this is the embedded installation: one process, SQLite, mails as files.
`PRODUCTION=true` demands its own secret key, hosts, base URL and mail server.
"""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from celery.schedules import schedule
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from portal.headers import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from portal.logs import logging_config

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- what kind of installation -------------------------------------------------------------------
PRODUCTION = env.bool("PRODUCTION", default=False)
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

if PRODUCTION and (DEMO or DEBUG):
    raise ImproperlyConfigured("PRODUCTION excludes DEMO and DEBUG.")


def _own_secret_key() -> str:
    """The key of an embedded installation: made once, readable by its owner only."""
    path = VAR_DIR / "secret.key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def _demanded(name: str, fallback: str) -> str:
    """The variable; production may not do without it."""
    value: str = env(name, default="")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"Production needs {name}; see .env.example.")
    return value or fallback


# --- addresses and secrets -----------------------------------------------------------------------
BASE_URL = _demanded("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = _demanded("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
SECRET_KEY = _demanded("SECRET_KEY", "") or _own_secret_key()
if PRODUCTION and (len(SECRET_KEY) < 50 or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("Production needs a SECRET_KEY of 50 characters and named hosts.")
SECURE = urlsplit(BASE_URL).scheme == "https"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- who runs the portal: shown on every page, in every mail ------------------------------------
OPERATOR = {
    "portal_name": env("PORTAL_NAME", default="Werkstattportal"),
    "claim": env("PORTAL_CLAIM", default="Kommunales Bildungsmanagement NRW"),
    "name": env("OPERATOR_NAME", default="Agentur für kommunales Bildungsmanagement (Beispiel)"),
    "address": env("OPERATOR_ADDRESS", default="Beispielstraße 1, 12345 Musterstadt"),
    "email": env("OPERATOR_EMAIL", default="kontakt@example.org"),
    "phone": env("OPERATOR_PHONE", default=""),
    "responsible": env("OPERATOR_RESPONSIBLE", default="Vorname Nachname (Beispiel)"),
    "represented_by": env("OPERATOR_REPRESENTED_BY", default="Vorname Nachname (Beispiel)"),
    "register": env("OPERATOR_REGISTER", default=""),
    "privacy_officer": env("OPERATOR_PRIVACY_OFFICER", default="datenschutz@example.org"),
    "funder": env("OPERATOR_FUNDER", default=""),
    "logo": env("OPERATOR_LOGO", default=""),
}

# --- apps ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal",
    "people",
    "municipalities",
    "publications",
    "registrations",
    "workshops",
    "conferences",
    "demo",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "simple_history",
    "django.forms",
    "portal.apps.OfficeConfig",  # the Django admin with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "portal.logs.RequestIdMiddleware",
    "portal.headers.HeadersMiddleware",  # above WhiteNoise: static files carry the headers too
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.PlainInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portal.middleware.PrivateAreaMiddleware",
    "portal.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

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
                "portal.operator.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.templatetags.frame",
                "portal.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data ----------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/portal.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
            "options": "-c statement_timeout=10s -c lock_timeout=3s",
        },
    }

REDIS_URL = env("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # counters of limits must not push each other out
    }
}
if REDIS_URL:
    CACHES["default"]["OPTIONS"] = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}

MEDIA_ROOT = VAR_DIR / "media"  # private: every file is handed out by a view, none by an address
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o640
ACCEL_REDIRECT_PREFIX = env("ACCEL_REDIRECT_PREFIX", default="")
TEAM_QUOTA_MB = env.int("TEAM_QUOTA_MB", default=1_000)  # room for the files of one team

# --- background work: the outbox is the truth, Celery only makes it fast --------------------------
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 0  # no limit; an ack lost to a frozen broker counts against it
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {  # one try: a frozen broker costs a request half a second
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its logs are ours: masked, JSON in production
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "run-due": {"task": "portal.tasks.run_due", "schedule": schedule(timedelta(seconds=30))}
}

# --- mail ----------------------------------------------------------------------------------------
if _demanded("EMAIL_URL", ""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Werkstattportal <portal@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_TEXT_DAYS = env.int("MAIL_TEXT_DAYS", default=30)  # texts of sent mails, for questions

# --- accounts ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
SIGN_IN_TRAIL_DAYS = env.int("SIGN_IN_TRAIL_DAYS", default=90)  # who signed in, or failed to
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workshops:teams"
ACCOUNT_ADAPTER = "portal.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # the adapter only pretends: no letters to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- cookies and transport: as safe as the base URL allows ---------------------------------------
_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_PREFIX}session"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE

# --- limits of open forms ------------------------------------------------------------------------
REGISTRATIONS_PER_HOUR = env.int("REGISTRATIONS_PER_HOUR", default=10)  # of one network

# --- language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- static files --------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_built"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A third of the time at the first start: nobody asks for unhashed files or compressed source maps.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]

LOGGING = logging_config(json=PRODUCTION, level=env("LOG_LEVEL", default="INFO"))
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # User.email is unique, by a constraint on its lower case
    "security.W002",  # portal.headers forbids frames on every answer, static files included
]
