"""A folder of rubrics, and what is wrong with it as a whole though each file is right: all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import Text
from qa.rubric.diagnostics import Diagnostic, RubricError, line_of
from qa.rubric.selection import rivals
from qa.rubric.source import LoadedRubric, load_rubric, read_text


@dataclass(frozen=True, slots=True)
class RubricFiles:
    """The files of a folder of rubrics, each kind by name."""

    rubrics: tuple[Path, ...]
    misnamed: tuple[Path, ...]
    """Meant as rubrics or cases, and read by nothing: `*.yml`, `*.YAML`."""


def rubric_files(folder: Path) -> RubricFiles:
    """Which files of a folder are rubrics; `*.cases.yaml` are not."""
    files = yaml_files(folder)
    return RubricFiles(
        tuple(path for path in files if path.suffix == ".yaml" and not path.name.endswith(".cases.yaml")),
        tuple(path for path in files if path.suffix != ".yaml"),
    )


def yaml_files(folder: Path) -> tuple[Path, ...]:
    """What people may mean as YAML in a folder, by name: no folders, and no hidden files.

    `._2026-12.yaml` lies beside every file that a Mac has copied.
    """
    named = (path for path in folder.glob("*") if path.suffix.lower() in (".yaml", ".yml"))
    return tuple(sorted(path for path in named if not path.name.startswith(".") and not path.is_dir()))


def load_rubrics(folder: Path) -> tuple[LoadedRubric, ...]:
    """Every rubric of a folder, by name of the file.

    Raises:
        RubricError: of the first file that is refused; when files have names that are not read, two rubrics have one id
            or could both have one call, or the folder holds none.
    """
    files = rubric_files(folder)
    if files.misnamed:
        raise RubricError(str(folder), tuple(map(misnamed, files.misnamed)))
    if not files.rubrics:
        raise RubricError(str(folder), (without_rubrics(folder),))
    loaded = tuple(map(load_rubric, files.rubrics))
    found = tuple(disagreements(loaded))
    if found:
        raise RubricError(str(folder), found)
    return loaded


def without_rubrics(folder: Path) -> Diagnostic:
    """That a folder holds no rubric."""
    what = Text("文件夹里没有质检表（*.yaml）。", "holds no rubric (*.yaml).")
    remedy = Text(
        "请放进一张，或改 qa.toml 里 [scoring] 的 rubrics。", "Put one there, or mend rubrics of [scoring] in qa.toml."
    )
    return Diagnostic("R004", str(folder), 1, 1, what, remedy)


def misnamed(path: Path) -> Diagnostic:
    """Why a `*.yml` is not read."""
    what = Text("这样的文件名不会被读取。", "a file of this name is not read.")
    remedy = Text(f"请改名为 {path.stem}.yaml。", f"Rename it to {path.stem}.yaml.")
    return Diagnostic("R005", str(path), 1, 1, what, remedy)


def disagreements(rubrics: Sequence[LoadedRubric]) -> Iterator[Diagnostic]:
    """Ids used twice, and pairs of rubrics that could both have one call; each told at the later file."""
    known: dict[str, LoadedRubric] = {}
    for loaded in rubrics:
        first = known.setdefault(loaded.rubric.rubric, loaded)
        if first is not loaded:
            name = loaded.rubric.rubric
            what = Text(f"编号 {name} 已用于 {first.file}。", f"the id {name} is already used in {first.file}.")
            yield _at(loaded, ("rubric:",), "R006", what, _OTHER_ID)
    for one, other in rivals([loaded.rubric for loaded in known.values()]):
        what = Text(
            f"有的通话同时适用 {one.rubric} 与 {other.rubric}，条件一样多，分不出用哪一张。",
            f"some calls fit {one.rubric} and {other.rubric}, which ask for equally many columns.",
        )
        yield _at(known[other.rubric], ("applies_to:", "rubric:"), "R007", what, _PART)


_OTHER_ID = Text(
    "请给其中一张另起编号；旧版请移出这个文件夹。",
    "Give one of them another id; move an old version out of this folder.",
)
_PART = Text(
    "请在 applies_to: 里各写不同的队列，或多写一列，或用 valid: 把日期错开。",
    "Name other queues in each under applies_to:, ask for one more column, or part their days with valid:.",
)


def _at(loaded: LoadedRubric, keys: tuple[str, ...], code: str, what: Text, remedy: Text) -> Diagnostic:
    text = read_text(Path(loaded.file))
    line = max((n for n, line in enumerate(text.splitlines(), 1) if line.startswith(keys)), default=1)
    return Diagnostic(code, loaded.file, line, 1, what, remedy, line_of(text, line))
