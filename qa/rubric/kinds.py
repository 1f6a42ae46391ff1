"""The kinds of mistakes that a rubric's models find, each with a code of its own. Pure.

Texts that are no YAML have theirs in `qa.rubric.traps`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qa.errors import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One way for a value to be wrong."""

    code: str
    name: Text
    """As the manual lists it."""
    remedy: Text
    """What to do where the mistake itself says no more."""


TWICE: Final = Kind(
    "R019",
    Text("编号用了两次", "an id stands twice"),
    Text("请给每一节、每个质检项各取一个编号。", "Give every section and criterion an id of its own."),
)
UNKNOWN_KEY: Final = Kind(
    "R020",
    Text("不认识的键，或键写错了地方", "an unknown key, or a key in the wrong place"),
    Text("写法见 rubrics/README.md。", "See rubrics/README.md for how to write it."),
)
MISSING: Final = Kind(
    "R021",
    Text("缺少必须写的键", "a key that has to be there is missing"),
    Text("请补上这一键。", "Write it."),
)
EMPTY: Final = Kind(
    "R022",
    Text("没有写值", "nothing stands where a value should"),
    Text("请写上，或删去这一键。", "Write one, or leave the key out."),
)
TYPE: Final = Kind(
    "R023",
    Text("值的种类不对：文字、数字、列表、“键: 值”", "a value of the wrong kind: text, number, list or keys"),
    Text("请照上面说的改写；全部写法见 rubrics/README.md。", "Write it as said; see rubrics/README.md."),
)
VALUE: Final = Kind(
    "R024",
    Text("值不在允许的范围", "a value outside of what is allowed"),
    Text("请改为允许的值；全部写法见 rubrics/README.md。", "Write one that is allowed; see rubrics/README.md."),
)
OPERATOR: Final = Kind(
    "R025",
    Text("条件里没有操作，或不止一个", "a condition without an operator, or with several"),
    Text(
        "一个条件写一个操作，例如 {said: 您好, by: agent}；全部操作见 rubrics/README.md。",
        "A condition has one operator, such as {said: 您好, by: agent}; rubrics/README.md has them all.",
    ),
)
QUANTITY: Final = Kind(
    "R026",
    Text("数量没有单位，或单位不对", "a quantity without its unit, or with a wrong one"),
    Text(
        "数量写成数字、空格、单位，例如 8 s、3 turns、60 %、280 字/分。",
        "Write number, blank and unit, such as 8 s, 3 turns, 60 %, 280 字/分.",
    ),
)
TOGETHER: Final = Kind(
    "R027",
    Text("几个键不能这样搭配", "keys that do not go together"),
    Text("请照上面说的增删这几个键。", "Add or leave out keys as said."),
)
USELESS: Final = Kind(
    "R028",
    Text("写了不起作用，或永远成立、永远不成立", "without any effect, always true or never true"),
    Text("请照上面说的改写，或删去。", "Write it as said, or leave it out."),
)
SUM: Final = Kind(
    "R029",
    Text("分值合计不符", "points that do not add up"),
    Text("请改某一项的 points:，或改这里的合计。", "Change the points: of a criterion, or the total here."),
)
PHRASE: Final = Kind(
    "R036",
    Text("短语读不懂", "a phrase that cannot be read"),
    Text(
        "请改这一句；短语的写法见 rubrics/README.md 的“短语写法”。",
        "Mend this phrase; see rubrics/README.md for how phrases are written.",
    ),
)
EXPRESSION: Final = Kind(
    "R037",
    Text("正则表达式读不懂", "a regular expression that cannot be read"),
    Text("请改这个表达式，或改用不写正则的 said: 操作。", "Mend the expression, or use said:, which needs none."),
)
WHOSE: Final = Kind(
    "R038",
    Text("没有写明禁止谁", "it is not said who is forbidden to"),
    Text("请在这个条件里加上 by: agent。", "Add by: agent to this condition."),
)
EXCUSE: Final = Kind(
    "R039",
    Text("例外的写法不对", "an excuse of the wrong kind"),
    Text("请改用 when: {not: {…}}，写在质检项里。", "Use when: {not: {…}} in the criterion."),
)
KINDS: Final = (
    TWICE,
    UNKNOWN_KEY,
    MISSING,
    EMPTY,
    TYPE,
    VALUE,
    OPERATOR,
    QUANTITY,
    TOGETHER,
    USELESS,
    SUM,
    PHRASE,
    EXPRESSION,
    WHOSE,
    EXCUSE,
)
