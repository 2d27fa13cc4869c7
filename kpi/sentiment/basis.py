"""What the numbers of opinions stand on: the labels of the exports as they are, or an estimate from the team's labels.

Unless somebody said so it is the exports' own labels where any of what people say to us or about us has one, as ever;
else the estimate, which needs texts only. A switch is kept with its moment, as every setting is. From the first label
of the team on the estimate is said, so that an export that brings a label later does not turn all weeks unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from data.access.rights import Right

if TYPE_CHECKING:
    from datetime import datetime

    from data.store import Store
    from kpi.queries import Queries

Basis = Literal["tool", "estimate"]
BASES: tuple[Basis, ...] = get_args(Basis)
SETTING = "sentiment_basis"
# no label of a tool but texts that were read; the mentions of others tell nothing of ours
UNLABELLED = """
select exists (select 1 from reading)
    and not exists (select 1 from messages where sentiment is not null)
    and not exists (
        select 1 from mentions join named_brand on named_brand.name = lower(trim(mentions.brand))
        where is_own and not is_copy and sentiment is not null
    )"""


def basis(store: Queries) -> Basis:
    """Give the basis in force."""
    return chosen(store) or default(store)


def chosen(store: Queries) -> Basis | None:
    """Give what somebody said; None while nobody did."""
    said = store.query("select value from setting where name = ?", [SETTING])
    return next((one for one in BASES if said and said[0][0] == one), None)


def default(store: Queries) -> Basis:
    """Give the basis that holds while nobody said another."""
    return "estimate" if store.query(UNLABELLED)[0][0] else "tool"


def choose(store: Store, one: Basis, by: str | None, *, now: datetime | None = None) -> None:
    """Say on what the numbers shall stand from now on; what they stood on stays known."""
    store.set_settings({SETTING: one}, by, now=now)


def settle(store: Store, by: str | None, *, now: datetime | None = None) -> None:
    """Say the estimate where it holds while nobody said so: for whoever is about to add labels, before she does."""
    if chosen(store) is None and default(store) == "estimate":
        store.set_settings({SETTING: "estimate"}, by, needs=Right.UPLOAD, now=now)  # it is what holds already
