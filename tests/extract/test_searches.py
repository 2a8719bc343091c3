"""Pages of a site's search, with results and without."""

import pytest

from crawler.extract import extract
from crawler.extract.searches import found_nothing, is_search
from crawler.model.reading import Reading, Refusal
from tests.extract.pages import PROSE, article, document, page

NAMES = [
    "Search", "Search results for: water", "Résultats de la recherche", "Rechercher", "Suchergebnisse", "Suche",
    "Resultados de la búsqueda", "Búsqueda", "Pesquisa", "Ricerca", "Zoekresultaten", "Поиск по сайту",
    "Результаты поиска", "Пошук", "Wyniki wyszukiwania", "Výsledky vyhledávání", "Pretraga", "Keresés", "Haku",
    "Arama", "Axtarış", "نتائج البحث", "جستجو", "תוצאות חיפוש", "検索結果", "搜索结果", "검색결과", "ค้นหา",
    "Kết quả tìm kiếm", "Hasil pencarian",
]  # fmt: skip
NOTHING = [
    "No results found", "0 results", "Nothing found.", "Your search did not match any documents.",
    "Sorry, but nothing matched your search terms.", "Aucun résultat ne correspond à votre recherche.",
    "Keine Ergebnisse gefunden", "No se encontraron resultados", "Nenhum resultado encontrado",
    "Nessun risultato", "Geen resultaten gevonden", "По вашему запросу ничего не найдено", "Нічого не знайдено",
    "Brak wyników", "Žádné výsledky", "Nincs találat", "Sonuç bulunamadı", "Heç bir nəticə tapılmadı",
    "لا توجد نتائج", "نتیجه ای یافت نشد", "לא נמצאו תוצאות", "検索結果はありません", "没有找到相关结果",
    "검색 결과가 없습니다", "ไม่พบข้อมูล", "Không tìm thấy kết quả", "Tidak ada hasil", "Hakuna matokeo",
]  # fmt: skip


def is_listing(html: str) -> bool:
    found = extract(page(html), None)
    return isinstance(found, Refusal) and found.reason.code == "content.listing"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_called_so(name: str) -> None:
    snippets = "".join(f"<article><h2><a href=/n{place}>{text[:50]}</a></h2><p>… {text}</p></article>"
                       for place, text in enumerate(PROSE))  # fmt: skip
    assert is_search(name)
    assert is_listing(document(f"<main><h1>{name}</h1>{snippets}</main>", title=f"{name} - Ministry"))


@pytest.mark.parametrize("said", NOTHING)
def test_it_found_nothing(said: str) -> None:
    assert found_nothing(said)
    about = "<p>View the agendas and minutes of all boards and committees of the Ministry here.</p>"
    assert is_listing(
        document(f"<main><h1>Agenda Center</h1>{about}<p>{said}</p></main>", title="Agenda Center • City")
    )


@pytest.mark.parametrize(
    "title",
    [
        "Search for the missing crew goes on",
        "Results of the search for survivors",
        "Поиск пропавших продолжается",
        "Recherche et innovation: signature de l'accord",
        "Nothing was found at the site, the Ministry says",
    ],
)
def test_statements_about_a_search_are_none(title: str) -> None:
    found = extract(page(article(title, PROSE[:2])), None)
    assert isinstance(found, Reading), found
    assert found.title == title


def test_a_hidden_box_that_found_nothing_does_not_refuse_a_short_statement() -> None:
    box = "<div><p>No results found</p></div>"
    short = article("Message of condolence", PROSE[:1]).replace("<main>", f"{box}<main>")
    assert isinstance(extract(page(short), None), Reading)
