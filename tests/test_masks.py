"""What tells who somebody is leaves a text before it is stored: in any spelling, in links and in ids; figures stay."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from data.label_lines import read
from data.labels import Text, add, labels
from data.ledger import moment
from data.privacy.earlier import mask_earlier
from data.sql import literal
from data.store import Store
from data.values.masks import private_id, private_text, private_word
from kpi.paper.private import private
from tests.exports import as_csv, inbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HIDDEN = {
    "mail jan.jansen@host.nl nu": "mail [e-mail] nu",
    "ｐｉｅｔ＠ｅｘａｍｐｌｅ．ｃｏｍ": "[e-mail]",
    "na\u200bme@ho\u200bst.nl x": "[e-mail] x",
    "name (at) host (dot) nl": "[e-mail]",
    "name at host dot nl": "[e-mail]",
    "jan%40host.nl": "[e-mail]",
    "mail jan(@)host.nl nu": "mail [e-mail] nu",
    "mail jan@ gmail.com nu": "mail [e-mail] nu",
    "mail jan.jansen @gmail.com nu": "mail [e-mail] nu",
    "mail jan.jansen @ hotmail.nl": "mail [e-mail]",
    "mail Jan_Jansen at Gmail.com": "mail [e-mail]",
    "jan@piet": "[e-mail]",
    "hoi @jan-piet_3. dag": "hoi [@]. dag",
    "@\u200bjan hoi": "[@] hoi",
    "@@jan ＠piet": "[@] [@]",
    "@jan@mastodon.social": "[e-mail]",
    "u/jan_12 zegt": "[@] zegt",
    "vraag u/janjansen": "vraag [@]",
    "https://x.com/jan/status/1858": "https://x.com/i/status/1858",
    "twitter.com/#!/jan/statuses/12": "twitter.com/i/status/12",
    "x.com/jan": "x.com/[@]",
    "https://instagram.com/jan/reel/Cab/": "https://instagram.com/reel/Cab/",
    "https://www.instagram.com/jan.j/?hl=nl": "https://www.instagram.com/[@]/?hl=nl",
    "https://www.tiktok.com/@jan/video/71": "https://www.tiktok.com/@/video/71",
    "https://www.linkedin.com/in/jan-jansen-123/": "https://www.linkedin.com/in/[@]/",
    "https://www.linkedin.com/posts/jan-jansen_ai-activity-71": "https://www.linkedin.com/posts/[@]",
    "https://www.facebook.com/profile.php?id=1000": "https://www.facebook.com/[@]",
    "https://mastodon.nl/@jan/11": "https://mastodon.nl/[@]/11",
    "https://user:secret@host.nl/a": "https://host.nl/a",
    "bsky.app/profile/jan.bsky.social/post/3": "bsky.app/profile/[@]/post/3",
    "wa.me/31612345678": "wa.me/[@]",
}
NUMBERS = (
    *("06-12345678", "06‑12345678", "06–12 34 56 78", "+31 6 1234 5678", "0031612345678"),  # Netherlands
    *("070-123 45 67", "+46\u00a070\u00a0123\u00a045\u00a067", "08-123 456 78"),  # Sweden
    *("0722 123 456", "+40 722 123 456", "021.312.34.56"),  # Romania
    *("020 7946 0958", "+44 (0)20 7946 0958", "０６１２３４５６７８"),  # United Kingdom; full-width
)
STAYS = (
    *("1.234", "12.345 klanten", "100 000", "2026", "10:30", "€ 1.250,00", "24/7", "1 van de 3", "36 uur (32 u/week)"),
    *(
        "my account at gmail.com is full",
        "ik heb 3x at outlook.com ingelogd",
        "inlogget 2.0 at live.se",
        "la 10.30 at yahoo.ro",
    ),
    *(
        "we are at home.nl",
        "e.g. at gmail.com",
        "nu (@) kantoor",
        "meld je bij jan [@] gmail.com",
        "iPhone15 at icloud.com",
    ),
    *("prijs 3 @ 5 euro", "we are at home", "👨\u200d👩\u200d👧 blij", "https://t.co/abc", "https://x.com/i/status/18"),
    *("https://instagram.com/p/Cabc/?x=1", "https://youtube.com/watch?v=abc", "https://reddit.com/r/nl/comments/1/x"),
    *("https://x.com/search?q=ai", "https://nos.nl/artikel/2512345-ai", "⌫bcdefghij"),
)


@cache
def _all_said(mask: Callable[[str], str]) -> dict[str, str]:
    """Mask every text that is asked for here at once: to read the patterns takes longest."""
    texts = [*HIDDEN, *HIDDEN.values(), *(f"bel {one} graag" for one in NUMBERS), *(f"bel {one}" for one in NUMBERS)]
    with duckdb.connect() as con:
        con.register("texts", pa.table({"said": [*texts, *STAYS]}))
        return dict(con.execute(f"SELECT said, {mask('said')} FROM texts").fetchall())


def said(mask: Callable[[str], str], text: str) -> str:
    if text in (known := _all_said(mask)):
        return known[text]
    with duckdb.connect() as con:
        return str(con.execute(f"SELECT {mask('said')} FROM (SELECT {literal(text)} AS said)").fetchall()[0][0])


@pytest.mark.parametrize("text", HIDDEN)
def test_an_account_is_hidden_however_it_is_written(text: str) -> None:
    assert said(private_text, text) == HIDDEN[text]
    assert said(private_word, text) == HIDDEN[text]
    assert said(private_text, HIDDEN[text]) == HIDDEN[text]  # a scrubbed file is read once more


@pytest.mark.parametrize("number", NUMBERS)
def test_a_telephone_number_is_hidden_in_a_text(number: str) -> None:
    assert said(private_text, f"bel {number} graag").removeprefix("bel ").strip("(+") == "[phone] graag"


@pytest.mark.parametrize("text", STAYS)
def test_what_names_nobody_stays(text: str) -> None:
    assert said(private_text, text) == text


@pytest.mark.parametrize("text", [*HIDDEN, *(f"bel {one}" for one in NUMBERS)])
def test_whatever_a_report_hides_is_not_stored_either(text: str) -> None:
    """The two are written apart: an import may hide a number too many, a report may not (kpi/paper/private.py)."""
    stored = said(private_text, text)
    assert "jan" not in stored
    assert private(text) == text or stored != text


def test_an_id_that_tells_whose_it_is_becomes_a_pseudonym() -> None:
    link = "https://x.com/jan/status/1858"
    assert said(lambda text: private_id(text, "key"), "1858") == "1858"
    ours, theirs = (said(lambda text, key=key: private_id(text, key), link) for key in ("key", "other"))  # type: ignore[misc]
    assert len({ours, theirs, link}) == 3
    assert said(lambda text: private_id(text, "key"), ours) == ours


def test_no_column_of_people_keeps_a_name(tmp_path: Path) -> None:
    header = ("Link", "Published at", "Sentiment", "Brand", "Source", "Title", "Text", "Topic")
    row = {
        "Published at": "2026-11-16 10:00",
        "Brand": "Noord",
        "Source": "x",
        "Title": "Van @kolibri",
        "Text": "@kolibri",
    }
    row |= {"Link": "https://x.com/kolibri/status/18", "Sentiment": "kolibri@host.nl"}
    store = Store.open(tmp_path / "brand.duckdb", brand="Noord")
    receipt = store.load("listening.csv", as_csv(header, [row]), {"own_brand": "Noord"})
    found = [str(value) for table in ("mentions", "refusal") for line in store.query(f"from {table}") for value in line]
    assert receipt.refusals[0].cell == "[e-mail]"
    assert store.query("select url from mentions") == [("https://x.com/i/status/18",)]
    assert not [value for value in found if "kolibri" in value]
    store.close()


def test_a_store_from_before_is_masked_and_keeps_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "brand.duckdb"
    store = Store.open(path, brand="Noord")
    store.load("inbox.csv", inbox({"Message ID": "m1", "Received at": "2026-11-16 10:00", "Message": "Great!"}))
    with store.shared.change(None) as tx:
        tx.execute(
            "UPDATE messages SET text = 'See x.com/kolibri, great', message_id = 'https://x.com/kolibri/status/1'"
        )
        tx.execute("DELETE FROM setting WHERE name = 'masks'")
        tx.execute(
            "UPDATE reading SET text_id = 'https://x.com/kolibri/status/1', "
            "words = words_of('See x.com/kolibri, great')"
        )
    add(store, Text("messages", "instagram", "https://x.com/kolibri/status/1"), 1, "Ann", now=moment(None))
    assert mask_earlier(store)
    ((text, number, words),) = store.query("select text, message_id, words_of(text) from messages")
    assert (text, "kolibri" in number) == ("See x.com/[@], great", False)
    (label,) = labels(store)
    assert (label.text.text_id, label.words) == (number, words)
    assert [(row["text_id"], row["words"]) for row in read(path)[0]] == [(number, words)]
    assert not mask_earlier(store)
    store.close()
