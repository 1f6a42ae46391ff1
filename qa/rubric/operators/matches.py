"""`matches`."""

from __future__ import annotations

import re2
from pydantic import field_validator

from qa.rubric.diagnostics import Wrong
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
                re2.compile(expression, _options())
            except re2.error as error:
                why = error.args[0].decode() if isinstance(error.args[0], bytes) else error
                what = f"“{expression}”：RE2 不接受（{why}）", f"“{expression}”: RE2 refuses it ({why})"
                raise Wrong(*what, about=expression) from error
        return expressions


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    return options
