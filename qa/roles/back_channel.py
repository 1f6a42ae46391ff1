"""Back-channels: 嗯, 对, 好的 … said while the other keeps the floor. Pure."""

from __future__ import annotations

import re

_UNITS = "嗯|哦|噢|喔|啊|诶|唉|呃|对对|对的?|好的|好|是的?|行|可以|明白了?|知道了?|没错|OK|ok|Ok"
_ONLY_UNITS = re.compile(f"(?:{_UNITS}|[吧呢啊哈嘞])*(?:{_UNITS})(?:[啊呀吧呢哈嘞])?")
_UNSPOKEN = re.compile(r"[^0-9A-Za-z㐀-䶿一-鿿]")
LONGEST = 6
"""Characters. 好的好的好的 is one; a longer row of them is an answer."""


def is_back_channel(text: str) -> bool:
    """Whether `text` is nothing but a back-channel: it shows that one listens and takes no turn.

    A text without any spoken character is one too.
    """
    said = _UNSPOKEN.sub("", text)
    return len(said) <= LONGEST and (not said or _ONLY_UNITS.fullmatch(said) is not None)
