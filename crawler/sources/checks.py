"""Checks that several parts of a source file share: selectors, patterns and dates of it that cannot be used.

All read the document itself; a value of the wrong type is left to :mod:`crawler.sources.shape`.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import jmespath
from cssselect import HTMLTranslator, SelectorError
from jmespath.exceptions import JMESPathError
from lxml import etree

from crawler.sources.lines import Path
from crawler.sources.shape import Finding

Table = dict[str, Any]

_MOMENT: Final = datetime(2021, 11, 8, 9, 30)  # noqa: DTZ001 (any moment: it only tries date formats)


def selectors(table: Table, key: str, path: Path) -> Iterator[Finding]:
    """What is no CSS among the texts of a key."""
    for place, css in texts(table, key, path):
        yield from selector(place, css)


def selector(place: Path, css: str) -> Iterator[Finding]:
    """Why a text is no CSS that can be compiled."""
    try:
        etree.XPath(HTMLTranslator().css_to_xpath(css))
    except (SelectorError, etree.XPathError, ValueError) as error:
        yield Finding(place, f"'{css}' is not a CSS selector: {error}")


def patterns(table: Table, key: str, path: Path) -> Iterator[Finding]:
    """What is no regular expression among the texts of a key."""
    for place, pattern in texts(table, key, path):
        try:
            re.compile(pattern)
        except re.error as error:
            yield Finding(place, f"'{pattern}' is not a regular expression: {error}")


def formats(table: Table, path: Path) -> Iterator[Finding]:
    """What is no date format among ``date_formats``."""
    for place, form in texts(table, "date_formats", path):
        try:
            datetime.strptime(_MOMENT.strftime(form), form)  # noqa: DTZ007 (only tried)
        except ValueError as error:
            yield Finding(place, f"'{form}' is not a date format: {error}")


def hosts(data: Table) -> set[str]:
    """The hosts of all sites, aliases included."""
    return {
        host
        for path, site in tables(data, "sites")
        for key in ("host", "aliases")
        for _, host in texts(site, key, path)
    }


def tables(data: Table, key: str) -> Iterator[tuple[Path, Table]]:
    """The tables of an array of tables, each with its path."""
    value = data.get(key)
    for index, table in enumerate(value if isinstance(value, list) else ()):
        if isinstance(table, dict):
            yield (key, index), table


def texts(table: Table, key: str, path: Path) -> Iterator[tuple[Path, str]]:
    """The text of a key, or the texts of its list, each with its path."""
    value = table.get(key)
    if isinstance(value, str):
        yield (*path, key), value
    elif isinstance(value, list):
        yield from (((*path, key, index), item) for index, item in enumerate(value) if isinstance(item, str))


def paths(table: Table, key: str, path: Path) -> Iterator[Finding]:
    """What is no JMESPath."""
    for place, text in texts(table, key, path):
        try:
            jmespath.compile(text)
        except (JMESPathError, ValueError) as error:
            yield Finding(place, f"'{text}' is not a JMESPath: {' '.join(str(error).split())}")
