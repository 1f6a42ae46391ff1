"""The viewer's words in Chinese and English: `i18n/<page>.toml`, each line `name = ["中文", "English"]`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qa.errors import Text

LANGUAGES = ("zh", "en")


@cache
def words() -> Mapping[str, Text]:
    """Every text by its key: `page.name`."""
    found = {}
    for file in sorted(files("qa.web").joinpath("i18n").iterdir(), key=lambda file: file.name):
        page = file.name.removesuffix(".toml")
        for name, (zh, en) in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found[f"{page}.{name}"] = Text(zh, en)
    return found


@dataclass(frozen=True, slots=True)
class Language:
    """The language of one visit."""

    code: str
    """`zh` or `en`."""

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, its `{name}` fields filled in.

        Raises:
            KeyError: there is no such text.
        """
        text = self.say(words()[key])
        return text.format(**values) if values else text

    def say(self, text: Text | str) -> str:
        """One of a text's two languages; what is the same in both may be given as it is."""
        if isinstance(text, str):
            return text
        return text.zh if self.code == "zh" else text.en

    @property
    def tag(self) -> str:
        """For the `lang` attribute."""
        return "zh-CN" if self.code == "zh" else "en"


def language(*wishes: str | None) -> Language:
    """The first wish that is a language of ours; Chinese where there is none."""
    return Language(next((wish for wish in wishes if wish in LANGUAGES), "zh"))
