"""The tree of a feed or sitemap: XML in any charset, mended where it is slightly broken, and never trusted.

Nothing is fetched and no entity unfolds: those that a document declares are looked at here, before the parser sees any
of it. Short words are put in their place, as old feeds name letters; anything else (XML 1.0 §4.2: an external entity,
one made of others) is a refusal.
"""

import re
import zlib
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from lxml import etree

from crawler.discover.words import MARKUP
from crawler.extract.charset import HOPELESS, decode
from crawler.extract.tree import LARGEST, parse
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.reading import Page

_ROOT: Final = re.compile(rb"<[?\w]")
_KNOWN: Final = re.compile(rb"<\?xml\b|<(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex)\b|<!doctype\b", re.IGNORECASE)
_PROLOG: Final = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DTD: Final = re.compile(rb"\"[^\"]*\"|'[^']*'|<!--|[\[\]>]")
_ENTITY: Final = re.compile(
    rb"<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.:-]+)\s+"
    rb"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<where>SYSTEM|PUBLIC)\s+[\"'](?P<public>[^\"']*))"
)
_LETTERS: Final = b"-//W3C//ENTITIES "  # the sets of HTML's letters, which need no fetching
_LONGEST: Final = 64  # bytes of a declared word
_BROKEN: Final = re.compile(
    rb"&(?:#x?[0-9a-fA-F]{1,8};|([A-Za-z][\w.:-]{0,60});)?|(" + MARKUP.encode() + rb")", re.IGNORECASE
)
_VERBATIM: Final = b"<![CDATA["
# As numbers, since libxml2 drops references by name behind the first error that it mends.
_OWN: Final = {"amp": b"&#38;", "lt": b"&#60;", "gt": b"&#62;", "quot": b"&#34;", "apos": b"&#39;"}
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 §2.2
_GZIP: Final = b"\x1f\x8b"
_UNFOLDED: Final = 2  # a gzip file that a server packed once more


@dataclass(frozen=True, slots=True)
class XmlTree:
    """``utf8`` is what was parsed, ``mended`` says that it is broken: its last element may be cut off."""

    root: etree._Element
    utf8: bytes
    mended: bool


def unpacked(body: bytes) -> bytes | Failure:
    """The body without gzip, of which a cut-off file gives what is there."""
    for _ in range(_UNFOLDED):
        if not body.startswith(_GZIP):
            break
        unfolding = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            body = unfolding.decompress(body, LARGEST + 1)
        except zlib.error as error:
            return Failure("content.empty", f"the gzip file cannot be unpacked: {error}")
        if len(body) > LARGEST:
            return Failure("content.too_large", f"the gzip file unfolds to more than {LARGEST:,} bytes")
    return body


def parse_xml(page: Page) -> XmlTree | Failure:
    """The tree of a page that should be XML, or why there is none."""
    body = unpacked(page.body)
    if isinstance(body, Failure):
        return body
    if len(body) > LARGEST:
        return Failure("content.too_large", f"{page.url} has {len(body):,} bytes; at most {LARGEST:,} are read")
    decoded = decode(body, page.header("content-type"))
    if decoded.lost > HOPELESS:
        return Failure("content.charset", f"{page.url} cannot be decoded as {decoded.charset}")
    utf8 = _begun(decoded.utf8)
    if utf8 is None:
        return Failure("listing.empty", f"{page.url} is no XML")
    safe = _without_doctype(utf8)
    if isinstance(safe, Failure):
        return safe
    root, mended = _parsed(safe, recover=False), False
    if root is None:
        safe, mended = _repaired(safe), True
        root = _parsed(safe, recover=True)
    if root is None:
        return Failure("listing.empty", f"{page.url} is no XML")
    return XmlTree(root, safe, mended)


def not_xml(page: Page, what: str, tag: str) -> Failure:
    """Why a page whose root is ``tag`` is no feed or sitemap: a wall is called so."""
    decoded = decode(page.body, page.header("content-type"))
    root = parse(decoded.utf8)
    barred = wall(page, root) if not isinstance(root, Failure) else None
    return barred or Failure("listing.empty", f"{page.url} is no {what}: its root is <{tag}>")


def name_of(element: etree._Element) -> tuple[str, str]:
    """Namespace and local name in lower case; of a prefix that was never declared, the prefix with a colon."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    space, _, local = tag.rpartition("}")
    if not space and ":" in local:
        prefix, _, local = local.partition(":")
        space = f"{prefix}:"
    return space.removeprefix("{"), local.lower()


def _begun(utf8: bytes) -> bytes | None:
    """From the first markup on: what a server put before it (blanks, a warning of its own) is cut off."""
    known = _KNOWN.search(utf8[:65_536])
    if known:
        return utf8[known.start() :] if known.start() else utf8
    start = _ROOT.search(utf8[:65_536])
    return utf8[start.start() :] if start else None


def _without_doctype(utf8: bytes) -> bytes | Failure:
    """Without the document type; the words that it declares are put in place. Or why that is not done."""
    prolog = _PROLOG.match(utf8)
    start = prolog.end() if prolog else 0
    if utf8[start : start + 9].upper() != b"<!DOCTYPE":
        if re.search(rb"<!ENTITY\s", utf8[:65_536]):
            return Failure("content.unsafe", "it declares entities where none may be declared")
        return utf8
    end = _end_of_doctype(utf8, start + 9)
    words = _words(utf8[start:end])
    if isinstance(words, Failure):
        return words
    rest = utf8[end:]
    if words:
        if rest.count(b"&") * _LONGEST > LARGEST:
            return Failure("content.unsafe", "its entities unfold to more than is read")
        rest = re.sub(rb"&([\w.:-]+);", lambda match: words.get(match.group(1), match.group()), rest)
    return utf8[:start] + rest


def _end_of_doctype(utf8: bytes, at: int) -> int:
    """Where a document type ends: at the first ``>`` outside its brackets, quotes and comments."""
    depth = 0
    while token := _DTD.search(utf8, at):
        mark, at = token.group(), token.end()
        if mark == b"<!--":
            comment = utf8.find(b"-->", at)
            if comment < 0:
                break
            at = comment + 3
        depth += (mark == b"[") - (mark == b"]")
        if mark == b">" and depth <= 0:
            return at
    return len(utf8)


def _words(doctype: bytes) -> dict[bytes, bytes] | Failure:
    """The short words that a document type declares, or what is wrong with them."""
    words: dict[bytes, bytes] = {}
    declared = list(_ENTITY.finditer(doctype))
    if len(declared) != len(re.findall(rb"<!ENTITY\b", doctype)):
        return Failure("content.unsafe", "it declares an entity that cannot be read")
    for match in declared:
        name = match.group("name").decode("utf-8", "replace")
        if match.group("where"):
            if match.group("parameter") and match.group("public").startswith(_LETTERS):
                continue
            return Failure("content.unsafe", f"it declares the external entity '{name}'")
        value = match.group("double") if match.group("double") is not None else match.group("single")
        if match.group("parameter") or len(value) > _LONGEST or re.search(rb"&(?!#)|[%<]", value):
            return Failure("content.unsafe", f"it declares the entity '{name}', which unfolds")
        words.setdefault(match.group("name"), value)
    return words


def _parsed(utf8: bytes, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError:
        return None


def _repaired(utf8: bytes) -> bytes:
    """With HTML's named letters as letters, lone ampersands and a text's own tags escaped, so that what of these is
    unbalanced tears no item apart, and characters that XML forbids gone."""
    text = _FORBIDDEN.sub("", utf8.decode("utf-8", "replace")).encode()
    pieces, at = [], 0
    while at < len(text):
        start = text.find(_VERBATIM, at)
        start = len(text) if start < 0 else start
        pieces.append(_BROKEN.sub(_mended, text[at:start]))
        end = text.find(b"]]>", start)
        at = len(text) if end < 0 else end + 3
        pieces.append(text[start:at])
    return b"".join(pieces)


def _mended(match: re.Match[bytes]) -> bytes:
    whole = match.group()
    if match.group(2):
        return _OWN["lt"] + whole[1:]
    if whole.startswith(b"&#"):
        return whole
    name = (match.group(1) or b"").decode("utf-8", "replace")
    if name in _OWN:
        return _OWN[name]
    letter = html5.get(f"{name};")
    if letter is None:
        return _OWN["amp"] + whole[1:]
    return "".join(f"&#{ord(part)};" for part in letter).encode()
