"""Identify (200): which statement it is, by its canonical address and its text."""

from dataclasses import dataclass

from crawler.model.draft import Draft
from crawler.spiders.found import Found, draft_of


@dataclass(frozen=True, slots=True)
class Identified:
    """A draft, and the address its run asked for."""

    draft: Draft
    asked: str


class IdentifyPipeline:
    """The id is made of source and canonical address; equal text elsewhere is another statement."""

    def process_item(self, item: Found) -> Identified:
        """The item as a draft."""
        return Identified(draft_of(item), item.asked)
