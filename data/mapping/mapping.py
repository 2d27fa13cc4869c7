"""A mapping: what a person says of a file that no format knows. It becomes a format of the team's own, and back."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import Literal

from pydantic import Field

from data.declared import Declared
from data.facts import FACTS
from data.format import LABEL, Cell, Format, Kind, Recognise, Total
from data.mapping.fields import MADE_FROM, METRIC, id_of
from data.reading.headers import header_key

Decimal = Literal[".", ",", "auto"]
Unit = Literal["seconds", "minutes", "hours", "stated"]
YES_NO = ("true", "false")  # the values of a boolean, as its words are filed
FRACTIONS: frozenset[Kind] = frozenset(
    {"decimal", "money", "percent_points", "percent_fraction", "percent_text", "duration"}
)
# fmt: off
CURRENCIES = (
    "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "INR", "ISK",
    "JPY", "MDL", "MXN", "NOK", "NZD", "PLN", "RON", "SEK", "TRY", "UAH", "USD", "ZAR",
)
# fmt: on
_CODE = re.compile(rf"\((?:{'|'.join(CURRENCIES)})\)$")  # "Spend (EUR)"; another word in brackets is no currency


class Source(Declared):
    """The column of the file that feeds a field, and how its cells are read."""

    header: str  # "Spend (*)" takes any currency in the brackets
    kind: Kind
    patterns: tuple[str, ...] = ()  # of dates and times, in strptime's letters; ISO is always understood
    decimal: Decimal = "auto"  # of numbers with a fraction
    unit: Unit = "seconds"  # of a length of time written as a plain number
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # value -> the file's own words for it


class Mapping(Declared):
    """One kind of file: what it holds and which column feeds which field."""

    label: str
    fact: str
    channel: str | None = None  # of all rows; None: a column says it, or it is asked at each upload
    currency: str | None = None  # of amounts beside which none stands
    zone: str | None = None  # of times that name none; "brand" is the brand's own
    total: tuple[str, ...] = ()  # first words of the rows that are totals
    sources: dict[str, Source]  # by field


def alias_of(header: str, kind: Kind) -> str:
    """Give the name under which a header is recognised: that of an amount of money without its currency."""
    return _CODE.sub("(*)", header) if kind == "money" else header


def name_of(label: str) -> str:
    """Give the name of the format with this label: of its file, and of its uploads in the ledger."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return slug or "format_" + sha256(label.encode()).hexdigest()[:8]


def plain_label(text: str) -> str:
    """Turn a text, such as a file's name, into a label: letters, digits and spaces."""
    words = " ".join(re.findall(r"[^\W\d_]+", text))[:60].strip()
    return words if LABEL.fullmatch(words) else ""


def form_of(mapping: Mapping, name: str | None = None) -> Format:
    """Declare the format of a mapping; raises pydantic's ValidationError when it contradicts itself."""
    cells = {field: _cell(source) for field, source in mapping.sources.items()}
    aliases = dict.fromkeys(source.header for source in mapping.sources.values())
    return Format(
        name=name or name_of(mapping.label),
        label=mapping.label,
        fact=mapping.fact,
        channel=mapping.channel,
        constants={"currency": mapping.currency} if mapping.currency else {},
        ask=("account",) if _asks_account(mapping) else (),
        zone=mapping.zone,
        recognise=Recognise(all=tuple((alias,) for alias in aliases)),
        columns={field: cell for field, cell in cells.items() if not field.startswith(METRIC)} | _made_id(mapping),
        metrics={field.removeprefix(METRIC): cell for field, cell in cells.items() if field.startswith(METRIC)},
        values={field: source.words for field, source in mapping.sources.items() if _filed(source)},
        total=_total(mapping),
    )


def mapping_of(form: Format) -> Mapping:
    """Read a mapping from the format it became; what a mapping cannot say is left out."""
    return Mapping(
        label=form.label or form.name.replace("_", " "),
        fact=form.fact,
        channel=form.channel,
        currency=str(form.constants["currency"]) if "currency" in form.constants else None,
        zone=form.zone,
        total=form.total.words if form.total else (),
        sources={field: _source(form, field) for field, cell in form.cells.items() if cell.from_},
    )


def header_keys(form: Format) -> frozenset[frozenset[str]]:
    """Tell by which headers a format is recognised: two formats with the same ones cannot be told apart."""
    return frozenset(frozenset(map(header_key, group)) for group in form.recognise.all)


def _cell(source: Source) -> Cell:
    yes, no = (source.words.get(value, ()) for value in YES_NO) if source.kind == "boolean" else ((), ())
    decimal = source.decimal if source.kind in FRACTIONS else "."
    return Cell.model_validate(
        {
            "from": (source.header,),
            "as": source.kind,
            "patterns": source.patterns,
            "decimal": decimal,
            "unit": source.unit,
            "true": yes,
            "false": no,
        }
    )


def _source(form: Format, field: str) -> Source:
    cell = form.cells[field]
    words = form.values.get(field, {})
    if cell.kind == "boolean":
        words = {value: said for value, said in zip(YES_NO, (cell.true, cell.false), strict=True) if said}
    decimal: Decimal = cell.decimal if cell.kind in FRACTIONS else "auto"
    return Source(
        header=cell.from_[0],
        kind=cell.kind,
        patterns=cell.patterns,
        decimal=decimal,
        unit=cell.unit,
        words=words,
    )


def _filed(source: Source) -> bool:
    return source.kind != "boolean" and bool(source.words)


def _asks_account(mapping: Mapping) -> bool:
    """Two accounts of one channel would overwrite each other where the account is a part of the key."""
    return "account" in FACTS[mapping.fact].key and "account" not in mapping.sources


def _made_id(mapping: Mapping) -> dict[str, Cell]:
    """Make the id from what the rows say, where no column gives one."""
    name = id_of(mapping.fact)
    if name is None or name in mapping.sources:
        return {}
    said = tuple(field for field in MADE_FROM[mapping.fact] if field in mapping.sources)
    said = ("url",) if "url" in said and mapping.fact == "posts" else said  # a post keeps its address, not its title
    return {name: Cell.model_validate({"as": "id", "made_from": said})} if said else {}


def _total(mapping: Mapping) -> Total | None:
    if not mapping.total:
        return None
    summed = tuple(field for field in FACTS[mapping.fact].added_up if field in mapping.sources)
    return Total(words=mapping.total, sums=summed)
