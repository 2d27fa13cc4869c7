"""An export as text -> rows of its fact: one SQL statement, generated from the declaration.

The layers are nested selects: typed cells, moments, the columns of
the fact, and which of the columns a row cannot do without are missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from data.facts import FACTS, LOGS, Fact
from data.format import THREAD
from data.sql import listed, literal, name
from data.values import cells, replies, threads
from data.values.ids import TOLERANCE_HOURS, time_in_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.format import Cell, Format
    from data.reading.exports import Reading

EVERY_CHANNEL = "all"
BY_HAND = ("funnel", *LOGS)  # a row may speak of all channels
_LATER = {"value", "metric", "known_until", "answer_known", "wait_hours"}  # filled in data/intake/incoming.py
_RAW = "text of "
BEFORE_PERIOD = "before_period"  # what a row lacks whose post is older than the days its figures are of


@dataclass(frozen=True)
class Brand:
    """What typing must know about the store."""

    zone: str
    key: str
    now: datetime
    zones: Mapping[str, str] = field(default_factory=dict)  # the team's rules: format -> zone of its times
    id_key: str = ""  # of ids that would tell whose they are

    def zone_of(self, form: Format, cell: Cell) -> str:
        """Give the zone of times that name none themselves, the nearest statement first.

        What the header names, then the team's rule, then what the platform is known to write, then the brand's own.
        """
        zone = cell.zone or self.zones.get(form.name) or form.zone or "brand"
        return self.zone if zone == "brand" else zone


def setting_of(form: Format, field: str, brand: Brand, marks: dict[str, str | None]) -> cells.Setting:
    """Gather what typing a field needs beside its declaration."""
    cell = form.cells[field]
    return cells.Setting(
        zone=brand.zone_of(form, cell),
        key=brand.key,
        latest=(brand.now + timedelta(days=2)).date().isoformat(),
        values=form.values.get(field, {}),
        decimal=marks.get(field, cell.decimal),
    )


def statement(reading: Reading, brand: Brand, marks: dict[str, str | None]) -> str:
    """Write the select that types the staged text; `marks` are the decimal marks found in doubtful columns."""
    return _Statement(reading, brand, marks).text()


def silent(reading: Reading, brand: Brand) -> dict[str, str]:
    """Give the columns of the fact that are NULL in every row, with their types: no cell or constant feeds them."""
    made = _Statement(reading, brand, {})
    if "inbound" in made.cells:
        return {}  # pairing fills some
    return {column: kind for column, kind in made.kinds().items() if made.column(column) == "NULL"}


class _Statement:
    def __init__(self, reading: Reading, brand: Brand, marks: dict[str, str | None]) -> None:
        self.reading, self.brand, self.marks = reading, brand, marks
        self.format = reading.format
        self.fact: Fact = FACTS[reading.fact]
        self.cells = {field: cell for field, cell in self.format.cells.items() if field in reading.columns.column_names}
        self.titled = "title_metric" in reading.columns.column_names

    def text(self) -> str:
        extra = ["title_metric", "title_channel"] if self.titled else []
        kept = ", ".join(["source_row", *extra])
        layers = f"SELECT {kept}, {self._typed()} FROM stage"
        layers = f"SELECT *, {self._moments()} FROM ({layers})"
        layers = f"SELECT *, {self._trusted()} FROM ({layers})"
        layers = f"SELECT {', '.join(self._columns())} FROM ({layers})"
        layers = f"SELECT *, {self._missing()} AS missing FROM ({layers})"
        return threads.paired(layers, self.cells) if "inbound" in self.cells else layers

    # -- cells -----------------------------------------------------------------------------

    def _typed(self) -> str:
        parts = [f"{self._cell(field)} AS {name(field)}, {name(field)} AS {name(_RAW + field)}" for field in self.cells]
        return ", ".join(parts)

    def _cell(self, field: str) -> str:
        return cells.typed(self.cells[field], name(field), setting_of(self.format, field, self.brand, self.marks))

    def _refused(self) -> str:
        """List the fields of a row whose cell says something that could not be read."""
        checks = {
            field: f"{name(_RAW + field)} IS NOT NULL AND {name(field)} IS NULL"
            for field, cell in self.cells.items()
            if cell.kind not in cells.FREE
        }
        for told, doubt in replies.contradictions(self.cells, self._still_to_come()).items():
            checks[told] = f"({checks[told]}) OR {doubt}"
        return listed(checks)

    def _still_to_come(self) -> str:
        """Give the moment beyond which nothing has happened yet; a clock may be a day or two ahead."""
        return f"TIMESTAMP '{(self.brand.now + timedelta(days=2)).date().isoformat()}'"

    # -- moments ---------------------------------------------------------------------------

    def _written(self) -> tuple[str, str]:
        """Give the moment and the day that the export writes: (timestamp, date)."""
        nothing = ("CAST(NULL AS TIMESTAMP)", "CAST(NULL AS DATE)")
        for column in filter(None, (self.fact.moment, "day")):
            if (cell := self.cells.get(column)) is not None:
                if cell.kind == "timestamp":
                    return name(column), nothing[1]
                return nothing[0], f"CAST({name(column)} AS DATE)"
        return nothing

    def _moments(self) -> str:
        moment, day = self._written()
        decoded = "CAST(NULL AS TIMESTAMP)"
        if self.fact.name == "posts":
            urls = name("url") if "url" in self.cells else "''"
            ids = f"CAST({name('post_id')} AS VARCHAR)" if "post_id" in self.cells else "''"
            decoded = time_in_id(self._one_channel(), ids, urls)
        return f"{moment} AS written_moment, {day} AS written_day, {decoded} AS decoded"

    def _one_channel(self) -> str:
        return str(self.reading.channel or self.format.constants.get("channel") or "")

    def _trusted(self) -> str:
        """Take the time inside the id, unless it contradicts the written one."""
        written = "coalesce(written_moment, written_day + INTERVAL 12 HOUR)"
        apart = f"abs(epoch(decoded) - epoch({written})) > {TOLERANCE_HOURS * 3600}"
        noon = f"timezone('UTC', timezone({literal(self.brand.zone)}, written_day + INTERVAL 12 HOUR))"
        last = noon if self.fact.name == "messages" else "NULL"  # a message has a time, even when only its day is known
        return (
            f"coalesce(CASE WHEN {apart} THEN NULL ELSE decoded END, written_moment, {last}) AS moment, "
            f"coalesce({apart}, false) AS id_disagrees"
        )

    def _local_day(self) -> str:
        if self.fact.moment:
            return f"coalesce({self._day_of('moment')}, written_day)"
        return "coalesce(written_day, CAST(written_moment AS DATE))"

    def _day_of(self, moment: str) -> str:
        return f"CAST(timezone({literal(self.brand.zone)}, timezone('UTC', {moment})) AS DATE)"

    # -- columns of the fact -----------------------------------------------------------------

    def _columns(self) -> list[str]:
        columns = [f"try_cast({self.column(c)} AS {kind}) AS {name(c)}" for c, kind in self.kinds().items()]
        metrics = [name(field) for field in self.cells if field.startswith("metric:")]
        thread = [f"{self._given(field)} AS {name(field)}" for field in self.cells if field in THREAD]
        return [*columns, *metrics, *thread, "source_row", "id_disagrees", f"{self._refused()} AS refused"]

    def kinds(self) -> dict[str, str]:
        return {column: self.fact.columns[column] for column in self.fact.own}

    def _given(self, field: str) -> str:
        """Give what the export or the format says of a field; NULL when neither does."""
        constant = literal(self.format.constants.get(field))
        if field not in self.cells:
            return constant
        return name(field) if constant == "NULL" else f"coalesce({name(field)}, {constant})"

    def column(self, column: str) -> str:
        special = getattr(self, f"_{self.fact.name}_{column}", None) or getattr(self, f"_any_{column}", None)
        given: str = special() if special else self._given(column)
        cell = self.cells.get(column) or self.format.columns.get(column)
        beside = cell.zero_beside if cell is not None else None
        if beside is not None and {beside, column} <= set(self.cells):
            left_out = f"{name(_RAW + column)} IS NULL AND {name(beside)} IS NOT NULL"
            return f"coalesce({given}, CASE WHEN {left_out} THEN 0 END)"
        if cell is not None and cell.made_from:
            return f"coalesce({given}, {self._made(cell.made_from)})"
        return given

    def _made(self, fields: tuple[str, ...]) -> str:
        """Make an id from what a row says; equal rows of a file are counted."""
        said = [name(_RAW + field) for field in fields if field in self.cells]
        if not said:
            return "NULL"
        mix = f"substr(md5(concat_ws('|', {', '.join(said)})), 1, 12)"
        count = f"row_number() OVER (PARTITION BY {', '.join(said)} ORDER BY source_row)"
        return f"CASE WHEN coalesce({', '.join(said)}) IS NOT NULL THEN {mix} || '-' || {count} END"

    def _any_channel(self) -> str:
        answered = literal(self.reading.channel)
        title = "title_channel" if self.titled else "NULL"
        last = {"web": "'web'", **dict.fromkeys(BY_HAND, literal(EVERY_CHANNEL))}.get(self.fact.name, "NULL")
        return f"coalesce({self._given('channel')}, {title}, {answered}, {last})"

    def _any_account(self) -> str:
        last = "''" if "account" in self.fact.required else "NULL"
        return f"coalesce({self._given('account')}, {literal(self.reading.account)}, {last})"

    def _any_day(self) -> str:
        return self._local_day()

    def _any_published_at(self) -> str:
        return "moment"

    def _any_received_at(self) -> str:
        return "moment"

    def _account_day_metric(self) -> str:
        return f"coalesce({self._given('metric')}, {'title_metric' if self.titled else 'NULL'})"

    def _posts_watch_s(self) -> str:
        if "avg_watch_s" not in self.cells:
            return self._given("watch_s")
        return f"coalesce({self._given('watch_s')}, avg_watch_s * {self._given('views')})"

    def _posts_title(self) -> str:
        given = self._given("title")
        return f"coalesce({given}, caption)" if "caption" in self.cells else given

    def _messages_replied_at(self) -> str:
        return replies.replied_at(self.cells, self._still_to_come())

    def _messages_sentiment(self) -> str:
        return replies.feeling(self.cells, self._given("sentiment"))

    def _mentions_brand(self) -> str:
        return f"coalesce({self._given('brand')}, {literal(self.reading.own_brand)})"

    def _mentions_is_copy(self) -> str:
        return f"coalesce({self._given('is_copy')}, false)"

    def _ads_period_from(self) -> str:
        return self._period("period_from", 0)

    def _ads_period_to(self) -> str:
        return self._period("period_to", 1)

    def _period(self, field: str, end: int) -> str:
        """Give an end of the period; a row whose own day cannot be read does not speak of all the days stated above."""
        stated = None if {field, "day"} & set(self.cells) else self.reading.stated
        return f"coalesce({self._given(field)}, written_day, {literal(stated and stated[end].isoformat())}::DATE)"

    def _ads_day(self) -> str:
        """Give the day of a period inside one ISO week; a longer one belongs to no week."""
        first, last = self._ads_period_from(), self._ads_period_to()
        return f"CASE WHEN date_trunc('week', {first}) = date_trunc('week', {last}) THEN {last} END"

    def _ads_campaign(self) -> str:
        return self._name_of("campaign")

    def _ads_ad(self) -> str:
        return self._name_of("ad")

    def _name_of(self, field: str) -> str:
        """Give a name, or '' where the export has none; a required one that is blank stays so: a total, and no ad."""
        cell = self.cells.get(field)
        return self._given(field) if cell and cell.required else f"coalesce({self._given(field)}, '')"

    def _ads_result_kind(self) -> str:
        return f"coalesce({self._given('result_kind')}, '')"

    def _ads_currency(self) -> str:
        return f"upper(coalesce({self._given('currency')}, {literal(self.reading.currency)}))"

    def _content_log_first_pass(self) -> str:
        return f"coalesce({self._given('first_pass')}, {self._given('review_passes')} = 1)"

    def _escalations_day(self) -> str:
        """Give the day of the moment, which knows better than the day beside it."""
        moment = f"CAST({self._given('escalated_at')} AS TIMESTAMP)"
        return f"coalesce({self._day_of(moment)}, written_day)"

    _deletions_requested_on = _any_day

    # -- what a row cannot do without ----------------------------------------------------------

    def _missing(self) -> str:
        kept = {*self.fact.own, *THREAD} & {*self.fact.own, *self.cells}
        declared = {field for field, cell in self.format.columns.items() if cell.required and field in kept}
        needed = sorted((declared | (self.fact.required & set(self.fact.own))) - _LATER)
        return listed({column: f"{name(column)} IS NULL" for column in needed} | self._before_period())

    def _before_period(self) -> dict[str, str]:
        """Find posts older than the chosen days that their figures are of: a lifetime would be cut off."""
        if not self.format.of_chosen_days or self.reading.stated is None:
            return {}
        return {BEFORE_PERIOD: f"day < DATE '{self.reading.stated[0].isoformat()}'"}
