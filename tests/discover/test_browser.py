"""Signs that a listing's items are made by scripts, and pages that only lost them."""

import pytest

from crawler.discover.browser import needs_browser
from crawler.extract.tree import parse
from tests.discover.pages import refused

PROSE = "<p>The ministry is glad to present its press releases on this page, as it has done for many years now.</p>" * 8


def sign(html: str) -> str | None:
    root = parse(html.encode())
    assert not hasattr(root, "code")
    return needs_browser(root)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<body><div id=root></div><script src=/static/js/main.js></script>", "its <div id=root> is empty"),
        ("<body><div id=__next></div>", "its <div id=__next> is empty"),
        ("<body><app-root></app-root>", "its <app-root> is empty"),
        (
            "<body><p>News</p><script id=__NEXT_DATA__ type=application/json>{}</script>",
            "its content is in a script (__NEXT_DATA__)",
        ),
        ("<body><script>window.__INITIAL_STATE__={}</script><p>Press", "its content is in a script"),
        ("<body><p>Press<noscript>Please enable JavaScript to see this page</noscript>", "it asks for JavaScript"),
        ("<body><p>Press<noscript>Включите JavaScript</noscript>", "it asks for JavaScript"),
        (
            f'<body>{PROSE}<div class="news-list" data-endpoint="/api/news" data-page="1"></div>',
            "its <div class=news-list> is empty and says where scripts find its content",
        ),
        (
            f'<body>{PROSE}<ul id="results" data-bind="foreach: items"></ul>',
            "its <ul id=results> is empty and says where scripts find its content",
        ),
        (f'<body>{PROSE}<li ng-repeat="item in items"></li>', "<li ng-repeat> is a template that scripts fill"),
        (f'<body>{PROSE}<div v-for="item in items">x</div>', "<div v-for> is a template that scripts fill"),
        (f"<body>{PROSE}<h3>{{{{ item.title }}}}</h3>", "its text holds placeholders that scripts fill"),
        (
            f"<body>{PROSE}<script type=text/x-handlebars><li>{{{{title}}}}</li></script>",
            "it brings templates that scripts fill",
        ),
        (
            f'<body>{PROSE}<div class="search-results">Loading...</div>',
            "its <div class=search-results> says only that it is loading",
        ),
        (
            f'<body>{PROSE}<div class="press-list">Загрузка…</div>',
            "its <div class=press-list> says only that it is loading",
        ),
    ],
)
def test_a_page_that_scripts_fill_says_so(html: str, said: str) -> None:
    assert (sign(html) or "").startswith(said)


@pytest.mark.parametrize(
    "html",
    [
        f"<body>{PROSE}<div id=map></div><div class=cookie-banner data-url=/consent></div>",
        f"<body>{PROSE}<noscript><img src=https://stats.example/p.gif></noscript>",
        f"<body>{PROSE}<noscript>JavaScript is needed for the map</noscript><p>All there</p>",
        f"<body><div id=root>{PROSE}</div><script>window.__NUXT__={{}}</script>",
        f"<body>{PROSE}<ul class=news-list data-page=1><li><a href=/n/1>One</a></li></ul>",
        f"<body>{PROSE}<p>Write $&#123;name&#125; in the form</p>",
        "<body><h1>News</h1><p>There is no news.</p>",
        "<body>",
    ],
)
def test_a_page_that_only_lost_its_items_needs_no_browser(html: str) -> None:
    assert sign(html) is None


def test_a_listing_that_needs_a_browser_is_told_apart_from_an_empty_one() -> None:
    reason = refused('<body><h1>News</h1><div id="app"></div><script src=/app.js></script>').reason
    assert reason.code == "listing.browser"
    assert reason.sentence == (
        "the listing https://mfa.example/news has no items: nothing on it matches 'li.news', and its <div id=app> is "
        "empty: scripts build the page"
    )
