"""Number words: the small numbers as languages spell them out, in the forms that texts decline them to."""

from typing import Final

_WORDS: Final = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand"
    " thousands million millions billion billions dozen dozens first second third fourth fifth sixth seventh eighth"
    " ninth tenth half",
    "fr": "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente"
    " quarante cinquante soixante cent cents mille million millions milliard milliards premier première deuxième"
    " troisième quatrième cinquième",
    "es": "cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta"
    " cincuenta sesenta setenta ochenta noventa cien ciento mil millón millones primero primera segundo segunda"
    " tercero tercera cuarto cuarta quinto quinta",
    "pt": "zero dois duas três quatro cinco seis sete oito nove dez onze doze treze quinze vinte trinta quarenta"
    " cinquenta cem cento mil milhão milhões primeiro primeira segundo segunda terceiro terceira",
    "it": "zero due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta cento"
    " mille mila milione milioni miliardo miliardi primo prima secondo seconda terzo terza",
    "de": "null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig hundert"
    " tausend million millionen milliarde milliarden erste ersten zweite zweiten dritte dritten vierte vierten",
    "nl": "nul twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig honderd duizend"
    " miljoen miljard eerste tweede derde vierde vijfde",
    "pl": "zero dwa dwie dwóch trzy trzech cztery czterech pięć pięciu sześć siedem osiem dziewięć dziesięć sto tysiąc"
    " tysięcy milion milionów pierwszy drugi trzeci",
    "ru": "ноль один одна два две двух три трёх трех четыре четырёх четырех пять пяти шесть шести семь семи восемь"
    " восьми девять девяти десять десяти двадцать тридцать сорок пятьдесят сто двести тысяча тысячи тысяч миллион"
    " миллиона миллионов миллиард первый первая второй вторая третий третья четвертый пятый",
    "uk": "нуль один одна два дві двох три трьох чотири чотирьох п'ять п'яти шість сім вісім дев'ять десять двадцять"
    " тридцять сорок п'ятдесят сто тисяча тисячі тисяч мільйон мільйонів перший другий третій",
    "az": "sıfır iki üç dörd beş altı yeddi səkkiz doqquz on iyirmi otuz qırx əlli yüz min milyon milyard birinci"
    " ikinci üçüncü dördüncü beşinci",
    "tr": "sıfır iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli yüz bin milyon milyar birinci ikinci"
    " üçüncü dördüncü beşinci",
    "ar": "صفر اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة عشر عشرون عشرين"
    " مئة مائة ألف آلاف مليون ملايين مليار",
    "fa": "صفر دو سه چهار پنج شش هفت هشت نه ده بیست سی چهل پنجاه صد هزار میلیون میلیارد",
    "zh": "零 一 二 三 四 五 六 七 八 九 十 百 千 万 亿 两 年 月 日",
    "ja": "零 一 二 三 四 五 六 七 八 九 十 百 千 万 億 年 月 日",
}  # fmt: skip

NUMBER_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.casefold().split()) for language, words in _WORDS.items()
}
