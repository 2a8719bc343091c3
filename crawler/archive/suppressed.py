"""What is suppressed: statements that a decision keeps out of every output, and the captures that go with them."""

import json

from sqlalchemy import Connection, select

from crawler.catalogue.schema import decisions


def rewritten_at(connection: Connection) -> dict[str, str]:
    """When decisions last rewrote committed bytes of a file: name to date (UTC, microseconds)."""
    found: dict[str, str] = {}
    rows = connection.execute(select(decisions.c.at, decisions.c.data).order_by(decisions.c.number))
    for row in rows:
        for name in json.loads(row.data).get("files", ()):
            found[name] = row.at
    return found
