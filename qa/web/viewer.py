"""What all requests share: the settings, the mart in use, the database of people, the templates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from qa.people.store import People
from qa.report import figures
from qa.report.reasons import reason
from qa.report.texts import FLAG, MARK, OUTCOME, PARTY
from qa.settings import Settings
from qa.web.marts import Marts
from qa.web.playback import Playback

STATIC = Path(str(files("qa.web"))) / "static"


@dataclass(frozen=True)
class Viewer:
    """The viewer of one centre."""

    settings: Settings
    people: People
    marts: Marts
    config: Path | None = None
    """The qa.toml that the settings are from."""

    @cached_property
    def playback(self) -> Playback:
        """Recordings as browsers play them."""
        return Playback(self.settings)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Of the centre's clocks."""
        return ZoneInfo(self.settings.inbox.time_zone)

    @cached_property
    def templates(self) -> Environment:
        """The page templates: everything escaped, a missing value is an error."""
        environment = Environment(
            # The report draws its charts without a script; the viewer draws them with the same macros.
            loader=ChoiceLoader([PackageLoader("qa.web"), PackageLoader("qa.report")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            static=static_address, fig=figures, MARK=MARK, OUTCOME=OUTCOME, FLAG=FLAG, PARTY=PARTY
        )
        environment.filters.update(
            reason=reason,
            moment=lambda at, form="%Y-%m-%d %H:%M": self.local(at).strftime(form) if at else figures.NONE,
        )
        return environment

    def prepare(self) -> None:
        """Be ready for the first visitor of the day: templates compiled, the decoder started."""
        for name in self.templates.list_templates(extensions=["html"]):
            self.templates.get_template(name)
        self.playback.start()

    def local(self, at: datetime) -> datetime:
        """A time on the centre's clocks."""
        return at.astimezone(self.zone)


def static_address(file: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it for good."""
    return f"/static/{file}?v={_version(file)}"


_versions: dict[str, str] = {}


def _version(file: str) -> str:
    if file not in _versions:
        _versions[file] = hashlib.sha256((STATIC / file).read_bytes()).hexdigest()[:10]
    return _versions[file]
