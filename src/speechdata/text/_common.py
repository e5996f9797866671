"""The most frequent characters of Chinese prose in both scripts, and how much of a text they make up."""

from __future__ import annotations

import re
from collections import Counter

COMMON = frozenset(
    "，。、；：？！“”‘’（）《》「」—…·％①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９　～‧"
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而"
    "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应"
    "开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反明看原又么利比或但质气第向道命此"
    "变条只没结解问意建月公无系军情者最立代想已通并提直题党程展五果料员革位入常文总次品式活设及管特件长求老头基"
    "资边流路级图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取"
    "國業發進經實製設產會強資體農動開區對現後齣麵長瞭機係點結關個學質們義與應總內題來級戰過問兩這時計變電軍員條"
    "種黨運別數並從組幹線間氣當還邊將裏裡頭論無則見樣說麼為沒幾圖"
)

_ASCII = re.compile(r"[\x00-\x7f]+")


def common_share(text: str) -> float:
    """Share, 0 to 1, of common Chinese characters and punctuation among the non-ASCII characters; 0 if none."""
    others = Counter(_ASCII.sub("", text))
    total = others.total()
    return sum(number for char, number in others.items() if char in COMMON) / total if total else 0.0
