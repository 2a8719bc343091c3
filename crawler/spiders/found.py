"""What a spider yields: a page read as a statement, not yet cleaned or identified."""

from dataclasses import dataclass

from crawler.model.capture import Capture
from crawler.model.reading import Reading
from crawler.model.source import Source


@dataclass(frozen=True, slots=True)
class Found:
    """``asked`` is the address the run asked for, ``url`` the one that answered, ``aliases`` those that led there."""

    source: Source
    asked: str
    url: str
    aliases: tuple[str, ...]
    capture: Capture
    reading: Reading
