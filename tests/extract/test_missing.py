"""Pages that say that they do not exist."""

import pytest

from crawler.extract import extract
from crawler.extract.missing import is_not_found
from crawler.model.reading import Reading, Refusal
from tests.extract.pages import PROSE, article, document, page

SAYINGS = [
    "Page not found", "404", "404 Not Found", "HTTP 404", "The page you requested could not be found.",
    "This page does not exist", "Sorry, the page you were looking for was not found", "We couldn't find that page",
    "Страница не найдена", "Запрашиваемая страница не найдена", "Сторінку не знайдено", "Старонка не знойдзена",
    "Страницата не е намерена", "Strona nie została odnaleziona", "Stránka nenalezena", "Stranica nije pronađena",
    "Səhifə tapılmadı", "Sayfa bulunamadı", "Seite nicht gefunden", "Die gesuchte Seite wurde nicht gefunden",
    "Pagina niet gevonden", "Sidan kunde inte hittas", "Siden ble ikke funnet", "Page introuvable",
    "La page demandée n'existe pas", "Página no encontrada", "Página não encontrada", "Pagina non trovata",
    "Pagina nu a fost găsită", "Puslapis nerastas", "Sivua ei löytynyt", "Az oldal nem található",
    "Η σελίδα δεν βρέθηκε", "الصفحة غير موجودة", "عذرا، الصفحة المطلوبة غير متاحة", "صفحه مورد نظر یافت نشد",
    "הדף לא נמצא", "ページが見つかりません", "お探しのページは見つかりませんでした", "页面不存在", "您访问的页面不存在",
    "페이지를 찾을 수 없습니다", "ไม่พบหน้าที่คุณต้องการ", "Không tìm thấy trang", "Halaman tidak ditemukan",
    "გვერდი ვერ მოიძებნა", "Էջը չի գտնվել", "Бет табылмады", "Sahifa topilmadi",
]  # fmt: skip


@pytest.mark.parametrize("said", SAYINGS)
def test_it_says_so_in_many_languages(said: str) -> None:
    for html in (
        document(f"<main><h1>{said}</h1><p>{PROSE[2]}</p></main>", title="Ministry"),
        document(f"<main><h2>{said}</h2><p>{PROSE[2]}</p></main>", title="Ministry of Foreign Affairs"),
        document(f"<main><p>{PROSE[2]}</p></main>", title=f"Ministry of Foreign Affairs | {said}"),
    ):
        found = extract(page(html), None)
        assert isinstance(found, Refusal), found
        assert found.reason.code == "content.soft404"


@pytest.mark.parametrize(
    "title",
    ["404 million euros for the regions", "404/23, Statement of the Ministry", "Not found guilty: the verdict",
     "Documents found at the embassy were returned", "The document is available in English",
     "Page of history: the treaty of 1921", "Sorry seems to be the hardest word: remarks of the Minister",
     "Сторінка історії", "Seite an Seite mit den Nachbarn", "The article was removed from the museum"],
)  # fmt: skip
def test_titles_that_only_begin_so(title: str) -> None:
    assert not is_not_found(title, 100)
    found = extract(page(article(title, PROSE[:2])), None)
    assert isinstance(found, Reading), found
    assert found.title == title


def test_a_long_text_under_such_a_title_is_a_text() -> None:
    found = extract(
        page(article("Page not found", [*PROSE, *(f"{n}. {text}" for n in range(3) for text in PROSE)])), None
    )
    assert isinstance(found, Reading)


def test_a_post_about_a_mishap_is_one() -> None:
    more = "<p>This page does not exist</p>"
    found = extract(page(article("Oops!", PROSE, more=more)), None)
    assert isinstance(found, Reading), found
