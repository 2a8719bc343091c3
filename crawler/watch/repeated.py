"""Repetition: which links of a listing's page are as they were at its last visit, so that nobody need look at each.

A flat sitemap, or a hub on one page, shows the whole archive in every run. What is kept of it are the digests of some
dozens of links each, by their addresses: of a page with one new link one such share is looked at, and of one that is
the same none. A kept share is 12 hex digits, so a page of 10,000 links takes 3 kB.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from crawler.model.reading import Hint

Listed = tuple[str, Hint | None]

FEW: Final = 20  # links: so many are looked at sooner than remembered
_SHARE: Final = 50  # links in one, about
_HEX: Final = 12  # digits of a digest: two that differ are taken for equal once in 2.8e14


def shares_of(links: Sequence[Listed]) -> str:
    """What is to be kept of a page's links, with what is said of each; empty where they are few. The order in which a
    page shows them says nothing.
    """
    if len(links) < FEW:
        return ""
    return "".join(_digest(share) for share in _shares(links))


def unlike(links: Sequence[Listed], kept: str | None) -> list[Listed]:
    """The links of those shares that are not as they were when ``kept`` was made; all of them where that is not to be
    said, as the page has grown or shrunk by half.
    """
    shares = _shares(links)
    if not kept or len(links) < FEW or len(kept) != len(shares) * _HEX:
        return list(links)
    former = (kept[at : at + _HEX] for at in range(0, len(kept), _HEX))
    differing = {
        number for number, (share, was) in enumerate(zip(shares, former, strict=True)) if _digest(share) != was
    }
    return [link for link in links if _place(link, len(shares)) in differing]


def _shares(links: Sequence[Listed]) -> list[list[Listed]]:
    many = 1 << max(0, (len(links) // _SHARE).bit_length())  # a power of two: a few links more leave it as it is
    shares: list[list[Listed]] = [[] for _ in range(many)]
    for link in links:
        shares[_place(link, many)].append(link)
    return shares


def _place(link: Listed, many: int) -> int:
    return int.from_bytes(hashlib.blake2b(_bytes(link[0]), digest_size=4).digest()) % many


def _digest(share: Iterable[Listed]) -> str:
    told = hashlib.sha256()
    for url, hint in sorted(share, key=repr):
        told.update(_bytes(repr((url, hint))))
    return told.hexdigest()[:_HEX]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
