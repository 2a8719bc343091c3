"""The probe on miniature sites: what it drafts must crawl each of them to the last item, every title and day right."""

import tomllib
from collections.abc import Callable

import pytest

from crawler.model.reading import Reading
from crawler.model.source import Source
from crawler.probing.findings import Findings
from crawler.probing.probe import probe
from crawler.probing.report import report_text
from tests.probing.sites import Site, crawled, families, plain, walked

SITES: list[Callable[[], Site]] = [
    families.drupal, families.typo3, families.trs, families.gsb, families.wordpress_undated, families.sharepoint,
    plain.table_of_1998, plain.paragraphs, plain.offsets, plain.page_in_path, plain.two_languages, plain.feed_and_shell,
    plain.sitemap_alone, plain.card_that_is_a_link, plain.one_page,
]  # fmt: skip


def probed(site: Site, **given: object) -> Findings:
    found = walked(probe(site.url, **given), site.answer)  # type: ignore[arg-type]
    assert isinstance(found, Findings)
    return found


@pytest.mark.parametrize("make", SITES, ids=lambda make: make.__name__)
def test_what_is_drafted_crawls_the_site_to_its_last_item(make: Callable[[], Site]) -> None:
    site = make()
    found = probed(site)
    assert found.source is not None, report_text(found)
    source = Source.model_validate(tomllib.loads(found.source))
    read = crawled(source, site)
    assert set(read) == set(site.posts), found.source
    for target, post in site.posts.items():
        reading = read[target]
        assert isinstance(reading, Reading), (target, reading, found.source)
        assert reading.title == post.title
        if post.slug != "undated":
            assert reading.published is not None, (target, reading.warnings, found.source)
            assert reading.published.date == post.published.date().isoformat(), (reading.published, found.source)
        assert reading.body.paragraphs[0] == post.paragraphs[0]
        assert reading.body.paragraphs[-1] == post.paragraphs[-1]
