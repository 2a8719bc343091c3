"""``communique schema``: the JSON Schema of what the archive's lines hold."""

import json
from typing import Any

import click
from pydantic import TypeAdapter

from crawler.archive.fixity import Check
from crawler.model.change import Change
from crawler.model.decision import LINE, Decision
from crawler.model.statement import SCHEMA

_KINDS: dict[str, TypeAdapter[Any]] = {
    "statement": LINE,
    "change": TypeAdapter(Change),
    "decision": TypeAdapter(Decision),
    "fixity": TypeAdapter(Check),
}


@click.command("schema")
@click.argument("kind", type=click.Choice(sorted(_KINDS)), default="statement")
def schema_command(kind: str) -> None:
    """Print the JSON Schema of a line of statements/*.jsonl (or of changes, decisions, fixity.jsonl).

    A line of statements/*.jsonl is a Statement, or, where a decision took one away, a Suppressed: its event tells.
    """
    schema = _KINDS[kind].json_schema(by_alias=True, mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if kind == "statement":
        schema["$id"] = f"urn:{SCHEMA.replace('/', ':')}"
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
