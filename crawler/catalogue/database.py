"""The catalogue's database: opening it for writing or for reading, and the one transaction of the writer."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from crawler.catalogue import schema
from crawler.catalogue.migrate import CatalogueTooNew, back_up, migrate

FILE: Final = "catalogue.sqlite"


class CatalogueDamaged(Exception):  # noqa: N818 - says the state, as the exit codes do
    """The file is not a database, or not ours, or its pages do not hold together."""


class Catalogue:
    """One connection on which a write transaction is always open: what is written is seen at once by later reads on
    it, and by everybody else after :meth:`commit`. Not for more than one thread at a time.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the connection and begin. ``OperationalError`` where another process writes."""
        self._engine = engine
        self.connection: Connection = engine.connect()
        self.connection.begin()

    def commit(self) -> None:
        """Make everything since the last commit durable (``synchronous=FULL``), all of it or nothing, and go on."""
        self.connection.commit()
        self.connection.begin()

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self.connection.rollback()
        self.connection.begin()

    def close(self) -> None:
        """Close; what is not committed is forgotten."""
        try:
            self.connection.close()
        finally:
            self._engine.dispose()


def open_catalogue(path: Path) -> Catalogue:
    """Open for writing, made new where there is none and migrated where it is older.

    A migration is one transaction; before it the database is copied to ``<path>.<its revision>.backup``.

    Raises :class:`CatalogueTooNew`, :class:`CatalogueDamaged`, or SQLAlchemy's ``OperationalError`` where the disk
    does not let it.
    """
    engine = _engine(path, read_only=False)
    try:
        with engine.connect() as connection, connection.begin():
            found = _revision(connection)
            if found is None:
                if connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one():
                    raise CatalogueDamaged(f"{path} is a database, but not a catalogue")
                _create(connection)
        if found is not None and found != schema.HEAD:
            if found not in schema.LINEAGE:
                raise CatalogueTooNew(found)
            back_up(path, path.with_name(f"{path.name}.{found}.backup"))
            with engine.connect() as connection, connection.begin():
                migrate(connection)
        return Catalogue(engine)
    except BaseException as error:
        engine.dispose()
        if isinstance(error, DatabaseError) and not isinstance(error, OperationalError):
            raise CatalogueDamaged(f"{path}: {error.orig}") from error
        raise


@contextmanager
def read_catalogue(path: Path) -> Iterator[Connection]:
    """A snapshot for reading: one read transaction, beside a writer or without one. Temporary tables are allowed.

    Raises ``FileNotFoundError``, :class:`CatalogueTooNew` (also for an older one: reading does not migrate, and the
    sentence says so) and :class:`CatalogueDamaged`.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist")
    engine = _engine(path, read_only=True)
    try:
        with engine.connect() as connection, connection.begin():
            found = _revision(connection)
            if found is None:
                raise CatalogueDamaged(f"{path} is not a catalogue")
            if found != schema.HEAD:
                raise CatalogueTooNew(found)
            yield connection
    except DatabaseError as error:
        raise CatalogueDamaged(f"{path}: {error.orig}") from error
    finally:
        engine.dispose()


def copy_out(connection: Connection, copy: Path) -> None:
    """The whole database of a snapshot into a new file, beside a writer or without one.

    ``sqlite3.OperationalError`` where it cannot be written.
    """
    with closing(sqlite3.connect(copy)) as target:
        source: Any = connection.connection.dbapi_connection
        source.backup(target)


def compact(path: Path) -> None:
    """Write the database anew: what was deleted from it is not in the file any more, nor in its write-ahead log.

    Nobody else may have it open. ``sqlite3.OperationalError`` where the disk does not let it.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _create(connection: Connection) -> None:
    schema.metadata.create_all(connection, checkfirst=False)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": schema.HEAD})
    connection.execute(insert(schema.meta), {"key": "schema", "value": "communique-catalogue/1"})


def _revision(connection: Connection) -> str | None:
    known = select(text("1")).select_from(text("sqlite_master")).where(text("name = 'alembic_version'"))
    if connection.execute(known).first() is None:
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _engine(path: Path, *, read_only: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        # A writer's commit holds readers up for milliseconds; a second writer is kept out by the archive's lock.
        if not read_only:
            return sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        mode = (
            "ro" if path.with_name(path.name + "-wal").exists() or os.access(path.parent, os.W_OK) else "ro&immutable=1"
        )
        return sqlite3.connect(
            f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=30, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: Any) -> None:
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")  # default of the library; said because the commit hangs on it
            connection.execute("PRAGMA journal_size_limit=67108864")
        connection.execute("PRAGMA cache_size=-16000")  # 16 MB

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
