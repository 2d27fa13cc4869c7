"""What a spreadsheet shows for a number under a number format: the part of Excel's rules that our formats use.

Written from the rules of the formats (ECMA-376, 18.8.31), not from the code that makes them: up to three sections for
positive, negative and zero, or sections with a condition; words in quotes; a percent sign counts; a number is looked
at with fifteen digits and rounded half away from zero. The decimal mark and the thousands are those of the reader.
"""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Decimal

from kpi.words import Words

TOKEN = re.compile(r'"([^"]*)"|\[([^\]]*)\]|(#,##0(?:\.0+)?)|(%)|(;)|(.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<|>|=)(-?[\d.]+)")
COMPARED = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq}


def shown(number: float, form: str, language: str) -> str:
    """Write a number as a spreadsheet of somebody who reads this language does."""
    sections = _sections(form)
    conditions = [_condition(section) for section in sections]
    seen = Decimal(f"{number:.15g}")
    if any(conditions):
        chosen = next(
            section
            for section, told in zip(sections, conditions, strict=True)
            if told is None or COMPARED[told[1]](number, float(told[2]))
        )
        assert number >= 0, "programs differ in the sign that such a section has"
    else:
        chosen = sections[0 if seen > 0 or len(sections) == 1 else 1 if seen < 0 else -1]
    return _written(abs(seen), chosen, language)


def _sections(form: str) -> list[list[tuple[str, ...]]]:
    sections: list[list[tuple[str, ...]]] = [[]]
    for token in TOKEN.findall(form):
        if token[4]:
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _condition(section: list[tuple[str, ...]]) -> re.Match[str] | None:
    return next((found for token in section if (found := CONDITION.fullmatch(token[1]))), None)


def _written(number: Decimal, section: list[tuple[str, ...]], language: str) -> str:
    if any(token[3] for token in section):
        number = number.scaleb(2)
    text = ""
    for words, _, pattern, percent, _, other in section:
        assert not other, f"a bare {other!r} in a format may mean anything"
        text += words + percent
        text += _digits(number, len(pattern.partition(".")[2]), language) if pattern else ""
    return text


def _digits(number: Decimal, places: int, language: str) -> str:
    symbols = Words(language).locale.number_symbols["latn"]
    whole, _, rest = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}".partition(".")
    return whole.replace(",", symbols["group"]) + (symbols["decimal"] + rest if places else "")
