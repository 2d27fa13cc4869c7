"""A small brand whose opinions carry no label of a tool: people labelled some, in the order of the draw or not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rows import Rows

MONDAY = date(2026, 11, 16)  # of week 47
SCORER = "lexicon-1"


def read_text(
    store: Rows,
    key: str,
    day: date,
    draw: float,
    *,
    source: str = "messages",
    channel: str = "x",
    view: tuple[float, float] | None = (0.5, 0.2),
    topics: tuple[str, ...] = (),
    **values: Any,
) -> None:
    """Add a text with what the scorer made of it: how positive, how negative; None = it cannot read that."""
    if source == "messages":
        store.message(day.isoformat(), 1, message_id=key, channel=channel, text=f"text {key}", **values)
    else:
        own = {"brand": "Acme", "text": f"text {key}", "title": None, **values}
        store.add("mentions", mention_id=key, day=day.isoformat(), channel=channel, **own)
    seen = view or (None, None)
    at = [source, channel, key]
    row = [*at, int.from_bytes(key.encode(), "little") % (2**53 - 111), draw, "en", *seen, SCORER]
    store.con.execute("insert into reading values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    for topic in topics:
        store.con.execute("insert into text_topic values (?, ?, ?, ?)", [*at, topic])


def label(
    store: Rows,
    key: str,
    sentiment: int | None,
    by: str = "Ana",
    *,
    source: str = "messages",
    channel: str = "x",
    words: int | None = None,
    removed: bool = False,
    drawn: str | None = "",
) -> None:
    """Add what somebody called a text that was drawn from the week, from a part of it, or (None) picked."""
    number = store.query("select count(*) + 1 from label")[0][0]
    read = store.query("select words from reading where (source, channel, text_id) = (?, ?, ?)", [source, channel, key])
    said = [number, source, channel, key, (read[0][0] if read else 1) if words is None else words, sentiment, drawn, by]
    gone = "timestamp '2026-11-24 10:00', 'Ana', 2" if removed else "null, null, null"
    values = f"?, ?, ?, ?, ?, ?, ?, timestamp '2026-11-23 10:00', ?, 1, {gone}"
    store.con.execute(f"insert into label values ({values})", said)


def week(store: Rows, texts: int, labelled: int, monday: date = MONDAY, channel: str = "x", **values: Any) -> None:
    """Add the texts of a week, the first of them in the order of the draw labelled: two of three are positive."""
    more = "".join(f", {value!r} as {name}" for name, value in values.items())
    store.con.execute("begin")
    store.con.execute(
        f"""insert into messages by name
        select {channel!r} as channel, '{channel} {monday} ' || n as message_id,
            date '{monday}' + (n % 7)::integer as day,
            day + time '09:00' as received_at, day + time '10:00' as replied_at, true as answer_known,
            day + interval 3 days as known_until, 1 as wait_hours, 'text ' || n as text, 1 as batch_id,
            n as source_row, date '2026-12-31' as snapshot_date{more} from range({texts}::integer) as each(n)"""
    )
    store.con.execute(
        f"""insert into reading by name
        select 'messages' as source, {channel!r} as channel, '{channel} {monday} ' || n as text_id, n + 1000 as words,
            (n + 0.5) / {texts} as draw, 'en' as language, if(n % 3 = 0, 0.1, 0.7) as positive,
            if(n % 3 = 0, 0.8, 0.1) as negative, '{SCORER}' as scorer from range({texts}) as each(n)"""
    )
    store.con.execute(
        f"""insert into label by name
        select (select count(*) from label) + row_number() over () as number, source, channel, text_id, words,
            if((words - 1000) % 3 = 0, -1, 1) as sentiment, '' as drawn, 'Ana' as labelled_by, 1 as revision,
            timestamp '2026-11-23 10:00' as labelled_at
        from reading where starts_with(text_id, '{channel} {monday} ') and draw < {labelled / texts}"""
    )
    store.con.execute("commit")


def jumble(store: Rows, chance: random.Random, texts: int = 210) -> None:
    """Add texts of three weeks with everything that can be odd about them."""
    store.con.execute("begin")
    store.brands("Acme", "Bolt")
    for place in range(texts):
        source = chance.choice(["messages", "messages", "mentions"])
        channel, day = chance.choice(["x", "facebook", "x"]), MONDAY + timedelta(days=chance.randrange(-14, 7))
        read_text(
            store,
            f"t{place}",
            day,
            (draw := chance.random()),
            view=(chance.random(), chance.random()) if place % 9 else None,
            topics=tuple(name for name in ("privacy", "price") if chance.random() < 0.5),
            topic=chance.choice([None, None, "Price", "support"]),
            source=source,
            channel=channel,
            sentiment=None if place % 11 else chance.choice([1, 0, -1]),
        )
        deeper = store.query("select 1 from text_topic where text_id = ? and topic = 'privacy'", [f"t{place}"])
        if draw < (0.8 if deeper else 0.3) or chance.random() < 0.03:
            of = (
                None
                if draw > 0.8
                else ""
                if draw < 0.3
                else chance.choice(["topic:privacy", "channel:x topic:privacy"])
            )
            label(store, f"t{place}", chance.choice([1, 0, -1, None]), source=source, channel=channel, drawn=of)
            if chance.random() < 0.3:
                said = chance.choice([1, 0, -1, None])
                label(store, f"t{place}", said, "Bo", source=source, channel=channel, drawn=chance.choice([of, None]))
            if chance.random() < 0.1:
                label(
                    store, f"t{place}", 1, "Cas", words=7, source=source, channel=channel
                )  # of words that it no longer has
        elif chance.random() < 0.1:
            label(store, f"t{place}", -1, removed=True, source=source, channel=channel)
    store.add("mentions", mention_id="of others", day=MONDAY.isoformat(), brand="Bolt", sentiment=None)
    store.message(MONDAY.isoformat(), 1, message_id="without a text", text=None)
    store.con.execute("commit")
