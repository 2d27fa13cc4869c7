"""Friday to Monday in a real browser: own exports in, a plan, the review, the PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pymupdf
from playwright.sync_api import Page, expect

MONDAY_OF_WEEK_46 = date(2026, 11, 9)
X_EPOCH_MS = 1288834974657


def x_export(clicks_of_week: dict[int, int]) -> bytes:
    """Write an X Premium content export: a post a day, 1,000 impressions each, with the clicks of its week."""
    counts = "Impressions,Likes,Engagements,Bookmarks,Share,New follows,Replies,Reposts,Url clicks"
    lines = [f"Post id,Date,Post text,Link,{counts}"]
    for number in range(14):
        day = MONDAY_OF_WEEK_46 + timedelta(days=number)
        noon_ms = (day - date(1970, 1, 1)).days * 86_400_000 + 12 * 3_600_000
        post, clicks = (noon_ms - X_EPOCH_MS) << 22, clicks_of_week[46 + number // 7]
        link = f"https://x.com/studiovale/status/{post}"
        lines.append(
            f'{post},{day:%a %b} {day.day} {day.year},"Post {number}, =1+1",{link},1000,20,30,1,0,0,2,3,{clicks}'
        )
    return "\n".join(lines).encode()


def test_nothing_is_stored_before_somebody_takes_it_in(fresh: str, visit: Callable[..., Page], tmp_path: Path) -> None:
    export = tmp_path / "account_analytics_content_2026-11-09_2026-11-22.csv"
    export.write_bytes(x_export({46: 10, 47: 17}))
    page = visit(fresh)
    page.get_by_label("Name of the brand").fill("Studio Vale")
    page.get_by_role("button", name="Continue to upload").click()
    page.locator("input[type=file]").set_input_files([export])
    expect(page.get_by_text("1 file ready")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("1 file ready")).to_have_count(0)
    page.get_by_role("link", name="Sources").click()
    expect(page.get_by_text("No uploads yet", exact=False)).to_be_visible()


def test_own_exports_become_a_review_and_a_pdf(fresh: str, visit: Callable[..., Page], tmp_path: Path) -> None:
    export = tmp_path / "account_analytics_content_2026-11-09_2026-11-22.csv"
    export.write_bytes(x_export({46: 10, 47: 17}))
    menu = tmp_path / "menu.csv"
    menu.write_text("Dish,Price\nSoup,4\n")

    page = visit(fresh)
    page.get_by_label("Name of the brand").fill("Studio Vale")
    page.get_by_role("button", name="Continue to upload").click()
    page.locator("input[type=file]").set_input_files([export, menu])
    expect(page.get_by_text("1 ready · 1 unknown")).to_be_visible()
    expect(page.get_by_text("14 new", exact=False).first).to_be_visible()
    expect(page.get_by_text("Dish", exact=False).first).to_be_visible()  # the refusal names what it saw
    page.get_by_role("button", name="Take in 1 file").click()
    expect(page.get_by_text("1 file taken in")).to_be_visible()

    page.get_by_role("link", name="Targets").click()
    page.locator(".st-key-take_policy_safe_growth button").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("saved", exact=False).first).to_be_visible()

    page.get_by_role("link", name="Monday review").click()
    expect(page.get_by_text("1.7%", exact=False).first).to_be_visible()  # 7 x 17 clicks / 7,000 impressions
    page.get_by_role("link", name="Snapshot").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    paper = tmp_path / "snapshot.pdf"
    download.value.save_as(paper)
    with pymupdf.open(paper) as pdf:
        text = "".join(sheet.get_text() for sheet in pdf)
    assert "Studio Vale" in text
    assert "1.7%" in text
