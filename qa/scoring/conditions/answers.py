"""`answers: {trigger, reply, within}`: what one party says is answered by the other within a few turns or seconds."""

from __future__ import annotations

from qa.measures.limits import above
from qa.rubric.condition import Condition, parts_of
from qa.rubric.operators.answers import Answers
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Quantity
from qa.scoring.conditions.happening import Happening
from qa.scoring.conditions.near import TOUCHING, chosen
from qa.scoring.conditions.verdict import LIKELY, Judge, Verdict, operator
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.scoring.unheard import MOST, missing_in
from qa.transcript import Party


@operator(Answers)
def answers(condition: Answers, call: Call, judge: Judge) -> Verdict:
    """As probable as the least sure of the answers that are wanted; nothing is asked where nothing triggers."""
    asked = condition.answers
    trigger, reply = judge(asked.trigger, call), judge(asked.reply, call)
    if trigger.probability is None:
        return trigger
    wanted = chosen([hit for hit in trigger.occurrences if hit.probability >= LIKELY], asked.hit)
    if not wanted:
        return Verdict.not_asked("没有出现需要回应的话")
    if reply.probability is None:
        return reply
    scores, found = [], list[Happening]()
    for start in wanted:
        after = [hit for hit in reply.fulfilments if _answers(hit, start, asked.within, call)]
        scores.append(max((hit.probability for hit in after), default=0.0))
        found.extend(after)
    probability = max(scores) if asked.hit == "any" else min(scores)
    arose = max((one.probability for one, score in zip(wanted, scores, strict=True) if score), default=1.0)
    open_ = [one for one, score in zip(wanted, scores, strict=True) if score == 0]
    reason = "；".join(f"{one.start:.0f} 秒处“{one.text}”之后没有听到回应" for one in open_) if probability == 0 else ""
    # A doubtful trigger makes a doubtful reproach: that nobody answered is no surer than that there was a question.
    if probability == 0:
        missing = max(missing_in(call.voices[party]) for party in _replying(asked.reply))
        arose = max(one.probability for one in open_)
        probability = max(missing, min(1 - arose, MOST))
    times = tuple(dict.fromkeys(found))
    return Verdict(probability, tuple(part for time in times for part in time.parts), reason, times=times, arose=arose)


def _replying(reply: Condition) -> frozenset[Party | None]:
    """Whose words are asked for in a reply; None where it may be anybody's."""
    named = frozenset(part.by for part in parts_of(reply) if isinstance(part, Where))
    return named or frozenset((None,))


def _answers(reply: Happening, trigger: Finding, reach: Quantity, call: Call) -> bool:
    own = reply.whole.party is trigger.party
    if reply.start < trigger.end - (0 if own else TOUCHING):
        return False  # and nobody answers himself with the same words
    if reach.unit == "s":
        return not above(reply.complete, trigger.end + reach.value)
    party = reply.whole.party
    voice = call.voices[None if party is Party.UNKNOWN else party]
    turns = [t for t in range(len(voice.turns)) if voice.turns[t].end > trigger.end]
    said = [t for t in turns if voice.ordinals[t + 1] > voice.ordinals[t]][: round(reach.value)]
    return any(voice.turns[t].start <= reply.complete <= voice.turns[t].end for t in said)
