"""The language of a text by itself. The sentences are of our own writing: a ministry on talks and on peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.detection import chinese_script, plausibility, verdict
from crawler.extract.function_words import ALPHABETS, weights

SENTENCES = {
    "en": "The ministry said that the two delegations will meet again in the capital and that it thanks all "
    "who have helped.",
    "de": "Das Ministerium teilte mit, dass sich die beiden Delegationen in der Hauptstadt wieder treffen "
    "und dankt allen.",
    "fr": "Le ministère a annoncé que les deux délégations se retrouveront dans la capitale et remercie tous "
    "ceux qui ont aidé.",
    "es": "El ministerio anunció que las dos delegaciones se reunirán de nuevo en la capital y agradece a "
    "todos los que ayudaron.",
    "pt": "O ministério anunciou que as duas delegações se vão reunir de novo na capital e agradece a todos "
    "os que ajudaram.",
    "gl": "O ministerio anunciou que as dúas delegacións se van reunir de novo na capital e agradece a todos "
    "os que axudaron coa xuntanza.",
    "it": "Il ministero ha annunciato che le due delegazioni si incontreranno di nuovo nella capitale e "
    "ringrazia tutti.",
    "ro": "Ministerul a anunțat că cele două delegații se vor întâlni din nou în capitală și mulțumește "
    "tuturor pentru ajutor.",
    "nl": "Het ministerie heeft gezegd dat de twee delegaties elkaar weer in de hoofdstad ontmoeten en "
    "bedankt iedereen.",
    "sv": "Ministeriet meddelade att de två delegationerna ska mötas igen i huvudstaden och tackar alla som "
    "har hjälpt till.",
    "da": "Ministeriet oplyser, at de to delegationer skal mødes igen i hovedstaden, og takker alle, som har "
    "hjulpet til af sig selv.",
    "no": "Departementet opplyser at de to delegasjonene skal møtes igjen i hovedstaden, og takker alle som "
    "har hjulpet av seg selv.",
    "fi": "Ministeriö ilmoitti, että valtuuskunnat tapaavat jälleen pääkaupungissa, ja se kiittää kaikkia, "
    "jotka ovat auttaneet.",
    "et": "Ministeerium teatas, et delegatsioonid kohtuvad taas pealinnas, ja tänab kõiki, kes on selle "
    "juures aidanud ning toetanud.",
    "lv": "Ministrija paziņoja, ka abas delegācijas atkal tiksies galvaspilsētā, un pateicas visiem, kas ir "
    "palīdzējuši šajā darbā.",
    "lt": "Ministerija pranešė, kad abi delegacijos vėl susitiks sostinėje, ir dėkoja visiems, kurie padėjo "
    "šiame darbe dėl taikos.",
    "pl": "Ministerstwo poinformowało, że obie delegacje spotkają się ponownie w stolicy, i dziękuje "
    "wszystkim, którzy pomogli.",
    "cs": "Ministerstvo oznámilo, že se obě delegace znovu sejdou v hlavním městě, a děkuje všem, kteří při "
    "tom pomohli.",
    "sk": "Ministerstvo oznámilo, že sa obe delegácie opäť stretnú v hlavnom meste, a ďakuje všetkým, ktorí "
    "pri tom pomohli.",
    "sl": "Ministrstvo je sporočilo, da se bosta delegaciji znova sestali v glavnem mestu, in se zahvaljuje "
    "vsem, ki so pomagali.",
    "hr": "Ministarstvo je priopćilo da će se dva izaslanstva ponovno sastati u glavnom gradu, te zahvaljuje "
    "svima na suradnji i"
    " sigurnosti, što je također važno za europski svijet.",
    "hu": "A minisztérium közölte, hogy a két küldöttség ismét találkozik a fővárosban, és köszönetet mond "
    "mindenkinek, aki segített.",
    "sq": "Ministria njoftoi se dy delegacionet do të takohen përsëri në kryeqytet dhe falënderon të gjithë "
    "ata që ndihmuan.",
    "tr": "Bakanlık, iki heyetin başkentte yeniden bir araya geleceğini ve yardım eden herkese teşekkür "
    "ettiğini bildirdi; bu görüşme"
    " barış için çok önemli olarak kabul ediliyor.",
    "az": "Nazirlik bildirib ki, iki nümayəndə heyəti paytaxtda yenidən görüşəcək və kömək edən hər kəsə "
    "təşəkkür edib.",
    "uz": "Vazirlik ikki delegatsiya poytaxtda yana uchrashishi haqida ma’lum qildi va bu ishda yordam "
    "bergan barcha uchun minnatdor.",
    "vi": "Bộ thông báo hai đoàn sẽ gặp lại nhau tại thủ đô và cảm ơn tất cả những người đã giúp đỡ trong việc này.",
    "id": "Kementerian mengatakan bahwa kedua delegasi akan bertemu lagi di ibu kota karena itu penting bagi "
    "perdamaian dan pemerintah.",
    "ms": "Kementerian berkata bahawa kedua-dua delegasi akan bertemu lagi di ibu negara kerana ia penting "
    "bagi keamanan dan kerajaan.",
    "sw": "Wizara ilisema kwamba wajumbe hao watakutana tena katika mji mkuu na inawashukuru wote kwa ajili "
    "ya msaada wao.",
    "tet": "Ministériu hatete katak delegasaun rua sei hasoru malu fali iha kapitál no agradese ba ema hotu "
    "ne'ebé ajuda ona.",
    "ru": "Министерство сообщило, что обе делегации снова встретятся в столице, и благодарит всех, кто помог "
    "это устроить.",
    "uk": "Міністерство повідомило, що обидві делегації знову зустрінуться у столиці, і дякує всім, хто "
    "допоміг це влаштувати.",
    "be": "Міністэрства паведаміла, што абедзве дэлегацыі зноў сустрэнуцца ў сталіцы, і дзякуе ўсім, хто "
    "дапамог гэта зрабіць.",
    "bg": "Министерството съобщи, че двете делегации ще се срещнат отново в столицата, и благодари на "
    "всички, които са помогнали.",
    "mk": "Министерството соопшти дека двете делегации повторно ќе се сретнат во главниот град и им "
    "благодари на сите што помогнаа.",
    "sr": "Министарство је саопштило да ће се две делегације поново састати у главном граду и захваљује "
    "свима који су помогли.",
    "kk": "Министрлік екі делегацияның астанада қайта кездесетіні туралы хабарлады және осы үшін көмектескен "
    "барлығына алғыс айтты.",
    "ky": "Министрлик эки делегациянын борбордо кайра жолугушаары тууралуу билдирди жана бул үчүн жардам "
    "бергендердин баарына ыраазычылык айтты.",
    "tg": "Вазорат хабар дод, ки ду ҳайат дар пойтахт боз мулоқот мекунанд ва ба ҳама, ки барои ин кӯмак "
    "карданд, миннатдорӣ кард.",
    "mn": "Яам хоёр төлөөлөгчид нийслэлд дахин уулзана гэж мэдэгдээд, үүнд тусалсан бүх хүнд талархал "
    "илэрхийлсэн байна.",
    "ar": "قالت الوزارة إن الوفدين سيلتقيان مرة أخرى في العاصمة وشكرت كل من ساعد على ذلك من أجل السلام بين البلدين.",
    "fa": "وزارت خارجه اعلام کرد که دو هیئت بار دیگر در پایتخت دیدار می‌کنند و از همه کسانی که در این کار "
    "کمک کردند تشکر کرد.",
    "ur": "وزارت نے کہا کہ دونوں وفود دارالحکومت میں دوبارہ ملیں گے اور ان سب کا شکریہ ادا کیا جنہوں نے اس "
    "میں مدد کی ہے۔",
    "ps": "وزارت وویل چې دواړه پلاوي به په پلازمېنه کې بیا سره وګوري او د مرستې له ټولو څخه مننه کوي چې دا "
    "یې ممکنه کړه.",
    "hi": "मंत्रालय ने कहा कि दोनों प्रतिनिधिमंडल राजधानी में फिर मिलेंगे और मदद करने वाले सभी लोगों को धन्यवाद दिया है।",
    "ne": "मन्त्रालयले दुवै प्रतिनिधिमण्डल राजधानीमा फेरि भेट्ने भनेको छ र सहयोग गर्ने सबैलाई धन्यवाद दिएको छ।",
    "bn": "মন্ত্রণালয় জানিয়েছে যে দুই প্রতিনিধিদল রাজধানীতে আবার বৈঠক করবে।",
    "he": "המשרד הודיע כי שתי המשלחות ייפגשו שוב בבירה והודה לכל מי שעזר בכך.",
    "el": "Το υπουργείο ανακοίνωσε ότι οι δύο αντιπροσωπείες θα συναντηθούν ξανά στην πρωτεύουσα.",
    "hy": "Նախարարությունը հայտնեց, որ երկու պատվիրակությունները կրկին կհանդիպեն մայրաքաղաքում։",
    "ka": "სამინისტრომ განაცხადა, რომ ორი დელეგაცია კვლავ შეხვდება დედაქალაქში.",
    "th": "กระทรวงแจ้งว่าคณะผู้แทนทั้งสองฝ่ายจะพบกันอีกครั้งในเมืองหลวง",
    "km": "ក្រសួងបានប្រកាសថា គណៈប្រតិភូទាំងពីរនឹងជួបគ្នាម្តងទៀតនៅរាជធានី។",
    "am": "ሚኒስቴሩ ሁለቱ ልዑካን በዋና ከተማው ውስጥ እንደገና እንደሚገናኙ ገለጸ፤ ኢትዮጵያ ላይ ነው።",
    "ja": "外務省は、両国の代表団が首都で再び会談すると発表し、協力したすべての人々に感謝した。",
    "ko": "외교부는 두 대표단이 수도에서 다시 만날 것이라고 밝히고 도움을 준 모든 이에게 감사했다.",
    "zh": "外交部表示，两国代表团将在首都再次会晤，并感谢所有提供帮助的人。",
}  # fmt: skip


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert verdict(SENTENCES[language]).language == language


@pytest.mark.parametrize("language", [code for code in SENTENCES if code not in {"id", "ms", "no", "da", "hr", "gl"}])
def test_a_paragraph_leaves_no_doubt_where_the_language_has_no_twin(language: str) -> None:
    assert verdict(f"{SENTENCES[language]}\n" * 3).language == language


@pytest.mark.parametrize("language", SENTENCES)
def test_no_likely_language_makes_a_text_another_ones(language: str) -> None:
    """A source in one language alone does not turn a clear text into it."""
    other = "fr" if language != "fr" else "ar"
    found = verdict(SENTENCES[language] * 2, (other,))
    assert found.language == language or not found.sure


class TestScripts:
    @pytest.mark.parametrize(
        ("title", "language"),
        [("外務大臣会見記録（令和３年５月）", "ja"), ("外務大臣による談話の発表", "ja"),
         ("外交部发言人表示", "zh"), ("外交部發言人表示", "zh"),
         ("외교부 대변인", "ko"), ("กระทรวงการต่างประเทศ", "th")],
    )  # fmt: skip
    def test_titles_tell_by_their_characters(self, title: str, language: str) -> None:
        assert verdict(title).language == language

    def test_what_is_shared_is_decided_by_what_is_likely(self) -> None:
        assert verdict("東京", ("ja",)).language is None
        assert verdict("日本外交白書", ("ja", "en")) == ("ja", False)
        assert verdict("日本外交白書", ("zh", "en")) == ("zh", False)

    def test_a_text_with_names_in_another_script_is_in_the_one_of_most_of_it(self) -> None:
        assert verdict(SENTENCES["ru"] + " European Union, OSCE").language == "ru"
        assert verdict(SENTENCES["en"] + " «Известия»").language == "en"

    def test_chinese_scripts(self) -> None:
        assert chinese_script("国际关系问题") == "Hans"
        assert chinese_script("國際關係問題") == "Hant"
        assert chinese_script("人民") is None


def test_nothing_tells_nothing() -> None:
    for text in ("", "12.12.2021", "OK", "— —", "\x00\u202e", "x" * 5, "🕊" * 50):
        assert verdict(text) == (None, False)


def test_the_right_charset_of_the_same_bytes_is_the_most_plausible() -> None:
    raw = (SENTENCES["tr"] * 2).encode("cp1254")
    read = {name: plausibility(raw.decode(name, "replace")) for name in ("cp1252", "cp1250", "cp1254", "cp1257")}
    assert max(read, key=lambda name: read[name]) == "cp1254"


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_words_are_lower_case_and_weigh_the_less_the_more_languages_have_them(alphabet: str) -> None:
    for word, languages in weights(alphabet).items():
        assert word == word.lower()
        assert all(weight == pytest.approx(len(languages) ** -0.7) for _, weight in languages)


@given(st.text(max_size=400), st.sets(st.sampled_from(["en", "ru", "zh-Hant", "xx"])))
def test_no_text_is_a_crash(text: str, among: set[str]) -> None:
    verdict(text, among)
