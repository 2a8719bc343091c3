"""A pipeline that loses what it is given and says nothing: as a fault of a program would."""

from scrapy.exceptions import DropItem


class Dropping:
    """Drops every statement whose address ends as :attr:`lost` says."""

    lost = "/5"

    def process_item(self, item: object) -> object:
        if str(getattr(item, "url", "")).endswith(self.lost):
            raise DropItem("lost on purpose", log_level="DEBUG")
        return item
