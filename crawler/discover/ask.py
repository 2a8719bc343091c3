"""An ask: one request for a page of a listing, and which page of it that is."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from crawler.discover.periods import Span

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for. ``body`` is sent as it is, of type ``content_type``; a GET has none.

    ``first``: the first page of a listing or of a part of it (a year, a child sitemap); else a page that follows it.
    ``number`` is the page's value where pages are counted, ``period`` its year or month where there is one page for
    each. ``form``: only asked for the fields of its form (WebForms); ``fields`` are those carried over from it.
    ``depth``: how many hubs or indexes led to it; ``changed`` is what an index says of its last change. ``accept``:
    what must be asked for, where a browser's header gets another answer. Two asks are equal where the same is sent.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    body: bytes = b""
    content_type: str | None = None
    first: bool = field(default=True, compare=False)
    number: int | None = field(default=None, compare=False)
    period: Span | None = field(default=None, compare=False)
    form: bool = field(default=False, compare=False)
    fields: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)
    depth: int = field(default=0, compare=False)
    changed: str | None = field(default=None, compare=False)
    accept: str | None = field(default=None, compare=False)

    @property
    def headers(self) -> dict[str, str]:
        """The headers that it is sent with."""
        given = {"Content-Type": self.content_type, "Accept": self.accept}
        return {name: value for name, value in given.items() if value}

    @property
    def key(self) -> tuple[str, str, bytes, Span | None]:
        """What may be asked once in one listing: a form is asked for in every period anew."""
        return self.method, self.url, self.body, self.period if self.form else None


def ask_to_json(ask: Ask) -> dict[str, Any]:
    """An ask as it is kept for another run, without what it takes no part in: fields of a form are good for one."""
    found: dict[str, Any] = {"url": ask.url, "first": ask.first}
    if ask.method != "GET":
        found |= {"method": ask.method, "body": ask.body.decode("latin-1")}
    for name in ("content_type", "number", "period", "depth", "changed", "accept"):
        if (value := getattr(ask, name)) is not None:
            found[name] = value
    return found


def ask_from_json(kept: dict[str, Any]) -> Ask:
    """The ask that was kept."""
    values = kept | {"body": kept.get("body", "").encode("latin-1")}
    if period := values.get("period"):
        values["period"] = Span(*period)
    return Ask(**values)
