"""Prepared statements say what SQLAlchemy would have said."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crawler.catalogue.database import open_catalogue
from crawler.catalogue.prepared import Prepared
from crawler.catalogue.schema import files, meta

ROW = {"name": "a", "source": "s", "serial": 1, "size": 5, "sealed": False, "sha256": None, "warcinfo_id": "w"}


def test_values_arrive_in_the_columns_they_are_named_for(tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "c.sqlite")
    connection = catalogue.connection
    Prepared(insert(files)).run(connection, ROW)
    grown = Prepared(
        update(files).where(files.c.name == bindparam("b_name")).values(size=bindparam("b_size"), serial=9)
    )
    grown.run(connection, {"b_name": "a", "b_size": 7})
    assert dict(connection.execute(select(files)).mappings().one()) == {**ROW, "size": 7, "serial": 9}
    found = Prepared(select(files.c.size, files.c.name).where(files.c.name == bindparam("b_name")))
    assert found.run(connection, {"b_name": "a"}).fetchall() == [(7, "a")]
    catalogue.close()


def test_a_row_of_many_does_not_inherit_from_the_one_before(tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "c.sqlite")
    keep = upsert(files)
    keep = keep.on_conflict_do_update(index_elements=["name"], set_={"size": keep.excluded.size})
    rows = [{**ROW, "sha256": "x"}, {k: v for k, v in ROW.items() if k != "sha256"} | {"name": "b"}, {**ROW, "size": 6}]
    Prepared(keep).many(catalogue.connection, rows)
    found = catalogue.connection.execute(
        select(files.c.name, files.c.size, files.c.sha256).order_by(files.c.name)
    ).all()
    assert [tuple(row) for row in found] == [("a", 6, "x"), ("b", 5, None)]
    catalogue.close()


def test_it_is_part_of_the_open_transaction(tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "c.sqlite")
    Prepared(insert(meta)).run(catalogue.connection, {"key": "k", "value": "v"})
    catalogue.rollback()
    assert catalogue.connection.execute(select(meta.c.key)).scalars().all() == ["schema"]
    with pytest.raises(sqlite3.IntegrityError):
        Prepared(insert(meta)).run(catalogue.connection, {"key": "schema", "value": "twice"})
    catalogue.close()
