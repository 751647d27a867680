"""Own articles on days of which no source says the year: a dispatch, and what the archive tells of such days."""

from __future__ import annotations

TITLE = "Quellmark miners end their strike over the Ardane pit"
DISPATCH = (
    "BRUNVIK, Oct 14 – Miners of Quellmark ended their strike on Tuesday after Henrik Osterlind, who speaks for the "
    "union, had signed an agreement with Ardane Copper, the company and the mediator Sigrid Falkenberg said.",
    "Ardane Copper will take back the forty men whom it had dismissed in August, and Osterlind said that the shafts at "
    "Quellmark and Lower Tessen would be worked again from Friday.",
    "Falkenberg, whom the Ministry of Industry had sent to Brunvik, called the agreement fair. The company gave no "
    "figure for the losses of the eleven weeks.",
)
# 14 October was a Tuesday in 2008, 2014 and 2025.
SAME_EVENT = {
    "2014-10-09": (
        "Mediator for Quellmark",
        "The Ministry of Industry has sent Sigrid Falkenberg to Brunvik as mediator in the strike of the Quellmark "
        "miners. Henrik Osterlind of the union and the company Ardane Copper said that they would meet her.",
    ),
    "2014-10-17": (
        "Shafts at work again",
        "The first shifts went down at Quellmark and Lower Tessen on Friday, three days after the agreement between "
        "Ardane Copper and the union. Osterlind counted forty men who had been dismissed among them.",
    ),
}
OTHER_YEARS = {
    "2008-10-13": (
        "Copper is cheap",
        "Ardane Copper lowered what it expects to earn. The company has a pit at Quellmark, and its shares fell.",
    ),
    "2008-10-20": ("A road to the coast", "The parliament voted for a road from Brunvik to the coast, over the pass."),
    "2025-10-11": (
        "Museum in the pit",
        "A museum opens in the old pit. Visitors will go down in the cage that miners rode, and hear their songs.",
    ),
    "2025-10-16": ("Rain", "It has rained for eleven days. The weather service expects no change before Sunday."),
}
OLDER = {
    "2007-03-02": (
        "Harvest",
        "The harvest of the valley was brought in on time, the growers said, and it was a good one.",
    ),
    "2025-12-30": (
        "Ferry",
        "The ferry sails again after the winter, the port said, and carries the mail as it always did.",
    ),
}


def page(title: str, *paragraphs: str) -> str:
    return "\n\n".join([title, *paragraphs]) + "\n"


def dated(day: str, title: str, text: str) -> str:
    return page(title, day, text)
