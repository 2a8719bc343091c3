"""Identify (200): which statement it is, by its canonical address and its text."""

from dataclasses import dataclass

from crawler.model.draft import Draft, identify
from crawler.spiders.found import Found


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


def draft_of(found: Found) -> Draft:
    """The draft of what a spider found."""
    return identify(
        found.source,
        url=found.url,
        aliases=found.aliases,
        capture=found.capture,
        reading=found.reading,
        definition=found.definition,
        hint=found.hint,
    )
