"""Plone's REST API: one news item or page, its text as HTML (Plone 5) or as blocks (Plone 6, Volto)."""

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from crawler.extract.addresses import absolute
from crawler.extract.answer import Answer, assemble, words_of
from crawler.extract.text import squeeze
from crawler.model.failure import Failure
from crawler.model.reading import Reading, Refusal
from crawler.model.statement import Attachment, Published

_FOLDERS: Final = frozenset({"Folder", "Collection", "Topic", "Plone Site", "LRF", "LIF", "Subsite"})
_UNSET: Final = ("1969-", "1970-01-01", "1000-", "0001-", "2499-")  # what an item without a date is given by Plone
_SLATE: Final = {
    "p": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "ul": "ul", "ol": "ol", "li": "li", "strong": "strong",
    "em": "em", "b": "strong", "i": "em", "blockquote": "blockquote", "sub": "sub", "sup": "sup", "del": "del",
}  # fmt: skip
_DEEPEST: Final = 40  # levels of a block's text


def is_plone(value: dict[str, Any]) -> bool:
    """An item of Plone's: its address and type under names with ``@``."""
    return isinstance(value.get("@id"), str) and isinstance(value.get("@type"), str)


def read_plone(answer: Answer) -> Reading | Refusal:
    """The statement that an item is. Its date is ``effective``, when it was published; never when it was created."""
    kind = answer.text("@type") or ""
    html = _html(answer)
    documents = _documents(answer)
    if kind in _FOLDERS or (not html.strip() and not documents and isinstance(answer.at("items"), list)):
        return Refusal(Failure("content.listing", f"the item is a '{kind}': it lists others"))
    zone = answer.source.timezone if answer.source else None
    published = _moment(answer, "effective", zone)
    changed = _moment(answer, "modified", zone)
    if published is None:
        answer.warnings.append("date: the item has no date of publication (effective)")
    later = changed is not None and published is not None and changed.date > published.date
    subjects = answer.at("subjects")
    return assemble(
        answer,
        family="plone",
        title=words_of(answer.text("title")),
        html=html,
        published=published,
        updated=changed if later else None,
        canonical=absolute(answer.text("@id"), answer.page.url),
        declared=answer.text("language", "token") or answer.text("language"),
        labels=[kind],
        tags=[squeeze(item) for item in subjects if isinstance(item, str)] if isinstance(subjects, list) else (),
        translations=[
            (str(item.get("language") or ""), str(item["@id"]))
            for item in answer.objects("@components", "translations", "items")
            if isinstance(item.get("@id"), str)
        ],
        attachments=documents,
        images=[url] if (url := absolute(answer.text("image", "download"), answer.page.url)) else (),
    )


def _moment(answer: Answer, name: str, zone: str | None) -> Published | None:
    raw = answer.text(name)
    return None if raw is None or raw.startswith(_UNSET) else answer.moment(raw, name, zone)


def _documents(answer: Answer) -> list[Attachment]:
    url = absolute(answer.text("file", "download"), answer.page.url)
    return (
        [Attachment(url=url, name=answer.text("file", "filename"), media_type=answer.text("file", "content-type"))]
        if url
        else []
    )


def _html(answer: Answer) -> str:
    text = answer.at("text", "data")
    if isinstance(text, str) and text.strip():
        return text if answer.text("text", "content-type") != "text/plain" else _plain(text)
    blocks = answer.at("blocks")
    order = answer.at("blocks_layout", "items")
    if not isinstance(blocks, dict):
        return ""
    named = [name for name in order if isinstance(name, str)] if isinstance(order, list) else list(blocks)
    return "\n".join(_block(block) for name in named if isinstance(block := blocks.get(name), dict))


def _plain(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())


def _block(block: dict[str, Any]) -> str:
    """HTML of one block of Volto; the title, which the item has, and what is no text give nothing."""
    match block.get("@type"):
        case "slate":
            return "".join(_slate(node, 0) for node in _list(block.get("value")))
        case "text":  # Draft.js, of early Volto
            text = block.get("text")
            lines = _list(text.get("blocks")) if isinstance(text, dict) else []
            return "".join(f"<p>{escape(str(line.get('text', '')))}</p>" for line in lines if isinstance(line, dict))
        case "html":
            html = block.get("html")
            return html if isinstance(html, str) else ""
        case "slateTable" | "table":
            return _table(block.get("table"))
        case "description":
            return ""
        case _:
            inner = block.get("data") if isinstance(block.get("data"), dict) else block
            return "\n".join(_nested(inner)) if isinstance(inner, dict) else ""


def _nested(block: dict[str, Any]) -> Iterator[str]:
    """Blocks within a block (columns, accordions), in their order."""
    blocks, layout = block.get("blocks"), block.get("blocks_layout")
    if not isinstance(blocks, dict):
        return
    order = _list(layout.get("items")) if isinstance(layout, dict) else list(blocks)
    for name in order:
        inner = blocks.get(name) if isinstance(name, str) else None
        if isinstance(inner, dict) and inner.get("@type") in {"slate", "text", "html", "table", "slateTable"}:
            yield _block(inner)
        elif isinstance(inner, dict) and isinstance(inner.get("blocks"), dict):
            yield from (_block(item) for item in inner["blocks"].values() if isinstance(item, dict))


def _slate(node: Any, depth: int) -> str:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return ""
    if isinstance(node.get("text"), str):
        return escape(node["text"]).replace("\n", "<br>")
    inner = "".join(_slate(child, depth + 1) for child in _list(node.get("children")))
    if node.get("type") == "link":
        data = node.get("data")
        url = data.get("url") if isinstance(data, dict) else None
        return f'<a href="{escape(url)}">{inner}</a>' if isinstance(url, str) else inner
    tag = _SLATE.get(str(node.get("type")))
    return f"<{tag}>{inner}</{tag}>" if tag else inner


def _table(table: Any) -> str:
    rows = _list(table.get("rows")) if isinstance(table, dict) else []
    written = []
    for row in rows:
        cells = _list(row.get("cells")) if isinstance(row, dict) else []
        held = ("".join(_slate(node, 0) for node in _list(c.get("value"))) for c in cells if isinstance(c, dict))
        written.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in held) + "</tr>")
    return f"<table>{''.join(written)}</table>"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
