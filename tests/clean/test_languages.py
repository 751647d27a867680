"""No language loses its body: scripts with and without spaces and capitals, left to right and right to left."""

from __future__ import annotations

import pytest

from index.clean import clean
from index.readers.html import read_html
from index.readers.text import read_text

BODIES = {
    "German": [
        "Die Abgeordneten haben am Donnerstag nach langer Debatte den Haushalt für das nächste Jahr beschlossen.",
        "Der Finanzminister sprach von einem guten Entwurf, der die Gemeinden um zwei Milliarden Euro entlaste.",
        "Die Opposition kritisierte dagegen, dass für Schulen und Straßen weniger Geld vorgesehen sei als im Vorjahr.",
        "Im Herbst soll eine Kommission prüfen, ob die Mittel für den Ausbau der Bahnstrecken ausreichen.",
    ],
    "Russian": [
        "Депутаты в четверг после долгих прений утвердили бюджет на следующий год, сообщила пресс-служба парламента.",
        "Министр финансов назвал проект сбалансированным и пообещал, что регионы получат дополнительные средства.",
        "Оппозиция, напротив, заявила, что на школы и дороги выделено меньше денег, чем в прошлом году.",
        "Осенью специальная комиссия проверит, достаточно ли средств для строительства железных дорог.",
    ],
    "Arabic": [
        "أقر النواب يوم الخميس بعد نقاش طويل موازنة العام المقبل، بحسب ما أعلن المكتب الصحفي للبرلمان في بيان.",
        "ووصف وزير المالية المشروع بأنه متوازن وقال إن البلديات ستحصل على نحو ملياري يورو إضافية خلال العام.",
        "وانتقدت المعارضة المشروع قائلة إن الأموال المخصصة للمدارس والطرق أقل مما كانت عليه في العام الماضي.",
        "ومن المقرر أن تنظر لجنة خاصة في الخريف فيما إذا كانت الأموال كافية لتوسيع خطوط السكك الحديدية.",
    ],
    "Hebrew": [
        "חברי הפרלמנט אישרו ביום חמישי לאחר דיון ארוך את התקציב לשנה הבאה, כך נמסר מלשכת הדובר של הבית.",
        "שר האוצר כינה את ההצעה מאוזנת ואמר כי הרשויות המקומיות יקבלו תוספת של כשני מיליארד אירו במהלך השנה.",
        "באופוזיציה מתחו ביקורת על כך שהסכומים שהוקצו לבתי הספר ולכבישים נמוכים מאלה של השנה שעברה.",
        "בסתיו תבדוק ועדה מיוחדת אם די בכסף שהוקצה להרחבת מסילות הרכבת בצפון המדינה ובדרומה.",
    ],
    "Chinese": [
        "经过长时间辩论，议员们星期四通过了下一年度的预算案，议会新闻办公室当天发表声明证实了这一消息。",
        "财政部长表示，这是一份平衡的预算草案，各地方政府明年将额外获得大约二十亿欧元的财政拨款支持。",
        "反对党则批评说，用于学校和道路建设的资金比去年有所减少，这将影响许多偏远地区居民的日常生活。",
        "今年秋天，一个专门委员会将审查现有资金是否足以支持全国铁路线路的进一步扩建工程。",
    ],
    "Japanese": [
        "議員らは木曜日、長時間にわたる審議の末に来年度予算案を可決したと、議会の報道担当者が明らかにした。",
        "財務大臣は均衡のとれた案だと述べ、地方自治体には新たに約二十億ユーロが配分されると説明した。",
        "一方、野党は学校や道路に充てられる予算が前年より少ないと批判し、政府に見直しを求めている。",
        "秋には専門の委員会が、鉄道路線の拡張に必要な資金が足りているかどうかを調べる予定だ。",
    ],
    "Thai": [
        "สมาชิกรัฐสภาลงมติเมื่อวันพฤหัสบดีให้ผ่านร่างงบประมาณของปีหน้าหลังจากการอภิปรายที่ยาวนานหลายชั่วโมง",
        "รัฐมนตรีว่าการกระทรวงการคลังกล่าวว่าร่างนี้มีความสมดุลและท้องถิ่นจะได้รับเงินเพิ่มอีกราวสองพันล้านยูโร",
        "ฝ่ายค้านวิจารณ์ว่างบประมาณสำหรับโรงเรียนและถนนลดลงจากปีที่แล้วและจะกระทบต่อประชาชนในพื้นที่ห่างไกล",
        "ในฤดูใบไม้ร่วงคณะกรรมการพิเศษจะตรวจสอบว่าเงินที่จัดสรรไว้เพียงพอสำหรับการขยายเส้นทางรถไฟหรือไม่",
    ],
}


@pytest.mark.parametrize("language", BODIES)
def test_a_dump_keeps_its_body(language: str) -> None:
    body = BODIES[language]
    furniture = ["Home", "World", "Sport", "", "Share this", "Facebook", ""]
    page = read_text("\n".join([*furniture, *(f"{text}\n" for text in body), "© 2015", "Contact us"]), "a.txt", "a")
    kept = clean(page).kept
    assert [text for text in body if text not in kept] == []
    assert not {"Share this", "Facebook", "Contact us"} & set(kept)


@pytest.mark.parametrize("language", BODIES)
def test_an_html_page_keeps_its_body(language: str) -> None:
    body = BODIES[language]
    menu = "".join(
        f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(("Home", "World", "Sport", "Contact"))
    )
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    markup = (
        f"<nav><ul>{menu}</ul></nav><article><h1>1</h1><div>{paragraphs}</div></article><footer><p>© 2015</p></footer>"
    )
    kept = clean(read_html(markup, "a.html", "a")).kept
    assert [text for text in body if text not in kept] == []
    assert "Sport" not in kept
