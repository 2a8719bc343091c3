"""GOV.UK's Content API (``/api/content/…``): one document of the British government. Schema: govuk-content-schemas."""

from dataclasses import replace
from html import escape
from typing import Any, Final
from urllib.parse import urljoin

from crawler.extract import links
from crawler.extract.answer import METHOD, Answer, assemble, documents_in, fragment, words_of
from crawler.extract.stated import change_notes, withdrawal
from crawler.extract.text import squeeze
from crawler.extract.tree import select
from crawler.model.failure import Failure
from crawler.model.reading import Reading, Refusal
from crawler.model.statement import Attachment, Notice, Published

# Schemas whose documents list others, or are a place and no text.
_LISTS: Final = frozenset({
    "topical_event", "finder", "finder_email_signup", "organisation", "organisations_homepage", "taxon", "topic",
    "document_collection", "mainstream_browse_page", "homepage", "person", "role", "ministers_index", "contact",
    "world_location", "world_location_news", "world_index", "worldwide_organisation", "step_by_step_nav",
    "service_manual_topic", "search", "policy", "policy_area", "email_alert_signup", "working_group", "coming_soon",
    "travel_advice_index", "embassies_index", "special_route", "hmrc_manual", "manual", "policies",
    "topical_event_about_page",
    "statistics_announcement", "services_and_information", "government", "field_of_operation",
    "fields_of_operation_index",
})  # fmt: skip
_TAGS: Final = ("taxons", "topics", "policy_areas", "topical_events", "world_locations", "field_of_operation")


def is_govuk(value: dict[str, Any]) -> bool:
    """A document of the Content API."""
    return isinstance(value.get("base_path"), str) and ("schema_name" in value or "document_type" in value)


def read_govuk(answer: Answer) -> Reading | Refusal:
    """The statement that a document is.

    The date is ``first_published_at``; of documents that lack it ``public_updated_at``, the one the API always gives,
    and a warning says so. A document that was withdrawn keeps its text, and bears the notice.
    """
    schema, kind = answer.text("schema_name") or "", answer.text("document_type") or ""
    if kind in {"redirect", "gone", "vanish", "unpublishing"} or schema in {"redirect", "gone", "vanish"}:
        return Refusal(Failure("content.soft404", f"the document is gone: GOV.UK answers with a '{kind or schema}'"))
    if schema in _LISTS or kind in _LISTS:
        return Refusal(Failure("content.listing", f"the document is a '{kind or schema}': it lists others"))
    address = urljoin(answer.page.url, answer.text("base_path") or "")
    published, updated = _dates(answer)
    read = assemble(
        answer,
        family="govuk",
        title=words_of(answer.text("title")),
        html=_html(answer),
        published=published,
        updated=updated,
        canonical=address,
        declared=_locale(answer.text("locale")),
        labels=[name.replace("_", " ") for name in (kind, schema) if name],
        speakers=_speakers(answer),
        tags=_tags(answer),
        translations=[
            (_locale(code) or "", str(item.get("web_url") or item.get("base_path") or ""))
            for item in answer.objects("links", "available_translations")
            if isinstance(code := item.get("locale"), str)
        ],
        attachments=_attachments(answer, address),
        images=_images(answer),
    )
    return _with_stated(read, answer) if isinstance(read, Reading) else read


def _dates(answer: Answer) -> tuple[Published | None, Published | None]:
    first = answer.moment(answer.text("first_published_at"), "first_published_at")
    changed = answer.moment(answer.text("public_updated_at"), "public_updated_at")
    if first is None:
        if changed:
            earlier = answer.text("details", "first_public_at")
            other = f"; details.first_public_at says {earlier[:10]}" if earlier else ""
            answer.warnings.append(f"date: the answer has no first_published_at; public_updated_at is taken{other}")
        return changed, None
    later = changed is not None and changed.date > first.date
    return first, changed if later else None


def _with_stated(reading: Reading, answer: Answer) -> Reading:
    """With what the document says of itself: that it is withdrawn, and its own change notes."""
    notice: Notice | None = None
    if isinstance(said := answer.at("withdrawn_notice"), dict) and said:
        date = answer.moment(answer.text("withdrawn_notice", "withdrawn_at"), "withdrawn_at")
        notice = withdrawal(date, words_of(answer.text("withdrawn_notice", "explanation")))
    notes = change_notes(
        (when if isinstance(when := item.get("public_timestamp"), str) else None, note)
        for item in answer.objects("details", "change_history")
        if isinstance(note := item.get("note"), str)
    )
    stated = {name: METHOD for name, value in (("notice", notice), ("notes", notes)) if value}
    return replace(reading, notice=notice, notes=notes, fields=reading.fields | stated, warnings=tuple(answer.warnings))


def _html(answer: Answer) -> str:
    """The text: of one piece, or of titled parts (travel advice, guides)."""
    body = _rendered(answer.at("details", "body"))
    pieces = [_rendered(answer.at("details", "summary"))] if not body else []
    for part in answer.objects("details", "parts"):
        heading = part.get("title")
        pieces.append((f"<h2>{escape(heading)}</h2>" if isinstance(heading, str) else "") + _rendered(part.get("body")))
    return body + "\n".join(pieces)


def _rendered(value: Any) -> str:
    """HTML as given, or of a list of the same text in several formats."""
    if isinstance(value, str):
        return value
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict) and item.get("content_type") == "text/html" and isinstance(item.get("content"), str):
            return str(item["content"])
    return ""


def _speakers(answer: Answer) -> list[str]:
    named = [str(item["title"]) for item in answer.objects("links", "speaker") if isinstance(item.get("title"), str)]
    other = answer.text("details", "speaker_without_profile")
    return named or ([other] if other else [])


def _tags(answer: Answer) -> list[str]:
    return [
        title
        for name in _TAGS
        for item in answer.objects("links", name)
        if (title := squeeze(item["title"]) if isinstance(item.get("title"), str) else "")
    ]


def _attachments(answer: Answer, base: str) -> list[Attachment]:
    """Attachments as data, else as the HTML in which older documents hold them."""
    found = []
    for item in answer.objects("details", "attachments"):
        if isinstance(item.get("url"), str) and (url := urljoin(base, item["url"])).startswith("http"):
            title, media = item.get("title") or item.get("filename"), item.get("content_type")
            found.append(
                Attachment(
                    url=url,
                    name=squeeze(title) if isinstance(title, str) else None,
                    media_type=media if isinstance(media, str) else None,
                )
            )
    held = answer.at("details", "documents")
    pieces = [item for item in held if isinstance(item, str)] if isinstance(held, list) else []
    titled = [link for piece in pieces for link in select(fragment(piece), ".title a")]
    return found or list(links.attachments_of(titled, base, all_links=True)) or documents_in(pieces, base)


def _images(answer: Answer) -> list[str]:
    url = answer.text("details", "image", "url")
    return [url] if url and url.startswith("http") else []


def _locale(code: str | None) -> str | None:
    """GOV.UK names traditional Chinese by where it is written."""
    return "zh-Hant" if code in {"zh-tw", "zh-hk", "zh-mo"} else code
