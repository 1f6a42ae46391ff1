"""`qa rubric`: check the forms that QA people write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.backtest import backtest
from qa.cli.console import QA_TOML, Config, err, out
from qa.errors import Text, UsageError
from qa.rubric import manual as pages
from qa.rubric.condition import OPERATORS
from qa.rubric.folder import load_rubrics
from qa.rubric.source import LoadedRubric, load_rubric
from qa.rubric.spelling import nearest
from qa.settings import load_settings
from qa.storage import write_atomically

if TYPE_CHECKING:
    from qa.authoring.checks import Checked
    from qa.authoring.trial import CaseResult

app = typer.Typer(no_args_is_help=True, help="Rubrics: check what QA people write in YAML.")
app.command("backtest")(backtest)
_NAMED = 6
"""Criteria without a case that are named; `--json` names all."""


@app.command("lint")
def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Rubrics, overlays, folders; none: all in use.", metavar="[FILE]...")
    ] = None,
    *,
    config: Config = QA_TOML,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Check rubrics: every defect with its line and remedy, then what an author should look at again.

    A folder is checked as a whole: ids used twice, calls that two rubrics claim, names that are not read, the months'
    overlays. Of an overlay the points before and after are told. Hints do not keep a rubric from being used; exit
    code 1 when one is refused. What sounds like ordinary speech is estimated on the newest transcripts of the data
    folder. The rules: docs/rubric-lint.zh-CN.md.

    Example: qa rubric lint rubrics/telecom_hotline.yaml
    """
    from qa.authoring.checks import check_file, check_folder, newest_calls  # noqa: PLC0415  loads the compiled loops

    settings = load_settings(config)
    calls, folder = newest_calls(settings.truth), settings.scoring.rubrics
    told: list[dict[str, object]] = []
    refused = 0
    for file in _without_cases(files or []) or [folder]:
        for checked in check_folder(file, calls) if file.is_dir() else (check_file(file, folder, calls),):
            refused += bool(checked.defects)
            told.append(_as_object(checked))
            if not as_json:
                _print_checked(checked, len(calls))
    if as_json:
        typer.echo(json.dumps({"transcripts": len(calls), "rubrics": told}, ensure_ascii=False))
    raise typer.Exit(1 if refused else 0)


def _without_cases(files: Sequence[Path]) -> list[Path]:
    """The rubrics among files that `rubrics/*.yaml` may have named; cases are read with the rubric beside them."""
    from qa.authoring.cases import cases_file, is_cases  # noqa: PLC0415

    rubrics = [file for file in files if not is_cases(file)]
    beside = {cases_file(rubric) for rubric in rubrics}
    for lone in (file for file in files if is_cases(file) and file not in beside):
        name = lone.with_name(f"{lone.name[: -len('.cases') - len(lone.suffix)]}.yaml")
        raise UsageError(
            str(lone),
            problem=Text("这是用例文件。", "this is a file of cases."),
            fix=Text(f"请写质检表的文件名 {name}。", f"Give the name of the rubric, {name}."),
        )
    return rubrics


def _as_object(checked: Checked) -> dict[str, object]:
    if checked.defects:
        return {"file": checked.file, "refused": [str(defect) for defect in checked.defects]}
    told: dict[str, object] = {"file": checked.file, "hints": [asdict(hint) for hint in checked.hints]}
    return told | ({"changes": [asdict(change) for change in checked.changes]} if checked.changes else {})


def _print_checked(checked: Checked, transcripts: int) -> None:
    for defect in checked.defects:
        err.print(str(defect))
    if checked.defects:
        return
    out.print(f"{checked.file}: {checked.about} · ok")
    for change in checked.changes:
        because = f"（{change.because}）" if change.because else ""
        line = f"  {change.name} {change.criterion}：{change.before:g} → {change.after:g} 分{because}"
        out.print(line, markup=False)
    for hint in checked.hints:
        if hint.code == "L001":
            continue
        column = f":{hint.column}" if hint.column else ""
        place = f"{hint.file or checked.file}:{hint.line}{column} {hint.criterion}" if hint.line else hint.criterion
        out.print(f"  {hint.code} {place}：{hint.what.zh}。{hint.what.en}", markup=False)
    bare = [hint.criterion for hint in checked.hints if hint.code == "L001"]
    if bare:  # of a new rubric that is all of them: naming each would hide everything else
        rest = f" …… 共 {len(bare)} 项 in all" if len(bare) > _NAMED else ""
        named = "、".join(bare[:_NAMED])
        out.print(f"  L001 没有用例的质检项 criteria without a case: {named}{rest}", markup=False)
    from qa.authoring.lint.common import LEAST_CALLS  # noqa: PLC0415  loads the compiled loops

    if checked.is_rubric and transcripts < LEAST_CALLS:
        what = f"录音听过 {LEAST_CALLS} 通（qa nightly，现有 {transcripts} 通）后再查一次，会估计短语会不会误报"
        out.print(f"  L006 {what} run again after {LEAST_CALLS} calls were heard: false alarms are estimated then")


@app.command("test")
def test(
    files: Annotated[list[Path] | None, typer.Argument(help="Rubric files; none: all.", metavar="[FILE]...")] = None,
    *,
    config: Config = QA_TOML,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Run the cases beside rubrics (*.cases.yaml); a case that comes out otherwise is told with its place.

    Exit code 1 when a case fails. Criteria without a case are named. --json tells of each failed case what was expected
    and found, and of each case with noise how well it held.

    Example: qa rubric test rubrics/telecom_hotline.yaml
    """
    from qa.authoring.cases import cases_file, load_cases, uncovered  # noqa: PLC0415
    from qa.authoring.trial import run  # noqa: PLC0415
    from qa.scoring.outcome import Thresholds  # noqa: PLC0415
    from qa.scoring.sentences import alike_by  # noqa: PLC0415

    settings = load_settings(config)
    thresholds = Thresholds(settings.scoring.credit, settings.scoring.accuse)
    alike, _ = alike_by(settings.scoring.sentence_model)
    chosen = [load_rubric(file) for file in _without_cases(files)] if files else load_rubrics(settings.scoring.rubrics)
    told, failed = [], 0
    for loaded in chosen:
        cases = load_cases(cases_file(Path(loaded.file)), loaded.rubric)
        results = run(loaded.rubric, cases, thresholds, alike)
        bare = uncovered(loaded.rubric, cases)
        wrong = [result for result in results if not result.passed]
        failed += len(wrong)
        told.append(
            {"rubric": loaded.rubric.rubric, "cases": len(results), "without_case": bare}
            | {"failed": [_told(r) | {"surprises": [asdict(one) for one in r.surprises]} for r in wrong]}
            | {"over_noise": [_told(r) for r in results if r.held is not None]}
        )
        if not as_json:
            _print_results(loaded, results, bare)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    raise typer.Exit(1 if failed else 0)


def _told(result: CaseResult) -> dict[str, object]:
    """Of a case for programs: where it stands, the noise it asks for, and in what share of it the weakest line held."""
    placed = result.placed
    case = {"case": placed.case.name, "file": placed.file, "line": placed.line}
    return case if placed.case.noise is None else case | {"noise": placed.case.noise, "held": result.held}


def _print_results(loaded: LoadedRubric, results: Sequence[CaseResult], bare: Sequence[str]) -> None:
    passed = sum(result.passed for result in results)
    out.print(f"{loaded.file}: {passed}/{len(results)} 个用例通过 cases passed")
    for result in results:
        placed = result.placed
        if result.held is not None and result.passed:
            out.print(f"  {placed.case.name} · 噪声中 over noise {result.held:.0%}")
        for surprise in result.surprises:
            what = surprise.criterion or "得分 score"
            out.print(f"  ✕ {placed.file}:{placed.line} {placed.case.name}")
            why = f"（{surprise.why}）" if surprise.why else ""
            out.print(f"    {what}：应为 expected {surprise.expected}，实为 found {surprise.found}{why}")
    if bare:
        out.print(f"  没有用例的质检项 criteria without a case: {'、'.join(bare)}")


@app.command("explain")
def explain(file: Annotated[Path, typer.Argument(help="A rubric file.", metavar="RUBRIC")]) -> None:
    """Read a rubric aloud in plain Chinese, for those who decide on the standard and read no YAML.

    Example: qa rubric explain rubrics/telecom_hotline.yaml
    """
    from qa.authoring.reading import read_aloud  # noqa: PLC0415

    typer.echo(read_aloud(load_rubric(file).rubric), nl=False)


@app.command("manual")
def manual(
    operator: Annotated[str, typer.Argument(help="One operator, such as said; none: all.", metavar="[OPERATOR]")] = "",
) -> None:
    """Print the authors' manual of conditions, in Chinese.

    Example: qa rubric manual answers
    """
    if not operator:
        out.print(pages.manual())
        return
    if operator not in OPERATORS:
        known, meant = ", ".join(OPERATORS), nearest(operator, OPERATORS)
        asked = Text(f"是不是 {meant}？", f"Did you mean {meant}? ") if meant else Text("", "")
        raise UsageError(
            operator,
            problem=Text("没有这个操作。", "no such operator."),
            fix=Text(f"{asked.zh}可用：{'、'.join(OPERATORS)}。", f"{asked.en}There are {known}."),
        )
    out.print(pages.page(operator))


@app.command("schema")
def schema(
    out_file: Annotated[Path | None, typer.Option("--out", help="A file to write; none: print it.")] = None,
    *,
    cases: Annotated[bool, typer.Option("--cases", help="The schema of *.cases.yaml instead of a rubric's.")] = False,
) -> None:
    """Make the JSON Schema by which editors complete, explain and check rubrics while they are typed.

    Keep it beside the rubrics; their first line names it. How to set up an editor: docs/rubric-guide.zh-CN.md.

    Example: qa rubric schema --out rubrics/rubric.schema.json
    """
    from qa.authoring.schema import cases_schema_text, schema_text  # noqa: PLC0415

    text = cases_schema_text() if cases else schema_text()
    if out_file is None:
        typer.echo(text, nl=False)
    else:
        write_atomically(out_file, text.encode())
