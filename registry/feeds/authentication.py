"""Answer a camera that asks for a password: Basic and Digest, over HTTP and RTSP alike."""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable

_FIELD = re.compile(r'(\w{1,32})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
_HASHES = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}  # strongest first; older cameras know MD5


class Login:
    """One camera's user and password, and what it last asked of us.

    Nothing is sent before the camera asks, so a camera that knows Digest never sees the password.
    """

    def __init__(self, credential: str) -> None:
        """Take `user:password`; empty is nobody."""
        self._user, _, self._password = credential.partition(":")
        self._asked: dict[str, str] | None = None
        self._uses = 0

    def header(self, method: str, uri: str) -> str:
        """Give the Authorization of one request; empty before the camera asked."""
        if self._asked is None:
            return ""
        if "nonce" not in self._asked:
            pair = f"{self._user}:{self._password}".encode()
            return "Basic " + base64.b64encode(pair).decode()
        return self._digest(method, uri, self._asked)

    def take(self, challenges: Iterable[str]) -> bool:
        """Take a 401's WWW-Authenticate headers; tells whether another try makes sense."""
        if not self._user:
            return False
        asked = _strongest(challenges)
        before, self._asked, self._uses = self._asked, asked, 0
        if before is None:
            return True
        # the same password under a nonce that only grew old is not yet refused
        return "nonce" in asked and asked.get("stale", "").lower() == "true"

    def _digest(self, method: str, uri: str, asked: dict[str, str]) -> str:
        """Write RFC 7616's answer (and RFC 2069's to a camera that offers no qop)."""
        algorithm = asked.get("algorithm", "MD5")
        new = _HASHES[algorithm.upper().removesuffix("-SESS")]
        self._uses += 1
        count, own = f"{self._uses:08x}", secrets.token_hex(8)

        def hashed(*parts: str) -> str:
            return new(":".join(parts).encode()).hexdigest()

        realm, nonce = asked.get("realm", ""), asked["nonce"]
        secret = hashed(self._user, realm, self._password)
        if algorithm.upper().endswith("-SESS"):
            secret = hashed(secret, nonce, own)
        fields = {"username": self._user, "realm": realm, "nonce": nonce, "uri": uri}
        bare = {}
        if "auth" in [each.strip() for each in asked.get("qop", "").split(",")]:
            fields["response"] = hashed(secret, nonce, count, own, "auth", hashed(method, uri))
            fields["cnonce"] = own
            bare = {"qop": "auth", "nc": count}
        else:
            fields["response"] = hashed(secret, nonce, hashed(method, uri))
        if "opaque" in asked:
            fields["opaque"] = asked["opaque"]
        if "algorithm" in asked:
            bare["algorithm"] = algorithm
        quoted = [f'{key}="{value}"' for key, value in fields.items()]
        return "Digest " + ", ".join(quoted + [f"{key}={value}" for key, value in bare.items()])


def _strongest(challenges: Iterable[str]) -> dict[str, str]:
    """Pick Digest before Basic, SHA-256 before MD5; a 401 that says nothing means Basic."""
    digests = []
    for challenge in challenges:
        scheme, _, rest = challenge.strip().partition(" ")
        if scheme.lower() == "digest":
            found = _FIELD.findall(rest)
            fields = {key.lower(): quoted or bare for key, quoted, bare in found}
            name = fields.get("algorithm", "MD5").upper().removesuffix("-SESS")
            if "nonce" in fields and name in _HASHES:
                digests.append((list(_HASHES).index(name), fields))
    return min(digests, key=lambda each: each[0])[1] if digests else {}
