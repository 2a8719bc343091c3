"""Pages that stand before a site, and statements that only look like them."""

import pytest

from crawler.extract import extract
from crawler.model.reading import Reading, Refusal
from tests.extract.pages import PROSE, article, document, page, paragraphs_html

LOGIN = "<form><input name=user><input type=password name=p><button>Go</button></form>"


def code(html: str) -> str:
    found = extract(page(html), None)
    assert isinstance(found, Refusal), found
    assert found.reason.sentence
    return found.reason.code


@pytest.mark.parametrize(
    "name", ["Login", "Sign in", "Log in to continue", "Anmelden", "Вход", "Giriş", "تسجيل الدخول", "ログイン"]
)
def test_a_login(name: str) -> None:
    assert (
        code(document(f"<h1>{name}</h1>{LOGIN}<p>Forgot your password?</p>", title=f"{name} | Ministry"))
        == "content.login"
    )
    assert code(document(f"{LOGIN}<p>Forgot your password?</p>", title=f"Ministry - {name}")) == "content.login"


def test_a_statement_beside_a_login_box_is_one() -> None:
    assert isinstance(extract(page(article(more=f"<aside><h2>Login</h2>{LOGIN}</aside>")), None), Reading)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("We use cookies and similar technologies to improve your experience on this website.", "Accept all"),
        (
            "Wir verwenden Cookies, um Ihnen die Nutzung dieser Website zu erleichtern. Näheres im Datenschutz.",
            "Akzeptieren",
        ),
        (
            "Nous utilisons des cookies pour améliorer votre expérience; voir la politique de confidentialité.",
            "Accepter",
        ),
    ],
)
def test_a_wall_of_consent(text: str, choice: str) -> None:
    html = document(f"<div><h2>Cookies</h2><p>{text}</p><button>{choice}</button><a href=/c>Cookie policy</a></div>")
    assert code(html) == "content.consent"


def test_a_statement_under_a_cookie_banner_is_one() -> None:
    banner = "<div class=cookie-banner><p>We use cookies.</p><button>Accept all</button></div>"
    assert isinstance(extract(page(article().replace("<main>", f"{banner}<main>")), None), Reading)
    short = document(
        f"{banner}<main><h1>Statement of the Ministry</h1><p>{PROSE[0]}</p></main>", title="Statement of the Ministry"
    )
    assert isinstance(extract(page(short), None), Reading)


def test_a_statement_about_cookies_is_one() -> None:
    texts = ("The Ministry accepts that cookies of its site were set without consent.", *PROSE)
    html = document(f"<main><h1>Statement on cookies</h1>{paragraphs_html(texts)}</main>", title="Statement on cookies")
    assert isinstance(extract(page(html), None), Reading)


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><script src=/app.js></script>',
        "<noscript>You need to enable JavaScript.</noscript><div id=x></div><script src=/app.js></script>",
        "<noscript>Пожалуйста, включите JavaScript</noscript><div></div><script src=/app.js></script>",
        "<app-root></app-root><script src=/main.js></script>",
        "<div>{{item.title}}</div><div>{{item.date}}</div><div>{{item.text}}</div><script src=/a.js></script>",
    ],
)
def test_an_empty_shell_needs_a_browser(body: str) -> None:
    assert code(document(body, title="Ministry")) == "content.browser"


def test_a_statement_within_an_applications_root_is_one() -> None:
    html = (
        article()
        .replace("<main>", '<div id="root"><main>')
        .replace("</main>", "</main></div><script src=/a.js></script>")
    )
    assert isinstance(extract(page(html), None), Reading)


def test_a_video_without_a_text_is_none() -> None:
    html = document(
        "<main><h1>Address of the Minister</h1><iframe src=https://www.youtube.com/embed/x></iframe></main>",
        title="Address of the Minister",
    )
    assert code(html) in {"content.video", "content.empty"}
