"""What /healthz says, asked from outside."""

import http.client
import json
from urllib.parse import urlsplit


def health(address: str) -> dict[str, object]:
    """Ask; an answer that is none is an empty one."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=3)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        body = answer.read()
        if answer.headers.get_content_type() != "application/json":
            return {"status": f"HTTP {answer.status}"}
        return dict(json.loads(body))
    except (OSError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
