"""What once crashed the reader or was read in a sense that its author did not mean is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.rubric.diagnostics import Diagnostic, RubricError
from qa.rubric.folder import load_rubrics
from qa.rubric.source import parse_rubric
from tests.rubric.test_source import GOOD

QUICK = "{measure: time_to_greeting, at_most: 5 s}"
PHRASE = "您好{any:0-8}为您服务"
SILENCE = "{silence: {longer_than: 8 s}"
UP_TO_SECTIONS = GOOD[: GOOD.index("  - id: opening")]

CASES = {
    "sections empty": (UP_TO_SECTIONS, 5, "sections：没有写值"),
    "sections a number": (UP_TO_SECTIONS.replace("sections:", "sections: 5"), 5, "sections：应为列表"),
    "criteria empty": (GOOD[: GOOD.index("      - id: greeting")], 8, "opening.criteria：没有写值"),
    "criteria a number": (GOOD[: GOOD.index("\n      - id: greeting")] + " 5\n", 8, "opening.criteria：应为列表"),
    "all empty": (GOOD.replace(QUICK, "{all: }"), 19, "all：没有写值"),
    "all a number": (GOOD.replace(QUICK, "{all: 5}"), 19, "all：应为列表"),
    "any a number": (GOOD.replace(QUICK, "{any: 5}"), 19, "any：应为列表"),
    "by a list": (GOOD.replace("by: agent", "by: [agent]"), 14, "只能写 agent 或 customer"),
    "by a mapping": (GOOD.replace("by: agent", "by: {a: b}"), 14, "只能写 agent 或 customer"),
    "by empty": (GOOD.replace("by: agent", "by:"), 14, "by：没有写值"),
    "within empty": (GOOD.replace("within: first 2 turns", "within:"), 15, "within：没有写值"),
    "within nothing": (GOOD.replace("first 2 turns", "first 0 turns"), 15, "必须大于 0"),
    "a list as key": (GOOD.replace("    name: 开头语", "    ? [a, b]\n    : x"), 7, "键只能是文字"),
    "a mapping as key": (GOOD.replace("    name: 开头语", "    ? {a: b}\n    : x"), 7, "键只能是文字"),
    "a phrase of brackets": (GOOD.replace(PHRASE, f'"{"(" * 5000}"'), 13, "超过 200 个字"),
    "a file of brackets": ("[" * 5000, 1, "嵌套过深"),
    "a day that is none": (GOOD.replace('version: "1"', "version: 2026-13-45"), 3, "没有这样的日期"),
    "a number without end": (GOOD.replace("points: 60", f"points: {'9' * 5000}"), 11, "没有这样的日期、数字"),
    "half a character": (GOOD.replace('version: "1"', 'version: "\\ud800"'), 3, "字符"),
    "no number": (GOOD.replace("points: 60", "points: .nan"), 11, "应为数字"),
    "a great number": (GOOD.replace("points: 60", f"points: {'9' * 400}"), 11, "不得大于 1000"),
    "a tag": (GOOD.replace('version: "1"', 'version: !!binary "1"'), 3, "不允许使用标签"),
    "before and after": (
        GOOD.replace("by: agent", f"before: {SILENCE}, within: 3 s}}\n          after: {SILENCE}, within: 3 s}}"),
        15,
        "请在 all: 下写两个条件",
    ),
    "never": (GOOD.replace("at_most: 5 s", "at_most: 5 s, at_least: 6 s"), 19, "at_least: 大于 at_most:"),
    "two phrases in one": (GOOD.replace(PHRASE, "[抱歉、对不起]"), 13, "请写成列表的两项"),
    "empty": ("", 1, "文件是空的"),
    "comments alone": ("# 只有注释\n", 1, "文件是空的"),
    "a merge key": (GOOD.replace("      - id: greeting", "      - <<: {a: 1}\n        id: greeting"), 9, "不允许合并"),
    "two rubrics": (f"{GOOD}---\n{GOOD}", GOOD.count("\n") + 1, "后面又是一份"),
    "a control character": (GOOD.replace("开头语", "开\x00头语"), 7, "控制字符"),
    "a phrase cut by its colon": (GOOD.replace(PHRASE, "[{我说: 不知道}]"), 13, "请给整句话加英文引号"),
    "an unknown operator": (GOOD.replace(QUICK, "{says: 您好}"), 19, "没有操作“says”；是不是 said:"),
    "two operators": (GOOD.replace(QUICK, "{said: 您好, similar: 你好}"), 19, "这里有 said、similar"),
    "no condition": (GOOD.replace(QUICK, "客户投诉"), 19, "例如 {said: 您好, by: agent}"),
    "a key misspelt": (GOOD.replace("points: 60", "pionts: 60"), 11, "是不是 points:"),
    "a key in Chinese": (GOOD.replace("points: 60", "分值: 60"), 11, "是不是 points:"),
    "yes for true": (GOOD.replace("points: 60", "fatal: yes"), 11, "只能写 true、rubric 或 section"),
    "an empty phrase": (GOOD.replace(PHRASE, "''"), 13, "没有任何必须听到的内容"),
    "semicolon": (GOOD.replace(PHRASE, "抱歉；对不起"), 13, "请写成列表的两项"),
}


def diagnosed(text: str) -> Diagnostic:
    with pytest.raises(RubricError) as error:
        parse_rubric(text, "small.yaml")
    return error.value.diagnostics[0]


@pytest.mark.parametrize(("text", "line", "zh"), CASES.values(), ids=CASES.keys())
def test_each_is_refused_with_its_line(text: str, line: int, zh: str) -> None:
    diagnostic = diagnosed(text)
    assert diagnostic.line == line
    assert zh in diagnostic.what.zh
    assert diagnostic.remedy.zh
    assert len(diagnostic.what.zh) < 200


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = (
        GOOD.replace("points: 60", "pionts: 60").replace("by: agent", "by: 坐席").replace('version: "1"', "version: 1")
    )
    with pytest.raises(RubricError) as error:
        parse_rubric(text, "small.yaml")
    assert {d.line for d in error.value.diagnostics} >= {3, 11, 14}


def test_all_keys_that_stand_twice_are_told_at_once() -> None:
    text = GOOD.replace("    name: 开头语\n", "    name: 开头语\n    name: 结束语\n") + "name: 又一张\n"
    with pytest.raises(RubricError) as error:
        parse_rubric(text, "small.yaml")
    assert sorted((d.code, d.line) for d in error.value.diagnostics) == [("R013", 8), ("R013", text.count("\n"))]


def test_of_many_phrases_the_wrong_one_is_pointed_at() -> None:
    phrases = f"\n            - {PHRASE}\n            - 我(不知道"
    diagnostic = diagnosed(GOOD.replace(f" {PHRASE}", phrases))
    assert diagnostic.excerpt == "            - 我(不知道"
    assert diagnostic.column == 15


def test_a_file_in_another_encoding_is_shown_as_it_was_meant(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(RubricError) as error:
        load_rubrics(tmp_path)
    (diagnostic,) = error.value.diagnostics
    assert (diagnostic.code, diagnostic.line) == ("R003", 2)
    assert diagnostic.excerpt == GOOD.splitlines()[1]
    assert "UTF-8" in diagnostic.remedy.zh


def test_the_text_about_a_value_left_out() -> None:
    assert str(diagnosed(GOOD.replace("by: agent", "by:"))) == (
        "R022: greeting.require.by：没有写值。 / greeting.require.by: has no value.\n"
        "  --> small.yaml:14:11\n"
        "  14 |           by:\n"
        "     |           ^\n"
        "  = 请写上，或删去这一键。 / Write one, or leave the key out."
    )


@pytest.mark.parametrize("nested", ["all: [{}]", "any: [{}]", "not: {}", "all: [{{any: [{{not: {}}}]}}]"])
def test_forbidden_words_need_a_speaker_however_deep(nested: str) -> None:
    bare, named = (nested.format(f"{{said: 我不知道{by}}}") for by in ("", ", by: agent"))
    assert "请写明是谁的话" in diagnosed(GOOD.replace(f"require: {QUICK}", f"forbid: {{{bare}}}")).what.zh
    parse_rubric(GOOD.replace(f"require: {QUICK}", f"forbid: {{{named}}}"), "small.yaml")


@pytest.mark.parametrize("nested", ["{}", "{{all: [{}]}}", "{{any: [{{not: {}}}]}}"])
def test_what_excuses_a_demand_is_something_said(nested: str) -> None:
    excuses = ("{metadata: {queue: 宽带}}", "{said: 您好}")
    bad, good = (nested.format(f"{{said: 请稍等, by: agent, unless: {excuse}}}") for excuse in excuses)
    assert "请改用 when: {not: …}" in diagnosed(GOOD.replace(QUICK, bad)).what.zh
    parse_rubric(GOOD.replace(QUICK, good), "small.yaml")


def test_a_prohibition_may_be_lifted_by_anything() -> None:
    forbid = "forbid: {said: 我不知道, by: agent, unless: {metadata: {queue: 宽带}}}"
    parse_rubric(GOOD.replace(f"require: {QUICK}", forbid), "small.yaml")


def test_one_id_in_two_files_is_refused_naming_both(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(RubricError) as error:
        load_rubrics(tmp_path)
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.code == "R006"
    assert diagnostic.file == str(tmp_path / "b.yaml")
    assert str(tmp_path / "a.yaml") in diagnostic.what.zh


@pytest.mark.parametrize("name", ["b.yml", "b.YAML"])
def test_a_rubric_that_would_not_be_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(RubricError) as error:
        load_rubrics(tmp_path)
    assert error.value.diagnostics[0].code == "R005"
    assert "b.yaml" in error.value.diagnostics[0].remedy.zh
