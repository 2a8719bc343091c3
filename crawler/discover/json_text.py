"""JSON as servers send it: in any charset, with the guards that some put around it."""

import json
import re
from typing import Any, Final

from crawler.discover.xml_tree import unpacked
from crawler.extract.charset import decode
from crawler.extract.tree import LARGEST, parse
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.reading import Page

# )]}', while(1); and for(;;); keep other sites from running it; name(…) is JSONP.
_GUARD: Final = re.compile(r"\s*(?:\)\]\}',?|while\s*\(1\);|for\s*\(;;\);|/\*\*/)?\s*")
_CALL: Final = re.compile(r"(?:[\w$.]+)\s*\((?P<value>[\[{].*[\]}])\s*\)\s*;?\s*", re.DOTALL)


def parse_json(page: Page) -> Any | Failure:
    """The value of an answer that should be JSON, or why there is none."""
    body = unpacked(page.body)
    if isinstance(body, Failure):
        return body
    if len(body) > LARGEST:
        return Failure("content.too_large", f"{page.url} has {len(body):,} bytes; at most {LARGEST:,} are read")
    text = decode(body, page.header("content-type")).utf8.decode("utf-8", "replace")
    guard = _GUARD.match(text)
    text = text[guard.end() :] if guard else text
    if call := _CALL.fullmatch(text):
        text = call.group("value")
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return Failure("content.too_deep", f"{page.url} is nested too deeply to be read")
    except ValueError as error:
        return _instead(page, text) or Failure("listing.empty", f"{page.url} is no JSON: {error}")


def _instead(page: Page, text: str) -> Failure | None:
    """A wall or an HTML page in place of the API."""
    if not text.lstrip().startswith("<"):
        return None
    root = parse(text.encode("utf-8", "replace"))
    barred = wall(page, root) if not isinstance(root, Failure) else None
    return barred or Failure("listing.empty", f"{page.url} answered with a page in place of JSON")
