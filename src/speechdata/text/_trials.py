"""Bytes tried in several encodings: how much each outcome reads like Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from speechdata.text._common import common_share

MINIMAL_COMMON = 0.3
"""Least share of common characters among the non-ASCII ones for an encoding to be believed. Chinese prose has 0.5 to
0.7, short pieces 0.4; other languages read as GB18030, Big5 or UTF-16 less than 0.25 (Japanese kana: see RIVAL)."""
WIDE_COMMON = 0.4
"""The same for UTF-16 without byte-order mark, in which any few bytes are valid."""
MARGIN = 2.0
"""How many times the share of the next encoding the best one must have."""
MAXIMAL_CONTROL = 0.01
"""Greatest share of control characters in a text; binary formats have 0.05 and more."""
NATIONAL = ("gb18030", "cp950", "big5hkscs")
WIDE = ("utf-16-le", "utf-16-be")
RIVAL = "euc_jp"
"""Never chosen, but kana in it read as frequent characters in Big5; its share is that of kana."""
FAMILIES = {"utf-8-sig": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "cp950": "big5", "big5hkscs": "big5"}
"""Codecs that are a part or a variant of an encoding, by the codec's own name."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_KANA = re.compile("[\u3041-\u30fe]")
_LEAST_VALID = 60


@dataclass(frozen=True)
class Trial:
    """What the bytes are in one codec."""

    codec: str
    text: str | None
    """None if the bytes are not valid in it."""
    failed: int | None
    """First byte that is not valid."""

    @cached_property
    def share(self) -> float:
        """Of common characters among the non-ASCII ones; 1 for ASCII alone, 0 if the bytes are not valid."""
        return 0.0 if self.text is None else _share(self.codec, self.text)

    @property
    def encoding(self) -> str:
        """The encoding that the codec belongs to."""
        return FAMILIES.get(self.codec, self.codec)

    @property
    def told(self) -> str:
        """Codec and outcome in words."""
        return (
            f"{self.codec} {self.share:.2f}"
            if self.failed is None
            else f"{self.codec} fails at byte {self.failed}"
        )


def attempt(data: bytes, codec: str) -> Trial:
    """Decodes strictly; a byte-order mark is no part of the text."""
    try:
        text = data.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return Trial(codec, None, error.start)
    return Trial(codec, text, None)


def best(tried: Iterable[Trial]) -> Trial | None:
    """The trial with the most common characters; None if it has few, or another encoding hardly fewer."""
    tried = list(tried)
    first = max(tried, key=lambda trial: trial.share)
    others = max((trial.share for trial in tried if trial.encoding != first.encoding), default=0.0)
    least = WIDE_COMMON if first.codec in WIDE else MINIMAL_COMMON
    believed = first.text is not None and first.codec != RIVAL and first.share >= max(least, MARGIN * others)
    return first if believed else None


def told(tried: Sequence[Trial]) -> str:
    """All trials in words, for the evidence."""
    outcomes = ", ".join(trial.told for trial in tried if trial.codec != RIVAL)
    return f"share of common Chinese characters: {outcomes}"


def damage(data: bytes, tried: Iterable[Trial]) -> Trial | None:
    """The failed trial that reads like Chinese up to its first wrong byte, the latest if there are more."""
    for trial in sorted(tried, key=lambda trial: -(trial.failed or 0)):
        valid = data[: trial.failed or 0]
        if len(valid) >= _LEAST_VALID and common_share(valid.decode(trial.codec, "ignore")) >= WIDE_COMMON:
            return trial
    return None


def is_binary(text: str) -> bool:
    """Whether a text holds NUL, or more control characters than any text does."""
    return "\0" in text or control_share(text) > MAXIMAL_CONTROL


def control_share(text: str) -> float:
    """Share, 0 to 1, of control characters."""
    return 1 - len(CONTROL.sub("", text)) / len(text) if text else 0.0


def _share(codec: str, text: str) -> float:
    if is_binary(text):
        return 0.0
    if codec == RIVAL:
        return len(_KANA.findall(text)) / max(len(text), 1)
    return 1.0 if text.isascii() else common_share(text)
