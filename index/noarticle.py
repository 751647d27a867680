"""Does a page hold an article at all? It holds none where no line reads like prose, or where a server speaks.

In doubt the page is kept: a short brief is an article, and so is a story about error pages.
"""

from __future__ import annotations

import re

from index.article import Article
from index.page import WIDE_CHARACTER
from index.reasons import SkipCode, SkipReason

# Of 5,675 real pages and dumps 50 have less than 300 characters of prose, all of them extraction's own failures; each
# brief of the corpus has 170 or more. The lines of a list or a menu are shorter than a sentence of `_SENTENCE`.
_LONG, _SENTENCE = 100, 40  # characters: of a line that is prose by its length, of one that ends as a sentence does
_WIDE = 2.5  # a character of Chinese or Japanese says as much as two or three letters
_NOTHING = 200  # kept characters up to which a page without prose holds no article; a timetable has more
_SHORT, _NOTICE = 300, 700  # characters of prose that an error page and a notice (consent, log-in, offer) may have
_WHOLE, _SHARE = 1_200, 0.4  # characters of a whole notice page; part of its lines that speak of the notice's subjects
_END = re.compile(r"[.!?…。！？؟।։۔][\"'”’»)\]]{0,3}$")
# Dropped lines that may be prose of the article, where the cleaner was wrong about the page.
_DOUBTFUL = frozenset(("not_body", "other_extractor", "standfirst", "template", "repeated", "title"))
_OWN = ("published", "authors", "agency", "place")  # what an article says of itself and a server's page does not

# A page's word and its negation in one sentence, by language: what sites say of a page that is not there.
_PAGE = (
    r"(?:page|article|story|document|url|seite|artikel|página|pagina|artículo|articolo|pagina|sida|sidan|side|sivu|"
    r"stron\w|stránk\w|oldal|sayfa|σελίδα|страниц\w|сторінк\w|الصفحة|صفحه|הדף|העמוד|पेज|halaman|trang|ページ|页面|頁面|网页|페이지)"
)
_GONE = (
    r"(?:not (?:be )?found|n[o']t (?:exist|find|available)|no longer (?:available|exists?)|"
    r"nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar)|existiert nicht|gibt es nicht|"
    r"introuvable|n.existe (?:pas|plus)|no (?:se )?(?:ha |hemos )?encontr\w+|"
    r"no existe|não (?:foi )?encontrad\w|não existe|non (?:è stat\w )?trovat\w|non esiste|non è (?:più )?disponibile|"
    r"niet (?:kunnen )?(?:gevonden|vinden)|bestaat niet|hitta\w* inte|inte hitta\w*|finns inte|ikke (?:fundet|funnet)|"
    r"fin[dn]es ikke|ei löyty\w*|nie (?:znaleziono|istnieje)|nenalezen\w|nem található|nu (?:a fost găsit|există)\w*|"
    r"bulunamadı|δεν (?:βρέθηκε|υπάρχει)|не (?:найден|существу|знайден|існу)\w*|удалена|غير (?:موجودة|متاحة)|"
    r"لم يتم العثور|یافت نشد|לא נמצא\w*|नहीं मिला|tidak ditemukan|không tìm thấy|"
    r"見つかりません|存在しません|削除された|不存在|找不到|未找到|已被?删除|찾을 수 없|존재하지 않)"
)
_ERROR = re.compile(
    rf"{_PAGE}[^.!?。]{{0,80}}{_GONE}|{_GONE}[^.!?。]{{0,80}}{_PAGE}|"
    r"^(?:error |http |status:? ?|fehler |erreur |errore |erro )?(?:4[01]\d|429|451|50[0-4])\b(?! \d)(?=$|\W*[^\W\d])|"
    r"^(?:not found|access denied|forbidden|server error|internal server error|bad (?:gateway|request)|"
    r"service unavailable|gateway time-?out|unauthorized|too many requests|moved (?:permanently|temporarily)|"
    r"(?:the )?(?:document|object|page) (?:has )?moved\b.*|redirecting\W*)(?:$|\s*[|–—-])",
    re.I | re.M,
)
# Of what a notice speaks, one group a line: one group is a subject of news, two of them to "you" are a notice.
_SUBJECTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"cookie|similar technolog|ähnliche tech|traceur",
        r"\bconsent|accept all|agree|akzeptier|zustimm|einwillig|accepte[rz]|consentement|acept|aceit|accett|samtyck|"
        r"соглас",
        r"privacy|privatsphäre|datenschutz|vie privée|privacidad|riservatezza|integritet|"
        r"конфиденциальн|隐私|プライバシー",
        r"\bpartners?\b|advertis|anzeigen|werbung|publicité|anuncio|pubblicità|annons",
        r"javascript|\bjs\b|\bbrowser|navigateur|navegador|ad.?blocker|scripts",
        r"robot|captcha|unusual traffic|are (?:a )?human|checking|your network|verify",
        r"subscri|abonn|suscri|assin(?:ar|e)|prenumer|free stories|your limit|per month|a month|/m(?:ån|onth)",
        r"sign in|log ?in|password|passwort|anmelden|account|mot de passe|contraseña|senha|sitzung|session",
        r"domain|parked|parking",
        r"try again|reload|errors?\b|went wrong|erneut|wrong address|spelled|palavras|search results?|\d results",
        r"country|region|legal reasons",
    )
)
_YOU = re.compile(
    r"\byour?\b|\bplease\b|\b(?:Sie|Ihre?n?|dein\w*)\b|\b(?:vous|votre|vos)\b|\b(?:usted|tus?|su)\b|\bvocê\b|"
    r"\b(?:tuo|tua|vostr\w)\b|\b(?:uw?|je|jouw)\b|\b(?:du|din|ditt|dig)\b|\bвы\b|\bваш\w*|您|你|あなた|ください"
)


def no_article(article: Article) -> SkipReason | None:
    """The reason why a cleaned page is taken to hold no article; None where it holds one, or may."""
    kept = article.text.split("\n")
    prose = sum(_weight(line) for line in kept if _is_prose(line))
    doubtful = [line.text for line in article.dropped if line.rule in _DOUBTFUL]
    if not prose and sum(map(_weight, kept)) < _NOTHING and not any(map(_is_prose, doubtful)):
        return SkipReason(SkipCode.NO_RUNNING_TEXT)
    if prose >= _NOTICE or any(evidence.field in _OWN for evidence in article.evidence):
        return None
    said = "\n".join([article.title, *kept, *doubtful])
    if prose < _SHORT and _ERROR.search(said):
        return SkipReason(SkipCode.ERROR_PAGE)
    whole = sum(map(_weight, [*kept, *(line.text for line in article.dropped)]))
    if whole < _WHOLE and _is_notice([article.title, *kept, *doubtful]):
        return SkipReason(SkipCode.NOTICE_PAGE)
    return None


def _is_notice(lines: list[str]) -> bool:
    """Whether the lines of a short page speak to its reader, and much of them of what notices speak of."""
    said = "\n".join(lines)
    own = [line for line in lines if any(subject.search(line) for subject in _SUBJECTS)]
    size = sum(map(_weight, lines))
    return (
        sum(map(_weight, own)) >= _SHARE * size
        and _YOU.search(said) is not None
        and sum(subject.search(said) is not None for subject in _SUBJECTS) >= 2
    )


def _is_prose(line: str) -> bool:
    weight = _weight(line)
    return weight >= _LONG or (weight >= _SENTENCE and _END.search(line) is not None)


def _weight(text: str) -> float:
    """The length of a text in characters of an alphabet."""
    return len(text) + (_WIDE - 1) * len(WIDE_CHARACTER.findall(text))
