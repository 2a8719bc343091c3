"""The gathering, decisions: what people decided is read first, and applied last, over what was gathered meanwhile."""

from collections.abc import Callable, Iterable

from pydantic import ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from crawler.archive.decided import apply_decision
from crawler.archive.journal import Payload
from crawler.archive.tombstones import refuses
from crawler.model.decision import Decision

Tell = Callable[[int, str], None]


class Decisions:
    """The lines of ``decisions.jsonl``. ``numbers`` has the id of every suppressed statement, and of what decision."""

    def __init__(self, lines: Iterable[tuple[int, bytes]], damage: Tell) -> None:
        """``lines`` with the offset of each; ``damage`` hears of an offset and what is wrong there."""
        self._damage = damage
        self._all: list[tuple[int, Decision]] = []
        for offset, data in lines:
            try:
                self._all.append((offset, Decision.model_validate_json(data)))
            except ValidationError:
                damage(offset, "this line is not a decision")
        hiding = [one for _, one in self._all if one.kind == "suppress"]
        self.numbers = {one.id: one.number for one in hiding}
        self._addresses = [
            (one.data["source"], frozenset((one.data["url"], one.data["canonical_url"], *one.data["aliases"])))
            for one in hiding
        ]

    @property
    def of_links(self) -> list[Decision]:
        """Those that two statements say the same, or do not, oldest first; none about a suppressed statement."""
        found = [one for _, one in self._all if one.kind in ("confirm", "split")]
        shown = [one for one in found if self.numbers.keys().isdisjoint((one.id, one.data["other"]))]
        return sorted(shown, key=lambda one: one.number)

    def hides(self, refusal: Payload) -> bool:
        """Whether a refusal is about an address of a suppressed statement."""
        return any(refuses(refusal, source, addresses) for source, addresses in self._addresses)

    def apply(self, connection: Connection) -> None:
        """Write the rows: over whatever was gathered of suppressed statements."""
        for offset, decision in sorted(self._all, key=lambda found: found[1].number):
            try:
                apply_decision(connection, decision)
            except (IntegrityError, KeyError) as error:
                self._damage(offset, f"the decision {decision.number} cannot be applied: {error}")
