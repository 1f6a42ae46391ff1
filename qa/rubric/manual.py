"""The author's manual of conditions, made from the operators' own docstrings and the notes under their fields."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from qa.rubric.condition import OPERATORS
from qa.rubric.criterion import Criterion
from qa.rubric.deduct import Deduct
from qa.rubric.field_notes import field_notes
from qa.rubric.model import Rubric
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.scale import Scale, Validity
from qa.rubric.section import Section
from qa.rubric.usual_wordings import ASKING, CHECKING, COURTESIES, ITEMS, OFFENCES

FORM = {
    "质检表": Rubric,
    "计分 `scale`": Scale,
    "有效期 `valid`": Validity,
    "节 `sections`": Section,
    "质检项 `criteria`": Criterion,
    "扣分 `deduct`": Deduct,
}
"""The parts of a rubric around its conditions, as the manual calls them."""

_HEAD = """# 质检条件手册

> 由 `qa rubric manual` 生成；`qa rubric manual said` 只看一个操作。

一个条件就是一个操作加上它的参数，或用 `all`、`any`、`not` 组合起来的几个条件。
写在质检项的 `when:`（什么时候适用）、`require:`（要求）或 `forbid:`（禁止）之下。

数量都带单位：`8 s`、`3 turns`、`60 %`、`280 字/分`、`8 dB`。

没有证据就不下结论：录音不清、分不清谁在说话时，结果是“无法判定”，交给人听；扣分要求的把握高于给分。
"""


_USUAL = """## 惯用说法

每条热线都要说的话，说法大同小异。`require:` 的 `said` 里有两句以上是下面“要求说的”话，又占所列的一半以上时，要的是这个
意思，同一行里别的说法也算做到；列了超过十二句的，就只认所列的。`forbid:` 的 `said` 里有一句是下面“禁止说的”话，同一行
里别的说法也算犯了（列了超过十二句的除外）。禁止项的 `unless:`、`unless_after:` 里列了两句以上“要求说的”话，别的说法
也算说过；`when:` 里只认所列的。写了 `different:` 或 `times: {at_most: …}` 的，只认所列的；别处要只认所列的句子，写
`as_written: true`。
"""

NEEDS = (
    ("说到任何一个", "{said: [退费, 退款], by: customer}"),
    ("全部说到，或至少说到几个", "{said: [姓名, 地址, 电话], different: 3, by: agent}"),
    ("一个都没说到", "{not: {said: [退费, 退款], by: customer}}"),
    ("一共说到几次", "{said: 请问, by: agent, times: {at_least: 3}}"),
    ("同一句话里先后说到", "{said: '您的{any:0-6}已经{any:0-8}成功', by: agent}"),
    ("同义词", "{said: '(退费|退款|退钱)[了]', by: customer}"),
    ("号码、姓名", "{said: ['工号{number}', '{name}先生'], by: agent}"),
    ("意思相近的话", "{similar: 请问还有其他可以帮您的吗, at_least: 60 %, by: agent}"),
    ("正则表达式，并排除一些", "{matches: '投诉.{0,4}没用', excludes: '不是.{0,4}没用', by: agent}"),
    ("重复自己的话", "{repeats: {last: 3, at_least: 80 %}, by: agent}"),
    ("重复对方的话（复述）", "{repeats: {of: other, last: 2, at_least: 60 %}, by: agent}"),
    (
        "客户说了甲，几轮内坐席要答乙",
        "{answers: {trigger: {said: 我要投诉, by: customer}, reply: {said: 抱歉, by: agent}, within: 2 turns}}",
    ),
    ("依次说到甲、乙、丙", "{order: [{said: 请问您贵姓, by: agent}, {said: 感谢您的来电, by: agent}], apart: 120 s}"),
    ("两件事离得很近", "{said: 抱歉, by: agent, around: {said: 投诉, by: customer, within: 15 s}}"),
    (
        "客户说了某句话之后不算",
        "{rate: {faster_than: 300 字/分}, by: agent, unless_after: {said: 你快点说, by: customer, within: 20 s}}",
    ),
    ("静默过长，轮到谁说话", "{silence: {longer_than: 8 s, waiting_for: agent}}"),
    (
        "没有先告知的静默",
        "{silence: {longer_than: 8 s}, unless_after: {said: [请您稍等, 麻烦您稍等], by: agent, within: 10 s}}",
    ),
    (
        "放音乐的等待没有告知（没有音乐的是静默，写上一行），任何等待没有致谢",
        "{any: [{hold: {announced: false}}, {hold: {thanked: false}}]}",
    ),
    ("一段话太快或太慢", "{rate: {faster_than: 300 字/分, shortest: 12}, by: agent}"),
    ("整通平均语速", "{measure: agent_speech_rate, at_least: 160 字/分, at_most: 280 字/分}"),
    ("抢话", "{interrupts: {longer_than: 1 s}, by: agent, times: {at_least: 2}}"),
    ("突然提高音量", "{loudness: {jump: 10 dB}, by: agent}"),
    ("音量起伏", "{measure: agent_loudness_range, at_most: 15 dB}"),
    ("通话时长、轮次", "{all: [{measure: call_seconds, at_least: 30 s}, {measure: turn_count, at_least: 4 次}]}"),
    (
        "接通到问候、话毕到挂机",
        "{all: [{measure: time_to_greeting, at_most: 5 s}, {measure: last_speech_to_end, at_most: 5 s}]}",
    ),
    ("等待占比、谁先挂机", "{all: [{measure: hold_share, at_most: 30 %}, {measure: ended_by, is: customer}]}"),
    ("转接次数（清单里有这一列）", "{metadata: {transfers: ['0', '1']}}"),
    ("队列、方向、客户等级等清单里的列", "{metadata: {queue: [宽带, 话费], direction: inbound}}"),
    ("通话谈的是某件事", "{topic: [停水, 没水, 水压, 抢修], different: 2}"),
    ("只看开头、结尾", "{said: 您好, by: agent, within: first 2 turns}"),
    ("组合", "{all: [{said: 您好, by: agent}, {not: {said: 打错了, by: customer}}]}"),
)
"""What authors want to find, each with a condition that finds it."""


def manual() -> str:
    """The whole manual as Markdown."""
    where = f"## 位置、次数与例外\n\n{inspect.getdoc(Where)}\n\n{_notes(field_notes(Where))}"
    needs = "\n".join(f"| {want} | `{how.replace('|', chr(92) + '|')}` |" for want, how in NEEDS)
    table = f"## 想找什么，怎样写\n\n| 想找 | 写法 |\n|---|---|\n{needs}\n"
    form = (f"### {title}\n\n{_notes(field_notes(kind))}" for title, kind in FORM.items())
    return "\n".join((_HEAD, table, *(page(name) for name in OPERATORS), where, _usual(), "## 条件以外的键\n", *form))


def _usual() -> str:
    asked = {f"{how}{name}" for how in ("问", "核对") for name in ITEMS}
    demands = {name: _listed(ways) for name, ways in COURTESIES.items() if name not in asked}
    items = "；".join(names.replace("|", "、") for names in ITEMS.values())
    demands["向客户要同一样东西"] = f"{_listed(ASKING)}；“甲”是其中一样：{items}"
    demands["与客户核对同一样东西"] = f"{_listed(CHECKING)}；“甲”同上"
    offences = {name: _listed(ways) for name, ways in OFFENCES.items()}
    tables = (("要求说的", demands), ("禁止说的", offences))
    return _USUAL + "".join(f"\n### {title}\n\n{_notes(table, '')}" for title, table in tables)


def _listed(ways: tuple[str, ...]) -> str:
    return "、".join(f"`{way}`" for way in ways)


def page(name: str) -> str:
    """The page of one operator.

    Raises:
        KeyError: there is no such operator.
    """
    kind = OPERATORS[name]
    own = dict(field_notes(kind))
    arguments = arguments_of(name)
    if arguments is not None:
        del own[name]
        own = {**field_notes(arguments), **own}
    shared = tuple(field_notes(Where)) if issubclass(kind, Where) else ()
    notes = _notes({key: note for key, note in own.items() if key not in shared})
    also = f"- 位置、次数与例外：{'、'.join(f'`{key}`' for key in shared)}。\n" if shared else ""
    return f"## `{name}`\n\n{inspect.getdoc(kind)}\n\n{notes}{also}"


def arguments_of(name: str) -> type[FromYaml] | None:
    """The keys under an operator, such as `longer_than` under `silence`; None where phrases or conditions follow."""
    (field,) = (f for key, f in OPERATORS[name].model_fields.items() if (f.alias or key) == name)
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, FromYaml) else None


def _notes(notes: Mapping[str, str], mark: str = "`") -> str:
    return "".join(f"- {mark}{key}{mark}：{note}\n" for key, note in notes.items())
