"""Headers: what two spellings of one have in common, and which words recognise it."""

from __future__ import annotations

import pytest

from data.reading.headers import find, header_key, matches


@pytest.mark.parametrize(
    "header", ["Blog title", " Blog  Title ", "BLOG\u00a0title", "Blog ti\u00adtle", "\ufeffBlog title", "Blog\ntitle"]
)
def test_spellings_of_one_header_share_a_key(header: str) -> None:
    assert header_key(header) == "blog title"


@pytest.mark.parametrize(
    ("alias", "header", "found"),
    [
        ("views", "Views", True),
        ("views", "Views (%)", False),
        ("amount spent (*)", "Amount spent (UAH)", True),
        ("amount spent (*)", "Amount spent", False),
        ("unreliable_*", "UNRELIABLE_Inbound Messages by Language - Dutch", True),
        ("unreliable_*", "Reliable", False),
        ("sum(first reply time (*", "SUM(First reply time (hrs))", True),
        ("sum(first reply time (*", "SUM(First reply time - Business hours (hrs))", False),
    ],
)
def test_a_word_recognises_its_header(alias: str, header: str, found: bool) -> None:
    assert matches(alias, {header_key(header)}) is found


def test_the_order_of_the_words_decides_which_column_is_read() -> None:
    assert find(("Impressions", "Views"), ["views", "date", "impressions"]) == 2
