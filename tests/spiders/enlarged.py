"""A large archive, quickly: what a real crawl wrote, with its rows copied under other addresses.

The rows are those that the archive wrote, so that tables and indexes are as large as they would be; only the WARC and
JSON Lines files behind the copies are missing, which a run over what did not change never opens.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

# Table: expressions for the columns in which a copy is another row. {n} is its number.
_COPIES: Final = {
    "statements": {"id": "id || '-{n}'", "url": "url || '-{n}'", "canonical_url": "canonical_url || '-{n}'"},
    "revisions": {"statement_id": "statement_id || '-{n}'", "record_id": "record_id || '-{n}'"},
    "lines": {"statement_id": "statement_id || '-{n}'"},
    "visits": {"statement_id": "statement_id || '-{n}'", "due": "'2031-01-01T00:00:00.000000Z'"},
    "urls": {"url": "url || '-{n}'", "statement_id": "statement_id || '-{n}'"},
    "validators": {"url": "url || '-{n}'", "record_id": "record_id || '-{n}'"},
    "captures": {
        "record_id": "record_id || '-{n}'",
        "url": "url || '-{n}'",
        "urlkey": "urlkey || '-{n}'",
        "offset": "offset + {n} * 1000000000",
    },
    "changes": {"cursor": "cursor + {n} * 1000000", "statement_id": "statement_id || '-{n}'"},
}


def enlarge(archive: Path, count: int) -> None:
    """Copy rows until there are ``count`` statements. The archive is closed."""
    with closing(sqlite3.connect(archive / "catalogue.sqlite")) as connection:
        (found,) = connection.execute("SELECT count(*) FROM statements").fetchone()
        for table, other in _COPIES.items():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            statements = " AND statement_id IS NOT NULL" if table == "urls" else ""
            connection.execute(f"CREATE TEMP TABLE template AS SELECT * FROM {table} WHERE 1{statements}")  # noqa: S608
            for number in range(1, -(-count // found)):
                values = ", ".join(other[name].format(n=number) if name in other else f'"{name}"' for name in names)
                connection.execute(f"INSERT INTO {table} SELECT {values} FROM template")  # noqa: S608
            connection.execute("DROP TABLE template")
        connection.commit()
