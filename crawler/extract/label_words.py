"""The words of labels around statements' texts, in the languages of ministries: data for :mod:`crawler.extract.labels`.

Regular expressions without anchors, one for each form; they are matched without regard to case against a whole line.
"""

from typing import Final

# For editors: when it may be published.
RELEASE: Final = (
    "(?:for )?(?:immediate|general) release", r"embargo(?:ed)?\b.{0,60}", "not for (?:immediate )?release.{0,40}",
    "sofort(?:ige)?freigabe", "zur sofortigen veröffentlichung", "pour diffusion immédiate",
    "para (?:divulgação|publicación) (?:imediata|inmediata)", "для немедленной публикации",
)  # fmt: skip
# What the page calls such texts.
KIND: Final = (
    "(?:press|news|media)[ -]?(?:releases?|statements?|advisor(?:y|ies)|notes?|communiqu[eé]s?|information)",
    "pressemitteilung(?:en)?", "presseinformation", "medienmitteilung", "presseaussendung", "communiqué de presse",
    "comunicados?(?: de (?:prensa|imprensa))?", "nota(?: de| à) (?:prensa|imprensa)", "comunicato stampa",
    "пресс-релиз", "прес-реліз", "прэс-рэліз", "mətbuat (?:açıqlaması|məlumatı)", "basın (?:açıklaması|bülteni)",
    "persbericht", "pressmeddelande", "pressemelding", "pressemeddelelse", "lehdistötiedote", "tisková zpráva",
    "komunikat prasowy", "siaran (?:pers|akhbar|media)", "報道発表(?:資料)?", "プレスリリース", "보도자료",
    "新闻稿", "新聞稿", "بيان صحفي", "news", "statement", "speech", "announcement",
)  # fmt: skip
# Author, source, photographer, day of publication.
BYLINE: Final = (
    r"(?:reporting|editing|writing|additional reporting|compiled|edited) by\b.{2,120}",
    "to contact the (?:reporter|editor).{2,120}",
    "(?:written |posted |published |submitted |text |story |report |article |"
    r"photos? )?by\b(?: the)?[: ].{2,60}",
    "(?:(?:author|editor|reporter|writer|source|photo|photos|image|credit|foto|fotos|bild|text|autor|autora|"
    "fonte|fuente|quelle|redaktion|redakteur|verfasser|автор|источник|фото|редактор|müəllif|mənbə|kaynak|"
    "yazar|penulis|sumber|editor|tác giả|nguồn|nguon|auteur|crédit|autore|(?:信息|文章|稿件|新闻|"
    r"本文)?来源|來源|作者|责任编辑|责编|责任编辑|编辑|編輯|記者|撰文|文|ผู้เขียน|المصدر|الكاتب|منبع)(?:\(s\)|"
    r"s)?\s*[:：|/]).{0,100}",
    r"(?:date|datum|fecha|data|дата|tarix|tarih|التاريخ|日期|日付|from\s*:.{0,40}|page \d+ of \d+)",
    r"[（(【\[]\s*(?:责编|责任编辑|编辑|来源|記者|记者|photo|foto|фото)[^）)】\]]{0,60}[）)】\]]",
    "(?:publicado|publicada|escrito|postado|criado) (?:por|em|el|por:).{0,80}",
    r"(?:veröffentlicht|erstellt|geschrieben)(?: am| von)\b.{0,60}", r"publié (?:le|par)\b.{0,60}",
    r"pubblicato il\b.{0,60}", r"опубликовано\b.{0,60}", r"размещено\b.{0,60}",
    r"(?:date )?(?:posted|published|released|issued)(?: on| at| date)?\s*(?::?\s.{0,60}|:)", r"release date\W.{0,50}",
    r"date (?:of )?(?:release|issue|publication|published|posted)\W.{0,50}", "发布(?:时间|日期).{0,60}",
    r"(?:时间|日期|發布日期|掲載日|公開日|登録日|작성일|등록일|배포일)\s*[:：].{0,60}", r"date\s*:.{0,50}",
    r"data\s*:.{0,50}", r"datum\s*:.{0,50}", r"fecha\s*:.{0,50}", r"дата\s*:.{0,50}", r"tarix\s*:.{0,50}",
    r"tarih\s*:.{0,50}", r"التاريخ\s*[:：].{0,50}",
)  # fmt: skip
# What the page offers its readers: to print, go back, enlarge, follow.
SERVICE: Final = (
    r"(?:last )?(?:updated?|modified|changed|reviewed)(?: on| at| date)?\b\s*:?.{0,50}",
    "(?:page|site) last .{0,60}", "zuletzt (?:geändert|aktualisiert).{0,50}",
    r"(?:letzte (?:änderung|aktualisierung)|stand)\s*[:：]?\s*\d.{0,40}", "mis à jour.{0,50}",
    "actualizado.{0,50}", "atualizado.{0,50}", "обновлено.{0,50}", "последнее (?:обновление|изменение).{0,50}",
    "更新(?:日|时间|日期)?[:：].{0,40}",
    "(?:go |return )?back(?: to (?:the )?(?:list(?:ing)?|top|news|overview|previous page|press releases|"
    "all .{1,30}))?",
    "(?:to )?(?:the )?top(?: of (?:the )?page)?", "zurück(?: zur .{1,30})?", "nach oben", "seitenanfang",
    "retour.{0,30}", "haut de page", "volver(?: atrás| al .{1,20})?", "voltar(?: para .{1,20}| ao .{1,20})?",
    "subir", "torna (?:su|indietro).{0,20}", "назад(?: к .{1,20})?", "наверх", "вернуться.{0,30}", "geri(?: dön)?",
    "geriyə", "yuxarı", "kembali", "ページの?(?:先頭|トップ)(?:へ|に)?(?:戻る)?", "トップへ戻る",
    "一覧(?:へ|に)戻る", "返回(?:顶部|列表|上一页)?", "목록(?:으로)?", "이전글.{0,80}", "다음글.{0,80}",
    "上一[篇条頁页].{0,100}", "下一[篇条頁页].{0,100}",
    r"(?:previous|next|prev|older|newer)(?: (?:article|post|news|page|story|item|release|entry))?\W{0,3}.{0,2}",
    "(?:vorheriger?|nächster?) (?:artikel|beitrag|meldung).{0,60}",
    r"(?:предыдущая|следующая|предыдущий|следующий)\b.{0,80}", "anterior", "siguiente", "próxim[oa]", "seguinte",
    "suivante?", "précédente?", "close", "schließen", "menu", "search", "suche", "home", "contents?", "inhalt",
    "page content", "main content",
    r"(?:text|font|schrift)[ -]?(?:size|größe)?\W*(?:[a+\-– ]|small|medium|large|decrease|increase|reset)*",
    r"(?:a[+\-]?\s?){1,4}", r"[aа]\W{0,3}[aа]\W{0,3}[aа]", r"[【\[(（]?\s*(?:字号|字體|字体|字號)\W*.{0,30}",
    "小字号", "大字号", "图集",
    r"(?:[【\[（(]\s*(?:纠错|责任编辑|责编|编辑|打印|关闭|分享|收藏|\d)[^】\]）)]{0,40}[】\]）)]\s*)+",
    r"(?:【?免责声明】?|声明\s*[:：]|disclaimer\s*:).{0,140}", r"[大中小\s|]{3,9}",
    "listen(?: to (?:this )?(?:article|page))?", "vorlesen", "escuchar", "ouvir",
    r"\d+ ?(?:min(?:utes?)?\.? read|minuten? lesezeit)", r"reading time\W.{0,20}", r"lesezeit\W.{0,20}",
    "(?:views?|hits|page ?views|visits|reads?|просмотр(?:ов|ы)?|baxış(?: sayı)?|oxunma(?: sayı)?|görüntüleme|"
    "okunma|aufrufe|visitas|acessos|dibaca|dilihat|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:数|率|次数)?|"
    r"조회(?:수)?|lượt xem)\s*[:：]?\s*[\d.,  ]*(?:次|times|kali)?",
    r"[\d.,]+ (?:views?|hits|reads|visits|просмотр(?:ов|а)?|comments?|shares?)",
    "(?:tags?|keywords?|key words|topics?|themes?|categor(?:y|ies)|filed under|labels?|sections?|"
    "schlag(?:worte|wörter|worte:)|themen?|kategorien?|mots[- ]clés|etiquetas|palavras[- ]chave|"
    "palabras clave|categor[ií]as?|теги|ключевые слова|рубрик[аи]|тэги|teqlər|açar sözlər|etiketler|关键词|"
    r"标签|キーワード|タグ|태그|키워드|คำสำคัญ|หมวดหมู่)(?:\s*[:：].{0,100})?",
    r"(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    "todos los derechos|todos os direitos|все права защищены|版权所有|無断転載).{0,120}",
    "rate this.{0,30}", "was this (?:page|article|information) (?:helpful|useful).{0,20}", "did you find .{0,60}",
    "report (?:a|an) (?:problem|error|mistake).{0,40}",
    "(?:subscribe|sign up|follow us|like us|join us|connect with us|stay (?:connected|informed)|"
    "suivez[- ]nous|folgen sie uns|síganos|siga-nos|подпи(?:сывайтесь|шитесь)|bizi (?:izləyin|takip edin)|"
    "ikuti|theo dõi).{0,100}",
    "分享(?:到|让更多人看到|至)?[:：]?", "打印(?:本页)?", "关闭(?:窗口|本页)?", "扫一扫.{0,40}",
    ".{0,20}(?:扫码|扫描|二维码|公众号|朋友圈).{0,40}", "[（(]?原标题.{0,100}", r"t \+ -", "permalink.{0,100}",
    "send us your feedback", "give us your feedback", "devenez fan.{0,60}", "【.{0,10}(?:打印|关闭|字体).{0,20}】",
    "シェア(?:する)?", "ツイート", "印刷(?:する)?", "공유(?:하기)?", "인쇄", "แชร์", "แบ่งปัน", "chia sẻ",
    "bagikan", "مشاركة", "شارك", "طباعة", "اطبع", "שתף", "הדפס", "اشتراک[‌ ]?گذاری", "چاپ",
    "(?:view|download|read|open|get)(?: the| this| as| in)*(?: full)?(?: press release| release| statement|"
    r" document| article)?(?: as| in)?(?: an?)? ?\(?pdf\)?.{0,30}",
    "pdf(?: version| download)?", "download(?: file| pdf)?", "email this(?: page| article)?",
    "send (?:to|by) (?:a )?(?:friend|e-?mail)", "cookies?", "accept(?: all)?(?: cookies)?", r"loading\W*",
    "advertisement", "werbung", "реклама", "anzeige", "publicidad", "publicidade", "広告", "광고", "on this page",
    "ads by google", "buy this (?:photo|image)", "view all(?: .{1,20})?", "download this (?:file|image|photo)",
    r"(?:\d+|an?) (?:seconds?|minutes?|hours?|days?|weeks?) ago", r"hace \d+ (?:minutos?|horas?|días?)",
    r"vor \d+ (?:minuten?|stunden?|tagen?)", r"il y a \d+ (?:minutes?|heures?|jours?)",
    r"há \d+ (?:minutos?|horas?|dias?)", r"\d+ (?:минут\w*|час\w*|дн\w+|день|хвилин\w*|годин\w*) (?:назад|тому)",
    r"\d+ (?:dakika|saat|gün|dəqiqə) (?:önce|əvvəl)",
    r"\d+ ?(?:秒|分钟|小时|天|分鐘|小時|時間|分|日|시간|분|일) ?(?:前|전)",
    r"\d+ (?:menit|jam|hari) (?:yang )?lalu", r"\d+ (?:phút|giờ|ngày) trước", "调整字体", "【纠错】.{0,40}", "无障碍",
    "点击(?:进入|查看|下载).{0,30}", "举报", "回复", r"page \d+ of \d+", r"página \d+ de \d+", r"seite \d+ von \d+",
    "(?:send|submit) (?:a )?corrections?", "house rules", r"follow @\w+", r"loading\W*",
)  # fmt: skip
# Headings of links to other texts, and of attachments.
RELATED: Final = (
    "(?:related|similar|further|additional|other|more|latest|recent|recommended|popular|associated|useful|"
    r"external|quick) (?:\w+ )?(?:news|articles?|stories|story|links?|content|contents|documents?|information|"
    "items|posts?|pages?|releases|press releases|topics?|materials?|media|resources?|publications?|files?|"
    "reading|downloads?|videos?|statements?|speeches)",
    r"(?:read more|now read|more|related|read also|also read|watch|don['’]t miss)\s*: .{10,120}",
    r"(?:lire aussi|à lire|mehr dazu|lesen sie (?:auch|mehr)|siehe auch|leia (?:também|mais)|lea (?:también|más)|"
    r"leggi anche|(?:читайте|чытайце|дивіться|читайте) (?:также|також|таксама)|по теме|oxu(?:yun)? həmçinin|"
    r"ayrıca bakınız|baca juga|xem thêm|"
    r"此前报道|相关(?:报道|新闻|阅读|链接)|延伸阅读|関連記事|관련기사)\s*[:：]\s?.{4,120}",
    "related", "related to this.{0,20}", "see also", "read (?:also|more|next)", "you may (?:also|be).{0,40}",
    "more (?:on|about|from|in) .{0,50}", "more", "what to read next", "don['’]t miss.{0,20}",
    "weitere artikel.{0,60}",
    r"(?:weitere|verwandte|ähnliche|mehr|aktuelle) (?:\w+ )?(?:informationen|artikel|meldungen|themen|"
    "beiträge|links|nachrichten|pressemitteilungen|zum thema|inhalte|hinweise.{0,30})",
    "mehr(?: zum thema| dazu)", "weiterführende .{0,30}", "das könnte .{0,40}", "siehe auch", "zum thema",
    "links(?: zum thema)?", "weitere hinweise.{0,30}", "(?:[àa] )?lire aussi.{0,20}", "voir aussi",
    "en savoir plus.{0,30}", "articles? (?:liés|similaires|connexes|associés)", "sur le même (?:sujet|thème)",
    "documents? (?:associés|joints|liés)", "liens utiles",
    "(?:noticias?|notícias?|artículos?|artigos?|contenidos?|conteúdos?|enlaces|links|documentos?|"
    "publicaciones|matérias?) (?:relacionad[oa]s?|similares|recientes|recentes|de interés)",
    "v[eé]a (?:también|mais|além)", "veja também", "leia (?:também|mais)", "lea también",
    "más (?:noticias|información)", "mais (?:notícias|informações|lidas)", "últimas not[ií]cias",
    "outras notícias", "otras noticias",
    "(?:notizie|articoli|contenuti|link|documenti) (?:correlat[ei]|collegat[ei]|utili)", "leggi anche",
    "vedi anche", "potrebbe interessarti.{0,20}", "(?:читайте|смотрите) (?:также|далее|ещё|еще).{0,20}",
    "(?:похожие|другие|последние|связанные) (?:новости|материалы|статьи|публикации)",
    "(?:новости|материалы) по теме", "по теме", "ещё по теме", "документы", "ссылки", "(?:читайте|дивіться) також",
    "(?:схожі|інші|останні|пов['’]язані) (?:новини|матеріали)", "(?:чытайце|глядзіце) таксама",
    "(?:oxşar|digər|son|əlaqəli) xəbərlər", "(?:ilgili|benzer|diğer|son) haberler",
    "bunlar(?: da)? ilginizi.{0,20}", "(?:berita|artikel) (?:terkait|lainnya|terbaru|populer)",
    "baca juga.{0,100}", "tin (?:liên quan|mới|khác)", "bài (?:viết )?liên quan", "xem thêm.{0,60}",
    "đọc thêm.{0,60}", "相关(?:新闻|链接|阅读|文章|报道|稿件|文件|附件|推荐)", "相關(?:新聞|連結|閱讀|文章|報導)",
    "推荐阅读", "延伸阅读", "附件(?:下载)?", "関連(?:記事|リンク|情報|ページ|資料|ニュース|するページ).{0,10}",
    "あわせて読みたい", "お問い?合わ?せ先?", "問い?合わ?せ先", "관련 ?(?:기사|뉴스|링크|자료|글)", "첨부(?:파일)?",
    "ข่าว(?:ที่)?เกี่ยวข้อง", "เรื่อง(?:ที่)?เกี่ยวข้อง", "อ่าน(?:ข่าว)?(?:เพิ่มเติม|ต่อ|ประกอบ)",
    "ข่าวอื่น.{0,10}", "(?:مواضيع|أخبار|مقالات|روابط) (?:ذات صلة|أخرى|متعلقة|مشابهة)", "اقرأ أيضا.{0,60}",
    "(?:اخبار|مطالب) مرتبط", "כתבות (?:נוספות|קשורות)", "עוד (?:בנושא|כתבות).{0,20}", "attachments?", "anhang",
    "anhänge", "anlagen?", "downloads?", "pièces? jointes?", "anexos?", "adjuntos?", "arquivos?", "archivos?",
    "allegati", "вложения", "прикреп[лё]+нные файлы", "файлы", "əlavələr", "ekler", "lampiran", "tags?", "topics?",
    "share", r"comments?(?: \(\d+\))?", r"\d+ comments?", "leave a (?:reply|comment).{0,20}", "kommentare?",
    "commentaires?", "comentarios?", "комментарии.{0,20}", "コメント", "评论", "댓글", "bình luận",
)  # fmt: skip
# Headings of names and telephone numbers.
CONTACT: Final = (
    "(?:for )?(?:further |more |additional )?(?:(?:media|press|public|news|general)(?: (?:and|"
    r"&) \w+)? )?(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies))(?: (?:only|details|information|persons?|us|"
    "for (?:the )?(?:media|press|journalists)))?(?:,? (?:please )?contact)?",
    r"(?:media|press|public|news)(?: (?:and|&) \w+)? (?:office|relations|information)",
    "contacts? .{0,30}(?:media|press|presse|prensa)",
    "for (?:press|media) (?:information|details|inquiries|enquiries).{0,60}", "media only.{0,30}",
    "(?:presse|medien|rück)?(?:kontakte?|ansprechpartner(?:in|innen)?|anfragen|rückfragen)(?: für .{0,40}|"
    " bei .{0,40}| an)?",
    "(?:rückfragen|rückfragehinweis|kontakt|pressestelle).{0,50}", "herausgeber(?:in)?", "impressum",
    "contacts? (?:presse|médias?)", "contactos?(?: de prensa)?", "contatos?(?: para .{0,20})?",
    "contatti(?: stampa)?", "ufficio stampa", "assessoria de (?:comunicação|imprensa).{0,40}", "контакты.{0,30}",
    "əlaqə.{0,20}", "iletişim", "(?:本件(?:に関する)?|報道に関する)?(?:お?問い?合わ?せ先?|連絡先|担当).{0,20}",
    "联系(?:方式|人|电话).{0,20}", "연락처", "문의.{0,20}", "담당(?:자|부서)?.{0,30}",
)  # fmt: skip
# Headings of notes on the author.
AUTHOR: Final = (
    "(?:about|meet) (?:the )?(?:authors?|writers?)", r"(?:über|zum|zur) (?:den |die )?autor\w*", "autor(?:in|en)?",
    "à propos de l['’]auteure?", "l['’]auteure?", "sobre (?:el|la|o|a) autora?", "об авторе", "作者简介",
    "著者プロフィール", "この記事を書いた人",
)  # fmt: skip
# The end of a text, said.
END: Final = (
    "ends?", "fin", "ende", "end of (?:text|statement|release|document)", "конец", "xxx", "30", "fine", "完",
    "終わり", "以上", r"\(?끝\)?", "tamat", "selesai", "نهاية", "انتهى",
)  # fmt: skip
# What a line of buttons is made of: networks, and what is done to a page ("Share", "Print").
BUTTONS: Final = frozenset({
    "band", "bluesky", "copy", "delicious", "digg", "drucken", "email", "facebook", "flipboard", "gmail",
    "google", "gplus", "instagram", "kakao", "kakaotalk", "like", "line", "link", "linkedin", "mail", "mastodon",
    "messenger", "naver", "ok", "pin", "pinterest", "plus", "print", "qq", "qzone", "reddit", "rss", "share", "shares",
    "skype", "sms", "teilen", "telegram", "threads", "tumblr", "tweet", "twitter", "viber", "vk", "vkontakte",
    "wechat", "weibo", "whatsapp", "x", "xing", "youtube", "вконтакте", "одноклассники", "stumbleupon", "printer",
    "partager", "imprimer", "compartir", "compartilhar", "imprimir", "condividi", "stampa", "delen", "afdrukken",
    "dela", "skriv", "del", "jaa", "tulosta", "udostępnij", "drukuj", "sdílet", "tisk", "vytisknout", "zdieľať",
    "megosztás", "nyomtatás", "distribuie", "tipărește", "сподели", "печат", "отпечатай", "подели", "штампај",
    "podeli", "podijeli", "štampaj", "ispiši", "ispis", "natisni", "deli", "dalintis", "spausdinti", "dalīties",
    "drukāt", "jaga", "prindi", "поделиться", "печать", "распечатать", "поділитися", "друк", "друкувати",
    "падзяліцца", "друкаваць", "paylaş", "paylaşın", "yazdır", "çap", "бөлісу", "бөлісіңіз", "басып", "бөлүшүү",
    "ulashish", "chop", "ارسال", "اشتراک", "چاپ", "چاپی", "مشاركة", "شارك", "طباعة", "اطبع", "שתף", "שיתוף", "הדפס",
    "הדפסה", "शेयर", "साझा", "प्रिंट", "শেয়ার", "প্রিন্ট", "شیئر", "پرنٹ", "แชร์", "พิมพ์", "bagikan", "cetak",
    "kongsi", "sebarkan", "shiriki", "chapisha", "κοινοποίηση", "εκτύπωση", "გაზიარება", "ბეჭდვა", "կիսվել", "տպել",
    "공유", "공유하기", "인쇄", "프린트", "хуваалцах", "хэвлэх", "shpërndaje", "printo", "ያጋሩ", "አትም",
    "አጋራ", "deel", "partagez", "compartilhe", "comparta", "שתפו", "fahe", "imprime",
})  # fmt: skip
# What else stands in such a line; alone it is none.
BUTTON_WORDS: Final = frozenset({
    "this", "the", "page", "article", "story", "post", "news", "on", "via", "with", "by", "to", "a", "friend", "your",
    "now", "friendly", "version", "pdf", "auf", "per", "diese", "seite", "artikel", "beitrag", "über", "sur", "cette",
    "par", "cet", "en", "por", "esta", "este", "página", "artigo", "no", "na", "su", "questa", "pagina", "в", "на",
    "по", "для", "версия", "версія", "страницу", "et", "etish", "chia", "sẻ", "in", "ut", "út", "گذاری", "نسخه",
    "کریں", "کردن", "করুন", "करें", "шығару", "чыгаруу", "halaman", "laman", "ukurasa", "e", "del", "of", "as", "text",
    "size", "send", "save", "download", "opinions", "posta", "correo", "почта", "почте", "social", "media", "networks",
    "deze", "dit", "друку",
})  # fmt: skip
# The same in writing without blanks.
JOINED_BUTTONS: Final = (
    "分享", "转发", "轉發", "列印", "友善列印", "友善打印", "打印", "关闭", "窗口", "收藏", "微信", "微博",
    "新浪微博", "朋友圈", "空间",
    "字体", "放大", "缩小", "正常", "大", "中", "小", "回上一頁", "回上頁", "返回", "到", "本页", "印刷",
    "シェア", "ツイート",
    "このページを", "する", "人人网", "腾讯", "脸书", "臉書", "推特", "twitter", "facebook", "line", "qq", "email",
    "แชร์", "พิมพ์", "หน้านี้", "ส่งต่อ", "ចែករំលែក", "បោះពុម្ព", "ແບ່ງປັນ", "ພິມ", "မျှဝေ",
)  # fmt: skip
