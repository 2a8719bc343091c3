"""Opening, migrating and reading the catalogue."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select, text

from crawler.catalogue import schema
from crawler.catalogue.database import Catalogue, CatalogueDamaged, open_catalogue, read_catalogue
from crawler.catalogue.migrate import CatalogueTooNew, migrate


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Columns and index columns of every table, however the SQL that made them was spelled."""
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
        return {
            name: [row[1:] for row in connection.execute(f"PRAGMA table_info({name})")]
            + [row[1:] for row in connection.execute(f"PRAGMA index_info({name})")]
            for name in names
        }


def migrated(path: Path, to: str = "head") -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, to)
    engine.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite"


def put(catalogue: Catalogue, key: str) -> None:
    catalogue.connection.execute(insert(schema.meta), {"key": key, "value": ""})


def keys(path: Path) -> set[str]:
    with read_catalogue(path) as connection:
        return set(connection.execute(select(schema.meta.c.key)).scalars())


def test_migrations_make_the_very_tables_that_a_new_catalogue_has(path: Path, tmp_path: Path) -> None:
    open_catalogue(path).close()
    migrated(tmp_path / "migrated.sqlite")
    assert tables(path) == tables(tmp_path / "migrated.sqlite")
    assert schema.LINEAGE[-1] == schema.HEAD


# A row of each table of the first revision that the second changes, and what it is there.
FIRST = {
    "files": (
        ("warc/a/2021/a-1-00001-m.warc.gz", "a", 1, 900, True, "0" * 64, "<urn:uuid:1>"),
        ("warc/a/2021/a-1-00001-m.warc.gz", "a", 1, 900, True, "0" * 64, "<urn:uuid:1>"),
    ),
    "captures": (
        (
            "<urn:2>",
            "f",
            7,
            9,
            "a",
            "https://www.A.example/B?y=1&x=2",
            "2021-11-08",
            200,
            "192.0.2.1",
            "sha256:0",
            None,
        ),
        (
            *("<urn:2>", "f", 7, 9, "a", "https://www.A.example/B?y=1&x=2", "2021-11-08", 200, "192.0.2.1", "sha256:0"),
            *(None, "response", None, None, "example,a)/b?x=2&y=1", 7, 16),
        ),
    ),
    "statements": (
        ("a-1", "a", "u", "c", 3, "d", "b", "2021-11-08", "2021-11-09", None),
        ("a-1", "a", "u", "c", 3, 3, "d", "b", "2021-11-08", "2021-11-09", *[None] * 7),
    ),
    "revisions": (
        ("a-1", 2, "d", "b", "0" * 64, "T", "en", "2021-11-08", "2021-11-08", "2021-11-09", "<urn:2>"),
        ("a-1", 2, 1, "d", "b", "0" * 64, "T", "en", "2021-11-08", "2021-11-08", "2021-11-09", "<urn:2>", "<urn:2>"),
    ),
    "validators": (("a", "u", '"1"', None, "<urn:2>"), ("a", "u", '"1"', None, "<urn:2>")),
}


def test_an_archive_of_the_first_revision_becomes_one_of_this_with_its_rows_kept(path: Path, tmp_path: Path) -> None:
    migrated(path, "r0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, (before, _) in FIRST.items():
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(before))})", before)  # noqa: S608
    open_catalogue(path).close()
    open_catalogue(tmp_path / "new.sqlite").close()
    assert tables(path) == tables(tmp_path / "new.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        for table, (_, after) in FIRST.items():
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == [after]  # noqa: S608
    with closing(sqlite3.connect(path.with_name("catalogue.sqlite.r0001.backup"))) as backup:
        assert backup.execute("SELECT * FROM statements").fetchall() == [FIRST["statements"][0]]


def test_a_reader_sees_nothing_that_is_not_committed(path: Path) -> None:
    catalogue = open_catalogue(path)
    put(catalogue, "shown")
    catalogue.commit()
    put(catalogue, "hidden")
    assert keys(path) == {"schema", "shown"}
    catalogue.rollback()
    put(catalogue, "later")
    catalogue.commit()
    put(catalogue, "never")
    catalogue.close()
    assert keys(path) == {"schema", "shown", "later"}


def test_the_writer_never_commits_faster_than_the_disk(path: Path) -> None:
    catalogue = open_catalogue(path)
    assert catalogue.connection.execute(text("PRAGMA synchronous")).scalar() == 2
    assert catalogue.connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    catalogue.close()


def test_a_newer_catalogue_is_refused_and_left_alone(path: Path) -> None:
    open_catalogue(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    with pytest.raises(CatalogueTooNew, match="r9999, which this program"):
        open_catalogue(path)
    with pytest.raises(CatalogueTooNew), read_catalogue(path):
        pass
    assert list(path.parent.glob("*.backup")) == []


def test_an_older_catalogue_is_copied_and_migrated_in_one_transaction(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_catalogue(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO meta VALUES ('kept', 'yes')")
        connection.execute("UPDATE alembic_version SET version_num = 'r0000'")
    monkeypatch.setattr(schema, "LINEAGE", ("r0000", "r0001"))

    def half(connection: object) -> None:
        connection.execute(text("CREATE TABLE halfway (x)"))  # type: ignore[attr-defined]
        raise RuntimeError("killed in the migration")

    monkeypatch.setattr("crawler.catalogue.database.migrate", half)
    with pytest.raises(RuntimeError, match="killed"):
        open_catalogue(path)
    assert "halfway" not in tables(path)

    def whole(connection: object) -> None:
        connection.execute(text("CREATE TABLE halfway (x)"))  # type: ignore[attr-defined]
        connection.execute(text("UPDATE alembic_version SET version_num = 'r0001'"))  # type: ignore[attr-defined]

    monkeypatch.setattr("crawler.catalogue.database.migrate", whole)
    open_catalogue(path).close()
    assert "halfway" in tables(path)
    backup = path.with_name("catalogue.sqlite.r0000.backup")
    assert "halfway" not in tables(backup)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'kept'").fetchall() == [("yes",)]


def test_reading_does_not_migrate(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_catalogue(path).close()
    monkeypatch.setattr(schema, "HEAD", "r9999")
    monkeypatch.setattr(schema, "LINEAGE", (*schema.LINEAGE, "r9999"))
    with pytest.raises(CatalogueTooNew, match="older than this program's r9999"), read_catalogue(path):
        pass


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be one" * 40, b""])
def test_what_is_no_catalogue_is_not_read(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CatalogueDamaged), read_catalogue(path):
        pass


def test_a_file_that_is_no_database_is_not_overwritten(path: Path) -> None:
    path.write_bytes(b"somebody's notes, kept in a file of this name. " * 40)
    with pytest.raises(CatalogueDamaged, match="not a database"):
        open_catalogue(path)
    assert path.read_bytes().startswith(b"somebody's notes")


def test_another_database_is_not_taken_for_a_catalogue(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(CatalogueDamaged, match="not a catalogue"):
        open_catalogue(path)


def test_an_archive_on_a_medium_that_can_only_be_read_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_catalogue(path).close()
    monkeypatch.setattr("crawler.catalogue.database.os.access", lambda *_: False)
    before = sorted(path.parent.iterdir())
    with read_catalogue(path) as connection:
        assert connection.execute(select(schema.meta.c.key)).scalars().all() == ["schema"]
        assert sorted(path.parent.iterdir()) == before, "not even SQLite's own files are made beside it"


def test_reading_needs_a_catalogue(path: Path) -> None:
    with pytest.raises(FileNotFoundError), read_catalogue(path):
        pass
