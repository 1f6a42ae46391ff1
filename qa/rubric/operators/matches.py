"""`matches`."""

from __future__ import annotations

import re

import re2
from pydantic import field_validator

from qa.errors import Text
from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import EXPRESSION, USELESS
from qa.rubric.operators.form import Phrases
from qa.rubric.operators.where import Where


class Matches(Where):
    """一轮话的文字符合正则表达式（RE2 语法；标点已去掉，字母为小写）。

    ```yaml
    forbid: {matches: '(投诉|举报)(也|都)没用', excludes: '不是.{0,4}没用', by: agent}
    ```

    - 只看识别出的文字，不看读音：同音错字会漏掉，所以能用 `said` 时请用 `said`。
    - 后向引用与环视不在 RE2 之内；RE2 保证任何表达式都不会拖慢夜间任务。
    """

    matches: Phrases
    """一个或几个表达式，符合其一即可。"""
    excludes: Phrases | None = None
    """同一轮话若也符合这个表达式，则不计。"""

    @field_validator("matches", "excludes")
    @classmethod
    def _compiles(cls, expressions: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for expression in expressions or ():
            try:
                compiled = re2.compile(expression, _options())
            except re2.error as error:
                why = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
                zh = next((text for begin, text in _REFUSED.items() if why.startswith(begin)), "写法不对")
                what = f"{quoted(expression)}：{zh}", f"{quoted(expression)}: RE2 refuses it ({why})"
                raise Wrong(*what, kind=EXPRESSION, about=expression) from error
            useless = _useless(compiled, expression)
            if useless is not None:
                what = f"{quoted(expression)}：{useless.zh}", f"{quoted(expression)}: {useless.en}"
                raise Wrong(*what, kind=USELESS, about=expression)
        return expressions


_REFUSED = {
    "missing )": "括号没有合上，缺少 )",
    "missing ]": "方括号没有合上，缺少 ]",
    "unexpected )": "多了一个 )",
    "no argument for repetition": "* + ? 前面没有要重复的字",
    "bad repetition operator": "* + ? 不能连着写",
    "invalid repetition size": "{ } 里的次数不对，最多 1000",
    "invalid perl operator": "RE2 没有环视和后向引用",
    "invalid escape sequence": "反斜线后面的字母不对；RE2 没有后向引用",
    "trailing \\": "末尾多了一个反斜线",
    "invalid character class": "方括号里的范围不对",
    "invalid character range": "方括号里的范围不对",
    "invalid named capture": "括号的名称不对",
    "pattern too large": "表达式太大",
}
"""What RE2 says of an expression, by its beginning."""
_UNLIKE = ("一", "的", "a", "7")
"""Turns that have nothing in common but that something was said."""
_CLASSES = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
_OUT_OF_PLACE = re.compile(r"\w\^|\$\w|^\^+\$+$")
"""Something before the beginning or behind the end, or nothing at all between them."""


def _useless(compiled: re2._Regexp, expression: str) -> Text | None:
    """Why it says nothing of any turn; None where it does."""
    if all(compiled.search(one) for one in _UNLIKE):
        return Text("任何一句话都符合，等于没有写", "every turn fits")
    if _OUT_OF_PLACE.search(_CLASSES.sub("", expression)):
        return Text(
            "没有一句话会符合；^ 只写在开头，$ 只写在末尾", "no turn fits: ^ begins an expression and $ ends it"
        )
    return None


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    return options
