"""The operator's configuration: who asks, where the archive and further sources lie. Environment over file.

The file is ``communique.toml`` in the working folder, or what ``COMMUNIQUE_CONFIG`` names::

    contact = "https://example.org/our-crawl"   # or an e-mail address: goes into the user agent
    operator = "Example University Library"
    archive = "archives"
    sources = ["/etc/communique/sources"]
    min_free_gib = 2
    proxy = "http://user:password@proxy.example:3128"   # every request goes through it; none is ever guessed
    no_proxy = ["intranet.example"]   # but for these hosts
    tsa = "https://tsa.example/tsr"   # the timestamp authority that `communique sign` asks
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crawler.wire.proxy import Proxies, Proxy

NO_CONTACT = (
    "no contact is set, and a ministry must be able to reach whoever asks its server: set COMMUNIQUE_CONTACT to an"
    ' e-mail address or a URL, or write contact = "…" into communique.toml'
)
_KEYS = {
    "contact": str,
    "operator": str,
    "archive": str,
    "sources": list,
    "min_free_gib": (int, float),
    "proxy": str,
    "no_proxy": list,
    "tsa": str,
}


class ConfigurationError(ValueError):
    """The configuration cannot be used; the sentence names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """``min_free`` is in bytes: with less than that on the archive's disk no crawl starts. ``proxy`` and ``no_proxy``
    as :class:`crawler.wire.proxy.Proxy` and :class:`crawler.wire.proxy.Proxies` take them; both were checked.
    """

    contact: str | None = None
    operator: str | None = None
    archive: Path = Path("archives")
    sources: tuple[Path, ...] = field(default=())
    min_free: int = 2 * 1024**3
    proxy: str | None = field(default=None, repr=False)  # may hold a password
    no_proxy: tuple[str, ...] = field(default=())
    tsa: str | None = None


def read_configuration(environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Configuration:
    """The configuration in force. Raises :class:`ConfigurationError`."""
    named = environ.get("COMMUNIQUE_CONFIG")
    path = Path(named) if named else (folder or Path.cwd()) / "communique.toml"
    values: dict[str, object] = {}
    if named or path.is_file():
        values = _read_file(path)
    if contact := environ.get("COMMUNIQUE_CONTACT", "").strip():
        values["contact"] = contact
    if archive := environ.get("COMMUNIQUE_ARCHIVE", "").strip():
        values["archive"] = archive
    if proxy := environ.get("COMMUNIQUE_PROXY", "").strip():
        values["proxy"] = proxy
    if tsa := environ.get("COMMUNIQUE_TSA", "").strip():
        values["tsa"] = tsa
    folders = [*map(str, _list(values.get("sources"))), *environ.get("COMMUNIQUE_SOURCES", "").split(os.pathsep)]
    sources = [Path(name).expanduser() for name in folders if name.strip()]
    free = values.get("min_free_gib", 2)
    return Configuration(
        contact=_contact(values.get("contact"), path),
        operator=str(values["operator"]) if "operator" in values else None,
        archive=Path(str(values.get("archive", "archives"))),
        sources=tuple(sources),
        min_free=int(float(str(free)) * 1024**3),
        tsa=str(values["tsa"]) if "tsa" in values else None,
        **_proxy(values, path),
    )


def user_agent(version: str, contact: str) -> str:
    """``Communique/0.1.0 (+contact)``: RFC 9110 §10.1.5, with the contact as RFC 9110 asks of robots."""
    return f"Communique/{version} (+{contact})"


def _read_file(path: Path) -> dict[str, object]:
    try:
        values: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}") from error
    for key, value in values.items():
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            raise ConfigurationError(f"{path}: unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        if not isinstance(value, _KEYS[key]):  # type: ignore[arg-type]
            raise ConfigurationError(f"{path}: {key} must not be {value!r}")
    return values


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _proxy(values: Mapping[str, object], path: Path) -> dict[str, Any]:
    proxy, direct = values.get("proxy"), tuple(map(str, _list(values.get("no_proxy"))))
    try:
        Proxies(Proxy.of(str(proxy)) if proxy else None, direct)
    except ValueError as error:
        raise ConfigurationError(f"{error}: set COMMUNIQUE_PROXY, or proxy and no_proxy in {path}, anew") from error
    return {"proxy": str(proxy) if proxy else None, "no_proxy": direct}


def _contact(value: object, path: Path) -> str | None:
    if value is None:
        return None
    contact = str(value).strip()
    if "@" not in contact and not contact.startswith(("http://", "https://")):
        raise ConfigurationError(
            f"the contact {contact!r} is neither an e-mail address nor a URL: set COMMUNIQUE_CONTACT or {path} anew"
        )
    if not contact.isascii() or not contact.isprintable() or "(" in contact or ")" in contact:
        raise ConfigurationError(
            f"the contact {contact!r} cannot stand in a user agent: plain ASCII without parentheses"
        )
    return contact
