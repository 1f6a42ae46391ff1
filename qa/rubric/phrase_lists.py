"""The phrase lists of a rubric (共用句式): `$name` among phrases, written out on the tree of YAML's nodes. Pure.

It happens before values are made of the tree, so that every phrase keeps the line where it was written: whatever is
wrong with it is told there, and no condition has to know of lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Final, TypeAlias

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qa.errors import Text
from qa.rubric.diagnostics import Diagnostic, line_of
from qa.rubric.spelling import nearest
from qa.rubric.yaml_tree import entries, under

LISTS: Final = "phrases"
"""The key under which a rubric has its lists."""
PHRASES: Final = frozenset({"said", "topic", "similar"})
"""The keys under which phrases stand."""
MOST: Final = 10_000
"""Phrases that a rubric may write out by names: ten times what the shipped ones hold."""

_Lists: TypeAlias = Mapping[str, Sequence[ScalarNode]]
"""The phrases of each list by its name as it is used: `$complaint`."""
_Told: TypeAlias = tuple[str, Text, Text]
"""Code, what is wrong, and the remedy."""
_SIGN: Final = re.compile("[$＄]")
_FULL_WIDTH: Final = "＄"


def written_out(root: Node, text: str, file: str) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The tree with the phrases of its lists in place of their names, and every defect of a name.

    A name that stands for nothing is left as it is, so that the rest of the rubric can be read and told of as well.
    """
    lists = _lists(root)
    used = [item for item in _listened_for(root) if _SIGN.search(item.value)]
    defects = tuple(_at(item, told, text, file) for item, told in _defects(root, used, lists))
    too_many = _too_many(used, lists)
    if too_many is not None:
        return root, (*defects, _at(too_many, _TOO_MANY, text, file))
    return _with_lists(root, lists), defects


def _at(item: ScalarNode, told: _Told, text: str, file: str) -> Diagnostic:
    (code, what, remedy), line = told, item.start_mark.line + 1
    return Diagnostic(code, file, line, item.start_mark.column + 1, what, remedy, line_of(text, line))


def _lists(root: Node) -> _Lists:
    """What is no text is left out, for the model to refuse where it stands."""
    return {f"${key.value}": tuple(_scalars(value)) for key, value in entries(under(root, LISTS))}


def _scalars(node: Node) -> Iterator[ScalarNode]:
    """What is written; nothing at all, after a key or a dash, is no text."""
    items = node.value if isinstance(node, SequenceNode) else [node]
    return (item for item in items if isinstance(item, ScalarNode) and (item.value or item.style))


def _listened_for(node: Node) -> Iterator[ScalarNode]:
    """Every phrase, as written, of the conditions in a part of the rubric."""
    for key, value in entries(node):
        if key.value in PHRASES:
            yield from _scalars(value)
        elif key.value not in _OTHER:
            yield from _listened_for(value)
    if isinstance(node, SequenceNode):
        for inner in node.value:
            yield from _listened_for(inner)


_OTHER: Final = frozenset({LISTS, "metadata", "applies_to"})
"""Under which keys are names of lists or of the manifest's columns, any of which may be called `topic`."""


def _with_lists(node: Node, lists: _Lists) -> Node:
    """A copy of a part of the rubric; phrases are shared, as nothing changes a scalar."""
    changed = copy(node)
    if isinstance(node, MappingNode):
        changed.value = [(key, _value(key, value, lists)) for key, value in node.value]
    elif isinstance(node, SequenceNode):
        changed.value = [_with_lists(inner, lists) for inner in node.value]
    return changed


def _value(key: Node, value: Node, lists: _Lists) -> Node:
    if key.value in _OTHER:
        return value
    if key.value not in PHRASES:
        return _with_lists(value, lists)
    if isinstance(value, SequenceNode):
        changed = copy(value)
        changed.value = [phrase for item in value.value for phrase in _meant(item, lists)]
        return changed
    phrases = list(_meant(value, lists))
    return value if phrases == [value] else SequenceNode(_SEQUENCE, phrases, value.start_mark, value.end_mark)


_SEQUENCE: Final = "tag:yaml.org,2002:seq"


def _meant(item: Node, lists: _Lists) -> Sequence[Node]:
    """The phrases of the list that an item names; the item itself where it names none or an empty one."""
    return (isinstance(item, ScalarNode) and lists.get(item.value)) or (item,)


def _too_many(used: Sequence[ScalarNode], lists: _Lists) -> ScalarNode | None:
    """The item with which the phrases written out become too many."""
    count = 0
    for item in used:
        count += len(lists.get(item.value, ()))
        if count > MOST:
            return item
    return None


_TOO_MANY: Final = (
    "R074",
    Text(
        f"到这里为止，按名称展开的短语超过 {MOST} 句。", f"with it more than {MOST} phrases are written out by names."
    ),
    Text("请删减列表，或少用几处。", "Make the lists shorter, or use them in fewer places."),
)


def _defects(root: Node, used: Sequence[ScalarNode], lists: _Lists) -> Iterator[tuple[ScalarNode, _Told]]:
    for phrases in lists.values():
        for item in phrases:
            if _SIGN.search(item.value):
                yield item, _inside(item)
    missing = under(root, LISTS) is None
    for item in used:
        if item.value not in lists:
            yield item, _defect(item.value, lists, missing=missing)


def _inside(item: ScalarNode) -> _Told:
    what = f"“{_short(item.value)}”：列表里不能再用别的列表。"
    english = f"“{_short(item.value)}”: a list cannot stand in another list."
    remedy = Text(
        "请把句子照写在这里，或在用到的地方并列写上两个列表的名称。",
        "Write the phrases here, or both names where they are used.",
    )
    return "R071", Text(what, english), remedy


def _defect(written: str, lists: _Lists, *, missing: bool) -> _Told:
    shown = _short(written)
    if _FULL_WIDTH in written:
        return "R072", Text(f"“{shown}”：用了全角“＄”。", f"“{shown}”: a full-width ＄."), _PLAIN
    if not written.startswith("$"):
        what = f"“{shown}”：列表的名称不能写在一句话里面。"
        return "R073", Text(what, f"“{shown}”: the name of a list cannot be a part of a phrase."), _ALONE
    if missing:
        what = f"{shown}：这张质检表没有 {LISTS}:，没有可用的列表。"
        return "R070", Text(what, f"{shown}: the rubric has no {LISTS}:, so there is no list to name."), _WRITE_LISTS
    meant = nearest(written[1:], [name[1:] for name in lists]) if lists else None
    if meant is not None:
        what, english = f"没有列表 {shown}；是不是 ${meant}？", f"there is no list {shown}; did you mean ${meant}?"
    else:
        what, english = f"没有列表 {shown}。", f"there is no list {shown}."
    return "R070", Text(what, english), _known(lists)


_PLAIN: Final = Text("请改为半角“$”。", "Write a plain $.")
_ALONE: Final = Text("请让“$名称”单独成一项；短语里不写“$”。", "Make $name an item of its own; a phrase has no $.")
_WRITE_LISTS: Final = Text(
    f"请在 sections: 之前写 {LISTS}:，例如 {LISTS}: {{complaint: [我要投诉, 找你们领导]}}。",
    f"Write {LISTS}: before sections:, such as {LISTS}: {{complaint: [我要投诉, 找你们领导]}}.",
)


def _known(lists: _Lists) -> Text:
    names = list(lists)
    more = len(names) > _SHOWN
    zh, en = "、".join(names[:_SHOWN]), ", ".join(names[:_SHOWN])
    return Text(
        f"已有的列表：{zh}{'……' if more else ''}。" if names else f"请把它写在 {LISTS}: 下面。",
        f"Lists: {en}{', …' if more else '.'}" if names else f"Write it under {LISTS}:.",
    )


_SHOWN: Final = 8
"""Names in a remedy."""


def _short(written: str) -> str:
    return written if len(written) <= 40 else f"{written[:40]}…"
