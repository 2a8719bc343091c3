"""What a migration leaves to the next opening: the lines that revisions are compared with lie in files."""

import json
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Connection, delete, select

from crawler.archive.journal import keep_line
from crawler.archive.outbox import sizes_of
from crawler.archive.places import STATEMENTS
from crawler.archive.tombstones import committed_lines
from crawler.archive.visits import complete
from crawler.catalogue.database import Catalogue
from crawler.catalogue.schema import meta
from crawler.model.decision import read_line
from crawler.model.statement import Statement

KEY: Final = "lines"  # in the table `meta`, set by the migration r0003


def lines_lacking(connection: Connection) -> bool:
    """Whether an archive was migrated and its lines were not taken into the catalogue yet."""
    return connection.execute(select(meta.c.value).where(meta.c.key == KEY)).first() is not None


def take_lines(root: Path, catalogue: Catalogue) -> None:
    """Take them, in one transaction; nothing where they are there. Recovery went before: the files are whole.

    What is no line is passed over, as ``communique verify`` tells.
    """
    connection = catalogue.connection
    if not lines_lacking(connection):
        return
    for name in sorted(name for name in sizes_of(connection) if name.startswith(f"{STATEMENTS}/")):
        for data in committed_lines(root, connection, name):
            try:
                statement = read_line(data)
            except ValidationError:
                continue
            if isinstance(statement, Statement):
                keep_line(connection, json.loads(data), data)
    complete(connection)
    connection.execute(delete(meta).where(meta.c.key == KEY))
    catalogue.commit()
