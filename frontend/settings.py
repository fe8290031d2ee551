"""Every setting, read once from top to bottom; the environment is read here and nowhere else."""

import os
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from frontend.environment import (
    envbool,
    envcurrency,
    envdatabase,
    envint,
    envlist,
    envmail,
    envoptions,
    envsecret,
    envstorage,
)
from frontend.libraries import geos_and_gdal

HOUSE = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]["version"]
VAR_DIR = Path(os.environ.get("VAR_DIR", HOUSE / "var")).resolve()
KEYS = VAR_DIR / "keys"

# The demo is for one machine: plain HTTP, made-up town, demo users.
DEMO = envbool("DEMO", default=False)
DEBUG = False

SECRET_KEY = envsecret("SECRET_KEY", KEYS / "secret_key")
CREDENTIAL_KEYS = envsecret("CREDENTIAL_KEYS", KEYS / "credential_keys").split(",")
SEAL_KEY = envsecret("SEAL_KEY", KEYS / "seal_key")
SEAL_URL = os.environ.get("SEAL_URL", "")

ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
LOOPBACK_ONLY = set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}
if DEMO and not LOOPBACK_ONLY:
    raise ImproperlyConfigured("DEMO=1 is for loopback only: unset ALLOWED_HOSTS or set DEMO=0")
MEDIA_ADDRESS = os.environ.get("MEDIA_ADDRESS", "")  # as browsers reach it: host:port, or host/path
MEDIA_INSIDE = os.environ.get("MEDIA_INSIDE", MEDIA_ADDRESS)  # as the web reaches it
CSRF_TRUSTED_ORIGINS = envlist("CSRF_TRUSTED_ORIGINS", "")
PUBLIC_ADDRESS = os.environ.get("PUBLIC_ADDRESS", "")
PROXIES = envint("PROXIES", 0)  # how many of our own stand in front and tell X-Forwarded-For

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_vite",
    "procrastinate.contrib.django",
    "registry.apps.RegistryConfig",
    "fixtures",
    "frontend",
]

MIDDLEWARE = [
    "frontend.gate.lines.RequestLine",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "frontend.gate.policies.ContentPolicy",
    "frontend.gate.languages.Spoken",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "frontend.gate.keeper.Gate",  # before the CSRF check: strangers first hear where to sign in
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "frontend.urls"
WSGI_APPLICATION = "frontend.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Three logins: the web owns nothing, migrations own everything, the public reads what is public.
_SOCKET = f"?host={VAR_DIR / 'run'}"
DATABASES = {
    "default": envdatabase("DATABASE_URL", f"postgis://sightline_app@/sightline{_SOCKET}"),
    "owner": envdatabase(
        "DATABASE_OWNER_URL",
        os.environ.get("DATABASE_URL", f"postgis://sightline_owner@/sightline{_SOCKET}"),
    ),
    "public": envdatabase(
        "DATABASE_PUBLIC_URL",
        os.environ.get("DATABASE_URL", f"postgis://sightline_public@/sightline{_SOCKET}"),
    ),
}
# Only who migrates is told the owner's login; a worker that cannot use it need not be told.
OWNER_KNOWN = "DATABASE_OWNER_URL" in os.environ or "DATABASE_URL" not in os.environ
POOL_SIZE = envint("POOL_SIZE", 8)
STATEMENT_TIMEOUT_MS = envint("STATEMENT_TIMEOUT_MS", 5000)
for _alias in ("default", "public"):
    # A parallel worker takes longer to start than a tile to draw, and the next reader is waiting.
    _timeout = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c max_parallel_workers_per_gather=0"
    DATABASES[_alias]["OPTIONS"] |= {
        # the web answers 503 rather than wait for a connection longer than this
        "pool": {"min_size": 1, "max_size": POOL_SIZE, "timeout": 2.0},
        "options": _timeout,
    }
GEOS_LIBRARY_PATH, GDAL_LIBRARY_PATH = geos_and_gdal()

AUTH_USER_MODEL = "registry.User"
SESSION_ENGINE = "registry.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # seconds, from signing in
SESSION_IDLE = 30 * 60  # seconds without a sign of life, then the session is locked
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "frontend.gate.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # nobody signs up: see Accounts
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,50/15m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_ADAPTER = "frontend.gate.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made by administrators
MFA_TOTP_ISSUER = "Sightline"
SOCIALACCOUNT_ADAPTER = "frontend.gate.adapters.Directory"
# An agency's own directory vouches for the address of somebody an administrator has entered here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OPENID_URL = os.environ.get("OPENID_URL", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "directory",
                "name": os.environ.get("OPENID_NAME", "Your agency's directory"),
                "client_id": os.environ.get("OPENID_CLIENT", ""),
                "secret": os.environ.get("OPENID_SECRET", ""),
                "settings": {"server_url": OPENID_URL},
            }
        ]
        if OPENID_URL
        else [],
    }
}
# Failed sign-ins are counted across all processes and machines.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# Plain HTTP is for the demo alone.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
CSRF_FAILURE_VIEW = "frontend.gate.problems.csrf_failure"
# HSTS speaks for this host only: what else lives under the city's domain is not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
_SCHEMES = ("http", "ws") if DEMO else ("https", "wss")
_MEDIA = [f"{scheme}://{MEDIA_ADDRESS}" for scheme in _SCHEMES if MEDIA_ADDRESS]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "connect-src": ["'self'", *_MEDIA],
        "img-src": ["'self'", "data:", "blob:", *_MEDIA],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "frontend.gate.lines.JsonLines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "sightline": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a 404 has its own line
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HOUSE / "frontend" / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = not DEMO
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "America/New_York")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is not there
STATICFILES_DIRS = [_dist] if (_dist := HOUSE / "frontend" / "dist").is_dir() else []
DJANGO_VITE = {"default": {"manifest_path": _dist / "manifest.json"}}

# Evidence lies in a folder or in a bucket; what is not whole yet in a folder all web processes and
# the worker reach.
UPLOADS_DIR = Path(os.environ.get("UPLOADS_DIR", VAR_DIR / "uploads"))
UPLOAD_LIMIT_MB = envint("UPLOAD_LIMIT_MB", 5 * 1024)  # one file
UPLOAD_QUOTA_MB = envint("UPLOAD_QUOTA_MB", 20 * 1024)  # all files for one call or request
EVIDENCE_LEAVE_FREE_MB = envint("EVIDENCE_LEAVE_FREE_MB", 1024)
# Recordings may lie in any storage Django knows, which every media process and worker reaches.
RECORDINGS_DIR = Path(os.environ.get("RECORDINGS_DIR", VAR_DIR / "recordings"))
RECORDINGS_LEAVE_FREE_MB = envint("RECORDINGS_LEAVE_FREE_MB", 1024)
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": envstorage("EVIDENCE_URL", VAR_DIR / "evidence"),
    "recordings": {
        "BACKEND": os.environ.get(
            "RECORDINGS_STORAGE", "django.core.files.storage.FileSystemStorage"
        ),
        "OPTIONS": envoptions(
            "RECORDINGS_OPTIONS",
            {
                "location": str(RECORDINGS_DIR),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        ),
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# Without a server mail is written into a folder, for whoever keeps the machine to read.
_MAIL = envmail("EMAIL_URL")
_LETTERBOX = "registry.notices.letterbox.Letterbox"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if _MAIL["HOST"] else _LETTERBOX
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST, EMAIL_PORT = _MAIL["HOST"], _MAIL["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["USER"], _MAIL["PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _MAIL["TLS"], _MAIL["SSL"], 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "sightline@localhost")

# The centre's own choices
CENTRE_NAME = os.environ.get("CENTRE_NAME", "Sightline")  # what owners and the public know it by
CENTRE_CONTACT = os.environ.get("CENTRE_CONTACT", "")  # an e-mail address for complaints
CURRENCY = envcurrency("CURRENCY", "USD")  # what planners are told prices in
DENSITY_SCHEME = os.environ.get("DENSITY_SCHEME", "DORI")
REMIND_MONTHS = envint("REMIND_MONTHS", 6)  # between two "are your cameras still there?"
OFFICER_RADIUS = envint("OFFICER_RADIUS", 2000)  # metres
SEARCH_RADIUS = envint("SEARCH_RADIUS", 150)  # metres
AREA_MARGIN = envint("AREA_MARGIN", 50)  # metres round a search area in which private cameras show

# Requests for footage: how much may be asked at once, how often one owner, and how long it lasts
FOOTAGE_WINDOW_MIN = envint("FOOTAGE_WINDOW_MIN", 15)  # minutes
FOOTAGE_WINDOW_MAX = envint("FOOTAGE_WINDOW_MAX", 12 * 60)
FOOTAGE_AREA_MIN = envint("FOOTAGE_AREA_MIN", 65_000)  # square metres
FOOTAGE_AREA_MAX = envint("FOOTAGE_AREA_MAX", 1_300_000)
FOOTAGE_OFTEN = envint("FOOTAGE_OFTEN", 3)  # times a quarter; whoever was asked more is shown
FOOTAGE_UPLOAD_AFTER = envint("FOOTAGE_UPLOAD_AFTER", 12)  # hours from "keep it" to "send it"
FOOTAGE_LINK_DAYS = envint("FOOTAGE_LINK_DAYS", 3)  # how long a link for sending is good

# What owners are promised: how long a look may be held back from them, how soon they are answered
WITHHOLDING_DAYS = envint("WITHHOLDING_DAYS", 30)  # days; 30 is the most whatever is said here
DISPUTE_DAYS = envint("DISPUTE_DAYS", 14)

# Where the demo's simulated cameras answer over HTTP and over RTSP, and where its drone transmits
# to: the only loopback ports the fetcher may knock at or listen to
SIMULATED_FEEDS_PORT = envint("SIMULATED_FEEDS_PORT", 8002)
SIMULATED_RTSP_PORT = envint("SIMULATED_RTSP_PORT", SIMULATED_FEEDS_PORT + 1)
SIMULATED_UAV_PORT = envint("SIMULATED_UAV_PORT", SIMULATED_FEEDS_PORT + 2)
SIMULATED_BOX_PORT = envint("SIMULATED_BOX_PORT", SIMULATED_FEEDS_PORT + 3)  # its owner's page
SIMULATED_PORTS = {SIMULATED_FEEDS_PORT, SIMULATED_RTSP_PORT, SIMULATED_UAV_PORT} if DEMO else set()
CAMERA_NETWORKS = envlist("CAMERA_NETWORKS", "")  # CIDRs the fetcher may reach inside
