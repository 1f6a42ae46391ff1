"""What browsers are given: libraries byte for byte as published, no other host, no script in a page."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from qa.web.language import words
from qa.web.viewer import STATIC

WEB = STATIC.parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
VENDOR = STATIC / "vendor"


def test_vendored_libraries_are_what_their_manifest_says() -> None:
    listed = tomllib.loads((VENDOR / "manifest.toml").read_text(encoding="utf-8"))
    assert {path.name for path in VENDOR.glob("*.js")} == set(listed)
    for file, about in listed.items():
        assert hashlib.sha256((VENDOR / file).read_bytes()).hexdigest() == about["sha256"], file
        for licence in about["licence_files"]:
            assert (VENDOR / licence).stat().st_size > 100


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_script_no_style_and_no_way_round_escaping(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+|hx-on\S*)\s*=", text)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|javascript:|https?://(?!www\.w3\.org)", text)


def test_every_text_of_a_template_exists_and_every_text_is_in_both_languages() -> None:
    used = {
        key for path in TEMPLATES for key in re.findall(r'\bt\("([a-z_.]+[a-z])"', path.read_text(encoding="utf-8"))
    }
    assert used - set(words()) == set()
    for key, text in words().items():
        assert text.zh and text.en, key
        assert re.findall(r"{\w+}", text.zh).sort() == re.findall(r"{\w+}", text.en).sort(), key


def test_our_own_scripts_and_styles_name_no_other_host() -> None:
    for path in [*(STATIC / "js").glob("*.js"), *(STATIC / "css").glob("*.css")]:
        assert not re.search(r"https?:|//[a-z]+\.", path.read_text(encoding="utf-8")), path.name
