"""Clean (100): the text as people read it."""

from dataclasses import replace

from crawler.extract import clean
from crawler.spiders.found import Found


class CleanPipeline:
    """Unicode, blanks, boilerplate: :func:`crawler.extract.clean`."""

    def process_item(self, item: Found) -> Found:
        """The item with a clean reading."""
        return replace(item, reading=clean(item.reading))
