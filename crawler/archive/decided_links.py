"""Links that people decided: what the change log tells of it, when it is decided and at a rebuild that lacks it."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from crawler.archive.linking import data_of, linked
from crawler.catalogue.schema import changes
from crawler.model.decision import Decision
from crawler.model.statement import Link

Following = tuple[Literal["linked", "unlinked"], dict[str, Any]]


def following(decision: Decision, before: Sequence[Link]) -> list[Following]:
    """The kinds and data of the changes that follow of a decision of the kind ``confirm`` or ``split``. ``before`` are
    the links of the two statements.
    """
    if decision.kind == "split":
        why = f"a person decided that they do not say the same: {decision.reason}"
        return [("unlinked", {**data_of(was), "why": why}) for was in before]
    kind = decision.data["link"]
    why = f"a person decided that it is of the kind {kind}: {decision.reason}"
    told: list[Following] = [("unlinked", {**data_of(was), "why": why}) for was in before if was.kind != kind]
    if all(was.kind != kind for was in before):
        evidence = f"a person: {decision.reason}"
        link = Link(kind=kind, id=decision.data["other"], url=decision.data["other_url"], evidence=evidence, score=1.0)
        told.append(("linked", data_of(link)))
    return told


def lost(connection: Connection, decisions: Sequence[Decision]) -> Iterator[dict[str, Any]]:
    """The changes of those decisions on links that no change in the catalogue tells of, one after another, without
    their cursors. The rows of each must be written before the next is taken: it may end what that has begun.
    """
    told = set(
        connection.execute(
            select(func.json_extract(changes.c.data, "$.decision")).where(changes.c.kind == "decided")
        ).scalars()
    )
    for decision in decisions:
        if decision.number in told:
            continue
        about = {"source": decision.data["source"], "id": decision.id, "url": decision.data["url"], "at": decision.at}
        data = {"decision": decision.number, "what": decision.kind, "reason": decision.reason}
        yield {"kind": "decided", **about, "data": data}
        before = linked(connection, decision.id).get(decision.data["other"], [])
        for kind, following_data in following(decision, before):
            yield {"kind": kind, **about, "data": following_data}
