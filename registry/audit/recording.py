"""Write down a deed, in the transaction of the deed."""

import json
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.transaction import TransactionManagementError

from registry.audit.actors import Named

_RECORD = f"SELECT audit_record({', '.join(['%s'] * 14)})"


def record(
    actor: Named,
    action: str,
    subject_type: str = "",
    subject_id: str | UUID = "",
    *,
    purpose: str = "",
    incident: UUID | None = None,
    basis: str = "",
    result: str = "ok",
    detail: dict[str, Any] | None = None,
    request_id: str = "",
    client: str = "",
    using: str = DEFAULT_DB_ALIAS,
) -> int:
    """Write one row; when it cannot be written, the deed around it fails too."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise TransactionManagementError("Record a deed inside the transaction that does it.")
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            [
                actor.id,
                actor.name,
                actor.role,
                actor.agency,
                action,
                subject_type,
                str(subject_id),
                purpose,
                incident,
                basis,
                client,
                request_id,
                result,
                json.dumps(detail or {}),
            ],
        )
        return int(cursor.fetchone()[0])
