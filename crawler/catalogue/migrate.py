"""Migrations of the catalogue, run by alembic from the files of this package; no ``alembic.ini`` is needed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from crawler.catalogue import schema


class CatalogueTooNew(Exception):  # noqa: N818 - says the state, as the exit codes do
    """The catalogue is of a revision that this program does not know, or may not touch here."""

    def __init__(self, found: str) -> None:
        """``found`` is the revision in the file."""
        older = found in schema.LINEAGE
        super().__init__(
            f"the catalogue is of revision {found}, older than this program's {schema.HEAD}: a crawl migrates it"
            if older
            else f"the catalogue is of revision {found}, which this program (revision {schema.HEAD}) does not know: "
            "use the newer Communiqué that wrote it"
        )
        self.found = found


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a revision inside the transaction that the caller has begun and will commit."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def back_up(path: Path, copy: Path) -> None:
    """A whole copy of the database at ``path``, also of what is still in its write-ahead log."""
    partial = copy.with_name(copy.name + ".part")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)
