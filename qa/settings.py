"""qa.toml: where calls come from, which speech model hears them, where results go."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from qa.errors import Text, UsageError


class _Wrong(ValueError):
    """A setting that cannot be, explained in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InboxSettings(_Section):
    """Recordings and what is known about them."""

    folder: Path = Path("inbox")
    manifest: str | None = None
    """CSV or Parquet inside the folder, or a path; none: metadata stands in the file names."""
    name_pattern: str | None = None
    """File names as a template such as `{start}_{agent}_{queue}_{call_id}`."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Our field name = your column name, where they differ."""
    settle_seconds: Annotated[float, Field(ge=0)] = 60.0
    """A file changed more recently than this is still being written: left for the next night."""
    agent_channel: Literal["left", "right", "auto"] = "auto"
    time_zone: str = "Asia/Shanghai"
    """Of start times that carry none."""
    roster: str | None = None
    """CSV with a column `agent`; calls of others are scored but stay out of the ranking."""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise _Wrong(f"没有时区“{name}”", f"no such time zone: {name}") from error
        return name


class LimitSettings(_Section):
    """Bounds on one file, so that a hostile or broken one cannot stop a night."""

    file_bytes: Annotated[int, Field(gt=0)] = 500_000_000
    seconds: Annotated[float, Field(gt=0)] = 2 * 3600.0
    decode_wall_seconds: Annotated[float, Field(gt=0)] = 120.0
    decode_memory_bytes: Annotated[int, Field(gt=0)] = 2_000_000_000


class SpeechSettings(_Section):
    """The speech model and how it runs."""

    model: str = "whisper-base"
    """A name under models/, any faster-whisper name, or a folder with a CTranslate2 Whisper model."""
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    device_index: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)] = (0,)
    """Graphics cards; the night's workers are dealt to them in turn."""
    compute_type: str = "int8"
    threads: Annotated[int, Field(ge=1)] = 1
    """Of one worker."""
    batch_size: Annotated[int, Field(ge=1)] = 8
    """Windows that are decoded together."""
    beam_size: Annotated[int, Field(ge=1, le=10)] = 5
    """Hypotheses that are followed where the first decoding was doubtful."""

    def device_of(self, worker: int) -> int:
        """The graphics card of a night's worker (0, 1, …)."""
        return self.device_index[worker % len(self.device_index)]


class RoleSettings(_Section):
    """When a party is believed."""

    minimum_confidence: Annotated[float, Field(ge=0.5, le=1)] = 0.8
    voice_encoder: Path | None = None
    """Folder with a neural voice encoder for calls on one channel (models/voice-encoder); none: without."""


class ScoringSettings(_Section):
    """How sure a finding must be. Between the two it is for a person to judge."""

    rubrics: Path = Path("rubrics")
    credit: Annotated[float, Field(ge=0.5, le=1)] = 0.7
    accuse: Annotated[float, Field(ge=0.5, le=1)] = 0.75
    listen_again: bool = True
    """Whether the sound is asked again where the words leave a phrase in doubt."""
    sentence_model: Path | None = None
    """Folder with a sentence-embedding model for `similar` (docs/sentence-model.md); none: words and sounds."""

    @model_validator(mode="after")
    def _accusing_asks_for_more(self) -> ScoringSettings:
        if self.credit > self.accuse:
            raise _Wrong(
                f"credit {self.credit:g} 大于 accuse {self.accuse:g}；扣分要求的把握不得低于给分",
                f"credit {self.credit:g} is above accuse {self.accuse:g}; accusing cannot ask for less than crediting",
            )
        return self


class NightSettings(_Section):
    """How a night is cut into pieces of work."""

    shard_size: Annotated[int, Field(ge=1)] = 200
    workers: Annotated[int, Field(ge=1)] = 2


class MonthSettings(_Section):
    """Dynamic quality management."""

    focus_agents: Annotated[int, Field(ge=1)] = 10
    """How many are named: of the centre, or of each site or team."""
    focus_by: Literal["centre", "site", "team"] = "centre"
    focus_at: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    """Numbers of their own for some sites or teams, by name."""
    wait_list: bool = False
    """Whether half of twice as many are coached now, by lot, and half wait: so that it shows whether coaching helps."""
    wait_list_agents: Annotated[int, Field(ge=2)] | None = None
    """How many the lot is drawn among, of the centre or of each site or team; none: twice those that are named."""
    key_indicators: Annotated[int, Field(ge=1)] = 3
    minimum_calls: Annotated[int, Field(ge=1)] = 1
    new_days: Annotated[int, Field(ge=0)] = 30
    """From an agent's first call of all, in which they are new and not named for the focus."""
    absent_days: Annotated[int, Field(ge=1)] = 14
    """Without a call at the month's end, from which an agent counts as absent and is not named."""
    part_time_share: Annotated[float, Field(ge=0, le=1)] = 0.3
    """Of the median agent's calls, under which an agent counts as part-time."""
    trust: Literal["when_reviewed", "required"] = "when_reviewed"
    """What counts in the ranking before people have reviewed enough: everything, marked, or nothing yet."""
    trust_reviews: Annotated[int, Field(ge=1)] = 100
    """Blind reviews of a criterion after which a doubt about it takes it out of the ranking."""
    seed: int = 10060

    @model_validator(mode="after")
    def _numbers_have_a_place(self) -> MonthSettings:
        if self.focus_at and self.focus_by == "centre":
            raise _Wrong(
                'focus_at 为站点或班组另定名额，须同时写 focus_by = "site" 或 "team"',
                'focus_at sets numbers of sites or teams: write focus_by = "site" or "team" as well',
            )
        return self


class RandomListening(_Section):
    """Calls of an agent and month that each kind of evaluator hears by lot; 0.25 is one call in four months."""

    analyst: Annotated[float, Field(ge=0)] = 4.0
    team_leader: Annotated[float, Field(ge=0)] = 2.0
    """Live (现场旁听): the plan names weeks, not calls."""
    agent: Annotated[float, Field(ge=0)] = 1.0
    """Their own (自听)."""
    expert: Annotated[float, Field(ge=0)] = 0.25


class TargetedListening(_Section):
    """Calls of an agent and month that are chosen for what is in them, at most."""

    analyst: Annotated[int, Field(ge=0)] = 2
    """Fatal, low score, little of it judged."""
    expert: Annotated[int, Field(ge=0)] = 1
    """A person and the machine differ."""


class ListeningSettings(_Section):
    """Which calls people hear next month (`qa month sample`)."""

    calls: RandomListening = RandomListening()
    targeted: TargetedListening = TargetedListening()
    focus_multiplier: Annotated[float, Field(ge=1)] = 2.0
    """How many times as much is heard of a focus agent."""
    cap: Annotated[int, Field(ge=1)] = 20
    """Calls of one agent and month that people hear, of all kinds together, live ones too."""
    minimum_seconds: Annotated[float, Field(ge=0)] = 30.0
    """Shorter calls are not heard."""
    length_bands: tuple[Annotated[float, Field(gt=0)], ...] = (60.0, 180.0, 420.0)
    """Seconds at which a new band of length begins: long and short calls come in proportion."""
    low_score: Annotated[float, Field(ge=0, le=100)] = 60.0
    low_coverage: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Share of the points that could be judged, below which a person should hear the call."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 10060

    @model_validator(mode="after")
    def _fits(self) -> ListeningSettings:
        wanted = sum(self.calls.model_dump().values())
        if wanted > self.cap:
            raise _Wrong(
                f"各类抽听合计 {wanted:g} 通，超过上限 cap {self.cap}；请减少 calls 或提高 cap",
                f"the kinds together hear {wanted:g} calls, above cap {self.cap}; ask for fewer or raise cap",
            )
        if list(self.length_bands) != sorted(set(self.length_bands)):
            raise _Wrong("length_bands 须由小到大，不得重复", "length_bands must rise, none twice")
        return self


class StarSettings(_Section):
    """The rule of the star rating (星级评定)."""

    months: Annotated[int, Field(ge=1)] = 6
    """Closed months that are looked back on."""
    least_months: Annotated[int, Field(ge=1)] = 3
    """Of these, in which the agent must have been ranked."""
    skill: Annotated[tuple[float, float, float, float], Field()] = (75.0, 85.0, 90.0, 95.0)
    """What the lower end of the mean's interval must reach for two, three, four and five stars."""
    management_skill: Annotated[int, Field(ge=1, le=5)] = 3
    """Stars of the skill line that earn one in the management line."""
    management_heard: Annotated[float, Field(ge=0, le=1)] = 0.8
    """Share of the own calls asked for by the plans that an agent has to hear for one."""

    @field_validator("skill")
    @classmethod
    def _rising(cls, needed: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        if sorted(set(needed)) != list(needed):
            raise _Wrong("星级分数线应逐级升高", "the scores for the stars should rise")
        return needed


class PeopleSettings(_Section):
    """Where users, reviews, appeals and the audit trail live."""

    database: str | None = None
    """An SQLAlchemy address such as `postgresql+psycopg://…`; none: SQLite in the data folder."""


class WebSettings(_Section):
    """The viewer."""

    https: bool = False
    """Whether browsers reach it by HTTPS (behind a proxy): cookies are then sent over HTTPS only."""
    behind_proxy: bool = False
    """Whether a proxy on this machine stands in front and names the browser's address."""
    appeal_days: Annotated[int, Field(ge=1)] = 5
    """In which an agent may appeal, from the day the score was known."""
    decision_days: Annotated[int, Field(ge=1)] = 3
    """In which an appeal should be decided."""


class Settings(_Section):
    """All of qa.toml. Relative paths are relative to the file itself."""

    data: Path = Path("data")
    models: Path = Path("models")
    inbox: InboxSettings = InboxSettings()
    limits: LimitSettings = LimitSettings()
    speech: SpeechSettings = SpeechSettings()
    roles: RoleSettings = RoleSettings()
    scoring: ScoringSettings = ScoringSettings()
    night: NightSettings = NightSettings()
    month: MonthSettings = MonthSettings()
    listening: ListeningSettings = ListeningSettings()
    stars: StarSettings = StarSettings()
    people: PeopleSettings = PeopleSettings()
    web: WebSettings = WebSettings()

    @property
    def truth(self) -> Path:
        """Root of the immutable Parquet tables."""
        return self.data / "truth"


def load_settings(path: Path) -> Settings:
    """Read qa.toml, with its paths made absolute.

    Raises:
        UsageError: the file is missing, is no TOML, or holds an unknown or wrong key (all are named).
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        settings = Settings.model_validate(raw)
    except FileNotFoundError as error:
        fix = Text("请用 --config 指明，或复制一份 qa.toml。", "Name it with --config, or copy qa.toml.")
        raise UsageError(str(path), problem=Text("没有这个文件。", "no such file."), fix=fix) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Text(f"不是 TOML 文件：{error}。", f"not a TOML file: {error}.")
        raise UsageError(str(path), problem=problem, fix=Text("请修改该行。", "Mend that line.")) from error
    except ValidationError as error:
        wrong = [(".".join(map(str, e["loc"])), _explained(e)) for e in error.errors()]
        zh, en = (
            "；".join(f"{key}：{why.zh}" for key, why in wrong),
            "; ".join(f"{key}: {why.en}" for key, why in wrong),
        )
        fix = Text("请对照发行版的 qa.toml。", "Compare with the qa.toml of the distribution.")
        raise UsageError(str(path), problem=Text(zh + "。", en + "."), fix=fix) from error
    return settings.model_copy(update=_absolute(settings, path.resolve().parent))


def _explained(error: ErrorDetails) -> Text:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, _Wrong):
        return cause.text
    zh = {"extra_forbidden": "没有这个键，请检查拼写"}.get(error["type"], f"值不合适（{error['msg']}）")
    return Text(zh, error["msg"])


def _absolute(settings: Settings, base: Path) -> dict[str, object]:
    inbox, scoring, encoder = settings.inbox, settings.scoring, settings.roles.voice_encoder
    return {
        "data": base / settings.data,
        "models": base / settings.models,
        "inbox": inbox.model_copy(update={"folder": base / inbox.folder}),
        "scoring": scoring.model_copy(
            update={
                "rubrics": base / scoring.rubrics,
                "sentence_model": None if scoring.sentence_model is None else base / scoring.sentence_model,
            }
        ),
        "roles": settings.roles.model_copy(update={"voice_encoder": None if encoder is None else base / encoder}),
    }
