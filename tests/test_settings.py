"""What qa.toml may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import UsageError
from qa.settings import load_settings


def refused(tmp_path: Path, text: str) -> UsageError:
    path = tmp_path / "qa.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        load_settings(path)
    return error.value


def test_accusing_cannot_ask_for_less_than_crediting(tmp_path: Path) -> None:
    error = refused(tmp_path, "[scoring]\ncredit = 0.9\naccuse = 0.8\n")
    assert error.message.zh == "scoring：credit 0.9 大于 accuse 0.8；扣分要求的把握不得低于给分。"
    assert error.message.en.startswith("scoring: credit 0.9 is above accuse 0.8;")


def test_equal_thresholds_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "qa.toml"
    path.write_text("[scoring]\ncredit = 0.8\naccuse = 0.8\n")
    assert load_settings(path).scoring.accuse == 0.8


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        (
            '[month]\nfocus_at = {"杭州" = 3}\n',
            'month：focus_at 为站点或班组另定名额，须同时写 focus_by = "site" 或 "team"',
        ),
        ("[listening]\ncap = 3\n", "listening：各类抽听合计 7.25 通，超过上限 cap 3；请减少 calls 或提高 cap"),
        ("[listening]\nlength_bands = [180, 60]\n", "length_bands 须由小到大，不得重复"),
        ("[listening.calls]\nanalist = 3\n", "listening.calls.analist：没有这个键"),
        ('[inbox]\nfodler = "x"\n', "inbox.fodler：没有这个键"),
        ('[inbox]\ntime_zone = "Mars"\n', "没有时区“Mars”"),
        ("[inbox\n", "不是 TOML 文件"),
    ],
)
def test_a_wrong_key_or_value_is_named_in_chinese(tmp_path: Path, text: str, zh: str) -> None:
    assert zh in refused(tmp_path, text).message.zh


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        load_settings(tmp_path / "qa.toml")
    assert error.value.message.zh == "没有这个文件。"
