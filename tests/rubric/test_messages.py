"""Every kind of mistake has a code of its own, a caret on the fault and a Chinese sentence that says what to write."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.authoring.lint import manual
from qa.rubric.condition import OPERATORS
from qa.rubric.diagnostics import Diagnostic, RubricError, Wrong, quoted
from qa.rubric.kinds import KINDS
from qa.rubric.source import parse_rubric
from qa.rubric.traps import ALL
from qa.scoring.evaluation import Outcome
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from tests.scoring.test_operators import A, C, call_of

FORM = """\
rubric: small
name: 小质检表
version: "1"
scale: {start: 100}
bands: {优: 90, 差: 0}
sections:
  - id: s
    name: 全部
    criteria:
      - id: c0
        name: 第一项
        points: 10
        require: {said: 您好, by: agent}
"""
DEMAND = "require: {said: 您好, by: agent}"
FORBID = "forbid: {said: 你好烦, by: agent}"
NEAR = "{said: 再见, within: 3 s}"


def told(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(RubricError) as refusal:
        parse_rubric(text, "small.yaml")
    return refusal.value.diagnostics


def with_demand(demand: str) -> str:
    return FORM.replace(DEMAND, demand)


CASES = [
    # What is typed for the demand, the code, what the caret points at, and a part of the sentence.
    (
        "require: {topic: [停水, 水压], by: agent}",
        "R020",
        "by: agent",
        "topic 看双方说的话，不写 by:；只看一方请用 said:",
    ),
    ("require: {order: [{said: 您好}, {said: 再见}], by: agent}", "R020", "by: agent", "请写在里面的每个条件里"),
    ("require: {measure: call_seconds, at_least: 3 s, by: agent}", "R020", "by: agent", "measure 看整通电话"),
    ("require: {said: 您好, times: {exactly: 2}}", "R020", "exactly", "正好 2 次写 {at_least: 2, at_most: 2}"),
    ("require: {said: 您好}\n        note: 新增", "R020", "note", "备注请写成 # 开头的注释"),
    ("require: {said: 您好}\n        by: agent", "R020", "by: agent", "by: 写在条件里面"),
    ("require: {and: [{said: 您好}, {said: 再见}]}", "R025", "require", "是不是 all:？"),
    ("require: {并且: [{said: 您好}, {said: 再见}]}", "R025", "require", "是不是 all:？"),
    ("require: {or: [{said: 您好}, {said: 再见}]}", "R025", "require", "是不是 any:？"),
    ("require: {或者: [{said: 您好}, {said: 再见}]}", "R025", "require", "是不是 any:？"),
    ("said: 您好", "R020", "said", "said: 是条件的操作，写在 when:、require: 或 forbid: 里面"),
    ("require: {silence: {longer_than: 3 s}, waiting_for: agent}", "R020", "waiting_for", "它写在 silence: 里"),
    (f"require: {{said: 您好, before: {NEAR.replace(', within: 3 s', '')}}}", "R021", "before", "缺少 within:"),
    ("require: {order: [{said: 您好}]}", "R024", "order", "至少要写 2 项，这里有 1 项"),
    ("require: {said: 您好, times: {at_least: 2 次}}", "R023", "2 次", "应为整数，不带单位"),
    ("require: {said: 您好, by: “agent”}", "R024", "“agent”", "「“agent”」：只能写 agent 或 customer，不加中文引号"),
    ("require: {said: 您好, before: {said: 再见, within: 3 turns}}", "R026", "3 turns", "只能按时间算"),
    ("require: {said: 您好, before: {said: 再见, within: first 3 turns}}", "R026", "first", "写在外层的 within: 里"),
    ("require: {measure: call_seconds, at_most: 5 %}", "R026", "5 %", "call_seconds 的单位是 s"),
    (f"require: {{said: 您好, before: {NEAR}, after: {NEAR}}}", "R027", "after", "只能写一个"),
    ("forbid: {said: 您好, by: agent}\n        deduct: {each: 5, at_most: 20}", "R027", "20", "不得超过 points:"),
    ("fatal: true\n        forbid: {said: 您好, by: agent}", "R027", "10", "不设分值"),
    ("forbid: {any: [{said: 投诉, by: customer}, {said: 您好}]}", "R038", "您好", "请写明是谁的话"),
    ("forbid: {loudness: {raised: 8 dB}}", "R038", "loudness", "请写明是谁：by: agent（客户也会这样）"),
    ("require: {said: 您好, unless: {metadata: {queue: a}}}", "R039", "unless", "只能写同一方的 said"),
    ("require: {matches: '(投诉'}", "R037", "'(投诉'", "括号没有合上，缺少 )"),
    ("require: {matches: '(?<=不)好'}", "R037", "'(?<=", "RE2 没有环视和后向引用"),
    ("require: {said: ［我不知道］}", "R036", "［", "用了全角括号"),
    # Certainly without effect.
    ("require: {topic: 停水}", "R028", "停水", "要说到 2 个不同的词，只列了 1 个"),
    ("require: {topic: [停水, 水压], different: 3}", "R028", "3", "请补上几个词，或写 different: 2"),
    ("require: {said: [您好, 再见], different: 3}", "R028", "3", "多于所列的 2 句"),
    ("forbid: {silence: {longer_than: 2 s}}", "R028", "2 s", "不到 3 秒的停顿不算静默，这里至少写 3 s"),
    ("forbid: {silence: {longer_than: 2.9 s, waiting_for: agent}}", "R028", "2.9 s", "不到 3 秒的停顿不算静默"),
    ("forbid: {silence: {longer_than: 5 s}, by: customer}", "R028", "customer", "waiting_for: agent"),
    ("forbid: {hold: {longer_than: 60 s}, by: agent}", "R028", "agent", "请删去"),
    ("require: {said: 您好, after: {metadata: {queue: a}, within: 3 s}}", "R028", "after", "没有一个时刻"),
    ("require: {said: 您好, after: {any: [{not: {said: 停水}}], within: 3 s}}", "R028", "after", "没有一个时刻"),
    ("require: {answers: {trigger: {not: {said: 您好}}, reply: {said: 再见}}}", "R028", "trigger", "没有一个时刻"),
    ("require: {matches: ''}", "R028", "''", "任何一句话都符合"),
    ("require: {matches: [投诉, '.*']}", "R028", "'.*'", "任何一句话都符合"),
    ("require: {matches: 投诉, excludes: '(不)?'}", "R028", "'(不)?'", "任何一句话都符合"),
    ("require: {matches: '^$'}", "R028", "'^$'", "没有一句话会符合"),
    ("require: {matches: '您好$请讲'}", "R028", "'您好$", "$ 只写在末尾"),
    ("require: {said: 您好, within: first 300 %}", "R028", "first 300", "最多 100 %"),
]


@pytest.mark.parametrize(("demand", "code", "at", "zh"), CASES, ids=[demand for demand, *_ in CASES])
def test_a_mistake_in_a_criterion(demand: str, code: str, at: str, zh: str) -> None:
    (found,) = [one for one in told(with_demand(demand)) if zh in one.what.zh]
    assert found.code == code
    assert found.excerpt[found.column - 1 :].startswith(at)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "at", "zh"),
    [
        ("points: 10", "points: 0", "R028", "0", "请写大于 0 的分值"),
        ("points: 10", "points: 10 分", "R023", "10 分", "应为数字，不带单位"),
        ("name: 全部", "name: 全部\n    when: {said: 您好}", "R020", "when", "when: 不能写在这里，它写在质检项里"),
        ("{start: 100}", "{points: 100}", "R029", "100", "各项分值合计 10，应为满分 100"),
        ("name: 全部", "name: 全部\n    points: 20", "R029", "20", "本节各项合计 10 分，应为 20"),
        ("id: c0", "id: s", "R019", "s", "编号重复：s"),
        ("优: 90", "优: 190", "R028", "190", "而最高只有 100 分"),
        ("优: 90, 差: 0", "优: 90, 良: 90, 差: 0", "R028", "90, 差", "“良”与“优”都从 90 分起"),
        (DEMAND, f"{FORBID}\n        deduct: {{once: 0}}", "R028", "deduct", "扣 0 分，犯了也不扣"),
        (DEMAND, f"{FORBID}\n        deduct: {{each: 0, at_most: 0}}", "R028", "deduct", "扣 0 分，犯了也不扣"),
        (DEMAND, f"{FORBID}\n        deduct: {{each: 8, at_most: 4}}", "R028", "8", "请写 deduct: {once: 4}"),
        ("{start: 100}", "{start: 100, ceiling: 80}", "R028", "90", "而最高只有 80 分"),
        (
            "{start: 100}",
            "{start: 95, ceiling: 100}",
            "R024",
            "scale",
            "应为 floor ≤ ceiling ≤ start，这里是 floor 0（默认），ceiling 100，start 95",
        ),
        (
            "{start: 100}",
            "{ceiling: 120}",
            "R024",
            "scale",
            "应为 floor ≤ ceiling ≤ points，这里是 floor 0（默认），ceiling 120，points 100（默认）",
        ),
        ("{start: 100}", "{floor: 120}", "R024", "scale", "应为 floor ≤ points，这里是 floor 120，points 100（默认）"),
        (DEMAND, "require: {said：我不知道}", "R040", "：", "全角冒号"),
        (DEMAND, "require: {said:我不知道}", "R047", ":", "没有空格"),
    ],
)
def test_a_mistake_in_the_form(right: str, wrong: str, code: str, at: str, zh: str) -> None:
    assert FORM.count(right) == 1
    (found,) = [one for one in told(FORM.replace(right, wrong)) if zh in one.what.zh]
    assert found.code == code
    assert found.excerpt[found.column - 1 :].startswith(at)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("{start: 100}", [("R019", 14), ("R024", 17)]),
        ("{points: 100}", [("R029", 4), ("R019", 14), ("R024", 17)]),
        ("{points: 20}", [("R019", 14), ("R024", 17)]),
    ],
)
def test_a_mistake_in_one_criterion_hides_none_between_them(scale: str, expected: list[tuple[str, int]]) -> None:
    second = "      - id: c0\n        name: 第二项\n        points: 10\n        require: {said: 您好, by: 坐席}\n"
    found = told((FORM + second).replace("{start: 100}", scale))
    assert [(one.code, one.line) for one in found] == expected


def test_a_fatal_duty_is_refused_with_how_it_is_written() -> None:
    (found,) = told(FORM.replace("points: 10", "fatal: true"))
    assert (found.code, found.what.zh) == ("R027", "c0：致命项只能用 forbid:，且不设分值。")
    shown = re.search(r"forbid: (\{.*\})", found.remedy.zh)
    assert shown is not None
    rubric = parse_rubric(FORM.replace("points: 10", "fatal: true").replace(DEMAND, shown[0]), "small.yaml")
    asked, done, other = (A, "请问预订人姓名"), (A, "好的已经为您取消"), (C, "我要取消订单")
    for lines, outcome in [
        ([other, done], Outcome.VIOLATED),
        ([other, asked, (C, "我叫张三"), done], Outcome.CLEAR),
        ([other, asked, (C, "那我不取消了")], Outcome.CLEAR),
        ([other, (A, "请问是哪一张订单")], Outcome.CLEAR),
    ]:
        (result,) = evaluate(rubric, call_of(lines), Stamp("", ""), Thresholds()).criteria
        assert result.outcome is outcome, lines


def test_points_that_cannot_be_read_are_not_added_up() -> None:
    found = told(FORM.replace("{start: 100}", "{points: 100}").replace("points: 10\n", "pionts: 10\n"))
    assert "R029" not in [one.code for one in found]


def test_a_full_width_percent_is_a_percent() -> None:
    parse_rubric(with_demand("require: {similar: 您好, at_least: 60％}"), "small.yaml")


@pytest.mark.parametrize(
    "demand",
    [
        "forbid: {silence: {longer_than: 3 s}}",
        "forbid: {silence: {longer_than: 5 s}, by: customer, within: first 3 turns}",  # whose turns are counted
        "require: {said: 您好, after: {all: [{metadata: {queue: a}}, {said: 停水}], within: 3 s}}",
        "require: {topic: [停水, 水压]}",
        "require: {topic: 停水, different: 1}",
        "require: {matches: '^(请|您好)?$'}",
        "require: {matches: '[^0-9]元|^您好'}",
        "require: {said: 您好, within: first 100 %}",
    ],
)
def test_what_has_an_effect_is_accepted(demand: str) -> None:
    parse_rubric(with_demand(demand), "small.yaml")


KEYS = st.sampled_from([*OPERATORS, "by", "within", "times", "points", "name", "when", "note", "键", "unless", "id"])
VALUES = st.recursive(
    st.sampled_from(
        ["1", "0", "-1", "1.5", "true", "您好", "8 s", "“agent”", "first 3 turns", "''", "", "30％", "2026-11-01"]
    ),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(KEYS, inner, max_size=2).map(lambda d: f"{{{', '.join(f'{k}: {v}' for k, v in d.items())}}}")
    ),
    max_leaves=5,
)
LIBRARY = re.compile(r"[Ii]nput|should|valid|Extra|Field|item")


@given(key=KEYS, value=VALUES)
def test_a_chinese_sentence_holds_no_words_of_a_library(key: str, value: str) -> None:
    try:
        parse_rubric(FORM + f"        {key}: {value}\n", "small.yaml")
    except RubricError as refusal:
        places = [(one.line, one.column) for one in refusal.diagnostics]
        assert places == sorted(places)
        for one in refusal.diagnostics:
            assert not LIBRARY.search(one.what.zh), one.what.zh
            assert not re.search("““|””|：。|:。|。。|？。", one.what.zh), one.what.zh


def test_codes_are_given_once() -> None:
    codes = [kind.code for kind in KINDS] + [trap.code for trap in ALL]
    assert len(codes) == len(set(codes))


def test_a_value_is_shown_in_quotes_that_it_does_not_hold() -> None:
    assert [quoted("a"), quoted("“a”"), quoted(5)] == ["“a”", "「“a”」", "“5”"]
    assert quoted("字" * 50) == f"“{'字' * 40}…”"


def test_the_manual_lists_every_code() -> None:
    assert all(f"| `{one.code}` |" in manual() for one in (*KINDS, *ALL))
    assert str(Wrong("中", "English")) == "English"
