"""A button that fills the screen: only a browser can, and only when somebody pressed a key or clicked."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_BUTTON = st.components.v2.component(
    "ninety_full_screen",
    html='<button type="button"></button>',
    css=(_HERE / "fullscreen.css").read_text(encoding="utf-8"),
    js=(_HERE / "fullscreen.js").read_text(encoding="utf-8"),
)


def full_screen(label: str) -> None:
    """Draw the button; where a browser cannot fill the screen (a phone), there is none."""
    _BUTTON(data={"label": label}, key="full_screen", width="content", height="content")
