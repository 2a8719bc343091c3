"""WordPress' REST API (``/wp-json/wp/v2/posts/…``): one post, page or press release."""

from datetime import datetime
from typing import Any

from crawler.extract.addresses import absolute
from crawler.extract.answer import Answer, assemble, words_of
from crawler.extract.text import squeeze
from crawler.model.failure import Failure
from crawler.model.reading import Reading, Refusal
from crawler.model.statement import Published


def is_wordpress(value: dict[str, Any]) -> bool:
    """A post: its title and its date, and the rest as ``rendered`` HTML."""
    title, content = value.get("title"), value.get("content", value.get("excerpt"))
    return (
        isinstance(title, dict) and "rendered" in title and "date" in value
        and isinstance(content, dict) and "rendered" in content
    )  # fmt: skip


def read_wordpress(answer: Answer) -> Reading | Refusal:
    """The statement that a post is. Its date is local time; the same moment in UTC beside it tells the zone."""
    if answer.at("content", "protected") is True and not answer.text("content", "rendered"):
        return Refusal(Failure("content.empty", "the post is protected by a password"))
    if answer.at("content", "rendered") is None:
        return Refusal(Failure("content.empty", "the answer has the post's excerpt, not its text"))
    published = _moment(answer, "date")
    changed = _moment(answer, "modified")
    later = changed is not None and published is not None and (changed.date, changed.time or "") > (
        published.date, published.time or "",
    )  # fmt: skip
    if published is None:
        answer.warnings.append("date: the answer states none")
    terms = _terms(answer)
    content = answer.at("content", "rendered")
    post_type = answer.text("type")
    return assemble(
        answer,
        family="wordpress",
        title=words_of(answer.text("title", "rendered")),
        html=content if isinstance(content, str) else "",
        published=published,
        updated=changed if later else None,
        canonical=absolute(answer.text("link"), answer.page.url),
        declared=_language(answer),
        labels=[
            *(
                [post_type.replace("_", " ").replace("-", " ")]
                if post_type and post_type not in ("post", "page")
                else []
            ),
            *(name for taxonomy, name in terms if taxonomy != "post_tag"),
        ],
        tags=[name for taxonomy, name in terms if taxonomy == "post_tag"],
        images=_images(answer),
    )


def _moment(answer: Answer, name: str) -> Published | None:
    local, universal = answer.text(name), answer.text(f"{name}_gmt")
    if local is None or local.startswith("0000"):
        return None
    return answer.moment(f"{local}{_offset(local, universal)}", name, answer.source.timezone if answer.source else None)


def _offset(local: str, universal: str | None) -> str:
    """The offset that two writings of one moment show, as ISO 8601 writes it; empty where they show none."""
    try:
        ahead = datetime.fromisoformat(local) - datetime.fromisoformat(universal or "")
    except (ValueError, TypeError):
        return ""
    minutes = round(ahead.total_seconds() / 60)
    if abs(minutes) > 14 * 60 or minutes % 15:
        return ""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _language(answer: Answer) -> str | None:
    """As the plug-ins for several languages say it, else as the site's own description of the post does."""
    for path in (("lang",), ("wpml_current_locale",), ("yoast_head_json", "og_locale")):
        if said := answer.text(*path):
            return said
    graph = answer.objects("yoast_head_json", "schema", "@graph")
    return next((str(item["inLanguage"]) for item in graph if isinstance(item.get("inLanguage"), str)), None)


def _terms(answer: Answer) -> list[tuple[str, str]]:
    """Taxonomy and name of each category and tag, where the answer embeds them."""
    groups = answer.at("_embedded", "wp:term")
    return [
        (str(term.get("taxonomy")), name)
        for group in (groups if isinstance(groups, list) else ())
        for term in (group if isinstance(group, list) else ())
        if isinstance(term, dict) and (name := words_of(term.get("name") if isinstance(term.get("name"), str) else ""))
    ]


def _images(answer: Answer) -> list[str]:
    media = answer.objects("_embedded", "wp:featuredmedia")
    urls = (
        absolute(item.get("source_url"), answer.page.url) for item in media if isinstance(item.get("source_url"), str)
    )
    return [squeeze(url) for url in urls if url]
