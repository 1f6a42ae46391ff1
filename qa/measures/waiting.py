"""Silences and who was to speak in them, and holds: who is kept waiting, announced or not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from qa.audio.speech import Span
from qa.measures.exchange import substantial
from qa.measures.hold_words import ASKED_TO_WAIT, THANKED
from qa.measures.intervals import intersection, total
from qa.measures.limits import below
from qa.measures.shape import Hold, Silence
from qa.measures.sides import Side
from qa.measures.wordings import Wordings
from qa.recording import Seconds
from qa.transcript import Party, Transcript, Turn

SHORTEST: Seconds = 3.0
"""Of what counts as a silence or a hold."""
NEAR: Seconds = 10.0
"""How long before a hold it may be announced, and after it thanked for."""
TOUCHING: Seconds = 1.0
"""Word times and stretches of speech differ by some tenths: a phrase may run so far into the silence."""
MUSIC_SHARE = 0.5
"""Of a silence, from which on it was music."""

WAIT: Mapping[Party, Wordings] = MappingProxyType(
    {
        Party.AGENT: Wordings(
            (
                *ASKED_TO_WAIT.phrases,
                "(帮您|给您|为您|跟您)(查|看|核实|核对|问|转)",
                "(正在|马上)(查询|核实|处理)",
                "我{any:0-3}(查|看|核实|核对|问)一下",
            ),
            ASKED_TO_WAIT.innocent,
        ),
        Party.CUSTOMER: Wordings(
            ("(等一下|等等|稍等|等会儿)", "我{any:0-2}(找|拿|看|问|想)(一下|一找|一看|找|看)"),
        ),
    }
)
"""With these one says that one needs a moment before speaking on."""
_LAST: Seconds = 5.0
"""Of a turn, in which this is looked for."""
_QUESTION = re.compile(
    r"[？?]$|(吗|呢|么|是吧|对吧)$|(多少|什么|哪|几|谁|怎么|为什么|是不是|有没有|贵姓|能不能|可不可以).{0,8}$"
)
"""At the end of what is said, full stops aside."""


def silences(transcript: Transcript, quiet: Iterable[Span], known: bool) -> tuple[Silence, ...]:
    """Those of the quiet stretches that are long enough, each with who was to speak.

    Who has asked a question waits for the other; who has said that they will look something up is to speak themselves;
    otherwise it was the turn of whoever broke the silence. Before the hang-up nobody was to speak.
    """
    turns = list(substantial(transcript)) if known else []
    return tuple(
        Silence(gap.start, gap.end, _waiting_for(gap, turns))
        for gap in quiet
        if not below(gap.end - gap.start, SHORTEST)
    )


def holds(found: Sequence[Silence], music: Sequence[Span], agent: Side | None) -> tuple[Hold, ...]:
    """Those of the silences in which the customer was kept waiting, or may have been.

    Args:
        found: the silences of the call.
        music: stretches with music on the line.
        agent: None where nobody knows who is the agent; then only music tells.
    """
    kept = []
    for silence in found:
        span = Span(silence.start, silence.end)
        played = total(intersection([span], music)) >= MUSIC_SHARE * silence.seconds
        announced = thanked = None
        if agent is not None:
            announced = ASKED_TO_WAIT.said_in(agent.words_in(span.start - NEAR, span.start + TOUCHING))
            thanked = THANKED.said_in(agent.words_in(span.end - TOUCHING, span.end + NEAR))
        asked = agent is not None and announced is not False and silence.waiting_for is not Party.CUSTOMER
        if played or asked:
            kept.append(Hold(silence.start, silence.end, played, announced, thanked))
    return tuple(kept)


def _waiting_for(gap: Span, turns: Sequence[Turn]) -> Party:
    """Who was to speak, from the turns that say something on either side of the gap."""
    middle = (gap.start + gap.end) / 2
    before = max((t for t in turns if t.end <= middle), key=lambda t: t.end, default=None)
    after = min((t for t in turns if t.start >= middle), key=lambda t: t.start, default=None)
    if before is None or after is None or before.party is Party.UNKNOWN:
        return Party.UNKNOWN
    # 请您稍等一下好吗 is a question that nobody answers at length: the waiting comes first.
    if WAIT[before.party].said_in([word for word in before.words if word.end > before.end - _LAST]):
        return before.party
    if _QUESTION.search(before.text.rstrip("。，！,.! ")):
        return _other(before.party)
    return after.party


def _other(party: Party) -> Party:
    return Party.CUSTOMER if party is Party.AGENT else Party.AGENT
