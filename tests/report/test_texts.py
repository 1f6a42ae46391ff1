import re
from pathlib import Path

import pytest

from qa.errors import Text
from qa.month.shape import Standing
from qa.recording import Flag
from qa.report import month_texts, night_texts, texts
from qa.scoring.evaluation import Outcome
from qa.transcript import Party

HAN = r"[\u4e00-\u9fff]"
CLASSES = (texts.SharedTexts, night_texts.NightTexts, month_texts.MonthTexts)


def own(catalogue: type) -> dict[str, Text]:
    return {name: value for name, value in vars(catalogue).items() if isinstance(value, Text)}


ALL = {f"{c.__name__}.{name}": text for c in CLASSES for name, text in own(c).items()}
ALL |= {str(k): v for table in (texts.FLAG, texts.OUTCOME, month_texts.STANDING) for k, v in table.items()}


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_both_languages_are_there_and_agree(text: Text) -> None:
    assert text.zh.strip() and text.en.strip()
    assert not re.search(HAN, text.en), "Chinese in the English text"
    fields = [{f.split(":")[0] for f in re.findall(r"{([^}]*)}", one)} for one in (text.zh, text.en)]
    assert fields[0] == fields[1]


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_chinese_typography(text: Text) -> None:
    zh = re.sub(
        r"{\w+}", "8", text.zh.replace("{month}", "十一月").replace("“{name}”", "“甲”").replace("{parts}", "甲")
    )
    zh = zh.replace("“{standing}”", "“甲”")
    assert not re.search(rf"{HAN}[,;:?!()]|[,;:?!()]{HAN}", zh), "half-width punctuation"
    assert not re.search(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9%]{HAN}", zh), "no space between Han and Latin"


def test_no_text_stands_twice() -> None:
    pairs = [(text.zh, text.en) for text in {id(text): text for text in ALL.values()}.values()]
    assert sorted({pair for pair in pairs if pairs.count(pair) > 1}) == []


def test_every_text_is_used() -> None:
    folder = Path(texts.__file__).parent
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (*folder.glob("*.py"), *folder.glob("templates/*.html"))
        if not path.name.endswith("texts.py")
    )
    unused = [name for c in CLASSES for name in own(c) if not re.search(rf"(\bt|Texts)\.{name}\b", source)]
    assert unused == []


def test_every_value_of_an_enumeration_has_its_name() -> None:
    assert set(texts.PARTY) == set(Party)
    assert set(texts.FLAG) == set(Flag)
    assert set(texts.OUTCOME) == set(texts.MARK) == set(Outcome)
    assert set(month_texts.STANDING) == set(month_texts.STANDING_MARK) == set(Standing)
