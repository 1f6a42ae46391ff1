"""Word probabilities: what they are made of, and that no other model than the described one is ever loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asr.confidence import CARD, FOLDER, MODEL, load_confidence, with_confidence
from qa.asr.errors import BadConfidenceModel
from qa.asr.manifest import read_manifest
from qa.asr.transcriber import transcribe
from qa.asr.word_features import FEATURES, channel_noise, word_features
from qa.asr.word_model import LogisticModel
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.transcript import Utterance, Word
from tests.asr.stand_in import OneByOne
from tests.audio.sounds import noise, voice
from tests.builders import utterance, word

ROOT = Path(__file__).parents[2]
SPEECH_MODEL = "5" * 64


class Heard(OneByOne):
    """A transcriber that has heard what it is told."""

    model_hash = "speech"

    def __init__(self, *utterances: Utterance) -> None:
        self.utterances = utterances

    def heard(self, audio: Audio, speech: object) -> tuple[Utterance, ...]:
        return self.utterances


def fitted(folder: Path, *, features: tuple[str, ...] = FEATURES, scale: str = "1.0") -> Path:
    """A model that believes a word the more, the surer the recogniser is, written as the real one is."""
    parts = [
        f"[features.{name}]\nmean = 0.0\nscale = {scale}\nweight = {float(name == 'logit')}\n" for name in features
    ]
    (folder / FOLDER).mkdir(parents=True)
    model = folder / FOLDER / MODEL
    model.write_text("\n".join(["intercept = 0.0\n", *parts]))
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    (folder / FOLDER / CARD).write_text(f'sha256 = "{digest}"\nspeech_model = "{SPEECH_MODEL}"\n')
    return folder


def audio(seconds: float = 4.0) -> Audio:
    return Audio(np.stack([voice(seconds), voice(seconds, seed=1)]))


def test_every_word_gets_the_probability_of_being_right(tmp_path: Path) -> None:
    said = (utterance("您好", probability=0.99), utterance("绑银刮几", channel=1, start=1.0, probability=0.2))
    transcriber = with_confidence(Heard(*said), SPEECH_MODEL, fitted(tmp_path))
    sure, unsure = transcribe(transcriber, audio(), [[Span(0, 4)], [Span(0, 4)]])
    assert (sure.text, unsure.text, unsure.channel, unsure.start) == ("您好", "绑银刮几", 1, 1.0)
    assert all(w.probability > 0.9 for w in sure.words)
    assert all(w.probability < 0.5 for w in unsure.words)


@pytest.mark.parametrize(
    ("text", "probability", "stays"),
    [("哦", 0.05, False), ("轻轻轻轻轻", 0.05, False), ("哦", 0.6, True), ("我想查一下话费", 0.05, True)],
)
def test_a_short_utterance_that_is_surely_wrong_is_noise(
    tmp_path: Path, text: str, probability: float, stays: bool
) -> None:
    transcriber = with_confidence(Heard(utterance(text, probability=probability)), SPEECH_MODEL, fitted(tmp_path))
    assert bool(transcribe(transcriber, audio(), [[Span(0, 4)], []])) == stays


def test_a_result_of_both_models_has_a_hash_of_its_own(tmp_path: Path) -> None:
    models = fitted(tmp_path)
    both = with_confidence(Heard(), SPEECH_MODEL, models).model_hash
    assert len(both) == 64
    assert both == with_confidence(Heard(), SPEECH_MODEL, models).model_hash != "speech"


def test_another_speech_model_keeps_its_own_probabilities(tmp_path: Path) -> None:
    heard = Heard(utterance("您好"))
    assert with_confidence(heard, "6" * 64, fitted(tmp_path / "fitted")) is heard
    assert with_confidence(heard, SPEECH_MODEL, tmp_path / "empty") is heard


def test_a_call_without_words_stays_empty(tmp_path: Path) -> None:
    assert transcribe(with_confidence(Heard(), SPEECH_MODEL, fitted(tmp_path)), audio(), [[], []]) == ()


def test_a_model_that_is_not_the_described_one_is_never_read(tmp_path: Path) -> None:
    model = fitted(tmp_path) / FOLDER / MODEL
    model.write_bytes(model.read_bytes() + b"\0")
    with pytest.raises(BadConfidenceModel, match=r"\[M009\] .*model.toml: .*SHA-256"):
        load_confidence(tmp_path)


@pytest.mark.parametrize("scale", ["0.0", "nan", "inf", '"1.0"', "[1.0]", "1.0\nextra = 1"])
def test_numbers_that_cannot_be_are_refused(tmp_path: Path, scale: str) -> None:
    with pytest.raises(BadConfidenceModel, match=MODEL):
        load_confidence(fitted(tmp_path, scale=scale))


@pytest.mark.parametrize("card", ["", "sha256 = ", 'sha256 = "x"\nspeech_model = "y"'])
def test_a_card_that_cannot_be_read_is_told(tmp_path: Path, card: str) -> None:
    (fitted(tmp_path) / FOLDER / CARD).write_text(card)
    with pytest.raises(BadConfidenceModel, match=CARD):
        load_confidence(tmp_path)


@pytest.mark.parametrize("features", [FEATURES[::-1], FEATURES[1:], (*FEATURES, "more")])
def test_a_model_of_other_features_is_refused(tmp_path: Path, features: tuple[str, ...]) -> None:
    with pytest.raises(BadConfidenceModel, match="features"):
        load_confidence(fitted(tmp_path, features=features))


def test_the_probability_is_the_logistic_function_of_the_weighed_features() -> None:
    parts = {"a": {"mean": 1.0, "scale": 2.0, "weight": 0.5}, "b": {"mean": 0.0, "scale": 1.0, "weight": -2.0}}
    model = LogisticModel.model_validate({"intercept": 0.1, "features": parts})
    rows = np.array([[3.0, 0.0], [1.0, 0.25], [0.0, 1e6], [0.0, -1e6]])
    assert model.probabilities(rows) == pytest.approx([1 / (1 + np.exp(-0.6)), 1 / (1 + np.exp(0.4)), 0.0, 1.0])


def test_the_model_of_the_repository_is_whole_and_belongs_to_its_speech_model() -> None:
    manifest = read_manifest(ROOT / "models" / "whisper-base")
    confidence = load_confidence(ROOT / "models")
    assert manifest is not None
    assert confidence is not None
    lines = "".join(f"{file.name} {file.sha256}\n" for file in sorted(manifest.files, key=lambda f: f.name))
    assert confidence.speech_model == hashlib.sha256(lines.encode()).hexdigest()
    sound = audio()
    doubtful, sure = (
        confidence.calibrated([utterance("很高兴为您服务", probability=p)], sound)[0] for p in (0.3, 0.98)
    )
    assert all(a.probability < b.probability for a, b in zip(doubtful.words, sure.words, strict=True))


def column(name: str, said: Utterance, sound: Samples) -> list[float]:
    return [float(x) for x in word_features(said, sound, channel_noise(sound))[:, FEATURES.index(name)]]


def test_a_word_that_is_no_louder_than_the_line_stands_out() -> None:
    sound = np.concatenate([voice(2.0) + noise(2.0, -50), noise(2.0, -50)])
    said = Utterance(0, 0.2, 3.5, (word("您好", start=0.2, end=1.8), word("谢谢", start=2.5, end=3.5)))
    loud, faint = column("signal_to_noise", said, sound)
    assert loud > 20
    assert faint < 5


def test_nonsense_is_part_of_no_long_dictionary_word() -> None:
    sound = voice(3.0)
    assert column("dictionary_characters", utterance("话费余额"), sound) == [2, 2, 2, 2]
    assert column("dictionary_characters", utterance("绑银刮几"), sound) == [1, 1, 1, 1]


@given(
    st.lists(
        st.tuples(st.sampled_from(["您好", "，", "138", "，OK", "嗯"]), st.floats(0, 1), st.floats(0, 1)),
        min_size=1,
        max_size=8,
    )
)
def test_features_are_finite_whatever_was_heard(spoken: list[tuple[str, float, float]]) -> None:
    at, words = 0.0, []
    for text, length, probability in spoken:
        words.append(Word(text, at, at + length, probability))
        at += length
    rows = word_features(Utterance(0, 0.0, at, tuple(words)), np.zeros(SAMPLE_RATE, np.float32), -100.0)
    assert rows.shape == (len(words), len(FEATURES))
    assert np.isfinite(rows).all()
