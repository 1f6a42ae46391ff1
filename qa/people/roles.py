"""Who may do what, and whose calls they may see. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qa.errors import Text


class Role(StrEnum):
    """What a person is in the centre."""

    AGENT = "agent"
    TEAM_LEADER = "team_leader"
    ANALYST = "analyst"
    EXPERT = "expert"
    MANAGER = "manager"
    ADMIN = "admin"


ROLE_NAME: Final[Mapping[Role, Text]] = {
    Role.AGENT: Text("坐席", "agent"),
    Role.TEAM_LEADER: Text("班组长", "team leader"),
    Role.ANALYST: Text("质检员", "analyst"),
    Role.EXPERT: Text("质检专家", "expert"),
    Role.MANAGER: Text("主管", "manager"),
    Role.ADMIN: Text("管理员", "administrator"),
}


class Permission(StrEnum):
    """One thing that a person may do."""

    SEE_ALL_CALLS = "see_all_calls"
    SEE_TEAM_CALLS = "see_team_calls"
    SEE_MONTH = "see_month"
    """Rankings, indicators and sites of the whole centre."""
    REVIEW = "review"
    APPEAL = "appeal"
    DECIDE_APPEALS = "decide_appeals"
    UNMASK = "unmask"
    """Read and hear the numbers that identify a customer, one call at a time; each time is logged."""
    EXPORT = "export"
    COACH = "coach"
    PLAN_LISTENING = "plan_listening"
    LEAD_PROJECTS = "lead_projects"
    """Start improvement projects and change them."""
    CLOSE_MONTH = "close_month"
    """Close a month, accept or refuse its overlay."""
    ADMINISTER = "administer"


_READER = {Permission.SEE_ALL_CALLS, Permission.SEE_MONTH, Permission.EXPORT, Permission.REVIEW}
_PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.AGENT: frozenset({Permission.APPEAL}),
    Role.TEAM_LEADER: frozenset({Permission.SEE_TEAM_CALLS, Permission.REVIEW, Permission.COACH, Permission.EXPORT}),
    Role.ANALYST: frozenset({*_READER, Permission.COACH, Permission.UNMASK}),
    Role.EXPERT: frozenset(
        {
            *_READER,
            Permission.COACH,
            Permission.UNMASK,
            Permission.DECIDE_APPEALS,
            Permission.PLAN_LISTENING,
            Permission.LEAD_PROJECTS,
        }
    ),
    Role.MANAGER: frozenset(
        {
            *_READER,
            Permission.COACH,
            Permission.UNMASK,
            Permission.DECIDE_APPEALS,
            Permission.PLAN_LISTENING,
            Permission.LEAD_PROJECTS,
            Permission.CLOSE_MONTH,
        }
    ),
    # Who keeps the system running need not hear customers' numbers.
    Role.ADMIN: frozenset({Permission.SEE_ALL_CALLS, Permission.SEE_MONTH, Permission.ADMINISTER}),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a role may do something."""
    return permission in _PERMISSIONS[role]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calls a person may see: of one agent, of one team (of one site, where named), or of all."""

    agent: str | None = None
    team: str | None = None
    site: str | None = None
    nothing: bool = False
    """An account that is linked to no agent or team sees no call."""

    def covers(self, *, agent: str, team: str, site: str) -> bool:
        """Whether a call of this agent, team and site may be seen."""
        if self.nothing:
            return False
        wanted = ((self.agent, agent), (self.team, team), (self.site, site))
        return all(mine is None or mine == theirs for mine, theirs in wanted)


def scope(role: Role, *, agent: str, team: str, site: str) -> Scope:
    """Whose calls somebody of this role, linked to this agent, team and site, may see."""
    if may(role, Permission.SEE_ALL_CALLS):
        return Scope(site=site or None)
    if may(role, Permission.SEE_TEAM_CALLS):
        return Scope(team=team, site=site or None) if team else Scope(nothing=True)
    return Scope(agent=agent) if agent else Scope(nothing=True)
