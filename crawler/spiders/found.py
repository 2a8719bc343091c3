"""What a spider yields: a page read as a statement, not yet cleaned or identified."""

from dataclasses import dataclass

from crawler.model.capture import Capture
from crawler.model.draft import Draft, identify
from crawler.model.reading import Hint, Reading
from crawler.model.source import Source


@dataclass(frozen=True, slots=True)
class Found:
    """``asked`` is the address the run asked for, ``url`` the one that answered, ``aliases`` those that led there.

    ``hint`` is what the listing said of it, ``definition`` the SHA-256 of the source's TOML that it was read by.
    """

    source: Source
    asked: str
    url: str
    aliases: tuple[str, ...]
    capture: Capture
    reading: Reading
    hint: Hint | None = None
    definition: str | None = None


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
