"""The manager's guide names every setting of the month, with the default that it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from qa.settings import ListeningSettings, MonthSettings, RandomListening, TargetedListening

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "month.md").read_text(encoding="utf-8")
SECTIONS: dict[str, type[BaseModel]] = {
    "[month]": MonthSettings,
    "[listening]": ListeningSettings,
    "[listening.calls]": RandomListening,
    "[listening.targeted]": TargetedListening,
}


@pytest.mark.parametrize("name", [name for kind in SECTIONS.values() for name in kind.model_fields])
def test_every_setting_is_told(name: str) -> None:
    assert f"`{name}`" in GUIDE or f"[listening.{name}]" in GUIDE


@pytest.mark.parametrize(
    ("name", "default"),
    [
        (name, field.default)
        for kind in SECTIONS.values()
        for name, field in kind.model_fields.items()
        if isinstance(field.default, int | float) and not isinstance(field.default, bool)
    ],
)
def test_its_default_is_the_one_it_has(name: str, default: float) -> None:
    told = [line for line in GUIDE.splitlines() if f"`{name}`" in line and (line.startswith("| `") or "（默认" in line)]
    assert any(f"| {default:g} |" in line or f"（默认 {default:g}）" in line for line in told), told
