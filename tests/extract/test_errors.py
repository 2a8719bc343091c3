"""Pages that a server sends in place of the one asked for."""

import pytest

from crawler.extract import extract
from crawler.model.reading import Reading, Refusal
from tests.extract.pages import PROSE, article, document, page

FAILED = [
    "500 Internal Server Error", "Error 503", "HTTP Error 500", "502 Bad Gateway", "504 Gateway Time-out",
    "429 Too Many Requests", "Service Unavailable", "503 Service Temporarily Unavailable", "Runtime Error",
    "An error occurred", "Something went wrong", "Too many connections", "Bandwidth Limit Exceeded",
    "Account Suspended", "Interner Serverfehler", "Zu viele Anfragen", "Erreur interne", "Trop de requêtes",
    "Error interno del servidor", "Erro interno do servidor", "Demasiadas solicitudes",
    "Si è verificato un errore", "Внутренняя ошибка сервера", "Слишком много запросов",
    "Сайт временно недоступен", "Помилка сервера", "Wewnętrzny błąd serwera", "Došlo k chybě", "Eroare internă",
    "Interne serverfout", "Sunucu hatası", "Server xətası", "خطأ في الخادم", "خطای سرور", "שגיאת שרת",
    "サーバーエラー", "系统错误", "서버 오류", "เกิดข้อผิดพลาด", "Lỗi máy chủ", "Terjadi kesalahan",
    "Welcome to nginx!", "Apache2 Ubuntu Default Page: It works", "IIS Windows Server", "It works!",
    "Index of /uploads", "Test Page for the Apache HTTP Server",
]  # fmt: skip
RESTING = [
    "Site under maintenance", "Scheduled maintenance", "Under construction", "Maintenance mode", "Coming soon",
    "We'll be back soon", "Wartungsarbeiten", "Site en maintenance", "Sitio en mantenimiento",
    "Site em manutenção", "Sito in manutenzione", "Ведутся технические работы", "Сайт на реконструкции",
    "Технічні роботи", "Przerwa techniczna", "Odstávka", "Karbantartás", "Onderhoud", "Huoltokatko",
    "Underhåll", "Bakım çalışması", "Texniki işlər", "الموقع تحت الصيانة", "سایت در حال بروزرسانی",
    "האתר בתחזוקה", "メンテナンス中", "系统维护", "시스템 점검", "ปิดปรับปรุง", "Đang bảo trì",
    "Sedang dalam pemeliharaan",
]  # fmt: skip
MACHINES = [
    "Warning: mysqli_connect(): (HY000/2002): Connection refused in /srv/site/db.php on line 12",
    "Fatal error: Uncaught Error: Call to undefined function foo() in /srv/site/index.php:3",
    "You have an error in your SQL syntax; check the manual that corresponds to your server version",
    "SQLSTATE[HY000] [1040] Too many connections", "ORA-12541: TNS:no listener",
    "Microsoft OLE DB Provider for SQL Server error '80040e14'", "Server Error in '/' Application.",
    "The website encountered an unexpected error. Please try again later.",
    "There has been a critical error on this website.", "Traceback (most recent call last):",
    "Briefly unavailable for scheduled maintenance. Check back in a minute.",
    "This URL has been excluded from the Wayback Machine.",
]  # fmt: skip


def code(html: str) -> str | None:
    found = extract(page(html), None)
    return found.reason.code if isinstance(found, Refusal) else None


@pytest.mark.parametrize("said", [*FAILED, *RESTING])
def test_titles_and_headings_that_say_so(said: str) -> None:
    apology = "<p>Please come back later. We thank you for your patience and understanding.</p>"
    assert code(document(f"<h1>{said}</h1>{apology}", title=said)) == "content.error"
    assert (
        code(document(f"<div><h2>{said}</h2>{apology}</div>", title="Ministry of Foreign Affairs")) == "content.error"
    )


@pytest.mark.parametrize("said", MACHINES)
def test_words_that_only_machines_write(said: str) -> None:
    frame = "<header><nav><a href=/>Home</a></nav></header>"
    assert code(document(f"{frame}<main><h2>Press</h2><p>{said}</p></main>", title="Ministry")) == "content.error"


@pytest.mark.parametrize(
    "title",
    [
        "Error in the report of the agency: a correction",
        "500 years of friendship between two peoples",
        "503 families return to their homes",
        "Maintenance of peace is the task of all: remarks",
        "Service to the nation: the Minister's address",
        "Construction of the new embassy begins",
        "503 service members return home",
        "Onderhoud met minister Jansen over het akkoord",
        "建设友谊之桥",
        "Penyelenggaraan pemilihan umum di luar negeri",
        "Too many lives were lost, says the Minister",
        "Welcome to the new ambassador of Solimar",
        "Ошибка или умысел: комментарий Департамента",
        "Wartungsarbeiten an der Brücke beendet, Verkehr rollt wieder über die Grenze",
    ],
)
@pytest.mark.parametrize("date", ["8 November 2021", ""])
def test_statements_that_only_begin_so(title: str, date: str) -> None:
    found = extract(page(article(title, PROSE[:2], date=date)), None)
    assert isinstance(found, Reading), found
    assert found.title == title


def test_a_dated_announcement_of_maintenance_is_a_statement() -> None:
    found = extract(page(article("Scheduled maintenance of the consular system", PROSE[:1])), None)
    assert isinstance(found, Reading), found


def test_a_programs_warning_above_a_statement_does_not_refuse_it() -> None:
    warning = "<b>Warning</b>: date(): It is not safe to rely on the system in /srv/www/lib/time.php on line 7<br>"
    assert isinstance(extract(page(article().replace("<main>", f"{warning}<main>")), None), Reading)
    short = article("Message of condolence", PROSE[:2]).replace("<main>", f"{warning}<main>")
    assert isinstance(extract(page(short), None), Reading)
