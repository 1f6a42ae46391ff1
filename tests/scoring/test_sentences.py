"""A sense for meaning is optional, is asked where it is there, and is refused by name where it does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa.rubric.source import parse_rubric
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.likeness import Alike, alike
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.sentences import SentenceModel, SentenceModelUnusable, alike_by
from qa.settings import load_settings
from qa.transcript import Party
from tests import builders
from tests.scoring.tiny_network import read_first_token, write_model

EVERYDAY = dict.fromkeys(
    "今天气不错请问您贵姓我的宽带断了这个月话是三十元师傅明下午上门小区停水可以在网办理知道密码好还有什么别题"
)
MEANINGS = ("钱费资", "多高", *EVERYDAY)
"""By character: 钱多 means what 资高 means, and everything else is something else."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model", MEANINGS)


def test_other_words_of_the_same_meaning_are_alike(folder: Path) -> None:
    model = SentenceModel(folder)
    found = model(["话费太高", "资高"], ["钱多", "您好", "资高"])
    assert found.shape == (2, 3)
    assert found[1, 0] > 0.95
    assert alike(["资高"], ["钱多"])[0, 0] < 0.2
    assert found[1, 1] < 0.1
    assert found[1, 2] == pytest.approx(1.0)


def test_it_never_says_less_than_words_and_sound(folder: Path) -> None:
    said = ["请问您还有什么别的问题吗", "情问您还有其它文题吗", "您的话费余额是三十二元"]
    asked = ["请问您还有其他问题吗"]
    assert (SentenceModel(folder)(asked, said) >= alike(asked, said) - 1e-12).all()


def test_padding_says_nothing(folder: Path) -> None:
    alone, together = SentenceModel(folder), SentenceModel(folder)
    long = "请问您的宽带这个月是三十元吗" * 3
    assert together(["钱多"], ["费高", long])[0, 0] == pytest.approx(alone(["钱多"], ["费高"])[0, 0])


def test_nothing_said_is_like_nothing(folder: Path) -> None:
    assert SentenceModel(folder)(["钱多"], []).shape == (1, 0)
    assert alike(["钱多"], []).shape == (1, 0)


def test_where_the_point_is_read_from_is_what_the_folder_says(folder: Path) -> None:
    by_mean = SentenceModel(folder)
    read_first_token(folder)
    by_first = SentenceModel(folder)
    assert by_first(["钱您您您您"], ["费好"])[0, 0] > 0.9 > by_mean(["钱您您您您"], ["费好"])[0, 0]
    assert by_first.hash != by_mean.hash


def test_a_rubric_finds_by_meaning_what_words_do_not_tell(folder: Path) -> None:
    text = """\
rubric: small
name: 小质检表
version: "1"
bands: {优: 90}
sections:
  - id: s
    name: 全部
    criteria:
      - {id: dear, name: 嫌贵, points: 100, require: {similar: 资高, by: customer}}
"""
    rubric = parse_rubric(text, "small.yaml")

    def outcome(compared: Alike) -> Outcome:
        turns = builders.dialogue((Party.AGENT, "您请讲"), (Party.CUSTOMER, "钱多"))
        call = Call(builders.transcript(turns=turns), builders.measures(), builders.metadata(), compared)
        return evaluate(rubric, call, Stamp("", ""), Thresholds()).criteria[0].outcome

    assert outcome(alike) is Outcome.MISSED
    assert outcome(SentenceModel(folder)) is Outcome.MET


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_refused_by_its_name(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(SentenceModelUnusable) as raised:
        SentenceModel(folder)
    assert "V003" in str(raised.value)
    assert missing in str(raised.value)


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json", "1_Pooling/config.json"])
def test_a_broken_file_is_refused(folder: Path, broken: str) -> None:
    read_first_token(folder)
    (folder / broken).write_bytes(b"nothing of the kind")
    with pytest.raises(SentenceModelUnusable):
        SentenceModel(folder)


def test_a_network_that_takes_something_else_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path, MEANINGS, inputs=("pixels", "attention_mask"))
    with pytest.raises(SentenceModelUnusable) as raised:
        SentenceModel(folder)
    assert "pixels" in str(raised.value)


def test_the_folder_in_the_settings_is_relative_to_them(tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text('[scoring]\nsentence_model = "models/sentences"\n', encoding="utf-8")
    scoring = load_settings(tmp_path / "qa.toml").scoring
    assert scoring.sentence_model == tmp_path / "models" / "sentences"
    assert alike_by(None) == (alike, "")


def test_likeness_is_between_nothing_and_the_same(folder: Path) -> None:
    said = ["", "好", "钱", "话费太高", "……", "hello"]
    found = SentenceModel(folder)(said, said)
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert found.max() <= 1
