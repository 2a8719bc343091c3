"""The wire of one crawl: its sink and client, shared by the components that Scrapy builds one by one."""

from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any, Final, TypeVar, cast
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.model.clock import Clock, utc_now
from crawler.wire.address import AddressPolicy
from crawler.wire.client import Client
from crawler.wire.dial import Trust
from crawler.wire.gate import GATES
from crawler.wire.mapping import ConnectTo
from crawler.wire.proxy import Proxies, Proxy
from crawler.wire.request import Limits
from crawler.wire.sink import Sink
from crawler.wire.tls import tls_context

T = TypeVar("T")

_MAY_BE_ZERO: Final = ("WIRE_DELAY", "WIRE_PAUSE", "WIRE_BODY_COPY")
_CLIENTS: WeakKeyDictionary[Crawler, Client] = WeakKeyDictionary()


def wire_client(crawler: Crawler) -> Client:
    """The client of a crawl, made from its settings (``WIRE_…``) when first asked for.

    Raises ``ValueError`` naming the setting that is wrong or missing.
    """
    client = _CLIENTS.get(crawler)
    if client is None:
        client = _CLIENTS[crawler] = _build(crawler)
    return client


def forget(crawler: Crawler) -> None:
    """The crawl is over."""
    _CLIENTS.pop(crawler, None)


def stop_all() -> None:
    """End every exchange of every crawl of this process now; what has arrived is stored. For the signal handler."""
    for client in tuple(_CLIENTS.values()):
        client.stop()


def stop_one(crawler: Crawler) -> None:
    """The same for one crawl."""
    if (client := _CLIENTS.get(crawler)) is not None:
        client.stop()


def clock_of(settings: BaseSettings) -> Clock:
    """What tells the time in a crawl: setting ``CLOCK``, a function; the computer's own where it is not set."""
    clock: Clock = settings.get("CLOCK") or utc_now
    return clock


def client_options(settings: BaseSettings) -> dict[str, Any]:
    """What the settings ``WIRE_…`` say, but for the sink, as arguments of :class:`crawler.wire.client.Client`.

    Raises ``ValueError`` naming the setting that is wrong.
    """
    trust = settings.get("WIRE_TLS", "verify")
    if trust not in ("verify", "archive-anyway"):
        raise ValueError(f"WIRE_TLS is {trust!r}, not verify or archive-anyway")
    default = Limits()
    limits = Limits(
        timeout=_number(settings, "WIRE_TIMEOUT", default.timeout),
        max_size=int(_number(settings, "WIRE_MAX_SIZE", default.max_size)),
        copy=int(_number(settings, "WIRE_BODY_COPY", default.copy)),
    )
    connect_to, allow = settings.getlist("WIRE_CONNECT_TO"), settings.getlist("WIRE_ALLOW_ADDRESS")
    cacert, direct = _path(settings, "WIRE_CACERT"), settings.getlist("WIRE_NO_PROXY")
    _check("WIRE_CONNECT_TO", lambda: ConnectTo(connect_to))
    _check("WIRE_ALLOW_ADDRESS", lambda: AddressPolicy(allow))
    if cacert is not None:
        _check("WIRE_CACERT", lambda: tls_context(cacert, verify=True))
    proxy = _check("WIRE_PROXY", lambda: _proxy(settings))
    return {
        "spool_dir": _path(settings, "WIRE_SPOOL_DIR"),
        "connect_to": connect_to,
        "proxies": _check("WIRE_NO_PROXY", lambda: Proxies(proxy, direct)),
        "cacert": cacert,
        "trust": cast("Trust", trust),
        "allow": allow,
        "delay": _number(settings, "WIRE_DELAY", 2.0),
        "concurrency": int(_number(settings, "WIRE_CONCURRENCY", 1)),
        "pause": _number(settings, "WIRE_PAUSE", 1.0),
        "limits": limits,
        "clock": clock_of(settings),
    }


def _build(crawler: Crawler) -> Client:
    path = crawler.settings.get("WIRE_SINK")
    if not path:
        raise ValueError("WIRE_SINK is not set: it names the component that keeps the exchanges")
    options = client_options(crawler.settings)
    return Client(cast("Sink", build_from_crawler(load_object(path), crawler)), gates=GATES, **options)


def _check(name: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except (ValueError, OSError) as error:
        raise ValueError(f"{name}: {error}") from error


def _proxy(settings: BaseSettings) -> Proxy | None:
    url = settings.get("WIRE_PROXY")
    return Proxy.of(str(url)) if url else None


def _number(settings: BaseSettings, name: str, default: float) -> float:
    value: Any = settings.get(name)
    try:
        number = default if value is None else float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}, not a number") from None
    if not isfinite(number):
        raise ValueError(f"{name} is {value!r}, not a number")
    if number < 0 or (number < 1 and name == "WIRE_CONCURRENCY") or (number == 0 and name not in _MAY_BE_ZERO):
        raise ValueError(f"{name} is {number:g}: too small")
    return number


def _path(settings: BaseSettings, name: str) -> Path | None:
    value = settings.get(name)
    return Path(value) if value else None
