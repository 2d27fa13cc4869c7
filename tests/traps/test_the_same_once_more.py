"""Files of one download that hold the same figures once more: each must count once, whichever of them are loaded."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from data.errors import SetAsideError
from data.reading.archive import documents
from data.reading.exports import FORMATS
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAMPLES = FORMATS.parent / "samples"
PAGE = {"account": "Main"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def load(store: Store, sample: str) -> None:
    store.load(sample, (SAMPLES / sample).read_bytes(), PAGE)


def test_a_youtube_zip_counts_each_view_once(store: Store) -> None:
    """Every tab of one download holds the same days once more, and splits them its own way."""
    totals = b"Datum,Visningar\n2025-11-03,12\n2025-11-04,9\n"
    members = {
        "Datum 2025-11-03_2025-11-05 Windmeer/Totalt.csv": totals,
        "Trafikkälla 2025-11-03_2025-11-05 Windmeer/Totalt.csv": totals,
        "Trafikkälla 2025-11-03_2025-11-05 Windmeer/Diagramdata.csv": (
            "Datum,Trafikkälla,Visningar\n2025-11-03,Sök,8\n2025-11-03,Externa,4\n2025-11-04,Sök,9\n".encode()
        ),
        "Prenumerationskälla 2025-11-03_2025-11-05 Windmeer/Totalt.csv": b"Datum,Prenumeranter\n2025-11-03,3\n",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, table in members.items():
            archive.writestr(name, table)
    for document in documents("Windmeer.zip", packed.getvalue()):
        with suppress(SetAsideError):
            store.load(document.name, document.content, PAGE)
    found = store.query("select metric, sum(value), count(*) from account_day group by all order by all")
    assert found == [("net_follows", 3, 1), ("views", 21, 2)]


def test_a_chart_by_traffic_source_does_not_put_its_last_source_in_the_place_of_the_day(store: Store) -> None:
    with pytest.raises(SetAsideError):
        load(store, "youtube_breakdown_chart.csv")
    assert store.query("select * from account_day") == []


def test_a_video_is_not_counted_beside_the_post_it_is_in(store: Store) -> None:
    load(store, "facebook_posts_en.csv")
    before = store.query("select count(*), sum(views), sum(watch_s) from posts")
    with pytest.raises(SetAsideError):
        load(store, "facebook_videos.csv")
    assert store.query("select count(*), sum(views), sum(watch_s) from posts") == before


def test_a_row_of_two_lists_of_best_posts_is_not_read_as_one_post(store: Store) -> None:
    with pytest.raises(SetAsideError):  # the engagements of one post stand beside the impressions of another
        load(store, "linkedin_creator_top_posts.xlsx")
    assert store.query("select * from posts") == []


def test_the_days_and_the_posts_of_linkedin_are_never_added(store: Store) -> None:
    load(store, "linkedin_posts.xls")
    assert store.query("select sum(impressions) from posts") == [(6453,)]
    assert store.query("select sum(value) from account_day where metric = 'impressions'") == [(1452,)]  # 812 + 640
