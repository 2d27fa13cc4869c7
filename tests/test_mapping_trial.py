"""A draft is tried on the whole file and leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import FormatConflictError
from data.mapping.folder import remove_format, save_format
from data.mapping.mapping import Mapping, Source, form_of
from data.mapping.trial import try_out

if TYPE_CHECKING:
    from data.store import Store

FIELDS = {
    "published_at": Source(header="Wann", kind="date", patterns=("%d.%m.%Y",)),
    "url": Source(header="Wo", kind="text"),
    "impressions": Source(header="Wie viele", kind="integer"),
}
POSTS = form_of(Mapping(label="Posts of a tool", fact="posts", sources=FIELDS))
FILE = b"Wann;Wo;Wie viele\n16.11.2026;https://a.example/1;1.000\n17.11.2026;https://a.example/2;1,5\n;https://a.example/3;7\n"


def test_a_trial_counts_every_row_and_says_what_was_refused(noordlicht: Store) -> None:
    trial = try_out(noordlicht, POSTS, "posts.csv", FILE)
    assert trial is not None
    upload = trial.upload
    assert (upload.rows_read, upload.rows_refused, upload.cells_refused) == (3, 1, 1)
    assert [(one.source_row, one.header, one.cell) for one in trial.refusals] == [
        (3, "Wie viele", "1,5"),
        (4, "Wann", None),
    ]
    assert trial.sample["impressions"].to_pylist() == [1000, None]


def test_a_trial_tells_what_will_be_asked(noordlicht: Store) -> None:
    trial = try_out(noordlicht, POSTS, "posts.csv", FILE)
    assert trial is not None
    assert trial.questions == ("channel",)


def test_dates_with_the_name_of_the_month_are_read(noordlicht: Store) -> None:
    by_hand = FIELDS | {"published_at": Source(header="Wann", kind="hand_date")}
    file = b"Wann;Wo;Wie viele\n16 november 2026;https://a.example/1;10\n3 mrt 2026;https://a.example/2;7\n"
    trial = try_out(noordlicht, form_of(Mapping(label="By hand", fact="posts", sources=by_hand)), "posts.csv", file)
    assert trial is not None
    assert [str(day) for day in trial.sample["day"].to_pylist()] == ["2026-11-16", "2026-03-03"]


def test_a_trial_changes_nothing_in_the_store(noordlicht: Store) -> None:
    before = noordlicht.revision
    try_out(noordlicht, POSTS, "posts.csv", FILE)
    assert (noordlicht.revision, noordlicht.uploads(), noordlicht.formats().keys() & {POSTS.name}) == (
        before,
        [],
        set(),
    )


def test_the_ids_made_of_addresses_are_the_same_in_every_download(noordlicht: Store) -> None:
    save_format(noordlicht.format_folder, POSTS, noordlicht.formats())
    noordlicht.load("one.csv", FILE, {"channel": "linkedin"})
    later = FILE.replace(b"1.000", b"1.200")
    receipt = noordlicht.load("two.csv", later, {"channel": "linkedin"})
    assert (receipt.rows_new, receipt.rows_changed) == (0, 1)


def test_a_saved_format_can_be_saved_again_and_removed_only_while_unused(noordlicht: Store) -> None:
    folder = noordlicht.format_folder
    save_format(folder, POSTS, noordlicht.formats())
    save_format(folder, POSTS.model_copy(update={"zone": "UTC"}), noordlicht.formats())
    assert noordlicht.formats()[POSTS.name].zone == "UTC"
    noordlicht.load("one.csv", FILE, {"channel": "linkedin"})
    with pytest.raises(FormatConflictError) as kept:
        remove_format(folder, POSTS, noordlicht.uploads())
    assert kept.value.fields["value"] == "1 · one.csv"
    noordlicht.undo(1)
    remove_format(folder, POSTS, noordlicht.uploads())
    assert POSTS.name not in noordlicht.formats()


def test_bare_amounts_get_the_currency_that_was_said(noordlicht: Store) -> None:
    fields = {
        "day": Source(header="Dag", kind="date"),
        "campaign": Source(header="Campagne", kind="text"),
        "spend": Source(header="Kosten", kind="money", decimal=","),
    }
    form = form_of(Mapping(label="Bills", fact="ads", channel="linkedin", currency="SEK", sources=fields))
    file = b"Dag;Campagne;Kosten\n2026-11-16;Winter;1.234,50\n"
    trial = try_out(noordlicht, form, "bills.csv", file)
    assert trial is not None
    assert trial.sample.select(["spend", "currency"]).to_pylist() == [{"spend": 1234.5, "currency": "SEK"}]
    assert trial.questions == ("account",)
