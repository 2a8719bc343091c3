"""The file that a probe writes says exactly what it found, whatever characters a site is made of."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from crawler.model.source import Layout, Source
from crawler.probing.compose import source_of
from crawler.probing.draft import draft
from crawler.probing.findings import Findings
from crawler.probing.places import Place
from tests.probing.sites import families, plain
from tests.probing.test_sites import SITES, probed

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(TEXT, TEXT)
def test_any_name_and_selector_comes_back_as_it_was(name: str, css: str) -> None:
    found = Findings("https://mfa.example/", host="mfa.example", name=name, id="xx_mfa", languages=("en",))
    found.layout = Layout(id="probed", drafted=True, title=css, body=css)  # type: ignore[arg-type]
    read = Source.model_validate(tomllib.loads(draft(found)))
    assert read == source_of(found, found.layout)
    assert (read.name, read.layouts[0].title[0].css) == (name, css)


def test_every_draft_is_the_source_that_was_tried() -> None:
    for make in SITES:
        found = probed(make())
        assert Source.model_validate(tomllib.loads(found.source or "")) == source_of(found, found.layout)


def test_what_a_person_must_fill_in_is_marked_in_its_line() -> None:
    found = Findings(
        "https://mfa.example/", host="mfa.example", id="xx_mfa", place=Place(None, None, "names no country")
    )
    found.name_doubt = "the pages do not say who publishes them"
    marked = [line.partition(" ")[0] for line in draft(found).splitlines() if "# LOOK" in line and line[0] != "#"]
    assert marked == ["name", "country", "timezone"]


def test_languages_that_share_a_form_share_a_listing() -> None:
    one = plain.two_languages()
    for target in list(one.pages):
        if target.startswith("/fr/communiques"):
            body = one.pages[target]
            assert isinstance(body, str)
            one.pages[target.replace("/fr/communiques", "/fr/press-releases")] = body.replace(
                "/communiques", "/press-releases"
            )
    one.pages = {
        target: body.replace("/fr/communiques", "/fr/press-releases") if isinstance(body, str) else body
        for target, body in one.pages.items()
    }
    source = Source.model_validate(tomllib.loads(probed(one).source or ""))
    assert [listing.url for listing in source.listings] == ["https://bi.lundia.example/{language}/press-releases"]
    assert source.listings[0].languages == ("en", "fr")


def test_an_interface_stands_for_a_listing_that_ends_too_soon_and_is_only_named_beside_a_whole_one() -> None:
    assert 'format = "wordpress"' in (probed(families.wordpress_undated()).source or "")
    whole = probed(plain.feed_and_shell()).source or ""
    assert 'format = "feed"' in whole
