"""Incidents: what an operator was told of, so that each is told once, and once more when it is over."""

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from crawler.catalogue.schema import incidents


class Incident(BaseModel):
    """Something that wants a person. All moments are stamps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(description="source and kind: the same as long as it lasts")
    source: str | None
    kind: str
    sentence: str
    since: str | None = Field(description="when it began, as far as the archive knows")
    opened: str = Field(description="when it was noticed")
    closed: str | None = Field(None, description="when it was noticed to be over")
    told: dict[str, str] = Field(default_factory=dict, description="by channel: when it was told there")
    over_told: dict[str, str] = Field(default_factory=dict, description="by channel: when it was told to be over")


def read_incidents(connection: Connection) -> list[Incident]:
    """The last one of every key, by key, whether it is over or not."""
    records = connection.execute(select(incidents.c.record).order_by(incidents.c.key)).scalars()
    return [Incident.model_validate_json(record) for record in records]


def keep_incident(connection: Connection, incident: Incident) -> None:
    """Write one, in place of what was known of its key."""
    values = {"opened": incident.opened, "closed": incident.closed, "record": incident.model_dump_json()}
    row = insert(incidents).values(key=incident.key, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=values))
