"""The colour of headings and rules: chosen or typed, held against the grounds it stands on, a darker shade offered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from kpi.paper.colour import READABLE, parsed
from kpi.paper.look import PLAIN
from kpi.paper.shades import GROUNDS, accent_of, judged
from pages._parts import escape
from pages._session import words

if TYPE_CHECKING:
    from kpi.paper.look import Look
    from kpi.paper.shades import Judged

SAMPLE = """<svg xmlns="http://www.w3.org/2000/svg" width="150" height="56" font-family="sans-serif" font-weight="700">
<rect x=".5" y=".5" width="149" height="55" rx="7.5" fill="#fff" stroke="#d9dee7"/>
<path d="M75 .5h67a7.5 7.5 0 0 1 7.5 7.5v40a7.5 7.5 0 0 1-7.5 7.5H75z" fill="{colour}"/>
<text x="37" y="36" font-size="22" text-anchor="middle" fill="{colour}">Aa</text>
<text x="112" y="36" font-size="22" text-anchor="middle" fill="#fff">Aa</text></svg>"""


def choose_colour(held: Look, mark: str) -> str | None:
    """Choose the accent; "" = Ninety's own, None = what was chosen cannot be kept."""
    say, picked, coded = words(), f"look_pick_{mark}", f"look_code_{mark}"
    for key in (picked, coded):
        st.session_state.setdefault(key, accent_of(held))
    st.markdown(f"**{say('look.colour')}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.color_picker(say("look.pick"), key=picked, on_change=_copy, args=(picked, coded))
        st.text_input(
            say("look.code"),
            key=coded,
            max_chars=20,
            width=140,
            help=say("look.code_help"),
            on_change=_copy,
            args=(coded, picked),
        )
    colour = parsed(st.session_state[coded])
    if colour is None:
        st.error(say("look.no_colour", text=escape(st.session_state[coded])), icon=":material/error:")
        return None
    found = judged(colour)
    _judge(found, (picked, coded))
    own = accent_of(PLAIN)
    if colour != own:
        st.button(say("look.remove_colour"), key="look_plain", on_click=_put, args=(own, picked, coded))
    return None if not found.readable else "" if colour == own else colour


def _judge(found: Judged, keys: tuple[str, str]) -> None:
    """Say whether words in it can be read: by word, shape and number."""
    say = words()
    word = f":green-badge[● {say('look.readable')}]" if found.readable else f":red-badge[■ {say('look.pale')}]"
    st.markdown(word)
    st.caption(" · ".join(_ratio(found.ratios[ground], say(f"look.ground.{ground}")) for ground in GROUNDS))
    if not found.readable:
        st.markdown(say("look.needed", least=_number(READABLE), shade=found.shade))
        with st.container(horizontal=True):
            for colour in (found.colour, found.shade):
                _sample(judged(colour))
        label = say("look.take_shade", shade=found.shade)
        st.button(label, key="look_shade", type="primary", on_click=_put, args=(found.shade, *keys))
    if found.alike:
        st.warning(say(f"look.alike_{found.alike}"), icon=":material/info:")


def _sample(found: Judged) -> None:
    """Draw letters in a colour, and white letters on it; the lowest contrast stands below."""
    with st.container(width="content", gap="xxsmall"):
        st.image(SAMPLE.format(colour=found.colour), alt=words()("look.sample", colour=found.colour), width=150)
        st.caption(f"{found.colour} · {_number(min(found.ratios.values()))} : 1")


def _ratio(value: float, ground: str) -> str:
    return words()("look.ratio", ratio=_number(value), ground=ground)


def _number(value: float) -> str:
    """Write a contrast, rounded down: 4.49 is not enough, and must not look as if it were."""
    return words().number(math.floor(value * 10) / 10, "ratio")


def _copy(of: str, to: str) -> None:
    """Let the other field say the same colour."""
    if (colour := parsed(st.session_state[of])) is not None:
        _put(colour, of, to)


def _put(colour: str, *keys: str) -> None:
    for key in keys:
        st.session_state[key] = colour
