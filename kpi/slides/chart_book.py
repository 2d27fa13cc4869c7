"""The workbook inside a chart: what "edit data" opens in PowerPoint."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from kpi.slides.prepared import prepared

if TYPE_CHECKING:
    from kpi.slides.chart import Trend

SHEET = "Data"


def book(trend: Trend) -> bytes:
    """Write the weeks of a trend below each other, a column for each series; a gap is an empty cell."""
    into = BytesIO()
    workbook = Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"author": "Ninety", "created": datetime.combine(trend.made, time())})
    sheet, form = workbook.add_worksheet(SHEET), workbook.add_format({"num_format": trend.form})
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, len(trend.series), 20)
    # write_string: a name that begins with = is no formula
    for i, name in enumerate((trend.head, *(one.name for one in trend.series))):
        sheet.write_string(0, i, prepared(name))
    for i, week in enumerate(trend.weeks, start=1):
        sheet.write_string(i, 0, week)
        for j, one in enumerate(trend.series, start=1):
            if (number := one.values[i - 1]) is not None:
                sheet.write_number(i, j, number, form)
    workbook.close()
    return into.getvalue()
