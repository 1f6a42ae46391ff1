"""A month's overlay changes what counts most, keeps the total, and leaves the rubric's file alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.pipeline.call import Judge
from qa.rubric.diagnostics import RubricError
from qa.rubric.months import load_month_rubrics
from qa.rubric.overlay import Overlay, changes, overlaid, overlay_text, parse_overlay
from qa.rubric.source import parse_rubric
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from tests import builders
from tests.rubric.test_source import GOOD

RUBRIC = parse_rubric(GOOD, "small.yaml")
DECEMBER = """\
overlay: "2026-12"
rubric: small
because: {greeting: 达标率 61.2 %，低于控制下限 68.0 %}
points: {greeting: 80, quick: 20}
sampling: {greeting: 0.2}
"""


def centre(folder: Path, **overlays: str) -> Path:
    (folder / "small.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "overlays").mkdir()
    for name, text in overlays.items():
        (folder / "overlays" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return folder


def score(folder: Path, month: int) -> tuple[float | None, str]:
    judge = Judge(load_month_rubrics(folder), Thresholds())
    about = builders.metadata(start=datetime(2026, month, 3, tzinfo=UTC))
    call = Call(builders.transcript(), builders.measures(time_to_greeting=9.0), about)
    rubric = judge.rubric_for(about)
    assert rubric is not None
    evaluation = judge.evaluate(rubric, call, "model")
    return evaluation.score, evaluation.rubric_hash


def test_a_months_calls_are_scored_with_its_overlay_and_others_without(tmp_path: Path) -> None:
    folder = centre(tmp_path, **{"2026_12": DECEMBER})
    (november, usual), (december, overlaid_hash) = score(folder, 11), score(folder, 12)
    assert (november, december) == (60.0, 80.0)
    assert usual != overlaid_hash
    assert (folder / "small.yaml").read_text(encoding="utf-8") == GOOD


def test_the_difference_is_told_line_by_line() -> None:
    greeting, quick = changes(RUBRIC, parse_overlay(DECEMBER, "o.yaml"))
    assert (greeting.before, greeting.after, greeting.because) == (60, 80, "达标率 61.2 %，低于控制下限 68.0 %")
    assert (quick.before, quick.after, quick.because) == (40, 20, "")


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ("{greeting: 80}", "R035"),
        ("{greeting: 90, quick: 10}", "R034"),
        ("{nothing: 5, quick: 35}", "R033"),
        ("{greeting: -1}", "R024"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused(points: str, code: str) -> None:
    text = DECEMBER.replace("{greeting: 80, quick: 20}", points)
    with pytest.raises(RubricError, match=code):
        overlaid(RUBRIC, parse_overlay(text, "o.yaml"))


@pytest.mark.parametrize(
    ("overlays", "code", "waiting"),
    [
        ({"2026_12": DECEMBER.replace("rubric: small", "rubric: other")}, "R030", {"2026-12"}),
        ({"2026_11": DECEMBER}, "R031", {"2026-11", "2026-12"}),
        ({"2026_12": DECEMBER, "2026_12.small": DECEMBER}, "R032", {"2026-12"}),
        ({"2026_12": DECEMBER.replace("points: ", "points：")}, "R040", {"2026-12"}),
        ({"december": DECEMBER.replace("points: ", "points：")}, "R040", {"2026-12"}),
        ({"december": "- nothing\n"}, "R023", {"2026-10", "2026-11", "2026-12"}),
    ],
)
def test_a_wrong_overlay_is_told_and_keeps_only_the_calls_waiting_that_it_may_be_for(
    tmp_path: Path, overlays: dict[str, str], code: str, waiting: set[str]
) -> None:
    months = load_month_rubrics(centre(tmp_path, **overlays))
    (refused,) = months.refused
    assert [d.code for d in months.defects] == [code]
    assert Path(months.defects[0].file).parent.name == "overlays"
    assert months.waits_for("2026-12", "small") is refused
    assert {m for m in ("2026-10", "2026-11", "2026-12") if months.waits_for(m, "small")} == waiting


def test_a_wrong_overlay_that_names_its_rubric_holds_up_no_other(tmp_path: Path) -> None:
    folder = centre(tmp_path, **{"2026_12": DECEMBER.replace("greeting: 80", "greeting: 81")})
    (folder / "other.yaml").write_text(
        GOOD.replace("rubric: small", "rubric: other\napplies_to: {queue: 其他}"), encoding="utf-8"
    )
    months = load_month_rubrics(folder)
    assert months.waits_for("2026-12", "small") is not None
    assert months.waits_for("2026-12", "other") is None


def test_an_overlay_of_another_ending_is_told_and_not_passed_over(tmp_path: Path) -> None:
    folder = centre(tmp_path)
    (folder / "overlays" / "2026-12.yml").write_text(DECEMBER, encoding="utf-8")
    months = load_month_rubrics(folder)
    assert [(d.code, d.remedy.zh) for d in months.defects] == [("R005", "请改名为 2026-12.yaml。")]
    assert months.waits_for("2026-12", "small") is not None


def test_what_systems_leave_beside_the_files_of_people_keeps_no_call_waiting(tmp_path: Path) -> None:
    folder = centre(tmp_path, **{"2026_12": DECEMBER})
    for place in (folder, folder / "overlays"):
        (place / "._2026-12.yaml").write_bytes(b"\x00\x05\x16\x07\xb0")  # as a Mac writes it
        (place / "old.yaml").mkdir()
        (place / ".old.yml").write_text("", encoding="utf-8")
    months = load_month_rubrics(folder)
    assert (len(months.rubrics), months.refused) == (1, ())
    assert ("2026-12", "small") in months.overlays


@pytest.mark.parametrize(("written", "share"), [("20 %", 0.2), ("0.2", 0.2), ("0 %", 0.0), ("1", 1.0), ("100%", 1.0)])
def test_a_share_is_a_percentage_or_a_part_of_one(written: str, share: float) -> None:
    text = DECEMBER.replace("{greeting: 0.2}", f"{{greeting: {written}}}")
    assert parse_overlay(text, "o.yaml").sampling == {"greeting": share}


@pytest.mark.parametrize("written", ["20", "120 %", "-0.1", "20 s", "true", ".nan", "二成", "5 个", "x"])
def test_what_is_no_share_is_refused_with_how_to_write_it(written: str) -> None:
    text = DECEMBER.replace("{greeting: 0.2}", f"{{greeting: {written}}}")
    with pytest.raises(RubricError) as error:
        parse_overlay(text, "o.yaml")
    assert [(d.code, d.line) for d in error.value.diagnostics] == [("R026", 5)]
    assert error.value.diagnostics[0].what.zh.endswith("”：请写成 20 % 这样的百分比。")


@given(st.floats(40, 80), st.text(max_size=20))
def test_what_is_written_is_what_is_read(greeting: float, because: str) -> None:
    because = "".join(c for c in because if c.isprintable())
    overlay = Overlay(
        overlay="2026-12",
        rubric="small",
        because={"greeting": because},
        points={"greeting": round(greeting, 1), "quick": round(100 - round(greeting, 1), 1)},
    )
    assert parse_overlay(overlay_text(overlay), "o.yaml") == overlay


def test_what_a_violation_costs_keeps_its_part() -> None:
    text = GOOD.replace("points: 60", "points: 60\n        deduct: {each: 15, at_most: 30}").replace(
        "require:\n          said", "forbid:\n          said"
    )
    rubric = parse_rubric(text, "small.yaml")
    _, changed = next(overlaid(rubric, parse_overlay(DECEMBER, "o.yaml")).criteria())
    assert changed.deduct is not None
    assert (changed.deduct.each, changed.deduct.at_most) == (20, 40)


def test_every_misfit_is_told_with_its_line() -> None:
    text = DECEMBER.replace("greeting: 80, quick: 20", "greeting: 130, quikc: 20").replace(
        "{greeting: 0.2}", "{bye: 0.2}"
    )
    with pytest.raises(RubricError) as error:
        overlaid(RUBRIC, parse_overlay(text, "o.yaml"), "o.yaml", text)
    places = [(d.code, d.line, d.excerpt[d.column - 1 :].split(":")[0]) for d in error.value.diagnostics]
    assert places == [("R034", 4, "greeting"), ("R033", 4, "quikc"), ("R033", 5, "bye")]


@pytest.mark.parametrize(
    ("key", "written", "example"),
    [
        ("because", "客诉多", "because: {greeting: 客诉多}"),
        ("points", "80", "points: {greeting: 8}"),
        ("sampling", "[20 %]", "sampling: {greeting: 20 %}"),
    ],
)
def test_what_is_not_given_by_criterion_is_shown_how_it_is(key: str, written: str, example: str) -> None:
    text = re.sub(rf"^{key}: .*", f"{key}: {written}", DECEMBER, flags=re.MULTILINE)
    with pytest.raises(RubricError) as error:
        parse_overlay(text, "o.yaml")
    (found,) = error.value.diagnostics
    assert found.code == "R023"
    assert found.what.zh == f"{key}：应为“质检项编号: 值”，例如 {example}；编号是质检表里各项的 id:。"


@pytest.mark.parametrize(
    "text",
    [
        DECEMBER,
        DECEMBER.replace("greeting: 80", "greeting: 800"),
        'overlay: "2026-12"\n',
        "# 十二月\nrubric: small\npoints: {greeting: 80, quick: 20}\nbecause: 客诉多\n",
    ],
)
def test_an_overlay_among_the_rubrics_is_told_once_where_it_belongs(tmp_path: Path, text: str) -> None:
    folder = centre(tmp_path)
    (folder / "2026-12.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RubricError) as error:
        load_month_rubrics(folder)
    (found,) = error.value.diagnostics
    assert (found.code, found.excerpt.split(":")[0]) == ("R008", "because" if "#" in text else "overlay")
    assert "月度调整请放进质检表旁边的 overlays/ 文件夹" in found.remedy.zh


def test_a_rubric_with_a_key_of_an_overlay_is_a_rubric() -> None:
    with pytest.raises(RubricError) as error:
        parse_rubric(f"{GOOD}because: 客诉多\n", "small.yaml")
    assert [d.code for d in error.value.diagnostics] == ["R020"]


@pytest.mark.parametrize("month", ["2026-13", "202612", "2026年12月", "2026-1"])
def test_what_is_no_month_is_told_how_a_month_is_written(month: str) -> None:
    with pytest.raises(RubricError) as error:
        parse_overlay(DECEMBER.replace("2026-12", month), "o.yaml")
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.what.zh == f"overlay：“{month}”不是月份；请写成 2026-12 这样的月份。"
