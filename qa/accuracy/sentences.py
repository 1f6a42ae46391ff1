"""Files of which only the words are known, against what was heard in them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.accuracy.heard import Heard, compare_words
from qa.accuracy.lost import SpeechLost
from qa.accuracy.transcribed import TranscribedFile
from qa.warehouse.result import CallResult


@dataclass(frozen=True, slots=True)
class FileFigures:
    """One file."""

    file: str
    corpus: str
    transcribed: bool
    """Whether it could be heard at all; if not, all of it counts as deleted."""
    heard: Heard
    lost: SpeechLost
    text: str


def compare_files(
    files: Iterable[TranscribedFile], results: Iterable[CallResult], lost: Mapping[str, SpeechLost]
) -> tuple[FileFigures, ...]:
    """The figures of every file, by the call id that it was given: its path."""
    heard = {result.recording.metadata.call_id: result for result in results}
    return tuple(_figures(each, heard.get(each.file), lost.get(each.file, SpeechLost())) for each in files)


def _figures(file: TranscribedFile, result: CallResult | None, lost: SpeechLost) -> FileFigures:
    utterances = sorted(result.transcript.utterances, key=lambda u: u.start) if result else []
    words = [word for utterance in utterances for word in utterance.words]
    text = "".join(word.text for word in words)
    return FileFigures(file.file, file.corpus, result is not None, compare_words(file.said, words), lost, text)


def by_corpus(files: Iterable[FileFigures]) -> dict[str, tuple[int, Heard, SpeechLost]]:
    """For each corpus the number of its files, what was heard and what was lost; all of them last, where several."""
    found: dict[str, tuple[int, Heard, SpeechLost]] = {}
    nothing = (0, Heard(), SpeechLost())
    everything = nothing
    for each in files:
        n, heard, lost = found.get(each.corpus, nothing)
        found[each.corpus] = n + 1, heard + each.heard, lost + each.lost
        everything = everything[0] + 1, everything[1] + each.heard, everything[2] + each.lost
    return found | ({"全部 all": everything} if len(found) > 1 else {})
