"""Readers for settings that come from the environment; a bad value stops the start."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def envbool(name: str, default: bool) -> bool:
    """Read yes or no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ImproperlyConfigured(f"{name}={value!r}: say 1 or 0")


def envint(name: str, default: int) -> int:
    """Read a whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: say a whole number") from None


def envcurrency(name: str, default: str) -> str:
    """Read a currency by its three letters (ISO 4217), which browsers know how to write."""
    value = os.environ.get(name, default)
    if len(value) != 3 or not (value.isascii() and value.isupper()):
        raise ImproperlyConfigured(f"{name}={value!r}: say three letters, as in USD")
    return value


def envlist(name: str, default: str) -> list[str]:
    """Read words separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def envoptions(name: str, default: dict[str, Any]) -> dict[str, Any]:
    """Read options written as a JSON object."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        options = json.loads(value)
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise ImproperlyConfigured(f"{name}: say a JSON object") from None
    return options


def envstorage(name: str, folder: Path) -> dict[str, Any]:
    """Read where files lie: this folder, or s3://bucket/prefix?endpoint=https://…&region=…."""
    value = os.environ.get(name, "")
    if not value:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder), **modes},
        }
    parts = urlsplit(value)
    said = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    names = {"endpoint": "endpoint_url", "region": "region_name"}
    if parts.scheme != "s3" or not parts.netloc or not said.keys() <= names.keys():
        raise ImproperlyConfigured(f"{name}: say s3://bucket/prefix?endpoint=https://…&region=…")
    options = {"bucket_name": parts.netloc, "location": parts.path.strip("/"), "default_acl": None}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": options | {names[key]: value for key, value in said.items()},
    }


def envsecret(name: str, file: Path) -> str:
    """Read a secret from the environment, else from its file, made at the first start."""
    if value := os.environ.get(name):
        return value
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def envmail(name: str) -> dict[str, Any]:
    """Read where mail goes: smtp://user:password@host:port (smtps:// encrypts from the start)."""
    parts = urlsplit(os.environ.get(name, ""))
    if (
        parts.scheme not in {"", "smtp", "smtps"}
        or (parts.scheme and not parts.hostname)
        or (not parts.scheme and parts.path)
    ):
        raise ImproperlyConfigured(f"{name}: say smtp://user:password@host:port")
    secured = parts.scheme == "smtps"
    return {
        "HOST": parts.hostname or "",
        "PORT": parts.port or (465 if secured else 587),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "SSL": secured,
        # a server on this machine has no certificate; everybody else's word must be hidden
        "TLS": not secured and parts.hostname not in {"localhost", "127.0.0.1", "::1"},
    }


def envdatabase(name: str, default: str) -> dict[str, Any]:
    """Read a database address: postgis://login:password@host:port/name?host=/socket/dir."""
    url = os.environ.get(name) or default
    parts = urlsplit(url)
    if parts.scheme not in {"postgis", "postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: say postgis://login@host/name, not {parts.scheme}:…")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"connect_timeout": 2, **query},
    }
