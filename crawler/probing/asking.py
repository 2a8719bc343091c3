"""What a probe asks for and what it gets: a straight flow that knows no network."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from crawler.discover.ask import Ask
from crawler.extract.addresses import base_of
from crawler.extract.reader import tree_of
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.reading import Page, Refusal
from crawler.probing.findings import Seen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one ask. ``page`` is there where a server answered, whatever its ``status``; its address is where
    redirects led to. ``failure``: why nothing came, or why it was not asked for.
    """

    ask: Ask
    status: int | None = None
    page: Page | None = None
    failure: Failure | None = None

    @property
    def good(self) -> Page | None:
        """The page of an answer with status 200."""
        return self.page if self.status == 200 and self.failure is None else None

    @property
    def sentence(self) -> str:
        """Why there is no page."""
        return self.failure.sentence if self.failure else f"the server answered {self.status}"


Plan: TypeAlias = Generator[tuple[Ask, ...], tuple[Answer, ...], T]
"""A flow that yields what it wants to be asked for and is sent the answers, in the same order."""


class StoppedError(Exception):
    """The probe can go no further: why, and what a person can do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.remedy = remedy


def ask(*urls: str, accept: str | None = None) -> Plan[tuple[Answer, ...]]:
    """Ask for addresses with GET."""
    return (yield tuple(Ask(url, accept=accept) for url in urls))


def see(answer: Answer) -> Seen | Failure:
    """The parsed page of an answer, or why there is none: no answer, no HTML, a wall."""
    page = answer.good
    if page is None:
        return answer.failure or Failure("http.status", f"the server answered {answer.status}")
    tree = tree_of(page)
    if isinstance(tree, Refusal):
        return tree.reason
    barred = wall(page, tree.root)
    return barred or Seen(page, tree, base_of(tree.root, page.url))
