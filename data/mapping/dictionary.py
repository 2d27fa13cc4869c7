"""All that the declared formats know of columns: what they are called, and which words their cells hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.facts import FACTS
from data.mapping.fields import fields_of
from data.mapping.names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.format import Format
    from data.mapping.names import Names


class Dictionary:
    """The formats there are, and what they call their columns."""

    def __init__(self, formats: Mapping[str, Format], spoken_as: Mapping[str, Iterable[str]]) -> None:
        self.formats = formats
        self.names: Names = names_of(formats, spoken_as)
        self.fields = {fact: fields_of(fact, formats) for fact in FACTS}
        self.words = _words_of(formats)


def _words_of(formats: Mapping[str, Format]) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """Collect the words that formats declare for the values of a field: `corrected` is gecorrigeerd, rättad …."""
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for form in formats.values():
        for field, values in form.values.items():
            known = found.setdefault((form.fact, field), {})
            for value, spellings in values.items():
                known[value] = tuple(dict.fromkeys((*known.get(value, ()), *spellings)))
    return found
