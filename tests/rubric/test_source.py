"""A rubric that is wrong is refused with the place, the defect and the remedy."""

from pathlib import Path

import pytest

from qa.rubric.diagnostics import RubricError
from qa.rubric.folder import load_rubrics
from qa.rubric.source import load_rubric, parse_rubric

RUBRICS = Path(__file__).parents[2] / "rubrics"

GOOD = """\
rubric: small
name: 小质检表
version: "1"
bands: {合格: 60}
sections:
  - id: opening
    name: 开头语
    criteria:
      - id: greeting
        name: 规范问候
        points: 60
        require:
          said: 您好{any:0-8}为您服务
          by: agent
          within: first 2 turns
      - id: quick
        name: 及时应答
        points: 40
        require: {measure: time_to_greeting, at_most: 5 s}
"""

CASES = {
    "misspelt key": ("require: {measure", "requires: {measure", 19, "quick.requires：不认识的键"),
    "unknown party": ("by: agent", "by: agnet", 14, "只能写 agent 或 customer"),
    "no unit": ("first 2 turns", "first 2", 15, "缺少单位"),
    "unknown unit": ("at_most: 5 s", "at_most: 5 sec", 19, "不认识单位“sec”"),
    "wrong unit": ("at_most: 5 s", "at_most: 5 %", 19, "time_to_greeting 的单位是 s"),
    "unknown measure": ("measure: time_to_greeting", "measure: mood", 19, "没有“mood”这项测量"),
    "open bracket": ("您好{any:0-8}为", "您好[为", 13, "缺少“]”"),
    "unknown slot": ("{any:0-8}", "{xyz}", 13, "不认识的插槽"),
    "points do not add up": ("points: 40", "points: 30", 1, "各项分值合计 90，应为满分 100"),
    "id twice": ("id: quick", "id: greeting", 16, "编号重复：greeting"),
    "no points": ("        points: 40\n", "", 16, "请写 points:"),
    "full-width colon": ("name: 规范问候", "name：规范问候", 10, "全角冒号"),
    "number for text": ('version: "1"', "version: 1", 3, "应为文字；数字或时间请加引号"),
    "key twice": ("    name: 开头语\n", "    name: 开头语\n    name: 结束语\n", 8, "name: 写了两次，前一次在第 7 行"),
    "alias": ('version: "1"', 'version: &v "1"\nx: *v', 4, "不允许使用别名"),
    "no operator": ("{measure: time_to_greeting, at_most: 5 s}", "{}", 19, "条件必须且只能有一个操作"),
    "unquoted braces": ("said: 您好{any:0-8}为您服务", "said: [您好{any:0-8}为您服务]", 13, "加引号"),
}


def test_the_good_one_is_accepted() -> None:
    rubric = parse_rubric(GOOD, "small.yaml")
    assert [criterion.id for _, criterion in rubric.criteria()] == ["greeting", "quick"]


@pytest.mark.parametrize(("good", "bad", "line", "zh"), CASES.values(), ids=CASES.keys())
def test_each_defect_is_told_with_its_line(good: str, bad: str, line: int, zh: str) -> None:
    assert GOOD.count(good) == 1
    with pytest.raises(RubricError) as error:
        parse_rubric(GOOD.replace(good, bad), "small.yaml")
    diagnostic = error.value.diagnostics[0]
    assert diagnostic.line == line
    assert zh in diagnostic.what.zh
    assert diagnostic.what.en.isascii() or "“" in diagnostic.what.en


def test_all_defects_are_told_at_once() -> None:
    with pytest.raises(RubricError) as error:
        parse_rubric(GOOD.replace("by: agent", "by: agnet").replace("5 s", "5 sec"), "small.yaml")
    assert len(error.value.diagnostics) == 2


def test_the_text_of_a_diagnostic() -> None:
    with pytest.raises(RubricError) as error:
        parse_rubric(GOOD.replace("by: agent", "by: agnet"), "small.yaml")
    assert str(error.value.diagnostics[0]) == (
        "R024: greeting.require.by：“agnet”：只能写 agent 或 customer。"
        " / greeting.require.by: “agnet”: write agent or customer.\n"
        "  --> small.yaml:14:15\n"
        "  14 |           by: agnet\n"
        "     |               ^\n"
        "  = 请改为允许的值；全部写法见 rubrics/README.md。 / Write one that is allowed; see rubrics/README.md."
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [("规则".encode("gbk"), "R003"), (b"a: 1\n" * 60_000, "R002"), (b"", "R012"), (b"[" * 50 + b"]" * 50, "R012")],
    ids=["gbk", "huge", "empty", "deep"],
)
def test_files_that_are_no_rubric_at_all(content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    with pytest.raises(RubricError) as error:
        load_rubric(file)
    assert error.value.diagnostics[0].code == code


def test_forbidden_words_need_a_speaker() -> None:
    bad = GOOD.replace("require:\n          said", "forbid:\n          said").replace("          by: agent\n", "")
    with pytest.raises(RubricError) as error:
        parse_rubric(bad, "small.yaml")
    assert "请写明是谁的话" in error.value.diagnostics[0].what.zh


def test_the_rubrics_of_the_distribution_are_sound() -> None:
    names = {loaded.rubric.rubric for loaded in load_rubrics(RUBRICS)}
    assert names == {"telecom_hotline", "water_utility", "outbound"}
