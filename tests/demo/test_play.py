"""The whole play, with the real crawler on the real site of the demo."""

from pathlib import Path

from crawler.cli.crawl import overrides
from crawler.configuration import Configuration
from crawler.demo.play import SOURCE, connect_to, play, sources_dir
from crawler.model.run import Run
from crawler.schedule.crawling import Job, crawl
from crawler.sources import load_sources
from crawler.spiders.loader import spider_of


def test_the_crawler_finds_everything_that_the_ministry_did(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    runs: list[Run] = []

    def once(port: int) -> Run:
        found = Configuration(contact="demo@localhost", archive=archive, min_free=0)
        spider = spider_of(load_sources([sources_dir()]), SOURCE)
        crawled = crawl([Job(spider, {"full": True})], overrides(found, {"connect_to": connect_to(port)}))
        assert crawled.error is None
        runs.extend(crawled.runs)
        return crawled.runs[0]

    text = play(once, archive)
    first, second = runs
    codes = ["blocked.challenge", "robots.disallowed"]
    assert (first.published, first.revised, first.linked, first.gone) == (34, 0, 25, 0)  # 4 copies, 21 translations
    assert sorted(problem.code for problem in first.problems) == codes
    assert (first.attachments, first.attachments_failed) == (1, 0)
    assert (first.requisites, first.requisites_failed) == (5, 0)
    assert second.requisites == 0  # the archive has them
    assert (second.revised, second.gone) == (1, 1)
    assert sorted(problem.code for problem in second.problems) == [codes[0], "http.gone", codes[1]]

    words = " ".join(text.split())
    assert "[-120-]{+84+}" in words
    assert words.count("EDITED ") == words.count("GONE ") == words.count("NEW ") == words.count("MOVED ") == 1
    assert "The old text still stands at http://harbourtown.mfa.ardania.example/en/news/209/coast-ferry" in words
    assert "NEW Statement on the transfer of the Gull Island lighthouse" in words
    for name in ("statements/demo/", "changes.jsonl", "manifest-sha256.txt", "catalogue.sqlite", ".warc.gz"):
        assert name in text
