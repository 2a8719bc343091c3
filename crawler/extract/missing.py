"""Pages that say, under a status of success, that they do not exist.

A statement may speak of things not found: the words must be all that a title or heading says, and the text short.
"""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from crawler.extract.lines import Line
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of, title_of
from crawler.model.failure import Failure

# Whole titles and headings. ``~`` stands for a short rest of the sentence.
_SAYINGS: Final = (
    # A number, and what it means
    "(?:error|erreur|erro|errore|fehler|seite|http|ошибка|помилка|памылка|xəta|hata|chyba|błąd|hiba|virhe|greška|грешка"
    r"|eroare|klaida|σφάλμα|خطأ|خطا|שגיאה|ralat|lỗi|エラー|错误|錯誤|오류)?[\s:№#-]*404[\s:.!|–—-]*"
    "(?:(?:error|page|file|not found|oops|sorry|seite|страница|ошибка|səhifə|xəta|erreur|página|pagina|strona|sayfa"
    "|nie znaleziono|stránka|stranica|页面|頁面|페이지|trang|ページ)~)?",
    # English
    "(?:the |this |that )?(?:requested |web ?)?(?:page|file|document|content|article|item|node|resource|url)"
    "(?: (?:you (?:requested|are looking for|were looking for|have requested)|requested))?"
    " (?:(?:was|is|could|can|has|have)(?: not|n['’]t)|cannot|not)(?: be| been)? (?:found|available|located|displayed)~",
    "(?:the |this |that )?(?:requested )?(?:page|content|article|document)"
    " (?:does(?:n['’]t| not) exist|is(?: currently)? unavailable|(?:is )?no longer (?:exists|available))~",
    "(?:sorry|oops|we(?:['’]| a)?re sorry)[,.!…:]* ?(?:but )?"
    "(?:(?:the|this|that) page ~|we (?:could|can)(?: ?no|n['’])t find~)",
    "(?:we )?(?:could ?n['’]t|cannot|can['’]t|did ?n['’]t|could not|unable to) find (?:that|the|this|your) page~",
    "(?:the|this|that) page (?:you requested |you are looking for )?(?:can['’]t be found"
    "|has (?:been )?(?:moved|removed|deleted))~",
    "(?:page missing|missing page|help finding information|nothing (?:was )?found|object not found|no such page)",
    "(?:page |file |content |document |resource )?not found",
    # Slavic
    "(?:к сожалению,? )?(?:запрашиваем(?:ая|ый) (?:вами )?)?(?:страница|документ|материал)"
    " (?:не (?:найден[аы]?|существует)|удален[аы]?)~",
    "такой страницы (?:не существует|нет)~",
    "(?:на жаль,? )?(?:запитувану? )?сторінк[ау] не (?:знайдено|існує)~",
    "старонка не (?:знойдзена|існуе)~",
    "(?:тази |търсената )?страница(?:та)? не (?:е намерена|съществува|беше намерена)~",
    "страница(?:та)? (?:није пронађена|не постоји|не е пронајдена|не е најдена)~",
    "(?:podana |szukana )?strona (?:nie (?:została )?(?:odnaleziona|znaleziona)|nie istnieje)~|nie znaleziono strony~",
    "(?:požadovaná )?strán?ka (?:nebyla nalezena|nenalezena|neexistuje|nebola nájdená|sa nenašla)~|strana nenalezena~",
    "stranica (?:nije prona(?:đ|dj)ena|ne postoji)~|stran(?:i)? (?:ni (?:bilo )?mogoče najti|ne obstaja|ni najdena)~",
    # Turkic, Persian, of the Caucasus
    "(?:axtardığınız )?səhifə (?:tapılmadı|mövcud deyil)~",
    "(?:aradığınız |istenen )?sayfa (?:bulunamadı|mevcut değil)~",
    "(?:бет|парақша|баракча) (?:табылмады|табылган жок)~|sahifa topilmadi~|саҳифа (?:топилмади|ёфт нашуд)~",
    "էջը (?:չի գտնվել|գտնված չէ)~|გვერდი (?:ვერ მოიძებნა|არ მოიძებნა|ვერ იქნა ნაპოვნი)~",
    "(?:صفحه|برگه)[یٔ]? ?(?:مورد نظر )?(?:یافت نشد|پیدا نشد|وجود ندارد)~|صفحہ (?:نہیں ملا|موجود نہیں)~",
    # Germanic
    "(?:die )?(?:gesuchte |angeforderte |aufgerufene )?(?:seite|datei) (?:wurde |konnte |ist )?(?:leider )?nicht"
    " (?:mehr )?(?:gefunden(?: werden)?|vorhanden|verfügbar)~|seite existiert nicht~",
    "(?:de )?(?:gevraagde )?pagina (?:is |kon )?niet (?:worden )?gevonden~|pagina bestaat niet~",
    "sidan (?:kunde inte hittas|hittades inte|finns inte)~|siden (?:ble |blev |kunne )?ikke (?:funnet|fundet|findes)~",
    "síðan? fannst ekki~",
    # Romance
    "(?:la )?page (?:demandée )?(?:est )?(?:introuvable|non trouvée|n['’]existe (?:pas|plus)|n['’]a pas été trouvée)~",
    r"(?:la |a )?p[áa]gina (?:solicitada )?(?:no (?:encontrada|existe|disponible|se (?:ha )?encontr\w+|fue encontrada)"
    "|não (?:encontrada|existe|foi encontrada|localizada)|non trovata|non esiste|nu (?:a fost găsită|există))~",
    "la pàgina no (?:existeix|s['’]ha trobat)~|conteúdo não encontrado~|contenido no encontrado~",
    # Others of Europe
    "puslapis nerastas~|lapa nav atrasta~|sivua ei löydy~|sivua ei löytynyt~|lehte(?:külge)? ei leitud~",
    "(?:az? )?(?:keresett )?(?:oldal|lap) nem (?:található|létezik)~|η σελίδα δεν (?:βρέθηκε|υπάρχει)~",
    "faqja nuk u gjet~|il-paġna ma nstabitx~",
    # Arabic, Hebrew
    "(?:عذرا[،,]? ?)?(?:الصفحة|صفحة) (?:(?:التي تبحث عنها|المطلوبة) )?(?:غير (?:موجودة|متاحة|متوفرة)"
    "|لم يتم العثور عليها)~|لم يتم العثور على الصفحة~",
    "(?:ה?דף|העמוד) (?:המבוקש )?(?:לא נמצא|אינו קיים)~",
    # Asia
    "(?:お探しの|指定された|ご指定の)?ページ[がは](?:見つかり|見付かり|存在し|ござい)ません~",
    "(?:抱歉|对不起|對不起)?[，,！! ]*(?:您(?:访问|请求|要找)的)?(?:页面|網頁|网页|頁面)"
    "(?:不存在|未找到|没有找到|找不到|已删除|已被删除)~",
    "(?:요청하신 )?페이지를 찾을 수 없습니다~|존재하지 않는 페이지~",
    "ไม่พบ(?:หน้า|เพจ)~|không tìm thấy trang~|trang không tồn tại~",
    "(?:halaman|laman)(?: yang anda cari)? (?:tidak (?:ditemukan|dijumpai|wujud|tersedia))~",
    "पृष्ठ नहीं मिला~|ukurasa haupatikani~|хуудас олдсонгүй~",
)  # fmt: skip
_NOT_FOUND: Final = re.compile("^(?:" + "|".join(_SAYINGS).replace("~", ".{0,60}") + ")$", re.IGNORECASE)
_LONGEST: Final = 1200  # characters of a text that only says so
_APOLOGY: Final = 400  # … that apologizes: blogs tell of a mishap under the same word
_OOPS: Final = re.compile(r"(?:oops|whoops|sorry|ups|hoppla|упс|ой)\b.{0,60}$", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s[|–—-]\s|\s*[|:»«]\s+|\s{2,}")


def is_not_found(title: str | None, length: int) -> bool:
    """A page that says that it does not exist: by its title, and a text of few characters."""
    return title is not None and length < _LONGEST and _NOT_FOUND.match(title.strip(" !.…*")) is not None


def not_found(root: etree._Element, length: int, lines: Sequence[Line] = ()) -> Failure | None:
    """The same of a page that no layout has read: by a part of its title, or by a heading."""
    if length >= _LONGEST:
        return None
    title = title_of(root)
    if lines:
        headings = [line.text for line in lines if line.level and not line.frame and not line.is_link][:4]
    else:
        headings = [squeeze(text_of(item)) for item in root.iter("h1")][:1]
    if length < _APOLOGY and any(_OOPS.match(said) for said in headings[:1]):  # an apology, and somewhere what for
        headings += [line.text for line in lines if not line.frame]
    for said in (*headings, title, *_PARTS.split(title)):
        if said and len(said) <= 160 and is_not_found(said, length):
            return Failure("content.soft404", f"the page says that it does not exist: {said[:100]!r}")
    return None
