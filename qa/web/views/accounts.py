"""管理 / 用户: accounts one by one, and many from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from qa.people import audit, users
from qa.people.accounts import add_accounts, read_accounts
from qa.people.errors import AccountFault, AccountsRefused, AccountsUnreadable, PeopleError
from qa.people.passwords import hashed, random_password
from qa.people.roles import ROLE_NAME, Permission, Role
from qa.people.users import User
from qa.warehouse.mart import Sort
from qa.web.errors import NothingHere, WrongInput
from qa.web.table import PAGE_SIZE, Column, TableState
from qa.web.visit import Form, Posted, SignedIn, Visit

router = APIRouter()
MOST = 60
"""Accounts that one list on the page may hold: each password takes a moment to hash, and somebody waits."""
COLUMNS = (*(Column(key, f"admin.{key}") for key in users.SORTS), Column("", "admin.change"))


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """All that `accounts.html` is given."""

    state: TableState
    columns: tuple[Column, ...]
    users: tuple[User, ...]
    total: int
    shown: tuple[tuple[str, str], ...]
    """Names and new passwords: on the answer to a post, and never again."""
    pasted: str
    """A list that was refused, to be mended."""
    refused: PeopleError | None
    faults: tuple[AccountFault, ...]


@router.get("/admin/users")
def accounts(visit: SignedIn) -> Response:
    """Everybody who may sign in."""
    visit.need(Permission.ADMINISTER)
    return _page(visit)


@router.post("/admin/users")
def add(visit: SignedIn, form: Form) -> Response:
    """Make an account; its password is shown on the page that follows, and never again."""
    visit.need(Permission.ADMINISTER)
    password, role = random_password(), _role(form)
    links = {name: form[name][:200] for name in ("display_name", "agent", "team", "site")}
    with visit.viewer.people.writing() as db:
        user = users.add_user(db, form["name"], role, password, now=visit.now, **links)
        users.ask_for_new_password(db, user)
        audit.note(db, visit.user.name, "user.add", user.name, now=visit.now, details={"role": role.value})
    return _page(visit, shown=[(user.name, password)])


@router.post("/admin/accounts")
def add_many(visit: SignedIn, form: Form) -> Response:
    """Make the accounts of a pasted list: all of them, or none where a line is wrong."""
    visit.need(Permission.ADMINISTER)
    pasted = form["list"]
    with visit.viewer.people.reading() as db:
        known = {user.name for user in users.list_users(db)}
    try:
        found = read_accounts(visit.language("admin.pasted"), pasted.encode("utf-8", "replace"), known)
    except (AccountsUnreadable, AccountsRefused) as error:
        return _page(visit, pasted=pasted, refused=error, status=422)
    if len(found) > MOST:
        raise WrongInput("list", field="list")
    made = [random_password() for _ in found]
    hashes = [hashed(password) for password in made]
    with visit.viewer.people.writing() as db:
        add_accounts(db, found, hashes, by=visit.user.name, now=visit.now)
    return _page(visit, shown=[(account.name, password) for account, password in zip(found, made, strict=True)])


@router.post("/admin/users/{name}")
def change(visit: SignedIn, form: Form, name: str) -> Response:
    """Another role or password, out of use or back."""
    visit.need(Permission.ADMINISTER)
    what = form["what"]
    if what != "password" and name == visit.user.name:
        raise WrongInput(name, field="name")
    shown = []
    with visit.viewer.people.writing() as db:
        user = users.get_user(db, name)
        match what:
            case "role":
                links = {link: form[link][:200] for link in ("agent", "team", "site")}
                users.set_role(db, user, _role(form), **links)
            case "password":
                shown = [(name, random_password())]
                users.set_password(db, user, shown[0][1])
                users.ask_for_new_password(db, user)
            case "disable" | "enable":
                users.set_active(db, user, active=what == "enable")
            case _:
                raise NothingHere("user")
        details = {"role": form["role"]} if what == "role" else {}
        audit.note(db, visit.user.name, f"user.{what}", name, now=visit.now, details=details)
    # One's own sessions end with the old password; the page still has to show the new one.
    return _page(visit, shown=shown) if shown else visit.go("/admin/users")


def _page(
    visit: Visit,
    *,
    shown: Sequence[tuple[str, str]] = (),
    pasted: str = "",
    refused: PeopleError | None = None,
    status: int = 200,
) -> Response:
    query = visit.request.query_params
    state = TableState.read("/admin/users", query, columns=COLUMNS, filters=("find",), sort=Sort("name"))
    order = state.sort or Sort("name")
    with visit.viewer.people.reading() as db:
        found, total = users.search_users(
            db,
            state.get("find")[:64],
            limit=PAGE_SIZE,
            offset=state.offset,
            by=order.column,
            descending=order.descending,
        )
    faults = refused.diagnostics if isinstance(refused, AccountsRefused) else ()
    page = AccountsPage(state, COLUMNS, found, total, tuple(shown), pasted, refused, faults)
    return visit.page("accounts.html", page=page, ROLE_NAME=ROLE_NAME, most=MOST, status=status)


def _role(form: Posted) -> Role:
    if form["role"] not in set(Role):
        raise WrongInput("user", field="role")
    return Role(form["role"])
