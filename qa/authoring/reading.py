"""A rubric read aloud in Chinese, so that a supervisor who reads no YAML can say whether it is what was meant."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.prose import Reader, columns
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.scale import Scale
from qa.rubric.section import Section


def read_aloud(rubric: Rubric) -> str:
    """The whole rubric as Markdown, in the form's order."""
    lines = [
        f"# {rubric.name}（{rubric.version}）",
        "",
        f"- 适用：{_calls(rubric)}。",
        f"- 计分：{_scale(rubric.scale)}。",
    ]
    ranked = sorted(rubric.bands.items(), key=lambda band: -band[1])
    lines += [f"- 等级：{'，'.join(f'{name} {least:g} 分起' for name, least in ranked)}。"]
    reader = Reader(rubric.phrases)
    for section in rubric.sections:
        lines += _section(section, 2, reader)
    lines += _lists(reader)
    return "\n".join(lines) + "\n"


def _calls(rubric: Rubric) -> str:
    which = columns(rubric.applies_to.items()) or "所有通话"
    first, last = rubric.valid.from_, rubric.valid.until
    days = (f"{first} 起" if first else "") + (f"至 {last}（含）" if last else "")
    return f"{which}{'；' + days if days else ''}"


def _scale(scale: Scale) -> str:
    kind = f"满分 {scale.points:g} 分，按能判定的分值折算" if scale.start is None else f"从 {scale.start:g} 分起扣"
    ceiling = f"，最高 {scale.ceiling:g} 分" if scale.ceiling is not None else ""
    least = f"；能判定的分值不足 {scale.least_judged:.0%} 时不给分" if scale.least_judged else ""
    return f"{kind}，最低 {scale.floor:g} 分{ceiling}；不适用和无法判定的项不计，得分旁写明覆盖率{least}"


def _section(section: Section, depth: int, reader: Reader) -> Iterator[str]:
    points = sum(criterion.points for _, criterion in section.all_criteria())
    yield ""
    yield f"{'#' * min(depth, 6)} {section.name}{f'（{_plain(points)} 分）' if points else ''}"
    yield ""
    for criterion in section.criteria or ():
        yield from _criterion(criterion, reader)
    for inner in section.sections or ():
        yield from _section(inner, depth + 1, reader)


def _criterion(criterion: Criterion, reader: Reader) -> Iterator[str]:
    worth = f"{_plain(criterion.points)} 分" if criterion.points else "致命项"
    yield f"- **{criterion.name}**（`{criterion.id}`，{worth}{'，关键项' if criterion.critical else ''}）"
    if criterion.when is not None:
        yield f"  - 只在这时考核：{reader.prose(criterion.when)}。"
    if criterion.require is not None:
        yield f"  - 要求：{reader.prose(criterion.require)}。做到得 {_plain(criterion.points)} 分，没做到 0 分。"
    if criterion.forbid is not None:
        yield f"  - 禁止：{reader.prose(criterion.forbid)}。{_cost(criterion)}。"


def _lists(reader: Reader) -> Iterator[str]:
    lists = list(reader.shared())
    if lists:
        yield from ("", "## 共用句式", "", "上面只写了名称的短语。", "")
    for name, phrases in lists:
        yield f"- {name}：{phrases}。"


def _cost(criterion: Criterion) -> str:
    if criterion.fatal:
        return "犯了本节 0 分" if criterion.fatal == "section" else "犯了整通 0 分"
    deduct = criterion.deduct
    if deduct is None or deduct.each >= deduct.at_most:
        taken = criterion.points if deduct is None else deduct.at_most
        return f"不论几次，扣 {_plain(taken)} 分"
    return f"每次扣 {_plain(deduct.each)} 分，最多扣 {_plain(deduct.at_most)} 分"


def _plain(points: float) -> str:
    """To a hundredth of a point: shares by weight have no end."""
    return f"{round(points, 2):g}"
