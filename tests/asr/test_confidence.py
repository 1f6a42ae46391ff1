"""Word probabilities: what they are made of, and that no other model than the described one is ever loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import skops.io  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa.asr.confidence import CARD, FOLDER, MODEL, load_confidence, with_confidence
from qa.asr.errors import BadConfidenceModel
from qa.asr.manifest import read_manifest
from qa.asr.transcriber import transcribe
from qa.asr.word_features import FEATURES, channel_noise, word_features
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


def fitted(folder: Path, *, speech_model: str = SPEECH_MODEL, features: tuple[str, ...] = FEATURES) -> Path:
    """A model that believes a word the more, the surer the recogniser is, written as the real one is."""
    random = np.random.default_rng(0)
    rows = random.normal(size=(400, len(FEATURES)))
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, rows[:, 0] > 0)
    (folder / FOLDER).mkdir(parents=True)
    skops.io.dump(model, folder / FOLDER / MODEL)
    digest = hashlib.sha256((folder / FOLDER / MODEL).read_bytes()).hexdigest()
    card = f'sha256 = "{digest}"\nspeech_model = "{speech_model}"\nfeatures = {list(features)}\n'.replace("'", '"')
    (folder / FOLDER / CARD).write_text(card)
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
    with pytest.raises(BadConfidenceModel, match=r"\[M009\] .*model.skops: .*SHA-256"):
        load_confidence(tmp_path)


def test_types_that_are_not_trusted_are_refused(tmp_path: Path) -> None:
    folder = fitted(tmp_path) / FOLDER
    skops.io.dump(Path("/etc"), folder / MODEL)
    digest = hashlib.sha256((folder / MODEL).read_bytes()).hexdigest()
    card = (folder / CARD).read_text().splitlines()
    (folder / CARD).write_text("\n".join([f'sha256 = "{digest}"', *card[1:]]))
    with pytest.raises(BadConfidenceModel, match="PosixPath"):
        load_confidence(tmp_path)


@pytest.mark.parametrize("card", ["", "sha256 = ", 'sha256 = "x"\nspeech_model = "y"\nfeatures = []'])
def test_a_card_that_cannot_be_read_is_told(tmp_path: Path, card: str) -> None:
    (fitted(tmp_path) / FOLDER / CARD).write_text(card)
    with pytest.raises(BadConfidenceModel, match=CARD):
        load_confidence(tmp_path)


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfidenceModel, match="features"):
        load_confidence(fitted(tmp_path, features=FEATURES[::-1]))


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
