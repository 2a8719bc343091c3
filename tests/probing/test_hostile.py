"""Pages made to hurt end a probe's look at them as soon as any: each within five seconds of processor time."""

import time
from collections.abc import Callable
from itertools import islice
from typing import Final

import pytest

from crawler.extract.dates import Dating
from crawler.extract.reader import Tree, tree_of
from crawler.model.reading import Hint, Page
from crawler.probing.fields import fields_of
from crawler.probing.findings import Findings, Sample
from crawler.probing.front import links_of
from crawler.probing.items import repeated
from crawler.probing.layouts import induce
from crawler.probing.naming import site_name
from crawler.probing.paging import following, scripted
from tests.extract.hostile import CAPTURED, pages

LONGEST: Final = 5.0


def looked_at(body: str | bytes) -> None:
    """All that a probe does with a page, of which a server says that it is a listing and three statements at once."""
    data = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    hint = Hint("https://mfa.example/press", title="A title of it", date="8 November 2021")
    page = Page("https://mfa.example/press", data, (("content-type", "text/html"),), CAPTURED, hint)
    tree = tree_of(page)
    if not isinstance(tree, Tree):
        return
    found = repeated(tree.root, page.url, page.url)
    steps: list[Callable[[], object]] = [
        lambda: [fields_of(one, Dating(page.captured)) for one in found[:1]],
        lambda: list(following(tree.root, page.url, page.url)),
        lambda: scripted(tree.root),
        lambda: links_of(tree.root, page.url, page.url, tree.decoded.utf8),
        lambda: site_name([tree.root]),
        lambda: induce(Findings(page.url, samples=[Sample(page.url, hint, page)] * 3, languages=("en",))),
    ]
    for step in steps:
        step()


def test_a_few_of_them_are_looked_at() -> None:
    for _, body in islice(pages(), 0, None, 9):
        looked_at(body)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_each_of_them_is_looked_at_within_five_seconds() -> None:
    slow = {}
    for name, body in pages():
        begun = time.process_time()
        looked_at(body)
        if (taken := time.process_time() - begun) > LONGEST:
            slow[name] = round(taken, 1)
    assert slow == {}
