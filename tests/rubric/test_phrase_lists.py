"""A list of phrases is written once and used by its name wherever phrases stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rubric.condition import Condition
from qa.rubric.diagnostics import Diagnostic, RubricError
from qa.rubric.model import Rubric
from qa.rubric.phrase_lists import MOST
from qa.rubric.source import LARGEST, parse_rubric
from tests.rubric.test_source import GOOD

LISTS = """\
phrases:
  complaint: [我要投诉, '(找|叫)你们(领导|经理)']
  topic:
    - 停水
    - 水压
  one: 没办法
"""
DEMAND = "{measure: time_to_greeting, at_most: 5 s}"
COMPLAINT = "我要投诉, '(找|叫)你们(领导|经理)'"


def form(demand: str, lists: str = LISTS) -> str:
    return GOOD.replace("sections:\n", f"{lists}sections:\n", 1).replace(DEMAND, demand)


def demanded(demand: str, lists: str = LISTS) -> Condition | None:
    rubric = parse_rubric(form(demand, lists), "small.yaml")
    (condition,) = (c.require for _, c in rubric.criteria() if c.id == "quick")
    return condition


def refused(text: str) -> list[Diagnostic]:
    with pytest.raises(RubricError) as error:
        parse_rubric(text, "small.yaml")
    return list(error.value.diagnostics)


@pytest.mark.parametrize(
    ("named", "written"),
    [
        ("{said: $complaint}", f"{{said: [{COMPLAINT}]}}"),
        ("{said: '$complaint'}", f"{{said: [{COMPLAINT}]}}"),
        ("{said: [$complaint]}", f"{{said: [{COMPLAINT}]}}"),
        ("{said: [曝光, $complaint, 太差了]}", f"{{said: [曝光, {COMPLAINT}, 太差了]}}"),
        ("{said: [$complaint, $one]}", f"{{said: [{COMPLAINT}, 没办法]}}"),
        ("{said: [$one, $one]}", "{said: [没办法, 没办法]}"),
        ("{said: $one}", "{said: 没办法}"),
        ("{said: $complaint, different: 2}", f"{{said: [{COMPLAINT}], different: 2}}"),
        ("{similar: $complaint}", f"{{similar: [{COMPLAINT}]}}"),
        ("{topic: $topic}", "{topic: [停水, 水压]}"),  # a list may be called as a key
        ("{said: 您好, unless: {said: $complaint}}", f"{{said: 您好, unless: {{said: [{COMPLAINT}]}}}}"),
        ("{said: 您好, after: {said: $one, within: 9 s}}", "{said: 您好, after: {said: 没办法, within: 9 s}}"),
        (
            "{said: 您好, unless_after: {said: $one, within: 9 s}}",
            "{said: 您好, unless_after: {said: 没办法, within: 9 s}}",
        ),
        (
            "{all: [{any: [{said: $one}, {not: {said: $one}}]}]}",
            "{all: [{any: [{said: 没办法}, {not: {said: 没办法}}]}]}",
        ),
        ("{order: [{said: $one}, {said: $topic}]}", "{order: [{said: 没办法}, {said: [停水, 水压]}]}"),
        (
            "{answers: {trigger: {said: $complaint}, reply: {said: [抱歉, $one]}, within: 2 turns}}",
            f"{{answers: {{trigger: {{said: [{COMPLAINT}]}}, reply: {{said: [抱歉, 没办法]}}, within: 2 turns}}}}",
        ),
        # Not where other things than phrases stand.
        ("{matches: '投诉$'}", "{matches: 投诉$}"),
        ("{metadata: {topic: $one}}", "{metadata: {topic: '$one'}}"),
    ],
)
def test_a_name_stands_for_the_phrases_of_its_list(named: str, written: str) -> None:
    assert demanded(named) == demanded(written, lists="")


def test_the_rubric_tells_its_lists() -> None:
    rubric = parse_rubric(form(DEMAND), "small.yaml")
    assert rubric.phrases["complaint"] == ("我要投诉", "(找|叫)你们(领导|经理)")
    assert rubric.phrases["one"] == ("没办法",)


def test_lists_may_stand_behind_the_sections() -> None:
    behind = form("{said: $complaint}", lists="") + LISTS
    assert parse_rubric(behind, "small.yaml") == parse_rubric(form("{said: $complaint}"), "small.yaml")


REFUSED = {
    "a name misspelt": ("{said: $complant}", LISTS, "R070", 25, "没有列表 $complant；是不是 $complaint？"),
    "capital letters": ("{said: $Complaint}", LISTS, "R070", 25, "是不是 $complaint？"),
    "a name like none": ("{said: [您好, $xyzzy]}", LISTS, "R070", 25, "没有列表 $xyzzy。"),
    "a sign alone": ("{said: [您好, $]}", LISTS, "R070", 25, "没有列表 $。"),
    "no lists": ("{said: $complaint}", "", "R070", 19, "这张质检表没有 phrases:"),
    "a list in a list": (
        "{said: $b}",
        "phrases: {a: [好的], b: [$a, 请讲]}\n",
        "R071",
        5,
        "“$a”：列表里不能再用别的列表",
    ),
    "itself": ("{said: $a}", "phrases: {a: [$a]}\n", "R071", 5, "“$a”：列表里不能再用别的列表"),
    "full width": ("{said: [＄complaint]}", LISTS, "R072", 25, "用了全角“＄”"),
    "a part of a phrase": ("{said: [请$complaint]}", LISTS, "R073", 25, "不能写在一句话里面"),
    "a name in Chinese": (
        "{said: $投诉}",
        "phrases: {投诉: [我要投诉]}\n",
        "R024",
        5,
        "phrases.投诉：只能用小写英文字母",
    ),
    "a wrong phrase": (
        "{said: $a}",
        "phrases:\n  a:\n    - 您好\n    - 我(不\n",
        "R036",
        8,
        "phrases.a：“我(不”：缺少“)”",
    ),
    "no name": ("{said: 您好}", "phrases: {'': [请讲]}\n", "R024", 5, "只能用小写英文字母"),
    "a number": ("{said: $a}", "phrases: {a: [110]}\n", "R023", 5, "应为文字；数字或时间请加引号"),
    "empty": ("{said: $a}", "phrases: {a: []}\n", "R022", 5, "phrases.a：不能为空"),
    "a phrase cut by its colon": ("{said: $a}", "phrases: {a: [{我说: 不}]}\n", "R023", 5, "请给整句话加英文引号"),
    "a list of lists": ("{said: $a}", "phrases: {a: [[您好]]}\n", "R023", 5, "应为文字"),
    "a name twice": ("{said: $a}", "phrases: {a: [您好], a: [请讲]}\n", "R013", 5, "写了两次"),
    "more than there are": ("{said: $complaint, different: 3}", LISTS, "R028", 25, "多于所列的 2 句"),
}


@pytest.mark.parametrize(("demand", "lists", "code", "line", "zh"), REFUSED.values(), ids=REFUSED.keys())
def test_each_is_refused_once_with_its_line(demand: str, lists: str, code: str, line: int, zh: str) -> None:
    (diagnostic,) = refused(form(demand, lists))
    assert (diagnostic.code, diagnostic.line) == (code, line)
    assert zh in diagnostic.what.zh
    assert diagnostic.what.en.isascii() or any(sign in diagnostic.what.en for sign in "“投")


@pytest.mark.parametrize(
    ("lists", "code", "from_caret_on"),
    [
        ('phrases: {a: ["", 你好吗]}\n', "R036", '"", 你好吗]}'),
        ("phrases: {a: [你好吗, '']}\n", "R036", "'']}"),
        ("phrases: {a: ''}\n", "R036", "''}"),
        ("phrases: {a: }\n", "R022", "a: }"),
        ("phrases:\n  a:\n", "R022", "a:"),
        ("phrases: {a: ~}\n", "R022", "~}"),
        ("phrases:\n  a:\n    - 你好吗\n    -\n", "R023", ""),
    ],
)
def test_nothing_in_a_list_is_told_once_where_it_stands(lists: str, code: str, from_caret_on: str) -> None:
    (found,) = refused(form("{said: [$a, $a, 请讲]}", lists))
    assert (found.code, found.excerpt[found.column - 1 :]) == (code, from_caret_on)
    assert found.what.zh.startswith("phrases.a：")


def test_names_and_everything_else_that_is_wrong_are_told_at_once() -> None:
    wrong_list = LISTS + "  bad: [我(不, 您好]\n"
    text = form("{any: [{said: [$complant, ＄one]}, {said: $bad}, {said: [$bad, 太差了]}]}", wrong_list)
    found = refused(text.replace("by: agent", "by: 坐席"))
    assert sorted((d.code, d.line) for d in found) == [("R024", 21), ("R036", 11), ("R070", 26), ("R072", 26)]


@pytest.mark.parametrize(
    ("demand", "lists", "text"),
    [
        (
            "{said: [您好, $complant]}",
            LISTS,
            "R070: 没有列表 $complant；是不是 $complaint？ / there is no list $complant; did you mean $complaint?\n"
            "  --> small.yaml:25:30\n"
            "  25 |         require: {said: [您好, $complant]}\n"
            "     |                                ^\n"
            "  = 已有的列表：$complaint、$topic、$one。 / Lists: $complaint, $topic, $one.",
        ),
        (
            "{said: $complaint}",
            "",
            "R070: $complaint：这张质检表没有 phrases:，没有可用的列表。"
            " / $complaint: the rubric has no phrases:, so there is no list to name.\n"
            "  --> small.yaml:19:25\n"
            "  19 |         require: {said: $complaint}\n"
            "     |                         ^\n"
            "  = 请在 sections: 之前写 phrases:，例如 phrases: {complaint: [我要投诉, 找你们领导]}。"
            " / Write phrases: before sections:, such as phrases: {complaint: [我要投诉, 找你们领导]}.",
        ),
        (
            "{said: $b}",
            "phrases:\n  a: [好的]\n  b: [请讲, $a]\n",
            "R071: “$a”：列表里不能再用别的列表。 / “$a”: a list cannot stand in another list.\n"
            "  --> small.yaml:7:11\n"
            "  7 |   b: [请讲, $a]\n"
            "    |             ^\n"
            "  = 请把句子照写在这里，或在用到的地方并列写上两个列表的名称。"
            " / Write the phrases here, or both names where they are used.",
        ),
        (
            "{said: ＄one}",
            LISTS,
            "R072: “＄one”：用了全角“＄”。 / “＄one”: a full-width ＄.\n"
            "  --> small.yaml:25:25\n"
            "  25 |         require: {said: ＄one}\n"
            "     |                         ^\n"
            "  = 请改为半角“$”。 / Write a plain $.",
        ),
        (
            "{said: (请|$one)}",
            LISTS,
            "R073: “(请|$one)”：列表的名称不能写在一句话里面。"
            " / “(请|$one)”: the name of a list cannot be a part of a phrase.\n"
            "  --> small.yaml:25:25\n"
            "  25 |         require: {said: (请|$one)}\n"
            "     |                         ^\n"
            "  = 请让“$名称”单独成一项；短语里不写“$”。 / Make $name an item of its own; a phrase has no $.",
        ),
    ],
    ids=["a name misspelt", "no lists", "a list in a list", "full width", "a part of a phrase"],
)
def test_the_text(demand: str, lists: str, text: str) -> None:
    assert list(map(str, refused(form(demand, lists)))) == [text]


def test_a_small_file_cannot_become_a_great_rubric() -> None:
    phrases = ", ".join(["您好请讲"] * 2000)
    names = ", ".join(["$a"] * 20_000)
    text = form(f"{{said: [{names}]}}", f"phrases: {{a: [{phrases}]}}\n")
    assert len(text.encode()) < LARGEST  # and yet it would hold forty million phrases
    (diagnostic,) = refused(text)
    assert (diagnostic.code, diagnostic.line) == ("R074", 20)
    assert f"超过 {MOST} 句" in diagnostic.what.zh
    parse_rubric(form("{said: [$a, $a, $a, $a, $a]}", f"phrases: {{a: [{phrases}]}}\n"), "small.yaml")


PHRASES = st.lists(st.sampled_from(["您好", "请您稍等", "我要投诉", "没办法"]), min_size=1, max_size=4)


@given(st.dictionaries(st.sampled_from(["a", "b_2", "said"]), PHRASES, min_size=1), st.data())
def test_writing_by_name_and_writing_out_are_one(lists: dict[str, list[str]], data: st.DataObject) -> None:
    items = data.draw(st.lists(st.sampled_from(["抱歉", *(f"${name}" for name in lists)]), min_size=1, max_size=6))
    written = [phrase for item in items for phrase in lists.get(item[1:], [item])]
    head = "phrases:\n" + "".join(f"  {name}: [{', '.join(phrases)}]\n" for name, phrases in lists.items())
    assert demanded(f"{{said: [{', '.join(items)}]}}", head) == demanded(f"{{said: [{', '.join(written)}]}}", "")


def test_no_rubric_needs_lists() -> None:
    assert isinstance(parse_rubric(GOOD, "small.yaml"), Rubric)
    assert parse_rubric(GOOD, "small.yaml").phrases == {}
