"""Searches of a site: what their pages are called, and how they say that they found nothing, in many languages."""

import re
from typing import Final

# Whole titles and headings. ``~`` stands for what was looked for.
_NAMES: Final = (
    "search(?: (?:the|this|our) (?:web)?site| page| form)?|(?:your )?search results?~"
    "|results (?:for|of) (?:your )?search~|you searched for~|advanced search",
    "rechercher?(?: sur le site| avancée)?|résultats? (?:de )?(?:la |votre )?recherche~",
    "suchen?|(?:erweiterte )?suche|such(?:ergebnisse?|resultate?)~|zoeken|zoekresultaten~|sök|sökresultat~|søk"
    "|søg(?:ning)?|sø[kg]eresultater?~|haku|hakutulokset~|leit|leitarniðurstöður~",
    "(?:búsqueda|buscar)(?: avanzada| en el sitio)?|busca|pesquisar?|buscador|cercar?|ricerca(?: nel sito)?"
    "|resulta(?:dos?|ts?) (?:de|da) (?:la |tu |su )?(?:búsqueda|busca|pesquisa|cerca)~"
    "|risultati (?:della |di )?ricerca~|căutare|rezultatele? căutării~|rezultate (?:de )?căutare~",
    "поиск(?: по сайту)?|результаты поиска~|пошук(?: па сайце| по сайту| на сайті)?|результати пошуку~"
    "|вынікі пошуку~|търсене|резултати от търсене(?:то)?~|претрага|резултати претраге~|пребарување",
    "szukaj|wyszukiwa(?:nie|rka)|wyniki wyszukiwania~|hledat|hledání|vyhledávání"
    "|výsledky (?:vyhledávání|hledání)~|hľadať|vyhľadávanie|výsledky (?:vyhľadávania|hľadania)~|pretra(?:ga|ži)"
    "|rezultati (?:pretrage|pretraživanja)~|iskanje|rezultati iskanja~|keresés"
    "|keresési (?:eredmény|találat)(?:ek|ok)?~|otsing|otsingu(?: ?tulemused)~|meklēšana|meklēšanas rezultāti~"
    "|paieška|paieškos rezultatai~|kërko|rezultatet e kërkimit~",
    "αναζήτηση|αποτελέσματα (?:της )?αναζήτησης~|ara(?:ma)?(?: sonuçları)?|axtarış(?: nəticələri)?"
    "|іздеу(?: нәтижелері)?|издөө|qidir(?:uv|ish)(?: natijalari)?|ҷустуҷӯ|хайлт(?:ын үр дүн)?|որոնում"
    "|որոնման արդյունքներ~|ძი?ებ(?:ა|ნა)|ძიების შედეგები~",
    "(?:ال)?بحث(?: متقدم)?|نتائج البحث~|جستجو(?:ی پیشرفته)?|نتایج جستجو~|تلاش(?: کے نتائج)?|חיפוש(?: באתר)?"
    "|תוצאות (?:ה)?חיפוש~",
    "(?:サイト内|全文)?検索(?:結果)?(?:一覧)?|検索結果~"
    "|(?:站内|全站|高级)?(?:搜索|检索|搜尋|檢索|查詢)(?:结果|結果)?|搜索结果~|(?:통합 ?)?검색(?: ?결과)?"
    "|검색 ?결과~|ค้นหา|ผลการค้นหา~|tìm kiếm|kết quả tìm kiếm~|pencarian|hasil pencarian~|carian"
    "|(?:hasil|keputusan) carian~|खोज(?:ें)?(?: परिणाम)?|অনুসন্ধান|tafuta|matokeo ya utafutaji~|ស្វែងរក|ຄົ້ນຫາ",
)  # fmt: skip
# Whole lines. ``~`` stands for a short rest of the sentence.
_NOTHING: Final = (
    "(?:sorry[,.!]? )?(?:but )?(?:there (?:are|were) )?(?:no|0|zero) (?:search |matching )?(?:results?|records?|"
    "items?|documents?|entries|matches|hits|news(?: items)?|articles?|posts?|events?)(?: (?:were|was|is|are|"
    "have been))? (?:found|available|to display|match(?:ed|ing)?)~"
    "|(?:there (?:are|were) )?(?:no|0|zero) (?:search |matching )?results?(?: (?:for|in|to) .{1,80})?",
    "(?:sorry[,.!]? )?(?:but )?nothing (?:was )?(?:found|matched)~"
    "|your search .{0,60}(?:did not|didn['’]t|returned no|yielded no|found no)~"
    "|there (?:is|are) (?:currently )?no (?:results?|items?|content|news|articles?|records?)~",
    "aucun résultat~"
    "|aucune? (?:élément|document|article|contenu|actualité|réponse|page) (?:n['’]a été )?(?:trouvée?|disponible|"
    "ne correspond)~|votre recherche n['’]a~",
    r"(?:es wurden |leider )?keine (?:\w+ )?(?:ergebnisse|treffer|suchergebnisse)~"
    "|keine (?:einträge|artikel|meldungen) (?:gefunden|vorhanden)~|geen (?:zoek)?resultaten~"
    "|(?:er zijn )?geen resultaten~|inga (?:resultat|träffar|sökresultat)~|ingen (?:resultater|treff|resultat)~"
    "|ei (?:haku)?tuloksia~",
    r"(?:lo sentimos[,.]? )?(?:no se (?:han |ha )?encontr\w+|no hay|sin) (?:ningún )?(?:resultados?|registros?|"
    "noticias|elementos)~|ningún resultado~"
    r"|(?:nenhum|não (?:há|foram encontrad\w+|foi encontrad\w+)) (?:resultados?|registros?|itens|item|conteúdo|"
    "notícias?)~|(?:nessun|non ci sono|non è stato trovato alcun) (?:risultat[oi]|elemento|contenuto)~"
    "|cap resultat~|niciun rezultat~|nu (?:au fost|s-au) găsit~",
    "(?:к сожалению,? )?(?:по (?:вашему|данному) запросу .{0,60})?(?:ничего не (?:найдено|нашлось)|"
    "(?:результатов|записей|материалов|документов|новостей) не найдено|нет (?:результатов|записей|материалов))~"
    "|(?:на жаль,? )?(?:за вашим запитом .{0,60})?нічого не знайдено~"
    "|(?:па вашым запыце .{0,60})?нічога не знойдзена~|(?:няма|не са) намерени~|няма резултати~|нема резултата~",
    "(?:brak|nie znaleziono) (?:żadnych )?(?:wyników|rezultatów|elementów|dokumentów)~"
    "|(?:nebyly |neboli )?(?:nalezeny|nájdené|nenalezeny) žiadne~"
    "|(?:nebyly nalezeny |nenalezeny )?žádné (?:výsledky|záznamy|položky)~|žiadne (?:výsledky|záznamy)~"
    "|nema (?:pronađenih )?rezultata~|ni (?:rezultatov|zadetkov)~"
    r"|nincs(?:enek)? (?:a keresésnek megfelelő )?(?:találat|eredmény)\w*~|tulemusi ei leitud~|nekas nav atrasts~"
    "|(?:nieko|rezultatų) nerasta~|nuk (?:u gjet|ka) (?:asnjë )?rezultat~",
    "δεν (?:βρέθηκαν|υπάρχουν) (?:αποτελέσματα|εγγραφές)~|(?:hiç(?:bir)? )?(?:sonuç|kayıt) bulunamadı~"
    "|(?:heç (?:bir )?)?(?:nəticə|məlumat) tapılmadı~|(?:ештеңе|нәтиже(?:лер)?) табылмады~"
    "|hech (?:narsa|nima) topilmadi~|ոչինչ չի գտնվել~|(?:შედეგი|არაფერი) (?:არ |ვერ )?მოიძებნა~",
    "(?:عذرا[،,]? ?)?(?:لا|لم) (?:توجد|يوجد|يتم العثور على) (?:أي |أية )?(?:نتائج|نتيجة|بيانات|أخبار)~"
    "|(?:هیچ )?(?:نتیجه ?‌?ای|موردی|مطلبی|خبری) یافت نشد~|(?:לא נמצאו|אין) תוצאות~|کوئی نتیجہ نہیں~",
    "(?:該当する|一致する|お探しの).{0,30}(?:ありません|見つかりません)(?:でした)?~"
    "|検索結果は?(?:0件|ありません)~"
    "|(?:抱歉[，,]?|对不起[，,]?)?(?:没有|未|沒有|暂无|查無|暂未)(?:找到|检索到|搜索到|查到|查询到|搜尋到)"
    "?.{0,20}(?:结果|結果|内容|內容|信息|记录|記錄|資料|数据)~|(?:共)?(?:找到)?0条~"
    "|(?:검색|조회)된? ?(?:결과|내용|자료)[가이] ?없습니다~|등록된 (?:게시물|글|자료)[이가] 없습니다~",
    "ไม่พบ(?:ผล|ข้อมูล|รายการ)~|không (?:tìm thấy|có) (?:kết quả|dữ liệu|bài viết)~"
    "|tidak (?:ada|ditemukan) (?:hasil|data)~|tiada (?:hasil|rekod|keputusan)~|कोई परिणाम नहीं~|কোনো ফলাফল~"
    "|hakuna matokeo~",
)  # fmt: skip
_PARTS: Final = re.compile(r"\s[|｜·•–—-]\s|\s*[|｜]\s*")


def _whole(sayings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(sayings).replace("~", ".{0,100}") + ")$", re.IGNORECASE)


_NAME: Final = _whole(_NAMES)
_FOUND: Final = _whole(_NOTHING)


def is_search(name: str) -> bool:
    """A title or heading, or the first or last part of one, that is a search's."""
    parts = _PARTS.split(name)
    return any(_NAME.match(part.strip(' .:!?…«»"“”')) for part in (name, parts[0], parts[-1]))


def found_nothing(line: str) -> bool:
    """A line that says that a search or a list is empty."""
    return len(line) <= 200 and _FOUND.match(line.strip(" .:!?…*")) is not None
