"""Words by which pages call the kinds of their texts, in the languages of ministries. Lower case, parted by ``|``.

Each phrase is a whole label ("Press releases"), and may stand at the beginning of a longer one. Names of sections that
hold everything ("Media", "Presse", "Aktuelles") are left out: they tell nothing.
"""

from functools import lru_cache
from typing import Final

WORDS: Final = {
    "joint_statement": """
joint statement|joint statements|joint declaration|joint press statement|joint media statement
|joint political declaration|trilateral statement|trilateral joint statement|leaders' statement
|leaders’ statement|chair's statement|chair’s statement|chairman's statement|ministers' statement
|ministers’ statement|gemeinsame erklärung|gemeinsames statement|gemeinsame stellungnahme|déclaration conjointe
|déclaration commune|declaración conjunta|declaración común|comunicado conjunto de los ministros
|declaração conjunta|declaración conxunta|declaració conjunta|dichiarazione congiunta|declarație comună
|gezamenlijke verklaring|gemeenschappelijke verklaring|gemensamt uttalande|fælles erklæring|felles erklæring
|felleserklæring|felles uttalelse|yhteinen julkilausuma|yhteinen julistus|ühisavaldus|kopīgs paziņojums
|kopīgā deklarācija|bendras pareiškimas|bendra deklaracija|wspólne oświadczenie|wspólna deklaracja
|společné prohlášení|spoločné vyhlásenie|skupna izjava|zajednička izjava|zajednička deklaracija
|заједничка изјава|közös nyilatkozat|deklaratë e përbashkët|κοινή δήλωση|κοινή διακήρυξη|ortak açıklama
|ortak bildiri|ortak basın açıklaması|birgə bəyanat|birgə bəyannamə|совместное заявление|совместная декларация
|совместное сообщение для сми|сумесная заява|спільна заява|спільна декларація|съвместна декларация
|съвместно изявление|заедничка изјава|бірлескен мәлімдеме|бирдиктүү билдирүү|қўшма баёнот|qo'shma bayonot
|qo‘shma bayonot|изҳороти муштарак|хамтарсан мэдэгдэл|ერთობლივი განცხადება|համատեղ հայտարարություն|بيان مشترك
|البيان المشترك|إعلان مشترك|بیانیه مشترک|بیانیهٔ مشترک|مشترکہ بیان|مشترکہ اعلامیہ|הצהרה משותפת|संयुक्त वक्तव्य
|যৌথ বিবৃতি|แถลงการณ์ร่วม|tuyên bố chung|pernyataan bersama|kenyataan bersama|taarifa ya pamoja|共同声明|共同宣言
|共同発表|共同プレス|联合声明|聯合聲明|联合宣言|聯合宣言|공동성명|공동 성명|공동선언""",
    "communique": """
communique|communiqués|communiqué|communiques|joint communique|joint communiqué|final communique
|final communiqué|communiqué conjoint|communiqué final|communiqué officiel|kommuniqué|gemeinsames kommuniqué
|kommunikee|comunicado final|comunicado conjunto|comunicado oficial|comunicados oficiales|comunicato congiunto
|comunicato finale|comunicat comun|komunikat końcowy|wspólny komunikat|společné komuniké|spoločné komuniké
|közös közlemény|коммюнике|совместное коммюнике|комюніке|сумеснае камюніке|комюнике|komyunike|komünike
|ortak komünike|birgə kommünike|kommünike|коммюникесі|البيان الختامي|联合公报|聯合公報|新闻公报|公报|コミュニケ
|共同コミュニケ""",
    "press_release": """
press release|press releases|media release|media releases|news release|news releases|press statement release
|press note|press notes|pressemitteilung|pressemitteilungen|medienmitteilung|medienmitteilungen|presseaussendung
|presseaussendungen|presseinformation|pressemeldung|pressemeldungen|presseerklärung|communiqué de presse
|communiqués de presse|communiqué à la presse|nota de prensa|notas de prensa|comunicado de prensa
|comunicados de prensa|boletín de prensa|boletines de prensa|nota informativa|comunicado de imprensa
|comunicados de imprensa|nota à imprensa|notas à imprensa|nota de imprensa|comunicado à imprensa|press-release
|nota de premsa|notes de premsa|comunicado|comunicados|nota de prensa conxunta|comunicato stampa
|comunicati stampa|comunicat de presă|comunicate de presă|comunicat|persbericht|persberichten|persverklaring
|pressmeddelande|pressmeddelanden|pressemeddelelse|pressemeddelelser|pressemelding|pressemeldinger
|fréttatilkynning|fréttatilkynningar|tiedote|tiedotteet|lehdistötiedote|pressiteade|pressiteated|preses relīze
|preses relīzes|pranešimas spaudai|pranešimai spaudai|pranešimai žiniasklaidai|komunikat prasowy
|komunikaty prasowe|informacja prasowa|tisková zpráva|tiskové zprávy|tlačová správa|tlačové správy
|sporočilo za javnost|sporočila za javnost|sporočila za medije|priopćenje|priopćenja|priopćenje za javnost
|saopštenje|saopštenja|saopštenje za javnost|saopćenje|saopćenja|saopćenje za javnost|саопштење|саопштења
|саопштења за јавност|sajtóközlemény|sajtóközlemények|közlemény|njoftim për shtyp|njoftime për shtyp
|komunikatë për media|δελτίο τύπου|δελτία τύπου|ανακοίνωση τύπου|basın bülteni|basın bildirisi|basın duyurusu
|mətbuat relizi|press-reliz|press reliz|mətbuat üçün məlumat|пресс-релиз|пресс-релизы|сообщение для сми
|сообщения для сми|сообщение для печати|прэс-рэліз|прэс-рэлізы|пресреліз|пресрелізи|прес-реліз|прес-релізи
|повідомлення для змі|прессъобщение|прессъобщения|прессъобщение на мвнр|прес-съобщение|прессоопштение|соопштение
|соопштенија|баспасөз хабарламасы|баспасөз релизі|пресс-релиздер|matbuot xabari|matbuot relizi|пресс-релиз ва
|хэвлэлийн мэдээ|пресс-релизи|პრესრელიზი|პრეს-რელიზი|մամուլի հաղորդագրություն|մամլո հաղորդագրություն|بيان صحفي
|بيانات صحفية|بيان إعلامي|بلاغ صحفي|بلاغ|خبر صحفي|اطلاعیه مطبوعاتی|پریس ریلیز|הודעה לעיתונות|הודעות לעיתונות
|הודעות לתקשורת|प्रेस विज्ञप्ति|प्रेस प्रकाशनी|সংবাদ বিজ্ঞপ্তি|প্রেস বিজ্ঞপ্তি|ข่าวประชาสัมพันธ์|ข่าวสารนิเทศ
|thông cáo báo chí|siaran pers|siaran akhbar|kenyataan media|kenyataan akhbar|taarifa kwa vyombo vya habari
|taarifa kwa umma|komunikadu imprensa|報道発表|報道資料|プレスリリース|ニュースリリース|报道发布|新闻稿|新聞稿
|보도자료|보도 자료|보도참고자료""",
    "briefing": """
briefing|briefings|press briefing|press briefings|media briefing|daily briefing|press conference
|press conferences|joint press conference|news conference|press availability|joint press availability
|department press briefing|regular press conference|spokesperson's remarks briefing|transcript of press briefing
|briefing by|pressekonferenz|pressekonferenzen|regierungspressekonferenz|medienkonferenz|pressestatement
|pressestatements|presseunterrichtung|point de presse|points de presse|conférence de presse
|conférences de presse|conférence de presse conjointe|q&r|point presse|rueda de prensa|ruedas de prensa
|conferencia de prensa|conferencias de prensa|conferência de imprensa|coletiva de imprensa|roda de premsa
|conferenza stampa|conferenze stampa|punto stampa|conferință de presă|briefing de presă|persconferentie
|persbriefing|presskonferens|pressträff|pressemøde|pressekonferanse|lehdistötilaisuus|tiedotustilaisuus
|pressikonverents|pressibriifing|preses konference|preses brīfings|spaudos konferencija|konferencja prasowa
|briefing prasowy|tisková konference|brífink|tlačová konferencia|tlačová beseda|novinarska konferenca
|tiskovna konferenca|konferencija za novinare|konferencija za medije|press konferencija|конференција за новинаре
|sajtótájékoztató|konferencë për shtyp|ενημέρωση|ενημέρωση συντακτών|συνέντευξη τύπου|basın toplantısı
|basın brifingi|brifing|brifinq|mətbuat konfransı|mətbuat brifinqi|брифинг|брифинги
|брифинг официального представителя|пресс-конференция|пресс-конференции|совместная пресс-конференция
|выступление и ответы на вопросы|вступительное слово и ответы на вопросы|брыфінг|брыфінгі|прэс-канферэнцыя
|брифінг|брифінги|пресконференція|прес-конференція|пресконференция|прес-конференција|баспасөз мәслихаты
|басма сөз жыйыны|matbuot anjumani|нишасти матбуотӣ|хэвлэлийн хурал|ბრიფინგი|პრესკონფერენცია|ճեպազրույց|ասուլիս
|մամուլի ասուլիս|مؤتمر صحفي|مؤتمر صحافي|إحاطة صحفية|إحاطة|نشست خبری|کنفرانس خبری|پریس بریفنگ|מסיבת עיתונאים
|תדרוך|प्रेस वार्ता|การแถลงข่าว|họp báo|konferensi pers|sidang media|press briefing mingguan|記者会見|会見記録
|大臣会見|会見|定例会見|記者会見記録|例行记者会|记者会|記者會|新闻发布会|发布会|吹风会|브리핑|정례브리핑
|기자회견|기자 회견""",
    "interview": """
interview|interviews|interview with|media interview|das interview|entretien accordé|interview accordée
|entrevista|entrevistas|intervista|interviste|interviu|interviuri|haastattelu|intervjuu|intervija|intervijas
|interviu su|wywiad|wywiady|rozhovor|rozhovory|rozhovor pre|intervju|intervjui|интервју|interjú|interjúk
|intervistë|intervista me|συνέντευξη|συνεντεύξεις|röportaj|mülakat|müsahibə|müsahibələr|интервью|інтэрв'ю
|інтэрв’ю|інтэрвію|інтерв'ю|інтерв’ю|интервю|интервюта|сұхбат|suhbat|intervyu|мусоҳиба|ярилцлага|ინტერვიუ
|ինտերվյու|հարցազրույց|مقابلة|مقابلات|مقابلة صحفية|حوار صحفي|حديث صحفي|مصاحبه|گفت‌وگو|גיאיון|ראיון|ראיונות
|साक्षात्कार|บทสัมภาษณ์|phỏng vấn|trả lời phỏng vấn|wawancara|temu bual|mahojiano|インタビュー|専访|专访|專訪
|接受采访|采访|인터뷰""",
    "speech": """
speech|speeches|speech by|rede von|rede des|rede der|rede bei|rede zur|rede zum|rede anlässlich|remarks
|remarks by|remarks at|opening remarks|closing remarks|concluding remarks|address by|address of|address to
|address at|keynote address|keynote speech|lecture by|lecture|speaking notes|statement at the un
|speeches and lectures|intervention by|intervention of|toast|rede|reden|ansprache|grußwort|grussrede|vortrag
|eröffnungsrede|festrede|discours|allocution|allocutions|allocution de|intervention de|propos liminaires
|mot de bienvenue|discurso|discursos|intervención|intervenciones|intervención del|palabras de|palabras del
|alocución|intervenção|pronunciamento|alocução|discurs|discursos i conferències|discorso|discorsi|intervento
|interventi|alocuțiune|cuvânt de deschidere|discursuri|toespraak|toespraken|speech van|tal|tal av|anförande
|anföranden|taler|tale|tale af|tale av|innlegg|ræða|ræður|ávarp|puhe|puheet|puheenvuoro|kõne|kõned|ettekanne
|runa|uzruna|runas|kalba|kalbos|sveikinimo kalba|przemówienie|przemówienia|wystąpienie|wystąpienia|projev
|projevy|vystoupení|prejav|prejavy|vystúpenie|príhovor|govor|govori|nagovor|nagovori|obraćanje|говор|обраћање
|beszéd|beszédek|felszólalás|fjala e|fjalim|fjalimi|fjalime|ομιλία|ομιλίες|χαιρετισμός|παρέμβαση|konuşma
|konuşmalar|konuşması|hitap|hitabı|çıxış|çıxışlar|çıxışı|nitq|nitqlər|nitqi|выступление|выступления|речь
|вступительное слово|доклад|тезисы выступления|обращение|выступ|выступленне|прамова|виступ|виступи|промова
|звернення|реч|изказване|изказвания|говори|обраќање|сөз сөйлеген|баяндама|сүйлөгөн сөз|nutq|nutqi|суханронӣ
|үг хэлэв|илтгэл|სიტყვა|გამოსვლა|მოხსენება|ելույթ|ելույթը|խոսք|كلمة|خطاب|كلمات|خطابات|سخنرانی|نطق|متن سخنرانی
|تقریر|خطاب برائے|נאום|נאומים|דברי|भाषण|अभिभाषण|ভাষণ|বক্তৃতা|สุนทรพจน์|คำกล่าว|ถ้อยแถลง|bài phát biểu|phát biểu
|diễn văn|pidato|sambutan|ucapan|teks ucapan|hotuba|diskursu|演説|講演|スピーチ|挨拶|あいさつ|冒頭発言|基調講演
|講話|讲话|講話稿|致辞|致詞|演讲|演講|发言|연설|축사|기조연설|개회사|환영사|연설문|기념사""",
    "transcript": """
transcript|transcripts|wortprotokoll|protokoll|verbatim|transcription|compte rendu intégral|transcripción
|transcrição|trascrizione|стенограмма|стенограммы|стенограма|stenogram|přepis|transkript|النص الكامل|文字实录
|文字實錄|速記録|議事録|発言録|속기록""",
    "comment": """
comment|comments|comment by|commentary|commentary by|response to a media question|reply to a media question
|press comment|answer to a media question|answers to media questions|response to media queries
|response to media query|media response|spokesperson's comment|spokesperson’s comment|spokesperson's commentary
|spokesperson’s commentary|q&a|official spokesperson's response|official spokesperson’s response|kommentar
|kommentare|commentaire|réponse à une question de presse|comentario|comentarios|comentário|comentários|commento
|comentariu|kommentaari|kommentaar|komentārs|komentaras|komentarz|komentarze|komentář|komentár|komentar|коментар
|komment|koment|σχόλιο|σχόλια|απάντηση εκπροσώπου|απαντήσεις εκπροσώπου|sc-|soru-cevap|soruya cevap|şərh|şərhlər
|şərhi|kiv-in sualına cavab|комментарий|комментарии|ответ на вопрос сми|ответы на вопросы сми|ответ на вопрос
|ответы на вопросы|ответ официального представителя|каментар|каментары|коментарі|түсініктеме|түшүндүрмө|sharh
|шарҳ|тафсир|тайлбар|კომენტარი|մեկնաբանություն|պատասխանը|تصريح صحفي|تصريح|تعليق|واکنش|اظهارات|ترجمان کا بیان
|תגובה|תגובת|टिप्पणी|response to media|tanggapan|komen|答记者问|答記者問|谈话|發言人談話|論評|논평|대변인 논평
|질의에 대한 답변""",
    "statement": """
statement|statements|press statement|official statement|official statements|media statement|media statements
|spokesperson's statement|spokesperson’s statement|ministerial statement|written statement|oral statement
|written ministerial statement|policy statement|declaration|declaration by|position paper|proclamation|erklärung
|erklärungen|stellungnahme|stellungnahmen|statement von|déclaration|déclarations|déclaration du
|prise de position|declaración|declaraciones|declaración institucional|declaração|declarações|nota oficial
|declaració|dichiarazione|dichiarazioni|declarație|declarații|verklaring|verklaringen|uttalande|uttalanden
|erklæring|udtalelse|udtalelser|uttalelse|uttalelser|yfirlýsing|lausunto|lausunnot|julkilausuma|kannanotto
|avaldus|avaldused|paziņojums|paziņojumi|pareiškimas|pareiškimai|oświadczenie|oświadczenia|stanowisko|prohlášení
|vyjádření|stanovisko|vyhlásenie|vyhlásenia|izjava|izjave|изјава|изјаве|nyilatkozat|nyilatkozatok|deklaratë
|deklarata|δήλωση|δηλώσεις|ανακοίνωση|ανακοινώσεις|açıklama|açıklamalar|basın açıklaması|basın açıklamaları
|açıklaması|bildiri|bəyanat|bəyanatlar|bəyanatı|mətbuat üçün açıqlama|mətbuat açıqlaması|açıqlama|açıqlaması
|bəyannamə|заявление|заявления|официальное заявление|декларация|заява|заявы|заяви|офіційна заява|позиция
|изявление|изявления|становище|изјави|мәлімдеме|мәлімдемелер|билдирүү|баёнот|bayonot|bayonotlar|изҳорот|баёния
|мэдэгдэл|განცხადება|განცხადებები|հայտարարություն|հայտարարությունը|հայտարարություններ|بيان|بيانات|بيان رسمي
|بلاغ رسمي|بیانیه|بیانیه‌ها|اعلامیه|بیان|הצהרה|הצהרות|הודעה|הודעת דובר|वक्तव्य|बयान|বিবৃতি|แถลงการณ์|คำแถลง
|tuyên bố|phát ngôn|pernyataan|pernyataan pers|kenyataan|taarifa|tamko|deklarasaun|pahayag|談話|外務大臣談話
|外務報道官談話|総理談話|声明|聲明|总理声明|성명|담화|대변인 성명""",
    "article": """
op-ed|op-eds|opinion piece|authored article|article by|guest article|blog post|byline|commentary article
|gastbeitrag|namensartikel|tribune|tribunes|tribune de|artículo de opinión|artículo del|artigo|artigo de opinião
|articolo di|opiniestuk|debattartikel|kronikk|kronik|arvamuslugu|artykuł|článek|članek|статья|статьи|арыкул
|артыкул|стаття|статия|məqalə|məqalələr|makale|мақала|макала|maqola|სტატია|հոդված|مقال|مقالة|مقاله|מאמר|bài viết
|artikel|makala|寄稿|署名文章|기고|기고문""",
    "message": """
message|messages|message from|message of|message by|congratulatory message|message of congratulations
|condolences|condolence message|letter of condolence|greetings|greeting|new year's message|new year message
|message of condolence|grußbotschaft|botschaft|kondolenz|glückwunsch|message de|message du|vœux|condoléances
|félicitations|mensaje|mensajes|mensaje de|condolencias|felicitación|mensagem|mensagens|condolências|messaggio
|messaggi|condoglianze|mesaj|mesajı|taziye mesajı|kutlama mesajı|təbrik|təbrik məktubu|başsağlığı|müraciət
|поздравление|поздравления|соболезнование|соболезнования|послание|приветствие|віншаванне|спачуванне|вітання
|співчуття|поздравителен|съболезнования|kondolencje|życzenia|kondolence|құттықтау|көңіл айту|tabrik|ta'ziya
|табрик|мэндчилгээ|მილოცვა|სამძიმარი|շնորհավորանք|ուղերձ|ցավակցություն|رسالة|رسالة تهنئة|برقية تهنئة|برقية تعزية
|تهنئة|تعزية|پیام|پیام تسلیت|پیام تبریک|پیغام|ברכה|संदेश|বাণী|สาส์น|thông điệp|điện mừng|điện chia buồn
|ucapan selamat|perutusan|salamu|メッセージ|祝辞|祝電|弔意|贺信|賀信|贺电|唁电|致贺电|메시지|축전|조전|신년사""",
    "letter": """
letter|letters|open letter|letter to|note verbale|diplomatic note|offener brief|brief an|verbalnote|lettre
|lettre ouverte|lettre à|carta|carta abierta|carta aberta|nota verbal|lettera|lettera aperta|scrisoare
|kamerbrief|kamerstuk|open brief|list otwarty|otevřený dopis|письмо|письма|нота|открытое письмо|ліст|лист
|відкритий лист|məktub|məktublar|nota|mektup|хат|кат|xat|წერილი|նամակ|رسالة مفتوحة|نامه|מכתב|书信|公開書簡|書簡
|致函|서한""",
    "answer": """
parliamentary question|parliamentary questions|parliamentary answer|written answer|written answers|oral answer
|oral answers|written question|reply to parliamentary question|answer to parliamentary question
|answers to parliamentary questions|question q no|kleine anfrage|antwort auf kleine anfrage|schriftliche frage
|antwort der bundesregierung|question écrite|réponse à une question écrite|question au gouvernement
|questions au gouvernement|pregunta parlamentaria|respuesta parlamentaria|interpelare|interpelación
|interpellanza|interrogazione|interpellation|skriftligt svar|svar på skriftlig fråga|folketingssvar
|skriftlig besvarelse|kirjallinen kysymys|odpowiedź na interpelację|interpelacja|odpověď na interpelaci
|soru önergesi|ответ на парламентский запрос|депутатский запрос|질의답변|答弁書|质询答复|sual sorğu""",
    "travel_advice": """
travel advice|travel advisory|travel advisories|travel alert|travel alerts|travel warning|travel information
|foreign travel advice|reisehinweise|reisewarnung|reisewarnungen|reise- und sicherheitshinweise|reisehinweis
|conseils aux voyageurs|conseil aux voyageurs|recomendaciones de viaje|recomendación de viaje
|conselhos aos viajantes|consigli di viaggio|avvisi di viaggio|avertizări de călătorie|atenționări de călătorie
|reisadvies|reisadviezen|reseinformation|avrådan|rejsevejledning|rejsevejledninger|reiseinformasjon|reiseråd
|matkustustiedote|matkustustiedotteet|reisisoovitused|ieteikumi ceļotājiem|rekomendacijos keliaujantiems
|ostrzeżenia dla podróżujących|ostrzeżenie dla podróżujących|cestovní doporučení|cestovné odporúčania
|nasveti za potovanja|utazási tanácsok|seyahat uyarısı|seyahat duyurusu|səyahət tövsiyələri
|рекомендации туристам|рекомендации для путешественников|поради мандрівникам|إرشادات السفر|تحذير سفر|אזהרת מסע
|אזהרות מסע|危険情報|海外安全情報|スポット情報|安全提醒|旅游提醒|領事保護提醒|여행경보|여행경보단계""",
    "notice": """
notice|notices|public notice|announcement|announcements|media advisory|media advisories|media notice|media alert
|press advisory|advisory|media accreditation|press accreditation|event announcement|fatality notice
|call for applications|vacancy|vacancies|tender|tenders|bekanntmachung|bekanntmachungen|ankündigung
|terminhinweis|medieneinladung|presseeinladung|avis|avis aux médias|annonce|annonces|note aux rédactions|aviso
|avisos|convocatoria|convocatorias|anuncio|anuncios|edital|editais|avviso|avvisi|anunț|anunțuri|aankondiging
|tillkännagivande|meddelande|bekendtgørelse|kunngjøring|tilkynning|ilmoitus|teade|teadaanne|sludinājums
|skelbimas|skelbimai|ogłoszenie|ogłoszenia|oznámení|oznámenie|oznámenia|obvestilo|obvestila|obavijest|obavijesti
|obaveštenje|obaveštenja|обавештење|обавештења|hirdetmény|njoftim|njoftime|γνωστοποίηση|duyuru|duyurular|elan
|elanlar|bildiriş|объявление|объявления|анонс|анонсы|уведомление|информация для сми|аб'ява|аб’ява|абвестка
|анонсы падзей|оголошення|анонси|обява|обяви|съобщение|оглас|хабарландыру|кулактандыруу|e'lon|эълон|эълонҳо|зар
|зарлал|განცხადება კონკურსის|հայտարարություն մրցույթի|إعلان|إعلانات|تنويه|اعلان|اعلانات|اطلاعیه|اطلاعیه‌ها|מודעה
|सूचना|বিজ্ঞপ্তি|ประกาศ|thông báo|pengumuman|notis|tangazo|matangazo|avizu|お知らせ|公告|通知|通告|预告|공지
|공지사항|알림""",
    "news": """
news|news story|news stories|news article|news item|news items|latest news|world news story|meldung|meldungen
|nachricht|nachrichten|actualité|actualités|nouvelles|noticia|noticias|notícia|notícias|actualidad|novas
|notícies|notizie|notizia|știre|știri|nieuws|nieuwsbericht|nieuwsberichten|nyhet|nyheter|nyhed|nyheder|frétt
|fréttir|uutinen|uutiset|uudis|uudised|ziņas|jaunumi|naujienos|naujiena|wiadomość|wiadomości|aktualności|zpráva
|zprávy|aktuality|správa|správy|novica|novice|vijest|vijesti|vest|vesti|вест|вести|hír|hírek|lajm|lajme|νέα
|ειδήσεις|haber|haberler|xəbər|xəbərlər|новость|новости|навіна|навіны|новина|новини|новости на|жаңалық
|жаңалықтар|жаңылык|жаңылыктар|yangilik|yangiliklar|хабар|хабарҳо|мэдээ|სიახლე|სიახლეები|ახალი ამბები|նորություն
|նորություններ|լուրեր|خبر|أخبار|الأخبار|اخبار|خبریں|חדשות|समाचार|খবর|ข่าว|tin tức|tin|berita|habari|notísia
|notísias|balita|ニュース|新闻|新聞|要闻|动态|뉴스|소식""",
}


@lru_cache(maxsize=1)
def phrases() -> dict[str, str]:
    """Each phrase, in lower case, and its kind."""
    found: dict[str, str] = {}
    for kind, words in WORDS.items():
        for phrase in words.replace("\n", "").split("|"):
            if phrase.strip():
                found.setdefault(phrase.strip(), kind)
    return found
