"""``communique schema``: the JSON Schema of what the archive's lines hold."""

import json

import click
from pydantic import BaseModel

from crawler.model.change import Change
from crawler.model.statement import SCHEMA, Statement

_KINDS: dict[str, type[BaseModel]] = {"statement": Statement, "change": Change}


@click.command("schema")
@click.argument("kind", type=click.Choice(sorted(_KINDS)), default="statement")
def schema_command(kind: str) -> None:
    """Print the JSON Schema of a line of statements/*.jsonl (or of changes.jsonl)."""
    schema = _KINDS[kind].model_json_schema(by_alias=True, mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if kind == "statement":
        schema["$id"] = f"urn:{SCHEMA.replace('/', ':')}"
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
