"""Call metadata that stands in file names, by a template and without regular expressions from users."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from string import Formatter
from zoneinfo import ZoneInfo

from qa.errors import Text, UnusableRecording, UsageError
from qa.intake.manifest import OPTIONAL, metadata_from
from qa.intake.row_faults import NameUnmatched
from qa.recording import CallMetadata

_START = re.compile(r"\d{8}[-T]?\d{6}", re.ASCII)
_FIX = Text(
    "请写成 {start}_{agent}_{queue}_{call_id} 这样：{start} 和 {agent} 各一次，两个字段之间要有文字。",
    "Write it like {start}_{agent}_{queue}_{call_id}: {start} and {agent} once each, text between any two fields.",
)


@dataclass(frozen=True, slots=True)
class NameTemplate:
    """A template such as `{start}_{agent}_{queue}_{call_id}` for names without their last suffix.

    A field runs to the first place where the text after it stands, the last field to the end; `{start}` is
    `YYYYMMDDHHMMSS` with an optional `-` or `T` in the middle. Fields that are not ours become extra metadata.
    Without `{call_id}` the whole name is the call id.
    """

    pattern: str
    parts: tuple[tuple[str, str | None], ...]
    """(literal text, field after it); the last field is None when the template ends in text."""

    def fields_of(self, name: str) -> dict[str, str] | None:
        """The text of every field in `name` (which has no suffix), or None where it does not follow the template."""
        fields: dict[str, str] = {}
        rest = name
        for index, (literal, field) in enumerate(self.parts):
            if not rest.startswith(literal):
                return None
            rest = rest[len(literal) :]
            if field is None:
                break
            value = self._value(field, rest, index)
            if not value:
                return None
            fields[field], rest = value, rest[len(value) :]
        return None if rest else fields

    def _value(self, field: str, rest: str, index: int) -> str:
        if field == "start":
            found = _START.match(rest)
            return found[0] if found else ""
        following = self.parts[index + 1][0] if index + 1 < len(self.parts) else ""
        return rest.split(following, 1)[0] if following else rest

    def metadata_of(self, file: str, zone: ZoneInfo) -> CallMetadata | UnusableRecording:
        """What the name of `file` (a path below the inbox) says, or why it says nothing."""
        name = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        fields = self.fields_of(name)
        if fields is None:
            return NameUnmatched(file, pattern=self.pattern)
        fields.setdefault("call_id", name)
        extra = {key: value for key, value in fields.items() if key not in ("call_id", "agent", "start", *OPTIONAL)}
        return metadata_from(fields, extra, zone, lambda _: NameUnmatched(file, pattern=self.pattern))


def name_template(pattern: str) -> NameTemplate:
    """Compile `inbox.name_pattern`.

    Raises:
        UsageError: it is no template, lacks a field, repeats one, or has two fields with nothing between them.
    """
    try:
        parsed = list(Formatter().parse(pattern))
    except ValueError as error:
        raise _wrong(pattern, Text(f"不是模板（{error}）", f"{error}")) from error
    fields = [field for _, field, _, _ in parsed if field is not None]
    missing = [name for name in ("start", "agent") if name not in fields]
    if missing:
        raise _wrong(pattern, Text(f"缺少 {{{missing[0]}}}", f"{{{missing[0]}}} is missing"))
    plain = all(field.isidentifier() for field in fields) and not any(spec or how for _, _, spec, how in parsed)
    if not plain or len(set(fields)) < len(fields):
        raise _wrong(pattern, Text("每个字段都是名称，且只出现一次", "each field is a name and stands once"))
    parts = _joined(parsed)
    for (_, field), (following, _) in pairwise(parts):
        if not following and field != "start":
            raise _wrong(pattern, Text(f"{{{field}}} 后面没有文字", f"nothing stands after {{{field}}}"))
    return NameTemplate(pattern, tuple(parts))


def _wrong(pattern: str, why: Text) -> UsageError:
    return UsageError("name_pattern", problem=Text(f"{pattern}：{why.zh}。", f"{pattern}: {why.en}."), fix=_FIX)


def _joined(parsed: list[tuple[str, str | None, str | None, str | None]]) -> list[tuple[str, str | None]]:
    """Escaped braces come as pieces of text of their own; join them with the text that follows."""
    parts: list[tuple[str, str | None]] = []
    pending = ""
    for literal, field, _, _ in parsed:
        pending += literal
        if field is not None:
            parts.append((pending, field))
            pending = ""
    return [*parts, (pending, None)] if pending else parts
