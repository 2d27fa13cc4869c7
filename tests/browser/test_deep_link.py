"""A link in somebody's mail opens its page with the frame around it, even as the very first request of a server."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_first_visitor_of_a_fresh_server_opens_a_deep_link(fresh: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{fresh}/start?language=nl")
    expect(page.get_by_role("heading", name="De maandagscorekaart")).to_be_visible()
    expect(page.get_by_text("Taal", exact=True)).to_be_visible()  # the frame's own picker, in the language of the link
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.locator("html").get_attribute("lang") == "nl"


def test_without_data_every_link_leads_to_the_start(fresh: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{fresh}/upload")
    expect(page.get_by_role("button", name="Load the sample brand")).to_be_visible()
