"""The JSON Lines exporter for Scrapy's feeds: the same lines as in the archive."""

from typing import Any, BinaryIO

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from crawler.model.line import to_line


class StatementLinesExporter(BaseItemExporter):
    """One object a line, UTF-8, U+2028 and its kin escaped so that every reader sees one line."""

    def __init__(self, file: BinaryIO, **kwargs: Any) -> None:
        super().__init__(dont_fail=True, **kwargs)
        self._file = file

    def export_item(self, item: Any) -> None:
        """Writes one item."""
        data = ItemAdapter(item).asdict()
        if isinstance(self.fields_to_export, list):
            data = {name: data[name] for name in self.fields_to_export if name in data}
        self._file.write(to_line(data))
