"""What pages say of themselves for machines."""

import json

import pytest

from crawler.extract.json_ld import is_article, objects_of
from crawler.extract.markup import Markup, read_markup
from crawler.extract.tree import parse
from tests.extract.pages import document


def markup(head: str = "", body: str = "<p>x</p>", url: str = "https://www.mfa.example/news/1") -> Markup:
    root = parse(document(body, head=head).encode())
    return read_markup(root, url)  # type: ignore[arg-type]


def script(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def story(**more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "A title", "datePublished": "2021-11-08", **more}


@pytest.mark.parametrize(
    "value",
    [
        story(),
        [story()],
        {"@graph": [{"@type": "WebSite"}, story()]},
        {"@type": "WebPage", "mainEntity": story()},
        {"@type": ["Thing", "https://schema.org/NewsArticle"], "headline": ["A title"], "datePublished": "2021-11-08"},
        f"<!--\n{json.dumps(story())}\n-->",
        f"//<![CDATA[\n{json.dumps(story())}\n//]]>",
        json.dumps(story())[:-1] + ",}",
        json.dumps(story()) + ";",
        json.dumps(story(articleBody="line\none")).replace("\\n", "\n"),
        json.dumps(story()).replace('"headline": "A title"', '"headline": "A title", "name": "broken "quotes""'),
    ],
)
def test_json_ld_wherever_and_however_it_is_written(value: object) -> None:
    found = markup(script(value))
    assert [item.text for item in found.dates] == ["2021-11-08"]
    assert [item.text for item in found.titles] == ["A title"]
    assert found.is_article


@pytest.mark.parametrize(
    "value",
    ["", "not json", "[1, 2", '{"@type": "Person", "datePublished": "2021-11-08"', "[" * 100_000, "null", "3", '"x"'],
)
def test_what_is_no_json_is_passed_over(value: str) -> None:
    assert markup(script(value)) == Markup((), (), (), (), (), False)


def test_a_pages_date_and_a_creation_are_weak() -> None:
    found = markup(
        script({"@type": "WebPage", "datePublished": "2021-11-08"})
        + script(story(datePublished=None, dateCreated="2021-11-07"))
        + '<meta name="dc.date" content="2021-11-06">'
    )
    assert found.dates == ()
    assert sorted(item.text for item in found.weak) == ["2021-11-06", "2021-11-07", "2021-11-08"]


def test_of_several_articles_the_one_that_is_this_page() -> None:
    here = story(url="https://www.mfa.example/news/1", datePublished="2021-05-08")
    found = markup(script([story(url="https://www.mfa.example/news/2"), here]))
    assert [item.text for item in found.dates] == ["2021-05-08"]


def test_lists_of_others_are_not_followed() -> None:
    root = parse(document("x", head=script({"@type": "ItemList", "itemListElement": [{"item": story()}]})).encode())
    assert not any(map(is_article, objects_of(root)))  # type: ignore[arg-type]


def test_microdata_and_rdfa() -> None:
    body = (
        '<div itemscope><meta itemprop=datePublished content="2021-11-08"><span property="dc:date dc:created"'
        ' content="2021-11-07T20:00:00Z">x</span><time itemprop=datePublished datetime=2021-11-08>8 Nov</time></div>'
    )
    found = markup(body=body)
    assert {item.text for item in found.dates} == {"2021-11-08"}
    assert [item.text for item in found.weak] == ["2021-11-07T20:00:00Z"]


def test_names_of_the_site() -> None:
    head = '<meta property="og:site_name" content="Ministry">' + script(
        {"@graph": [{"@type": "Organization", "name": "Foreign Office"}, story(publisher={"name": "Press Office"})]}
    )
    assert set(markup(head).site_names) == {"Ministry", "Foreign Office", "Press Office"}


def test_entities_that_were_escaped_once_too_often() -> None:
    assert [item.text for item in markup(script(story(headline="Peace &amp; &quot;trust&quot;"))).titles] == [
        'Peace & "trust"'
    ]
