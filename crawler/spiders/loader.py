"""The spider loader: every source is a spider, so that ``scrapy list`` and ``scrapy crawl`` know them."""

from pathlib import Path
from typing import List, Self  # noqa: UP035

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.sources import Sources, load_sources
from crawler.spiders.source import SourceSpider


class SourceSpiderLoader:
    """Scrapy's ``SpiderLoaderProtocol`` over the sources of ``SOURCES_DIRS`` and those shipped.

    Raises :class:`crawler.sources.loader.SourceErrors` where a source file is wrong: before any request.
    """

    def __init__(self, sources: Sources) -> None:
        self._spiders = {name: spider_of(sources, name) for name in sources}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The loader for a project's settings."""
        return cls(load_sources([Path(item) for item in settings.getlist("SOURCES_DIRS")]))

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of a source; ``KeyError`` with the names there are."""
        try:
            return self._spiders[spider_name]
        except KeyError:
            raise KeyError(f"no source {spider_name!r}; there are: {', '.join(sorted(self._spiders))}") from None

    def list(self) -> list[str]:
        """The ids of all sources."""
        return sorted(self._spiders)

    def find_by_request(self, request: Request) -> List[str]:  # noqa: UP006  # the protocol has a method named list
        """The sources one of whose sites has the request's host."""
        return [name for name, spider in self._spiders.items() if spider.source.site_of(request.url)]


def spider_of(sources: Sources, name: str) -> type[SourceSpider]:
    """A spider class for one source."""
    members = {"name": name, "source": sources[name], "definition": sources.definition(name)}
    return type(f"Spider_{name}", (SourceSpider,), members)
