"""What an export does not say and only the uploader knows: its channel, its account, the year, the own brand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.format import Format, Title

CHANNELS = ("facebook", "instagram", "linkedin", "x", "tiktok", "youtube")
_NAMES = {"instagram": r"\big\b|instagram", "facebook": r"\bfb\b|facebook"}
_OF_A_CHANNEL = ("posts", "account_day", "messages", "ads", "mentions")


@dataclass(frozen=True)
class Question:
    """What the file does not say and only the uploader knows."""

    name: Literal["channel", "account", "year", "own_brand"]
    options: tuple[str, ...] = ()
    suggestion: str | None = None


def channel_of(form: Format, titles: tuple[Title, ...], answers: Mapping[str, str]) -> str | None:
    """Give the channel of all rows; None when rows say it, titles differ, or nobody said it yet."""
    said = {title.channel for title in titles}
    if len(said) == 1 and None not in said:
        return said.pop()
    return form.channel or answers.get("channel")


def questions(
    name: str, form: Format, fields: set[str], titles: tuple[Title, ...], answers: Mapping[str, str]
) -> tuple[Question, ...]:
    """List what is still to be asked; an answer that is not possible is asked again."""
    asked = (
        _ask_channel(name, form, fields, titles, answers),
        _ask_account(form, fields, answers),
        _ask_year(form, fields, answers),
        _ask_own_brand(form, fields, answers),
    )
    return tuple(one for one in asked if one is not None)


def _ask_channel(
    name: str, form: Format, fields: set[str], titles: tuple[Title, ...], answers: Mapping[str, str]
) -> Question | None:
    options = form.channels or CHANNELS
    named = bool(titles) and all(title.channel for title in titles)
    told = named or bool(form.channel) or "channel" in fields or "channel" in form.constants
    asked = "channel" in form.ask or form.fact in _OF_A_CHANNEL
    if not asked or told or answers.get("channel") in options:
        return None
    return Question("channel", options, _guess_channel(name, options))


def _ask_account(form: Format, fields: set[str], answers: Mapping[str, str]) -> Question | None:
    told = "account" not in form.ask or "account" in fields or answers.get("account", "").strip()
    return None if told else Question("account")


def _ask_year(form: Format, fields: set[str], answers: Mapping[str, str]) -> Question | None:
    yearless = any(cell.kind in ("yearless_date", "hand_date") for field, cell in form.cells.items() if field in fields)
    if not yearless or re.fullmatch(r"20\d\d", answers.get("year", "")):
        return None
    year = datetime.now(UTC).year
    return Question("year", tuple(str(year - back) for back in range(4)), str(year))


def _ask_own_brand(form: Format, fields: set[str], answers: Mapping[str, str]) -> Question | None:
    told = form.fact != "mentions" or "brand" in fields or "brand" in form.constants
    return None if told or answers.get("own_brand", "").strip() else Question("own_brand")


def _guess_channel(name: str, options: tuple[str, ...]) -> str | None:
    words = re.sub(r"[_\-.]", " ", name.casefold())
    return next((one for one in options if re.search(_NAMES.get(one, rf"\b{one}\b"), words)), None)
