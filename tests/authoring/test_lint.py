"""Lint says what an author should look at again, and nothing about a good rubric."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from qa.authoring.lint import Hint, Material, Page, hints, manual, read_cases_page, read_page
from qa.rubric.diagnostics import RubricError
from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.heard import Call
from qa.transcript import Party
from tests import builders

ROOT = Path(__file__).resolve().parents[2]


def rubric(*criteria: str, applies_to: str = "queue: [宽带]") -> Rubric:
    return parse_rubric(written(*criteria, applies_to=applies_to), "s.yaml")


def written(*criteria: str, applies_to: str = "queue: [宽带]") -> str:
    lines = "\n".join(f"      - {{id: c{i}, name: 第{i}项, {text}}}" for i, text in enumerate(criteria))
    head = f'rubric: small\nname: 小质检表\nversion: "1"\napplies_to: {{{applies_to}}}\nscale: {{start: 100}}\n'
    return f"{head}bands: {{优: 90, 差: 0}}\nsections:\n  - id: s\n    name: 全部\n    criteria:\n{lines}\n"


def found(form: Rubric, calls: tuple[Call, ...] = (), bare: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(hint.code, hint.criterion) for hint in hints(Material(form, bare, calls))]


L002 = [("L002", "c1")]
SLIP = "points: 5, forbid: {said: 明白, by: agent}"
GOOD = "points: 10, require: {said: 您好很高兴为您服务, by: agent}"


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ([GOOD, "points: 10, forbid: {said: 这不归我管, by: agent}"], []),
        # The same sounds, in other characters.
        ([GOOD, "points: 10, forbid: {said: 您好很高兴为宁服务, by: agent}"], []),
        ([GOOD, "points: 10, forbid: {said: 您好很高兴为您服务, by: agent}"], [("L002", "c1")]),
        (["points: 10, require: {said: [请稍等, 请稍候, 请烧等], by: agent}"], [("L003", "c0")]),
        (["points: 0.5, require: {said: 请稍等, by: agent}"], [("L004", "c0")]),
        ([f"when: {{metadata: {{queue: 话费}}}}, {GOOD}"], [("L005", "c0")]),
        ([f"when: {{metadata: {{queue: [话费, 宽带]}}}}, {GOOD}"], []),
        ([f"when: {{any: [{{metadata: {{queue: 话费}}}}, {{said: 投诉, by: customer}}]}}, {GOOD}"], []),
        ([f"when: {{all: [{{metadata: {{queue: 话费}}}}, {{said: 投诉, by: customer}}]}}, {GOOD}"], [("L005", "c0")]),
        (["when: {not: {metadata: {queue: [宽带, 话费]}}}, " + GOOD], [("L005", "c0")]),
        (["when: {any: [{metadata: {queue: 话费}}, {all: [{metadata: {queue: 移动}}]}]}, " + GOOD], [("L005", "c0")]),
        (["when: {not: {metadata: {queue: 话费}}}, " + GOOD], []),
        (["when: {not: {metadata: {queue: 宽带, direction: inbound}}}, " + GOOD], []),
        # Optional parts, choices and gaps, and what stands under any:.
        (["points: 5, require: {said: '我[也]明白', by: agent}", "points: 5, forbid: {said: 我明白, by: agent}"], L002),
        (
            ["points: 5, require: {said: '(我|您)明白', by: agent}", "points: 5, forbid: {said: 您明白, by: agent}"],
            L002,
        ),
        (
            [
                "points: 5, require: {said: '我{any:0-2}明白', by: agent}",
                "points: 5, forbid: {said: 我明白, by: agent}",
            ],
            L002,
        ),
        (
            [
                "points: 5, require: {any: [{said: 明白, by: agent}]}",
                "points: 5, forbid: {any: [{said: 明白, by: agent}]}",
            ],
            L002,
        ),
        # A prohibition for another situation.
        (["points: 5, require: {said: 明白, by: agent}", f"when: {{said: 投诉, by: customer}}, {SLIP}"], []),
        (
            [
                "points: 5, require: {said: 明白, by: agent}",
                SLIP.replace("agent", "agent, after: {said: 投诉, within: 9 s}"),
            ],
            [],
        ),
        (["points: 5, require: {topic: 停水, different: 1}"], [("L020", "c0")]),
        (["points: 5, require: {topic: [停水, 水压], different: 1}"], []),
        # What must not be said is not asked for.
        (["points: 5, require: {not: {said: 没办法, by: agent}}", "points: 5, forbid: {said: 没办法, by: agent}"], []),
    ],
)
def test_rules(criteria: list[str], expected: list[tuple[str, str]]) -> None:
    assert found(rubric(*criteria)) == expected


@pytest.mark.parametrize(
    ("phrases", "excuse", "hinted"),
    [
        ("我不知道", "said: 我帮您问一下", True),
        ("我不知道", "said: [这个要问师傅, 我帮您问一下], by: agent", True),
        ("我不知道", "said: 您是说", True),
        ("我不知道", "said: 我不知道他是否方便", False),  # it stands in the excuse …
        ("我不知道", "said: 不知我是否, by: agent", False),  # … or goes over into it,
        ("你必须马上交钱", "said: 必须", False),  # or the excuse stands in it
        ("[我不知道, 你必须先交钱]", "said: 必须先关阀门", False),  # one of several phrases
        ("我不知道", "said: '您是说{any:0-20}对吗'", False),  # anything may stand in the gap
        ("'我{any:0-3}不知道'", "said: 您是说", False),
        ("(我不知道|我不清楚)", "said: '[我]不(清|太)楚您的地址'", False),
        ("我不知道", "said: 我帮您问一下, by: customer", False),  # of the other party: any of it lifts the demand
        ("我不知道", "silence: {longer_than: 3 s}", False),
    ],
)
def test_an_excuse_that_shares_no_words_with_what_it_should_excuse(phrases: str, excuse: str, *, hinted: bool) -> None:
    form = rubric(GOOD, f"points: 10, forbid: {{said: {phrases}, by: agent, unless: {{{excuse}}}}}")
    assert found(form) == ([("L023", "c1")] if hinted else [])


def traps(demand: str, applies_to: str = "queue: [宽带]", calls: tuple[Call, ...] = ()) -> list[Hint]:
    """Of a criterion whose demand stands in a block of its own, in a file."""
    text = written(GOOD, applies_to=applies_to) + f"      - id: it\n        name: 它\n        points: 10\n{demand}"
    return list(hints(Material(parse_rubric(text, "s.yaml"), (), calls, read_page(text, "s.yaml"))))


BLOCK = "        require:\n          by: agent\n          said:\n            - {}\n"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("请按 #键", "L007"),
        ("请按井号键  # 客户常问", ""),
        ("'请按 #键'", ""),
        ("感谢/谢谢您", "L009"),
        ("(感谢|谢谢)您", ""),
        ("(耐心)?等待一下", "L021"),
        ("感谢.*等待", "L021"),
        ("请您[耐心]+等待", "L021"),
        ("不(会)影响征信", "L022"),
        ("请您（耐心）等待", "L022"),
        ("不[会]影响征信", ""),
        ("请(您|你)等待", ""),
        ("(请(您|你))等待", ""),
        ("有什么可以帮您?", ""),
        ("有什么可以帮您[的]吗?", ""),
        ("请您……稍等", "L024"),
        ("您好…很高兴为您服务", "L024"),
        ("您好...请您说", "L024"),
        ("(感谢|谢谢)……[您]等待", "L024"),
        ("您好XX号话务员", "L024"),
        ("你打×××吧", "L024"),
        ("工号____为您服务", "L024"),
        ("您是说……", ""),
        ("请您去做X光检查", ""),
        ("'您好{any:0-6}请讲'", ""),
        ("請您稍等", "L012"),
        ("（感谢｜谢谢）您", ""),  # full-width brackets are read
        ("“您好”请讲", ""),  # and punctuation never matters
        ("请您按 1 号键", ""),  # and numbers are read as they are said
        ("好", "L014"),
        ("[您]好", "L014"),
        ("{number}号", "L014"),
        ("{name}先生", ""),
        ("请您讲\n              请您说", "L015"),
    ],
)
def test_phrases_that_mean_something_else(phrase: str, expected: str) -> None:
    quoted = f'"{phrase}"' if phrase[0] in "[{" else phrase
    assert [hint.code for hint in traps(BLOCK.format(quoted))] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("demand", "expected"),
    [
        ("require: {said: [您好,请您讲], by: agent}", ["L008"]),
        ("require: {said: [您好, 请您讲], by: agent}", []),
        ("require: {said: -您好请讲, by: agent}", ["L015"]),
        ("require: {said: ['您好,请您讲'], by: agent}", []),
        ("require: {said: [请您讲，我听着], by: agent}", ["L017"]),
        ("require: {said: 请您讲，我听着, by: agent}", []),
        ("require: {said: [请您讲，我听着, 您请讲], by: agent}", []),
        ("require: {said: ['请您讲，我听着'], by: agent}", []),
        ("require: {said: [请您讲，您好很高兴为您服务, 请您讲], by: agent}", ["L017"]),  # both stand elsewhere
        ("require: {said: 【请您讲】, by: agent}", ["L017"]),
        ("forbid: {matches: '（投诉｜举报）没用', by: agent}", ["L010"]),
        ("forbid: {matches: '“没用”', by: agent}", ["L010"]),
        ("forbid: {matches: '(投诉|举报)[^，]{0,4}没用', by: agent}", []),
        ("forbid: {matches: 'VIP客户', by: agent}", ["L010"]),
        (r"forbid: {matches: '(?i)VIP\S\p{Han}(?P<Name>客户)', by: agent}", []),
        ("forbid: {matches: 没用, excludes: '不是 没用', by: agent}", ["L010"]),
        ("require: {matches: '10086', by: agent}", ["L011"]),
        (r"require: {matches: '工号\d{4}', by: agent}", ["L011"]),
        ("require: {matches: '工号[0-9零一二三四五六七八九]{4}', by: agent}", []),
        ("forbid: {matches: '没.{0,4}用', by: agent}", []),
        ("require: {similar: 請問還有其他問題嗎, by: agent}", ["L012"]),
        ("require: {similar: 请问……还有其他问题吗, by: agent}", []),
        ("require: {metadata: {queue: 话费、宽带}}", ["L013"]),
        ("require: {metadata: {queue: “话费”}}", ["L013"]),
        ("require: {metadata: {queue: ' 话费'}}", ["L013"]),
        ("require: {metadata: {queue: [话费, 宽带]}}", []),
        ("require: {metadata: {direction: 呼入}}", ["L013"]),
        ("require: {said: 您好, by: agent, unless: {metadata: {direction: in}}}", None),
    ],
)
def test_traps_that_yaml_does_not_see(demand: str, expected: list[str] | None) -> None:
    if expected is None:  # an excuse under require: takes phrases only
        with pytest.raises(RubricError):
            traps(f"        {demand}\n")
        return
    assert [hint.code for hint in traps(f"        {demand}\n")] == expected


LISTS = "phrases:\n  polite: [请讲您说]\n  rude:\n    - 感谢/谢谢您\n    - 神经病啊\nsections:\n"


def of_lists(said: str, lists: str = LISTS) -> list[tuple[str, str, int]]:
    """Code, place and line of what is said of a form with lists."""
    text = written(f"points: 10, require: {{said: {said}, by: agent}}").replace("sections:\n", lists)
    page = read_page(text, "s.yaml")
    return [(h.code, h.criterion, h.line) for h in hints(Material(parse_rubric(text, "s.yaml"), (), (), page))]


def test_phrases_of_a_list_are_looked_at_where_they_stand() -> None:
    assert of_lists("[$polite, $rude]") == [("L009", "phrases.rude", 10)]
    assert of_lists("[$polite, $polite, 您请讲]", LISTS.replace("感谢/谢谢您", "感谢您")) == [
        ("L016", "phrases.rude", 9),
        ("L003", "c0", 16),
    ]


def test_a_list_that_nobody_names_is_told() -> None:
    lists = LISTS.replace("感谢/谢谢您", "感谢您")
    assert of_lists("[$polite, $rude]", lists) == []
    assert of_lists("$rude", lists) == [("L016", "phrases.polite", 8)]
    assert of_lists("您好请讲", lists) == [("L016", "phrases.polite", 8), ("L016", "phrases.rude", 9)]


@pytest.mark.parametrize(
    ("phrase", "mend"),
    [
        ("你(是不是)?脑子有问题", "写“[是不是]”"),
        ("(感谢|谢谢)您(的耐心)*等待", "写“[的耐心]”"),
        ("'您好{any:0-3}?请讲'", "写“[{any:0-3}]”"),
        ("请您[耐心]?等待", "去掉它"),
        ("感谢.*等待", "写“{any:0-6}”"),
    ],
)
def test_an_expression_is_mended_with_the_authors_own_words(phrase: str, mend: str) -> None:
    (hint,) = (one for one in traps(BLOCK.format(phrase)) if one.code == "L021")
    assert mend in hint.what.zh


def test_a_hint_says_where_the_phrase_or_the_criterion_stands() -> None:
    (hint,) = traps(BLOCK.format("感谢/谢谢您"))
    assert (hint.criterion, hint.line, hint.column) == ("it", 18, 15)
    (short,) = traps(BLOCK.format("好"))
    assert (short.criterion, short.line, short.column) == ("it", 18, 15)
    (whole,) = traps(BLOCK.format("感谢您"), applies_to="queue: 话费、宽带")
    assert (whole.code, whole.criterion, whole.line) == ("L013", "applies_to", 0)


def of_file(right: str, wrong: str, cases: str = "") -> list[tuple[str, str, int, int, str]]:
    """Of a good form in a file with one thing changed, and of its cases."""
    text = written(GOOD)
    assert text.count(right) == 1
    text = text.replace(right, wrong)
    beside = read_cases_page(cases, "s.cases.yaml") if cases else Page()
    found = hints(Material(parse_rubric(text, "s.yaml"), (), (), read_page(text, "s.yaml"), beside))
    return [(hint.code, hint.criterion, hint.line, hint.column, hint.file) for hint in found]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("name: 小质检表", "name: 小质检表 #新", ("L007", "name", 2, 7, "")),
        ("name: 小质检表", "name: 小质检表  # 新", None),
        ("name: 全部", "name: 全部 #新", ("L007", "s", 9, 11, "")),
        ('version: "1"', "version: “1”", ("L018", "version", 3, 10, "")),
        ("name: 小质检表", "name: “小”质检表", None),
        ("{优: 90, 差: 0}", "{优: 90, 良: 60}", ("L019", "bands", 6, 19, "")),
        ("{start: 100}", "{start: 100, floor: 40}", None),
        ("{start: 100}\nbands: {优: 90, 差: 0}", "{start: 100, floor: 40}\nbands: {优: 90, 差: 40}", None),
    ],
)
def test_values_that_are_not_what_they_look_like(
    right: str, wrong: str, expected: tuple[str, str, int, int, str] | None
) -> None:
    assert of_file(right, wrong) == ([expected] if expected else [])


def test_a_form_with_a_fatal_criterion_has_a_band_for_nothing() -> None:
    text = written(GOOD, "fatal: true, forbid: {said: 神经病啊你, by: agent}").replace(
        "start: 100", "start: 100, floor: 40"
    )
    low = text.replace("差: 0", "差: 40")
    assert found(parse_rubric(text, "s.yaml")) == []
    (hint,) = hints(Material(parse_rubric(low, "s.yaml"), (), (), read_page(low, "s.yaml")))
    assert (hint.code, hint.what.zh) == ("L019", "0 到 40 分没有等级")


def test_a_line_of_a_case_that_was_cut_is_told_in_its_file() -> None:
    cases = "cases:\n  - name: 按键\n    turns:\n      - agent: 请按 #键\n    expect: {c0: met}\n"
    assert of_file("name: 全部", "name: 全部", cases) == [("L007", "按键", 4, 16, "s.cases.yaml")]
    assert of_file("name: 全部", "name: 全部", cases.replace("#键", " # 键")) == []


def test_hints_come_in_the_order_of_the_lines() -> None:
    text = written(
        "points: 0.5, require: {said: [感谢/谢谢您, 请烧等, 请稍等], by: agent}",
        "points: 9, require: {said: 好, by: agent}",
    )
    text = text.replace("差: 0", "差: 1")
    found = hints(Material(parse_rubric(text, "s.yaml"), (), (), read_page(text, "s.yaml")))
    assert [hint.code for hint in found] == ["L019", "L004", "L009", "L003", "L014"]


def test_a_column_that_no_call_has_is_told_where_there_are_calls() -> None:
    demand = "        when: {metadata: {clas: 金卡}}\n        require: {said: 您好, by: agent}\n"
    about = builders.metadata(queue="话费、宽带", extra={"class": "金卡"})
    calls = (replace(call("您好很高兴为您服务"), metadata=about),) * 20
    assert [(hint.code, "clas" in hint.what.zh) for hint in traps(demand, calls=calls)] == [("L013", True)]
    assert traps(demand) == []
    assert traps(demand.replace("clas:", "class:"), applies_to="queue: 话费、宽带", calls=calls) == []  # a queue's name


def test_a_criterion_without_a_case_is_named() -> None:
    assert found(rubric(GOOD), bare=("c0",)) == [("L001", "c0")]


def call(text: str) -> Call:
    turns = builders.dialogue((Party.AGENT, text))
    return Call(builders.transcript(turns=turns), builders.measures(), builders.metadata())


def test_a_phrase_that_ordinary_speech_sounds_like_is_told_by_the_centres_own_calls() -> None:
    form = rubric("points: 10, forbid: {said: 公鸡不下蛋, by: agent}", GOOD)
    ordinary, others = call("好的攻击补夏但我看看"), call("您好很高兴为您服务")
    (hint,) = hints(Material(form, (), (ordinary,) * 2 + (others,) * 38))
    assert (hint.code, hint.criterion) == ("L006", "c0")
    assert "40 通转写里有 2 通" in hint.what.zh
    assert "每千通 50" in hint.what.zh
    # Two syllables in other characters are a doubt, which a person has to hear.
    short = rubric("points: 10, forbid: {said: 公鸡, by: agent}", GOOD)
    assert found(short, (ordinary,) * 2 + (others,) * 38) == [("L006", "c0")]
    assert found(form, (ordinary,) * 2) == []  # too few transcripts to say
    assert found(form, (call("公鸡不下蛋"),) * 40) == []  # really said


def test_the_shipped_rubrics_give_no_hint() -> None:
    for path in sorted((ROOT / "rubrics").glob("*[a-z].yaml")):
        if not path.name.endswith(".cases.yaml"):
            text = path.read_text(encoding="utf-8")
            page = read_page(text, str(path))
            assert hints(Material(parse_rubric(text, str(path)), (), (), page)) == (), path.name


def test_the_manual_is_what_the_rules_say() -> None:
    assert (ROOT / "docs" / "rubric-lint.zh-CN.md").read_text(encoding="utf-8") == manual()


def test_the_manual_has_every_code_that_something_is_refused_with_and_no_other() -> None:
    sources = (path for path in (ROOT / "qa").rglob("*.py") if path.name != "refused.py")
    raised = {code for path in sources for code in re.findall(r'"(R\d{3})"', path.read_text(encoding="utf-8"))}
    told = re.findall(r"^\| `(R\d{3})` \| [^|]+ \| [^|]+ \|$", manual(), re.MULTILINE)
    assert told == sorted(raised - {"R000"})  # R000 heads a list of the others


def test_a_hint_has_both_languages() -> None:
    (hint,) = hints(Material(rubric(GOOD), ("c0",)))
    assert hint == Hint("L001", "c0", hint.what)
    assert (hint.what.zh, hint.what.en) == ("没有用例", "no case speaks of it")
