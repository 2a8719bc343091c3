"""A damage: one thing in an archive that is not as it was committed, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """``file`` is relative to the archive; ``offset`` is the byte where what is wrong begins."""

    file: str
    offset: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, byte {self.offset}: {self.sentence}"
