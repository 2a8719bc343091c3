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
    metrics = "/var/lib/node_exporter/communique.prom"   # written after each run, for Prometheus
    monitors = ["crawler.health.monitors.RunMonitors"]   # suites of spidermon that every run must pass

    [alerts]   # what needs a person is told once, and once more when it is over; any of the three ways, or all
    webhook = "https://hooks.example/T0/B0"   # is sent JSON
    email = ["watch@example.org"]
    smtp = "smtp://user:password@mail.example:587"   # none: the mail server of this machine
    sender = "communique@example.org"   # none: the first address of email
    command = ["logger", "-t", "communique", "{state}: {sentence}"]
    template = "{source} {kind}: {sentence}"   # the text of the first two
"""

import os
import re
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

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
    "metrics": str,
    "monitors": list,
    "alerts": dict,
}
SECRETS: Final = (
    "COMMUNIQUE_PROXY",
    "COMMUNIQUE_ALERT_WEBHOOK",
    "COMMUNIQUE_SMTP",
)  # variables that may hold passwords
_SHELLS: Final = ("sh", "bash", "dash", "ksh", "zsh", "fish", "env", "busybox")
_ALERT_KEYS = {"webhook": str, "email": list, "smtp": str, "sender": str, "command": list, "template": str}

# What a template of an alert may name.
ALERT_FIELDS: Final = frozenset(
    ("id", "state", "key", "source", "kind", "sentence", "since", "opened", "closed", "archive")
)


class ConfigurationError(ValueError):
    """The configuration cannot be used; the sentence names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """How people are told; all of it was checked. See :mod:`crawler.health.channels`."""

    webhook: str | None = field(default=None, repr=False)
    email: tuple[str, ...] = ()
    smtp: str = field(default="smtp://localhost", repr=False)  # may hold a password
    sender: str | None = None
    command: tuple[str, ...] = ()
    template: str = "{source} {kind}: {sentence}"


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
    metrics: Path | None = None
    monitors: tuple[str, ...] = ()
    alerts: Alerts = field(default_factory=Alerts)


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
        metrics=Path(str(values["metrics"])) if "metrics" in values else None,
        monitors=_words(values.get("monitors", []), f"{path}: monitors"),
        alerts=_alerts(values.get("alerts"), environ, path),
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
    _check(values, _KEYS, f"{path}: ")
    return values


def _check(values: Mapping[str, object], keys: Mapping[str, Any], where: str) -> None:
    for key, value in values.items():
        if key not in keys:
            near = get_close_matches(key, keys, 1)
            raise ConfigurationError(f"{where}unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        if not isinstance(value, keys[key]):
            raise ConfigurationError(f"{where}{key} must not be {value!r}")


def _words(value: object, where: str) -> tuple[str, ...]:
    words = _list(value)
    if wrong := [word for word in words if not isinstance(word, str) or not word]:
        raise ConfigurationError(f"{where} must be a list of words, without {wrong[0]!r}")
    return tuple(map(str, words))


def _alerts(value: object, environ: Mapping[str, str], path: Path) -> Alerts:
    """The table ``alerts``, with the environment over it."""
    told: dict[str, Any] = dict(value) if isinstance(value, dict) else {}
    where = f"{path}: alerts."
    _check(told, _ALERT_KEYS, where)
    for name, key in (("COMMUNIQUE_ALERT_WEBHOOK", "webhook"), ("COMMUNIQUE_SMTP", "smtp")):
        if text := environ.get(name, "").strip():
            told[key] = text
    if text := environ.get("COMMUNIQUE_ALERT_EMAIL", "").strip():
        told["email"] = text.replace(",", " ").split()
    if text := environ.get("COMMUNIQUE_ALERT_COMMAND", "").strip():
        try:
            told["command"] = shlex.split(text)
        except ValueError as error:
            raise ConfigurationError(f"COMMUNIQUE_ALERT_COMMAND cannot be read as a command: {error}") from error
    for key in ("email", "command"):
        told[key] = _words(told.get(key, []), where + key)
    _address(told.get("webhook"), ("http", "https"), "the webhook (COMMUNIQUE_ALERT_WEBHOOK, or alerts.webhook)", path)
    _address(told.get("smtp"), ("smtp", "smtps"), "the mail server (COMMUNIQUE_SMTP, or alerts.smtp)", path)
    for mail in (*told["email"], *([told["sender"]] if "sender" in told else [])):
        if not re.fullmatch(r"[^\s@<>,]+@[^\s@<>,]+", mail):
            raise ConfigurationError(f"{where}email: {mail!r} is no e-mail address")
    for before, word in pairwise(told["command"]):
        if before == "-c" and "{" in word and Path(told["command"][0]).name in _SHELLS:
            raise ConfigurationError(
                f"{where}command: a shell would run what a site wrote into {word!r}: take the alert from standard"
                " input, where it stands as JSON, or put the value behind the script as a word of its own"
            )
    for text in (told.get("template", ""), *told["command"]):
        if unknown := [name for name in re.findall(r"\{(\w+)\}", text) if name not in ALERT_FIELDS]:
            raise ConfigurationError(
                f"{where}template, command: there is no {{{unknown[0]}}}; there are {', '.join(sorted(ALERT_FIELDS))}"
            )
    return Alerts(**told)


def _address(value: object, schemes: tuple[str, ...], what: str, path: Path) -> None:
    """Raises :class:`ConfigurationError`, which does not repeat an address that may hold a password."""
    if value is None:
        return
    try:
        parts = urlsplit(str(value))
        wrong = parts.scheme not in schemes or not parts.hostname or parts.port == 0 or not str(value).isprintable()
        # A name and password in a webhook's address would not be understood, and a blank would break the request.
        wrong = wrong or " " in str(value) or ("https" in schemes and (parts.username is not None))
    except ValueError:
        wrong = True
    if wrong:
        raise ConfigurationError(f"{what} is no address like {schemes[0]}://host/: set it anew, or see {path}")


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
