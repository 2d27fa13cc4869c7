"""The snapshot on paper: conformant, the same bytes for the same data, readable, and never broken by a text."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymupdf
import pytest

from kpi.paper import pdf
from kpi.paper.attachment import attachment
from kpi.paper.document import document
from kpi.paper.edition import LAYOUTS, Edition
from kpi.paper.printable import BREAK
from kpi.words import LANGUAGES, Words
from tests.snapshots import HOSTILE, empty, example, hostile, silent

if TYPE_CHECKING:
    from kpi.paper.edition import Layout, Paper
    from kpi.snapshot import Snapshot

ROOT = Path(__file__).parent.parent
SMALLEST, LARGER = 7.0, 8.5
MARGIN = 15.0
ROOM, DRAWN = 8, 6  # tiles and trends that a page of a full week has room for
WEEKS = {
    "full": example(),
    "eight rows": example(rows=8),
    "one row": example(rows=1),
    "empty": empty(),
    "silent": silent(),
}


def opened(snapshot: Snapshot, language: str = "en", paper: Paper = "a4", layout: Layout = "one") -> pymupdf.Document:
    return pymupdf.open(stream=pdf.render(snapshot, Edition(language, paper, layout)))


def spans(paper: pymupdf.Document) -> list[dict[str, Any]]:
    blocks = [block for page in paper for block in page.get_text("dict")["blocks"]]
    printed = [span for block in blocks for line in block.get("lines", []) for span in line["spans"]]
    return [span for span in printed if span["text"].strip()]


def inside(paper: pymupdf.Document) -> bool:
    """Tell whether all text stands within the margins of the paper."""
    paper_rect = paper[0].rect
    free = pymupdf.Rect(MARGIN, MARGIN, paper_rect.x1 - MARGIN, paper_rect.y1 - MARGIN)
    return all(pymupdf.Rect(span["bbox"]) in free for span in spans(paper))


def text(paper: pymupdf.Document) -> str:
    """Read all words, without the places to break and with plain blanks."""
    words = " ".join(" ".join(page.get_text() for page in paper).replace(BREAK, "").split())
    return words.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_pdf_ua_1_and_pdf_a_3a(language: str) -> None:
    printed = pdf.render(example(), Edition(language))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed
    assert b"<pdfaid:part>3</pdfaid:part>" in printed
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_week_is_one_page_in_every_language(language: str) -> None:
    paper = opened(example(), language)
    assert paper.page_count == 1
    assert paper.language.startswith(language)
    assert Words(language)("pdf.page", page=1, pages=1) in text(paper)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_week_is_one_page_of_american_paper_too(language: str) -> None:
    full = example()
    longer = replace(full, rows=(*full.rows, *full.rows[:3]))  # nineteen, like the sample brand
    assert opened(longer, language, "us-letter").page_count == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_every_word_and_number_of_the_document(language: str) -> None:
    printed, content = text(opened(example(), language)), document(example(), Words(language))
    said = [content.brand, content.headline, content.when, content.fingerprint, content.trends]
    said += [value for line in content.lines for value in (line.baseline, line.now, line.target, line.progress)]
    said += [v for tile in content.tiles if tile.rank < ROOM for v in (tile.name, tile.value, tile.change, tile.target)]
    said += [value for chart in content.charts if chart.rank < DRAWN for value in (chart.now, chart.goal)]
    said += [value for card in content.cards for value in (card.where, card.owner, *(leg.sample for leg in card.legs))]
    said += [note.name for note in content.notes]
    missing = [s for s in said if s.replace("\u00a0", " ").replace("\u202f", " ") not in printed]
    assert not missing


@pytest.mark.parametrize("name", WEEKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_smaller_than_7_points_or_outside_the_margins(name: str, language: str) -> None:
    paper = opened(WEEKS[name], language)
    assert paper.page_count == 1
    assert min(span["size"] for span in spans(paper)) >= SMALLEST
    assert inside(paper)


def core(span: dict[str, Any]) -> pymupdf.Rect:
    """Find the part of a text that every letter fills: without ascenders and descenders."""
    box = pymupdf.Rect(span["bbox"])
    return pymupdf.Rect(box.x0 + 0.5, box.y0 + box.height * 0.36, box.x1 - 0.5, box.y1 - box.height * 0.3)


def clashes(paper: pymupdf.Document) -> list[tuple[str, str]]:
    """List the texts that are printed over each other."""
    found = []
    for page in paper:
        lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", [])]
        printed = [(core(span), span["text"]) for line in lines for span in line["spans"] if span["text"].strip()]
        printed.sort(key=lambda each: each[0].y0)
        for i, (one, text_) in enumerate(printed):
            below = takewhile(lambda each: each[0].y0 < one.y1, printed[i + 1 :])  # noqa: B023 - used up at once
            found += [(text_, other) for box, other in below if one.intersects(box)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_does_not_run_over_other_text(language: str) -> None:
    assert not clashes(opened(example(), language))


def test_what_does_not_fit_goes_to_a_second_page_not_to_small_print() -> None:
    full = example()
    paper = opened(replace(full, rows=full.rows * 3))
    assert paper.page_count == 2
    assert "Page 1 of 2" in text(paper)
    assert "Page 2 of 2" in text(paper)
    assert min(span["size"] for span in spans(paper)) >= SMALLEST


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_of_many_pages_repeats_its_head(layout: Layout) -> None:
    full = example()
    paper = opened(replace(full, rows=full.rows * 6), layout=layout)
    assert paper.page_count > 2
    told = [(page.get_text().count("Cadence"), page.get_text().count("Net sentiment") > 0) for page in paper]
    assert [heads for heads, rows in told if rows] == [1] * sum(rows for _, rows in told)
    assert (
        sum(page.get_text().count("Weekly") for page in paper)
        == sum(row.plan.cadence == "weekly" for row in full.rows) * 6
    )
    assert inside(paper)


def test_a_page_that_is_nearly_empty_in_large_type_stays_one_page() -> None:
    paper = opened(example(rows=2), layout="two")
    assert paper.page_count == 1
    assert min(span["size"] for span in spans(paper)) >= LARGER


def test_same_data_same_bytes_in_another_process() -> None:
    code = "import hashlib; from kpi.paper.edition import Edition; from kpi.paper.pdf import render; "
    code += "from tests.snapshots import example; "
    code += "print(hashlib.sha256(render(example(), Edition('nl'))).hexdigest())"
    hashes = {subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) for _ in range(2)}
    assert len(hashes) == 1


def test_other_data_other_bytes() -> None:
    full = example()
    assert pdf.render(full, Edition("nl")) != pdf.render(replace(full, posts=full.posts + 1), Edition("nl"))


def test_the_date_is_that_of_the_week_not_of_today() -> None:
    assert opened(example()).metadata["creationDate"].startswith("D:20261122")


def test_many_threads_print_the_same_bytes() -> None:
    alone = {language: pdf.render(example(), Edition(language)) for language in LANGUAGES}
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda language: (language, pdf.render(example(), Edition(language))), [*LANGUAGES] * 3)
        assert all(alone[language] == printed for language, printed in together)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_printed_as_text(language: str) -> None:
    paper = opened(hostile(), language)
    printed = text(paper)
    assert '#read("/etc/passwd") $x^2$ *b* _i_ `c` [@] <lbl> // [x](javascript:1)' in printed
    assert "root:" not in printed
    assert inside(paper)


@pytest.mark.parametrize(
    "brand", ["", " ", "x" * 200, "שלום", "👩\u200d🚀🇳🇱", "\x00", "#" * 90, "\\u{1F600} #{", HOSTILE]
)
def test_any_name_of_a_brand_can_be_printed(brand: str) -> None:
    assert pdf.render(example(brand, rows=1), Edition("en")).startswith(b"%PDF")


def test_its_numbers_are_attached() -> None:
    paper = opened(example())
    assert paper.embfile_names() == ["snapshot.json"]
    assert paper.embfile_get("snapshot.json") == attachment(example())


def test_fonts_are_inside_and_no_others() -> None:
    names = {font[3].partition("+")[2] for font in opened(example()).get_page_fonts(0)}
    assert names == {"SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Bold"}


def test_a_missing_font_is_an_error_not_a_blank_page(monkeypatch: pytest.MonkeyPatch) -> None:
    template = {**pdf._templates()}
    template["sheet.typ"] = template["sheet.typ"].replace(b"Source Sans 3", b"Sauce Sans 3")
    monkeypatch.setattr(pdf, "_templates", lambda: template)
    with pytest.raises(pdf.PrintError, match="sauce sans 3"):
        pdf.render(example(rows=1), Edition("en"))


def test_the_preview_is_a_picture_of_each_page() -> None:
    (picture,) = pdf.preview(example(), Edition("nl"), ppi=72)
    drawn = pymupdf.Pixmap(picture)
    assert (drawn.width, drawn.height) == (595, 842)


def test_letter_paper() -> None:
    (page,) = pymupdf.open(stream=pdf.render(example(), Edition("en", "us-letter")))
    assert (round(page.rect.width), round(page.rect.height)) == (612, 792)
