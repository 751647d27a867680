"""Which set phrases does the furniture of news pages use? Tables of folded words, in the languages of the press.

A line is folded to its words in lower case, with numbers left out. `WHOLE` says what a line is that consists of the
phrase, `START` what a short line is that begins with it, `LABEL` what a line is whose words before a colon are it.
No table decides on a long line: a sentence is never dropped for its words.
"""

from __future__ import annotations

_WHOLE = {
    "share": """
        share|tweet|email|e mail|mail|print|facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|messenger
        flipboard|tumblr|x|copy link|copy url|link copied|sms|pin|pin it|save|bookmark|like|plus|google|email article
        print article|share article|email this article|email this|email story|print this|print story|print page
        save article|send feedback|send to a friend|share this|share on|share via|share with|share by|share to|follow
        follow us|follow us on|subscribe to rss|rss|rss feed|add to favorites|shares|views|text size|font size
        larger text|smaller text|listen|listen to article|listen to this article|social streams|connect with us
        permalink|embed|report error|gift article|share full article|copied|link|mastodon|bluesky|threads|instagram
        youtube|tiktok|snapchat|google news|apple news|feedback|comment|expand|collapse|download|republish
        teilen|drucken|merken|artikel drucken|artikel teilen|vorlesen|kopieren|link kopieren|per e mail teilen
        partager|imprimer|envoyer|enregistrer|compartir|imprimir|guardar|enviar|condividi|stampa|invia|salva
        compartilhar|partilhar|delen|del|dela|udostępnij|drukuj|paylaş|yazdır|поделиться|печать|поділитися
        jaa|tulosta|skriv ut|jaga|dalintis|シェア|ツイート|印刷|공유|인쇄|分享|打印|مشاركة|طباعة|שתף|הדפס
    """,
    "comments": """
        comments|comment on this|show comments|view comments|read comments|hide comments|load comments|all comments
        more comments|load more comments|facebook comments|website comments|reader comments|readers comments
        user comments|post a comment|post your comment|post comment|leave a comment|leave a reply|leave your comment
        add a comment|add comment|write a comment|submit comment|comments posted|comments are closed|comment
        comments closed|be the first to comment|join the discussion|join the conversation|no comments|no comments yet
        reply|report abuse|subscribe to comments feed|subscribe to comments feed comments posted|view all comments
        read all comments|start the conversation|discussion|conversation|your comment|have your say|responses
        what do you think|kommentare|kommentar schreiben|kommentieren|kommentar|kommentare anzeigen|antworten
        commentaires|commentaire|laisser un commentaire|ajouter un commentaire|réagir|répondre|comentarios
        comentario|deja un comentario|dejar un comentario|responder|commenti|lascia un commento|rispondi|comentários
        deixe um comentário|reacties|reageer|reageren|kommentarer|svara|svar|komentarze|dodaj komentarz|odpowiedz
        yorumlar|yorum yap|комментарии|оставить комментарий|ответить|комментировать|коментарі|kommentit|コメント
        댓글|评论|發表評論|تعليقات|اضف تعليق|أضف تعليق|תגובות|הוסף תגובה
    """,
    "form": """
        captcha|bold|italic|underline|quote|submit|cancel|log in|login|sign in|sign up|register|name|email|website
        your name|your email|your email address|email address|password|forgot password|remember me|search|go|send
        search for|required|message|subject|preview|reset|sign out|log out|my account|account|create account|username
        please enter the code you see in the image|enter the code|i am not a robot|close|ok|next|previous|back|menu
        open menu|close menu|play|pause|mute|loading|skip|more|less|show more|load more|see more|view more|toggle
        anmelden|einloggen|registrieren|abmelden|suche|suchen|schließen|senden|weiter|zurück|mehr|menü|absenden
        connexion|se connecter|rechercher|fermer|suivant|précédent|buscar|cerrar|iniciar sesión|enviar|cerca|chiudi
        accedi|zoeken|sluiten|inloggen|logga in|sök|logg inn|søk|szukaj|zaloguj|ara|giriş|kapat|поиск|войти|закрыть
    """,
    "rating": """
        rate this article|rate this|rate this story|rate article|rating|total displaying|average rating|your rating
        was this helpful|was this article helpful|helpful|not helpful|yes|no|vote|votes|thumbs up|thumbs down|likes
        dislike|rate it|artikel bewerten|bewerten|bewertung|évaluer|califica|valuta|beoordeel|oceń
    """,
    "advertisement": """
        advertisement|advertisements|advertising|ad|ads|sponsored|sponsored content|sponsored links|sponsored by
        promoted|promoted content|paid content|paid post|ad feedback|skip ad|story continues below
        story continues below advertisement|article continues below|article continues after advertisement
        article continues below advertisement|continue reading below|scroll to continue|scroll down to continue
        advertisement scroll to continue|continue reading|report this ad|remove ads|ads by google|from our partners
        article continues after this advertisement|story continues after advertisement|anzeige|werbung|publicidad
        publicité|pubblicità|advertentie|reklama|reklame|reklam|annons|annonse|annonce|mainos|реклама|広告|광고|广告
        إعلان|פרסומת|publicidade|propaganda|la suite après la publicité|continua después de la publicidad
    """,
    "related": """
        related|related articles|related stories|related content|related news|related topics|related links|see also
        related coverage|related posts|related video|related videos|related reading|read more|read also|also read
        more stories|more news|more|recommended|recommended for you|recommended stories|trending|trending now
        trending stories|most read|most popular|most viewed|most shared|most commented|popular|latest news|latest
        latest stories|latest articles|latest videos|top stories|top news|editors picks|editor s picks|editor s pick
        up next|you may also like|you might also like|you may like|you might be interested in|what to read next
        keep reading|don t miss|in case you missed it|around the web|from the web|next article|next story|next up
        previous article|previous story|topics in this article|read next|suggested|suggested stories|must read
        must reads|featured|featured stories|featured articles|in this article|on this topic|in depth|elsewhere
        more on this story|more on this topic|more like this|more for you|watch|watch now|watch live|watch more
        mehr zum thema|lesen sie auch|das könnte sie auch interessieren|auch interessant|meistgelesen|empfohlen
        mehr|weitere artikel|zum thema|à lire aussi|lire aussi|à lire|sur le même sujet|voir aussi|le plus lus
        les plus lus|ver también|lea también|leer más|más noticias|lo más leído|te puede interesar|relacionados
        noticias relacionadas|leggi anche|articoli correlati|potrebbe interessarti|i più letti|leia mais|leia também
        mais lidas|veja também|lees ook|lees meer|meest gelezen|läs mer|läs också|mest läst|les mer|les også|læs også
        mest lest|czytaj także|czytaj więcej|zobacz także|najczęściej czytane|ayrıca bakınız|ilgili haberler
        читайте также|по теме|читать далее|также по теме|читайте також|lue myös|luetuimmat|関連記事|관련 기사|相关新闻
        相关阅读|延伸阅读|اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة|قد يعجبك أيضا|קראו גם|עוד בנושא
    """,
    "newsletter": """
        subscribe|subscribe now|sign up now|newsletter|newsletters|get the newsletter|sign up for our newsletter
        subscribe to our newsletter|thank you for subscribing|thanks for signing up|thank you for signing up
        sign up for newsletters|get our newsletter|unsubscribe|try it free|start free trial|already a subscriber
        subscribe today|become a member|donate|donate now|support us|newsletter abonnieren|jetzt abonnieren
        abonnieren|s abonner|abonnez vous|suscríbete|suscribirse|iscriviti|assine|inscreva se|abonneren|prenumerera
        abonner|abonnér|subskrybuj|prenumeruj|abone ol|подписаться|підписатися
    """,
    "cookies": """
        accept|accept all|accept cookies|accept all cookies|reject|reject all|manage cookies|cookie settings
        cookie policy|cookie preferences|manage preferences|manage consent|we value your privacy|privacy settings
        allow all|your privacy choices|do not sell my personal information|i agree|i accept|got it|agree
        alle akzeptieren|akzeptieren|zustimmen|cookie einstellungen|tout accepter|accepter|aceptar|aceptar todo
        accetta|aceitar|accepteren|godkänn|acceptera|kabul et|принять|zgadzam się
    """,
    "tags": "tags|tag|topics|categories|category|keywords|filed under|themen|schlagworte|mots clés|etiquetas|temas",
    "navigation": """
        home|home page|homepage|skip to content|skip to main content|skip to navigation|back to top|top|about|about us
        contact|contact us|advertise|advertise with us|sitemap|site map|careers|jobs|help|faq|faqs|world|business
        politics|sports|sport|opinion|entertainment|technology|science|health|travel|video|videos|photos|image|images
        gallery|picture|photo|lifestyle|culture|weather|events|archive|archives|podcasts|podcast|tv|live|news|local
        startseite|impressum|kontakt|accueil|inicio|nach oben|zum inhalt springen|hide caption|toggle caption
        show caption|enlarge this image|view image|view gallery|view slideshow|view comments|breadcrumb|page|a|of
    """,
    "legal": """
        all rights reserved|terms|terms of use|terms of service|terms and conditions|privacy|privacy policy
        privacy notice|terms conditions|datenschutz|agb|mentions légales|aviso legal|disclaimer|copyright|cookie notice
        accessibility|reprints|permissions|reprints and permissions|our standards the thomson reuters trust principles
    """,
    "source": "agencies|and agencies|with agencies|staff and agencies|ap|reuters|afp|associated press|wire services",
}
_START = {
    "share": """
        share this|share on|share via|share to|share by|click to share|follow us|follow me on|like us on|print this
        email this|tweet this|send to|connect with us on|join us on|find us on|follow bbc|share the story
    """,
    "comments": """
        leave a comment|post a comment|log in to comment|sign in to comment|login to post|you must be logged in
        you must log in|subscribe to comments|show comments|view all comments|be the first to|join the conversation
        comments are closed|comments on this
    """,
    "form": "please enter the code|enter the code|enter the characters|are you a human|verify you are|type the",
    "advertisement": "advertisement|story continues below|article continues|sponsored by|ads by|scroll to continue",
    "related": """
        read more|read also|also read|see also|related story|more from|more on|more in|you may also|you might also
        in depth coverage|full coverage|complete coverage|live coverage|special coverage|recommended for|more stories
        click here to|read the full|watch more|don t miss|up next|most read|most popular|featured on|read the latest
        lesen sie auch|mehr zum|lire aussi|à lire aussi|lea también|te puede interesar|leggi anche|leia também|lees ook
        läs också|läs mer|les også|les mer|czytaj także|zobacz także|читайте также|читайте також|lue myös
    """,
    "newsletter": "sign up for|sign up to|subscribe to|get the latest|get our|register for|join our newsletter",
    "cookies": "this site uses cookies|we use cookies|by using this site|please enable javascript|enable javascript",
    "legal": "copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados",
    "credit": """
        photo by|photograph by|photos by|image by|picture by|photo courtesy|image courtesy|photo credit|image credit
        image source|image caption|photo illustration by|foto von|photo de|foto di|foto de
    """,
}
_LABEL = {
    "source": "source|sources|quelle|quellen|fuente|fonte|bron|källa|kilde|źródło|kaynak|источник|джерело|المصدر",
    "credit": """
        photo|photos|photograph|image|picture|credit|photo credit|image credit|image source|foto|fotos|bild|bilder
        bildquelle|crédit|crédit photo|créditos|crédito|fotograf|zdjęcie|фото|photograph by|image caption|caption
    """,
    "tags": """
        tags|tag|filed under|topics|topic|categories|category|keywords|posted in|themen|schlagworte|mots clés
        etiquetas|temas|tópicos|argomenti|теги|labels|more about|related topics
    """,
    "date": "published|updated|last updated|last modified|last update|first published|modified|posted|date|stand",
    "related": """
        read more|read also|also read|see also|related|related story|read|more|recommended|watch|listen|must read
        don t miss|read next|lesen sie auch|lire aussi|à lire aussi|lea también|leia também|leggi anche|lees ook|mehr
        läs också|les også|czytaj także|читайте также|по теме|اقرأ أيضا
    """,
}
_DATE_WORDS = """
    jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept|september|oct|october|nov
    november|dec|december|mon|monday|tue|tues|tuesday|wed|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday
    sun|sunday|am|pm|a|p|m|gmt|utc|bst|est|edt|et|cet|cest|ist|pst|pdt|updated|published|last|modified|update|posted
    on|at|of|and|first|created|st|nd|rd|th|ago|hours|hour|minutes|minute|min|mins|days|day|read|yesterday|today|t|z|h
    januar|februar|märz|mai|juni|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
    uhr|stand|aktualisiert|veröffentlicht|am|um|den|der|janvier|février|mars|avril|juin|juillet|août|septembre|octobre
    novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|publié|le|à|mis|jour|enero|febrero|marzo|abril
    mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo
    de|del|publicado|actualizado|a|las|el|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre
    pubblicato|aggiornato|il|alle|ore|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|às|em
    januari|februari|maart|mei|augustus|juni|maj|oktober|kl|den|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca
    sierpnia|września|października|listopada|grudnia|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim
    kasım|aralık|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|в|г|обновлено
    опубликовано|января|年|月|日|시|분|년|월|일|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر
"""


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for line in text.split("\n") for phrase in line.split("|") if phrase.strip()]


def _table(source: dict[str, str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for rule, text in source.items():
        for phrase in _phrases(text):
            table.setdefault(phrase, rule)
    return table


WHOLE = _table(_WHOLE)
START = _table(_START)
LABEL = _table(_LABEL)
DATE_WORDS = frozenset(_DATE_WORDS.replace("|", " ").split())
START_SIZES: dict[str, tuple[int, ...]] = {}  # of the first word: the sizes of its phrases in words, longest first
for _phrase in START:
    _first = _phrase.split(" ", 1)[0]
    _size = _phrase.count(" ") + 1
    START_SIZES[_first] = tuple(sorted({*START_SIZES.get(_first, ()), _size}, reverse=True))
BYLINE_WORDS = frozenset(
    _phrases("by|von|par|por|di|door|av|af|przez|автор|от|oleh|written by|words by|reporting by|من")
)
PLACE_WORDS = frozenset(_phrases("in|en|à|at|aus|i|w|в"))
