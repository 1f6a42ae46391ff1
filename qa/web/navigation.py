"""The bar at the top of every page: who sees which entry."""

from __future__ import annotations

from dataclasses import dataclass

from qa.people.roles import Permission
from qa.people.users import User


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the bar."""

    text: str
    """Key of its name."""
    path: str
    permissions: tuple[Permission, ...] = ()
    """Any of them shows it; none: everybody."""
    within: tuple[str, ...] = ()
    """Pages that are reached from this one and belong to it."""

    def shown_to(self, user: User) -> bool:
        """Whether the user may open it."""
        return not self.permissions or any(map(user.may, self.permissions))

    def is_here(self, path: str) -> bool:
        """Whether `path` is this page, one below it or one that belongs to it."""
        if self.path == "/":
            return path == "/"
        return any(path == one or path.startswith(f"{one}/") for one in (self.path, *self.within))


NAVIGATION = (
    Entry("nav.home", "/"),
    Entry("nav.calls", "/calls"),
    Entry("nav.review", "/review", (Permission.REVIEW,), within=("/listening",)),
    Entry("nav.appeals", "/appeals", (Permission.APPEAL, Permission.DECIDE_APPEALS)),
    Entry("nav.agents", "/agents", within=("/coaching",)),
    Entry("nav.month", "/month", (Permission.SEE_MONTH,), within=("/projects",)),
    Entry("nav.rubrics", "/rubrics", (Permission.REVIEW, Permission.SEE_MONTH)),
    Entry("nav.training", "/training", (Permission.REVIEW,)),
    Entry("nav.admin", "/admin", (Permission.ADMINISTER,)),
)
