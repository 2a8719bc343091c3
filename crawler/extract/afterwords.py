"""What a page says to its readers after a text: notes on comments, errors, rights and citation, and their comments.

Unlike labels these are whole sentences, recognised by their formula, in the languages of ministries.
"""

import re
from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 700  # characters of such a note
_LINE: Final = 160
_NEAR: Final = 12  # lines after the heading of comments in which one of them is signed
_SIGNED: Final = 80  # characters of the line that signs a comment

# Formulas: anywhere in a paragraph.
_NOTE: Final = re.compile("|".join((
    # of readers' comments
    r"\b(?:comments|opinions) (?:are|will be|have(?: not)? been)(?: now| not)? (?:pre-?|post-?)?(?:moderated|closed)\b",
    r"\bcomments .{0,120}\b(?:may|will) be (?:removed|deleted)\b", "flag as inappropriate",
    r"\b(?:in|to) the comments? (?:section|below|box)\b", r"\bin the comments[.!]",
    r"\bwe welcome comments (?:that advance|on our articles)\b", r"\bcommenting system\b",
    r"reserve the right to (?:remove|delete|edit) any (?:content|comment|post)",
    r"(?:reader )?comments (?:on|below|above) .{0,80}(?:are the opinions?|are those|not those)\b",
    r"kommentar(?:e|funktion)?\b.{0,60}\b(?:geschlossen|deaktiviert|moderiert)", r"commentaires? (?:sont )?fermés",
    "comentarios (?:están |estão )?(?:cerrados|moderados)", "el contenido de los comentarios",
    r"комментари[ийея]\b.{0,60}(?:закрыт|модерир|премодерац)", "网友评论仅供|评论仅代表|文明上网",
    "مراجعة التعليقات|التعليقات .{0,40}(?:لا تعبر|قبل نشرها)", r"^(?:read|see) more (?:about|by|from)\b.{0,100}$",
    # whose opinion it is
    r"(?:views?|opinions?)\b.{0,60}\b(?:expressed|of (?:the|our|its))\b.{0,120}\b(?:(?:do|does) not (?:necessarily )?"
    r"(?:reflect|represent)|are (?:solely )?(?:those|the author))",
    "opinions exprimées .{0,100}(?:n['’]engage|ne reflètent)",
    "opiniones (?:expresadas|vertidas) .{0,120}(?:no reflejan|no representan|son (?:de )?exclusiva)",
    "opiniões (?:expressas|emitidas) .{0,120}(?:não refletem|não representam)",
    r"мнение (?:автор|редакции)\w*.{0,60}(?:может не совпада|не (?:всегда )?совпада|не (?:всегда )?отража)",
    "точка зрения автор.{0,60}не совпада", "لا (?:ت|ي)عبر (?:بالضرورة )?عن رأي", "本文(?:仅|只)?代表作者",
    "不代表本(?:站|网|報|报)",
    # of errors
    r"ctrl\s*\+\s*enter", "нашли ошибку", "заметили ошибку", r"знайшли помилку", "report (?:a typo|an error in this)",
    # of rights and citation
    r"\b(?:subject to copyright|not to be reproduced|no part may be reproduced|may not be (?:published|reproduced))\b",
    r"\blicen[sc]ed under\b.{0,40}\b(?:creative commons|cc[ -]by)", "creative commons.{0,30}(?:licen[sc]e|lizenz)",
    r"^\W*(?:(?:suggested |recommended )?citation|cite (?:this|as)|how to cite|zitier(?:vorschlag|weise|empfehlung)|"
    r"pour citer|cómo citar|como citar)\b",
    # of the page and its author
    "^(?:this (?:entry|post) was (?:posted|published|written|filed)|"
    "dieser (?:beitrag|eintrag) wurde .{0,80}(?:veröffentlicht|verfasst|abgelegt|gespeichert)|"
    "(?:cet article|ce billet) a été (?:publié|posté)|esta entrada (?:fue publicada|se publicó)|"
    "(?:esta entrada|este post) foi publicad|questo articolo è stato pubblicato|запись опубликована)\\b",
    r"^have (?:something to say|a (?:news )?tip)\b", r"\b(?:his|her|their) e-?mail address is\b",
    r"^follow (?:us|him|her|them|me|@?\w+(?: \w+)?) (?:on|at)\b.{0,60}\b(?:twitter|facebook|instagram|telegram|x)\b",
    r"^receive .{1,40} (?:updates|newsletters?|alerts)\b",
)), re.IGNORECASE)  # fmt: skip
# The heading of readers' comments: with their number or as a request it is one, alone it may be a part of the text.
_COUNTED: Final = re.compile(
    r"^\W*(?:\d+ (?:reader )?(?:comments?|responses?|replies|kommentare?|commentaires?|réactions?|comentarios?|"
    r"comentários?|commenti|комментари\w+|коментар\w+|yorum|şərh|komentar(?:z[ey])?|komentar|bình luận|reacties|"
    r"则?条?评论|条评论|件のコメント)|(?:all )?(?:reader )?(?:comments?|kommentare?|commentaires?|comentarios?|"
    r"comentários|комментари[ий]|评论|コメント|댓글)\s*\(\d+\)|(?:leave|post|add) (?:a |your )?(?:reply|"
    r"comment)|kommentar (?:schreiben|hinterlassen|verfassen|abgeben)|schreiben sie einen kommentar|"
    r"schreibe einen kommentar|(?:laisser|écrire|ajouter) un commentaire|deja (?:un|tu) comentario|"
    r"dejar un comentario|deixe (?:um|seu) comentário|(?:оставить|добавить|написать) комментарий|"
    r"comentar|lascia un commento|bir (?:yorum|cevap) (?:yazın|bırak)|şərh yaz|发表评论|网友评论|"
    r"コメントを(?:残す|書く)|"
    r"share or comment on this article|kommentarfeed.{0,60}|.{0,40}rss[- ]feed for comments.{0,40}|"
    r".{0,60}trackback.{0,60})\W*$", re.IGNORECASE)  # fmt: skip
_PLAIN: Final = re.compile(
    r"^\W*(?:(?:reader |user |your )?comments?|kommentare|commentaires|réactions|comentarios|comentários|комментарии|"
    r"коментарі|yorumlar|şərhlər|komentarze|komentar|评论|コメント|댓글|"
    r"التعليقات|نظرات|תגובות)\W*$", re.IGNORECASE)  # fmt: skip
_SIGNATURE: Final = re.compile("|".join((
    r"\b(?:says?|said|wrote|sagt|schrieb|schreibt|a (?:dit|écrit)|dit|dice|dijo|diz|disse|пишет|написал\w*|yazdı|:)\s*:"
    r"?\s*(?:$|\n|\d)", r"\b(?:comment|posted|soumis|submitted|kommentar|geschrieben|enviado|publicado) (?:by|par|von|"
    r"por)\b", r"\d{1,2}\s?[:.h]\s?\d{2}\b", r"^\W*(?:reply|antworten|répondre|responder|rispondi|ответить|відповісти|"
    r"yanıtla|cavabla|回复|返信|답글|رد|report abuse|report this|举报)\b",
    r"\b(?:ago|назад|önce|lalu)$|^(?:vor|hace|il y a|há) \d|\d+ ?(?:小时|分钟|天|時間|分|日|시간|분|일) ?(?:前|전)",
)), re.IGNORECASE)  # fmt: skip


def is_note(text: str) -> bool:
    """A note of the page to its readers."""
    return len(text) <= _LONGEST and _NOTE.search(text) is not None


def comments_begin(lines: Sequence[str], place: int) -> bool:
    """Whether the line at ``place`` is the heading of readers' comments."""
    line = lines[place]
    if len(line) > _LINE:
        return False
    if _COUNTED.match(line):
        return True
    after = [head for other in lines[place + 1 : place + 1 + _NEAR] if len(head := other[:_LINE]) <= _SIGNED]
    return _PLAIN.match(line) is not None and any(_SIGNATURE.search(other) for other in after)
