"""What tells a word that was heard right from one that was not, in numbers. Pure but for the dictionary of jieba."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from qa.asr.guard import spoken
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.phonetics.chinese import dictionary
from qa.transcript import Utterance, Word

Floats = npt.NDArray[np.float64]

FEATURES = (
    "logit",  # of the recogniser's own probability
    "logit_before",
    "logit_after",
    "logit_utterance",  # mean of the utterance
    "logit_utterance_low",  # its second lowest decile
    "characters",  # of the word
    "seconds_a_character",  # logarithm, at least 20 ms
    "rate_around",  # characters a second over three words either side
    "pause_before",  # seconds, at most one
    "pause_after",
    "utterance_characters",  # logarithm
    "signal_to_noise",  # dB, the word against the channel's quiet tenth
    "level_in_utterance",  # dB, the word against its utterance
    "compression",  # bytes of the utterance's text over its compressed bytes
    "dictionary_characters",  # of the dictionary word that it is part of
    "dictionary_frequency",  # log10 of that word's count, 0 where the dictionary has none
    "digits",  # 1 where the word holds digits or Latin letters
)
"""Names of the columns, in order."""

_FRAME = SAMPLE_RATE // 50
_NOISE_PERCENTILE = 10
_FLOOR_DB = -100.0
_AROUND = 3


def channel_noise(samples: Samples) -> float:
    """The level of a channel's quiet tenth in dB of full scale; of 20 ms frames of float32 [samples] at 16 kHz."""
    frames = samples[: samples.size // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not frames.size:
        return _FLOOR_DB
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    return float(np.percentile(10 * np.log10(np.maximum(power, 10 ** (_FLOOR_DB / 10))), _NOISE_PERCENTILE))


def word_features(utterance: Utterance, samples: Samples, noise_db: float) -> Floats:
    """One row a word.

    Args:
        utterance: as heard, with the recogniser's own probabilities.
        samples: the whole channel, float32 [samples] at 16 kHz.
        noise_db: `channel_noise(samples)`.

    Returns:
        Shape [words, len(FEATURES)].
    """
    words = utterance.words
    logit = _logits(words)
    sizes = np.array([max(1, len(spoken(word.text))) for word in words], dtype=float)
    level = np.array([_level(samples, word.start, word.end) for word in words])
    starts, ends = (np.array([getattr(word, edge) for word in words]) for edge in ("start", "end"))
    pauses = np.clip(starts[1:] - ends[:-1], 0.0, 1.0)
    text = utterance.text.encode()
    lexical = _lexical(words)
    columns = {
        "logit": logit,
        "logit_before": np.concatenate([[logit[0]], logit[:-1]]),
        "logit_after": np.concatenate([logit[1:], [logit[-1]]]),
        "logit_utterance": np.full(len(words), logit.mean()),
        "logit_utterance_low": np.full(len(words), np.percentile(logit, 20)),
        "characters": sizes,
        "seconds_a_character": np.log(np.maximum((ends - starts) / sizes, 0.02)),
        "rate_around": _rate_around(sizes, starts, ends),
        "pause_before": np.concatenate([[1.0], pauses]),
        "pause_after": np.concatenate([pauses, [1.0]]),
        "utterance_characters": np.full(len(words), np.log(sizes.sum())),
        "signal_to_noise": np.clip(level - noise_db, -10.0, 60.0),
        "level_in_utterance": np.clip(level - _level(samples, utterance.start, utterance.end), -30.0, 30.0),
        "compression": np.full(len(words), len(text) / len(zlib.compress(text))),
        "dictionary_characters": lexical[:, 0],
        "dictionary_frequency": lexical[:, 1],
        "digits": np.array([float(any(c.isascii() and c.isalnum() for c in word.text)) for word in words]),
    }
    return np.column_stack([columns[name] for name in FEATURES])


def _logits(words: Sequence[Word]) -> Floats:
    probability = np.clip([word.probability for word in words], 1e-3, 1 - 1e-3)
    return np.asarray(np.log(probability / (1 - probability)))


def _rate_around(sizes: Floats, starts: Floats, ends: Floats) -> Floats:
    rates = np.empty(len(sizes))
    for i in range(len(sizes)):
        first, last = max(0, i - _AROUND), min(len(sizes), i + _AROUND + 1)
        rates[i] = sizes[first:last].sum() / max(ends[last - 1] - starts[first], 0.1)
    return np.minimum(rates, 20.0)


def _level(samples: Samples, start: float, end: float) -> float:
    """Mean power in dB of full scale, over at least 40 ms."""
    middle, half = (start + end) / 2, max(0.02, (end - start) / 2)
    part = samples[max(0, round((middle - half) * SAMPLE_RATE)) : round((middle + half) * SAMPLE_RATE)]
    power = float(np.mean(np.square(part, dtype=np.float64))) if part.size else 0.0
    return 10 * float(np.log10(max(power, 10 ** (_FLOOR_DB / 10))))


def _lexical(words: Sequence[Word]) -> Floats:
    """For each word the length and log10 count of the longest dictionary word that it shares characters with.

    Nonsense falls apart into single characters: 帮您 is two common words, 绑银 is none.
    """
    tokenizer = dictionary()
    text = "".join(word.text for word in words)
    tokens = tokenizer.cut(text, HMM=False)
    at = [(len(token), np.log10(1.0 + tokenizer.FREQ.get(token, 0))) for token in tokens for _ in token]
    found, begin = np.empty((len(words), 2)), 0
    for i, word in enumerate(words):
        found[i] = max(at[begin : begin + len(word.text)])
        begin += len(word.text)
    return found
