"""Every setting, read once from top to bottom; the environment is read here and nowhere else."""

import os
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from frontend.environment import envbool, envdatabase, envint, envlist, envsecret
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
MEDIA_ADDRESS = os.environ.get("MEDIA_ADDRESS", "")  # else what media published in VAR_DIR
CSRF_TRUSTED_ORIGINS = envlist("CSRF_TRUSTED_ORIGINS", "")

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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
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
POOL_SIZE = envint("POOL_SIZE", 8)
STATEMENT_TIMEOUT_MS = envint("STATEMENT_TIMEOUT_MS", 5000)
for _alias in ("default", "public"):
    _timeout = f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"
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
LOGIN_REDIRECT_URL = "/incidents"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "America/New_York")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [_dist] if (_dist := HOUSE / "frontend" / "dist").is_dir() else []
DJANGO_VITE = {"default": {"manifest_path": _dist / "manifest.json"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
EMAIL_URL = os.environ.get("EMAIL_URL", "")

# The centre's own choices
DENSITY_SCHEME = os.environ.get("DENSITY_SCHEME", "DORI")
OFFICER_RADIUS = envint("OFFICER_RADIUS", 2000)  # metres
SEARCH_RADIUS = envint("SEARCH_RADIUS", 150)  # metres
AREA_MARGIN = envint("AREA_MARGIN", 50)  # metres round a search area in which private cameras show

# Where the demo's simulated cameras answer; the only loopback port the fetcher may knock at
SIMULATED_FEEDS_PORT = envint("SIMULATED_FEEDS_PORT", 8002)
