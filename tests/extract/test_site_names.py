"""What pages of many sites are called."""

import pytest

from crawler.extract.lines import lines_of
from crawler.extract.markup import read_markup
from crawler.extract.site_names import SiteNames, folded, is_general
from crawler.extract.tree import parse
from crawler.model.failure import Failure
from tests.extract.pages import document


@pytest.mark.parametrize(
    "name", ["News", "Press Releases", "Latest News", "Press Release (archive)", "Official website of the Ministry",
             "Ministry of Justice - Official Website", "Официальный сайт Министерства", "外交部官网",
             "新闻动态", "報道発表",
             "Новости", "Comunicados de prensa", "Haberler", "Navigation und Service", "Home"],
)  # fmt: skip
def test_general_names(name: str) -> None:
    assert is_general(name)


@pytest.mark.parametrize(
    "title", ["Launch of the Ministry's new website", "Minister opens official website",
              "News from the front line",
              "促进航天技术更好惠及人民--时政--人民网", "Press release No 12 on the crossing",
              "Statement on the crossing",
              "Speech of the Minister at the Council", "Новости о переговорах"],
)  # fmt: skip
def test_titles_are_none(title: str) -> None:
    assert not is_general(title)


def test_names_of_a_site_and_its_sections() -> None:
    html = document(
        '<header><a href="/"><img alt="Foreign Office"></a><nav><a href=/p>Press room</a></nav></header>'
        "<main><a href=/n>A statement of the Office</a></main>",
        head='<meta property="og:site_name" content="The Office">',
    )
    root = parse(html.encode())
    assert not isinstance(root, Failure)
    site = SiteNames(root, "https://www.foreign-office.example/a", read_markup(root), lines_of(root), ["Office of X"])
    assert all(map(site.is_site, ["Foreign Office", "THE OFFICE", "Office of X"]))
    assert site.is_chrome("Press Room")
    assert not site.is_chrome("A statement of the Office")
    assert site.is_host("Foreign Office | Home")
    assert not site.is_host("Statement on the crossing")


def test_comparison_knows_no_case_and_no_punctuation() -> None:
    assert folded("  “The  Minister’s” visit – again! ") == folded("the minister's VISIT again")
