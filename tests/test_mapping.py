"""What Ninety proposes for files of tools it never saw, and how a mapping becomes a format and back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from data.errors import BrokenFormatError
from data.format import Format
from data.mapping.dictionary import Dictionary
from data.mapping.mapping import Mapping, Source, alias_of, form_of, mapping_of, name_of, plain_label
from data.mapping.propose import Proposal, choose, propose
from data.mapping.table import likeliest, table_of
from data.mapping.toml import from_toml, to_toml
from data.reading import reader
from data.reading.exports import load_formats

OURS = load_formats()
DICTIONARY = Dictionary(OURS, {"campaign": ["Campaign", "Campagne", "Kampanj", "Campanie"]})


def proposed(text: str, delimiter: str = ";") -> Proposal:
    """Propose for a file written below, one line a row."""
    lines = csv.reader(io.StringIO(text.strip().replace("\n    ", "\n")), delimiter=delimiter)
    table = table_of("", [(line, cells) for line, cells in enumerate(lines, 1)], DICTIONARY.names)
    assert table is not None
    return propose(table, DICTIONARY)


def sources(proposal: Proposal, fact: str | None = None) -> dict[str, tuple[str, str]]:
    """Tell which column feeds which field, and why."""
    choices = proposal.choices[fact or proposal.fact or ""]
    return {field: (choice.source.header, choice.reason) for field, choice in choices.items()}


# -- ten files of invented tools -------------------------------------------------------------------

DUTCH_INBOX = """
    Gespreksnummer;Binnengekomen;Kanaal;Afzender;Bericht;Wachttijd;Toon
    G-1;16-11-2026 09:14;Facebook;@jan;Waar is mijn pakket?;2 uur 14 min;negatief
    G-2;17-11-2026 10:00;Instagram;@piet;Dank!;16 min;positief
"""
CRM_TOTALS = """
    Rapport leads CRM;;;
    Periode: november 2026;;;
    ;;;
    Datum;Klikken op links;Leads;Gekwalificeerde leads (MQL)
    16-11-2026;120;4;1
    17-11-2026;90;3;0
    Totaal;210;7;1
"""
ROMANIAN_INCIDENTS = """
    Nr;Data incidentului;Rețeaua;Ce s-a întâmplat;Gravitate;Confirmat;Închis
    1;16.11.2026;Facebook;Date personale;mare;da;18.11.2026
    2;17.11.2026;LinkedIn;Drept de autor;critică;nu;
"""
SWEDISH_ADS = """
    Datum;Kampanj;Kostnad (SEK);Antal visningar;Klick
    2026-11-16;Vinter;1 234,50;12 000;120
    2026-11-17;Vinter;980,00;9 000;90
"""
SCHEDULER = """
    Post URL;Date;Likes;Comments;Shares;Impressions;Link clicks
    https://social.example/a/1;11/16/2026;10;2;1;1000;12
    https://social.example/a/2;11/17/2026;8;0;3;1500;10
"""
AMBIGUOUS_DAYS = """
    Day;New followers;Lost followers;Profile views
    03/11/2026;12;3;100
    04/11/2026;10;2;90
"""
GERMAN_WEB = """
    Datum;Quelle;Sitzungen;Sessions;Users
    16.11.2026;facebook.com;3;120;90
    17.11.2026;linkedin.com;4;90;80
"""
CONTENT_LOG = """
    Item-ID;Gepubliceerd op;Kanaal;Titel;AI gebruikt;Correctie;Reden
    A1;16-11-2026;LinkedIn;Zonnepanelen;ja;geen;
    A2;17-11-2026;X;Terugleveren;nee;gecorrigeerd;tikfout
"""
LISTENING = """
    Published;Author;Brand;Sentiment;URL;Reach
    2026-11-16T09:00:00Z;@a;Noordlicht;positive;https://news.example/1;1200
    2026-11-17T10:00:00Z;@b;Zonnekracht;negative;https://news.example/2;80
"""
MENU = """
    Dish;Price;Weight
    Soup;3;4
    Bread;2;5
"""

FILES = [
    (
        "a Dutch inbox with waiting times in words",
        DUTCH_INBOX,
        "messages",
        {
            "received_at": ("Binnengekomen", "content"),
            "channel": ("Kanaal", "both"),
            "author_hash": ("Afzender", "both"),
            "text": ("Bericht", "name"),
            "sentiment": ("Toon", "content"),
            "reply_after": ("Wachttijd", "content"),
        },
    ),
    (
        "CRM totals below a banner",
        CRM_TOTALS,
        "funnel",
        {
            "day": ("Datum", "both"),
            "link_clicks": ("Klikken op links", "name"),
            "leads": ("Leads", "name"),
            "mql": ("Gekwalificeerde leads (MQL)", "name"),
        },
    ),
    (
        "a Romanian incident register",
        ROMANIAN_INCIDENTS,
        "incidents",
        {
            "incident_id": ("Nr", "name"),
            "day": ("Data incidentului", "both"),
            "channel": ("Rețeaua", "content"),
            "severity": ("Gravitate", "name"),
            "confirmed": ("Confirmat", "name"),
            "closed_on": ("Închis", "both"),
        },
    ),
    (
        "Swedish ads with the currency in the header",
        SWEDISH_ADS,
        "ads",
        {"day": ("Datum", "both"), "campaign": ("Kampanj", "name"), "spend": ("Kostnad (*)", "content")},
    ),
    (
        "posts of a scheduler",
        SCHEDULER,
        "posts",
        {
            "published_at": ("Date", "both"),
            "url": ("Post URL", "content"),
            "reactions": ("Likes", "name"),
            "comments": ("Comments", "name"),
            "shares": ("Shares", "name"),
            "impressions": ("Impressions", "name"),
            "link_clicks": ("Link clicks", "name"),
        },
    ),
    (
        "days of an account",
        AMBIGUOUS_DAYS,
        "account_day",
        {
            "day": ("Day", "both"),
            "metric:follows": ("New followers", "name"),
            "metric:unfollows": ("Lost followers", "name"),
            "metric:profile_visits": ("Profile views", "name"),
        },
    ),
    (
        "visits to a site",
        GERMAN_WEB,
        "web",
        {"day": ("Datum", "both"), "sessions": ("Sessions", "name"), "users": ("Users", "name")},
    ),
    (
        "a content log",
        CONTENT_LOG,
        "content_log",
        {
            "item_id": ("Item-ID", "name"),
            "day": ("Gepubliceerd op", "both"),
            "channel": ("Kanaal", "both"),
            "title": ("Titel", "name"),
            "ai_used": ("AI gebruikt", "name"),
            "correction": ("Correctie", "name"),
        },
    ),
    ("a menu, which is nothing of ours", MENU, None, {}),
]


@pytest.mark.parametrize(("about", "text", "fact", "wanted"), FILES, ids=[file[0] for file in FILES])
def test_of_each_file_the_kind_and_the_columns_are_proposed(
    about: str,  # noqa: ARG001 - names the case
    text: str,
    fact: str | None,
    wanted: dict[str, tuple[str, str]],
) -> None:
    found = proposed(text)
    assert found.fact == fact
    assert wanted.items() <= (sources(found) if fact else {}).items()


def test_a_file_that_can_be_two_things_is_neither_until_somebody_says_so() -> None:
    found = proposed(LISTENING)
    assert found.fact is None  # messages have authors, mentions have brands
    assert sources(found, "mentions") == {
        "published_at": ("Published", "both"),
        "brand": ("Brand", "name"),
        "sentiment": ("Sentiment", "both"),
        "url": ("URL", "both"),
        "reach": ("Reach", "name"),
    }


def test_a_header_is_found_below_a_banner_and_totals_are_no_rows() -> None:
    table = proposed(CRM_TOTALS).table
    assert (table.line, table.rows, table.total) == (4, 2, ("Totaal",))


def test_a_workbook_is_looked_at_sheet_by_sheet() -> None:
    book, file = Workbook(), io.BytesIO()
    cover = book.active
    assert cover is not None
    cover.append(["Weekly report", "made for the team"])
    sheet = book.create_sheet("Inbox")
    header, row = ["Received at", "Network", "Message"], ["2026-11-16 09:14", "Facebook", "Hi"]
    for cells in (["Inbox of week 47"], [], header, row):
        sheet.append(cells)
    book.save(file)
    heads = reader.look("inbox.xlsx", file.getvalue())
    name = likeliest(heads, DICTIONARY.names)
    table = table_of(str(name), dict(heads)[str(name)], DICTIONARY.names)
    assert (name, table and table.line) == ("Inbox", 3)
    assert table is not None
    assert propose(table, DICTIONARY).fact == "messages"


# -- what is doubtful is asked, and what contradicts a name is left empty --------------------------


def doubts(cells: list[str], field: str, header: str = "Figure", fact: str = "posts") -> tuple[str, ...]:
    """List what is asked of a column that feeds a field."""
    rows = [(1, ["Published", header]), *((n, ["2026-11-16", cell]) for n, cell in enumerate(cells, 2))]
    table = table_of("", rows, DICTIONARY.names, 0)
    assert table is not None
    one = DICTIONARY.fields[fact][field]
    return choose(one, header, table.columns[header], dictionary=DICTIONARY, fact=fact, reason="name").doubts


DOUBTS: list[tuple[list[str], str, str, tuple[str, ...]]] = [
    (["03/11/2026", "04/11/2026"], "published_at", "Date", ("order",)),
    (["03/11/2026", "14/11/2026"], "published_at", "Date", ()),
    (["03.11.2026", "04.11.2026"], "published_at", "Date", ()),  # nobody writes a month first with points
    (["2026-11-03", "2026-11-04"], "published_at", "Date", ()),
    (["1.234", "5.678"], "impressions", "Impressions", ()),  # no count has decimals
    (["1.234", "5.678"], "avg_pct_viewed", "% watched", ("decimal",)),
    (["1.234,5", "5.678"], "avg_pct_viewed", "% watched", ()),
    (["0.31", "0.42"], "avg_pct_viewed", "Watched", ("percent",)),
    (["31.5", "42.0"], "avg_pct_viewed", "Watched", ()),
    (["31%", "42%"], "avg_pct_viewed", "Watched", ()),
    (["120", "90"], "watch_s", "Watch time", ("unit",)),
    (["120", "90"], "watch_s", "Watch time (min)", ()),
    (["2:14:00", "0:16:00"], "watch_s", "Watch time", ()),
    (["paid", "organic"], "is_paid", "Kind", ("words",)),
    (["ja", "nee"], "is_paid", "Kind", ()),
]


@pytest.mark.parametrize(("cells", "field", "header", "wanted"), DOUBTS)
def test_what_can_be_read_in_two_ways_is_asked(
    cells: list[str], field: str, header: str, wanted: tuple[str, ...]
) -> None:
    assert doubts(cells, field, header) == wanted


def test_a_column_whose_cells_contradict_its_name_is_left_out() -> None:
    found = proposed("""
        Date;Impressions;Likes;URL
        2026-11-16;many;10;https://a.example/1
        2026-11-17;few;12;https://a.example/2
    """)
    assert "impressions" not in sources(found, "posts")


def test_two_dates_without_a_known_name_are_not_guessed() -> None:
    found = proposed("""
        Begin;Einde;Impressions;Likes;URL
        2026-11-16;2026-11-17;10;1;https://a.example/1
        2026-11-18;2026-11-19;12;2;https://a.example/2
    """)
    assert "published_at" not in sources(found, "posts")


def test_dates_with_the_name_of_the_month_are_found_in_any_language() -> None:
    found = proposed("""
        Wanneer;Kanaal;Leads;MQL
        16 november 2026;LinkedIn;4;1
        3 mrt 2026;Facebook;3;0
    """)
    choice = found.choices["funnel"]["day"]
    assert (choice.source.header, choice.reason, choice.source.kind) == ("Wanneer", "content", "hand_date")


def test_each_column_feeds_one_field_at_most() -> None:
    for _, text, fact, _ in FILES:
        headers = [header for header, _ in (sources(proposed(text)) if fact else {}).values()]
        assert len(headers) == len(set(headers))


# -- mapping -> format -> TOML -> format -> mapping ------------------------------------------------

HEADERS = some.text(some.characters(exclude_categories=("Cs", "Cc"), exclude_characters="()*"), min_size=1, max_size=30)
LABELS = some.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,20}[a-z]", fullmatch=True)
PATTERNS = some.lists(some.sampled_from(["%d-%m-%Y", "%m/%d/%Y", "%d.%m.%Y %H:%M"]), unique=True).map(tuple)
WORDS = some.dictionaries(
    some.sampled_from(["low", "high"]), some.lists(HEADERS, min_size=1, max_size=3).map(tuple), max_size=2
)
INCIDENT_SOURCES: dict[str, Any] = {
    "incident_id": some.builds(Source, header=HEADERS, kind=some.just("id")),
    "day": some.builds(Source, header=HEADERS, kind=some.just("date"), patterns=PATTERNS),
    "channel": some.builds(Source, header=HEADERS, kind=some.just("channel")),
    "severity": some.builds(Source, header=HEADERS, kind=some.just("word"), words=WORDS),
    "confirmed": some.builds(
        Source,
        header=HEADERS,
        kind=some.just("boolean"),
        words=some.dictionaries(some.sampled_from(["true", "false"]), some.tuples(HEADERS), max_size=2),
    ),
    "cause": some.builds(Source, header=HEADERS, kind=some.just("text")),
}
POST_SOURCES: dict[str, Any] = {
    "published_at": some.builds(Source, header=HEADERS, kind=some.just("timestamp"), patterns=PATTERNS),
    "url": some.builds(Source, header=HEADERS, kind=some.just("text")),
    "impressions": some.builds(Source, header=HEADERS, kind=some.just("integer")),
    "avg_pct_viewed": some.builds(
        Source,
        header=HEADERS,
        kind=some.sampled_from(["percent_points", "percent_fraction", "percent_text"]),
        decimal=some.sampled_from([".", ",", "auto"]),
    ),
    "watch_s": some.builds(
        Source,
        header=HEADERS,
        kind=some.just("duration"),
        unit=some.sampled_from(["seconds", "minutes", "hours", "stated"]),
    ),
}


AD_SOURCES: dict[str, Any] = {
    "day": some.builds(Source, header=HEADERS, kind=some.just("date"), patterns=PATTERNS),
    "spend": some.builds(
        Source,
        header=HEADERS.map(lambda one: one + "(*)"),
        kind=some.just("money"),
        decimal=some.sampled_from([".", ","]),
    ),
}


def mappings(fact: str, of_fields: dict[str, Any]) -> Any:
    first, others = next(iter(of_fields)), dict(list(of_fields.items())[1:])
    return some.builds(
        Mapping,
        label=LABELS,
        fact=some.just(fact),
        channel=some.sampled_from([None, "linkedin"]),
        currency=some.just("SEK") | some.none() if fact == "ads" else some.none(),
        zone=some.sampled_from([None, "brand", "Europe/Stockholm"]),
        total=some.lists(HEADERS, max_size=2).map(tuple),
        sources=some.fixed_dictionaries({first: of_fields[first]}, optional=others),
    )


@given(mapping=mappings("incidents", INCIDENT_SOURCES) | mappings("posts", POST_SOURCES) | mappings("ads", AD_SOURCES))
@settings(deadline=None, max_examples=40)
def test_a_mapping_survives_its_way_through_a_file(mapping: Mapping) -> None:
    form = form_of(mapping)
    read = from_toml(form.name, to_toml(form).encode(), "shared.toml")
    assert read == form
    assert mapping_of(read) == mapping


@pytest.mark.parametrize("form", [form for form in OURS.values() if form.set_aside is None], ids=lambda form: form.name)
def test_every_declared_format_survives_its_way_through_a_file(form: Format) -> None:
    assert from_toml(form.name, to_toml(form).encode(), "x.toml").model_copy(update={"label": form.label}) == form


def test_a_mapping_becomes_a_format_that_recognises_exactly_its_headers() -> None:
    form = form_of(
        Mapping(
            label="Ad bill",
            fact="ads",
            sources={
                "day": Source(header="Datum", kind="date"),
                "spend": Source(header=alias_of("Kostnad (SEK)", "money"), kind="money"),
            },
        )
    )
    assert form.recognises(frozenset({"datum", "kostnad (sek)", "other"}))
    assert form.recognises(frozenset({"datum", "kostnad (eur)"}))
    assert not form.recognises(frozenset({"datum"}))
    assert form.ask == ("account",)  # two accounts of one channel must not overwrite each other


def test_a_post_without_an_id_is_known_by_its_address() -> None:
    fields = {
        "published_at": Source(header="Date", kind="date"),
        "title": Source(header="Text", kind="text"),
        "url": Source(header="Link", kind="text"),
    }
    assert form_of(Mapping(label="Posts", fact="posts", sources=fields)).columns["post_id"].made_from == ("url",)


@pytest.mark.parametrize(
    ("label", "name"),
    [("CRM-export leads", "crm_export_leads"), ("Förfrågningar", "forfragningar"), ("Лиды", "format_b660c90f")],
)
def test_the_name_of_a_format_follows_from_its_label(label: str, name: str) -> None:
    assert name_of(label) == name


def test_a_label_is_proposed_without_numbers_and_signs() -> None:
    assert plain_label("inbox_export-2026-11-16 (1)") == "inbox export"


# -- a shared file that does not say what it must --------------------------------------------------

SOUND = to_toml(form_of(Mapping(label="Log", fact="incidents", sources={"day": Source(header="Day", kind="date")})))
BROKEN = [
    ("fact = [", "no_toml", ""),
    (SOUND.replace('as = "date"', 'as = "dates"'), "wrong_value", "columns.day.as"),
    (SOUND.replace("[columns.day]", "[column.day]"), "unknown_key", "column"),
    (SOUND.replace('as = "date"', 'az = "date"'), "unknown_key", "columns.day.az"),
    (SOUND.replace('fact = "incidents"', ""), "missing_key", "fact"),
    (SOUND.replace('"incidents"', '"incident"'), "contradiction", ""),
    (SOUND.replace('as = "date"', 'as = "date"\npatterns = ["%Q"]'), "wrong_value", "columns.day"),
    (SOUND.replace('"Log"', '"![x](http://evil)"'), "wrong_value", "label"),
]


@pytest.mark.parametrize(("text", "why", "key"), BROKEN)
def test_a_broken_file_is_refused_with_the_key_that_is_wrong(text: str, why: str, key: str) -> None:
    with pytest.raises(BrokenFormatError) as refused:
        from_toml("log", text.encode(), "log.toml")
    assert (refused.value.fields["why"], refused.value.fields["at"]) == (why, key)
