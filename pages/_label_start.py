"""Before a round: what is drawn from, how far it is labelled, what that is worth, and the button that begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.periods import Week
from kpi.sentiment.drawing import Frame
from kpi.sentiment.worth import with_more
from pages._label_agree import agreement
from pages._label_guide import guide
from pages._label_known import elsewhere, half_width, parts, standing, waiting
from pages._label_round import ROUND, begin
from pages._label_stage import frame_name
from pages._parts import escape, term
from pages._reader import ask_name, known_name, remember
from pages._sentiment_span import topic_names
from pages._session import brand, open_page, reader_name, today, unmet_week, words

if TYPE_CHECKING:
    from kpi.sentiment.drawing import Standing
    from kpi.sentiment.frames import Parts

NAMELESS = "label_nameless"  # somebody wanted to begin without a name
FROM, LAST = "labels_from", "labels_from_last"  # what is drawn from, and was in the last round of this session

NAME = "label_by"


def before(week: Week) -> None:
    """Draw what there is to label in a week, or say why there is nothing."""
    say, found = words(), parts(week)
    if unmet := unmet_week():
        named = {"asked": escape(say.week_inline(unmet)), "shown": escape(say.week_inline(week))}
        st.info(say("labels.other_week", **named), icon=":material/event_busy:")
    if not found.read:
        _nothing(week, found)
        return
    st.markdown(say("labels.about"))
    frame = _frame(week, found)
    at = standing(frame)
    _figures(frame, at)
    with st.container(key="label_begin", gap="small"):
        _begin(frame)
    if week == Week.of(today()):
        st.markdown(f":material/hourglass_top: {say('labels.running')}")
    guide()
    if at.labelled:
        agreement()


def _nothing(week: Week, found: Parts) -> None:
    """Say what is missing before anybody can label, and where it is put right."""
    say = words()
    missing = "no_opinions" if not found.opinions else "not_read" if found.texts else "no_texts"
    st.markdown(say(f"labels.{missing}", week=escape(say.week_inline(week)), brand=escape(brand())))
    page = "sentiment" if found.texts else "upload"
    label = say("labels.go_sentiment") if found.texts else say("frame.go_upload")
    if st.button(label, type="primary", key="go"):
        open_page(page)


def _frame(week: Week, found: Parts) -> Frame:
    """Ask what to draw from, and who is at the keyboard."""
    say, offered = words(), _offered(week, found)
    named = {name: _told(*one) for name, one in offered.items()}
    if st.session_state.get(FROM) not in offered:
        last = st.session_state.get(LAST)
        st.session_state[FROM] = last if last in offered else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(say("labels.from"), offered, format_func=lambda it: named[it], key=FROM, width=320)
        remember(ask_name(NAME))
    if st.session_state.pop(NAMELESS, False):
        st.warning(say("labels.nameless"), icon=":material/person:")
    elif not known_name():
        st.caption(say("labels.name_help"))
    return offered[chosen][0]


def _offered(week: Week, found: Parts) -> dict[str, tuple[Frame, int]]:
    """List what can be drawn from, by a name that stays, each with the number of its texts."""
    channels = {f"channel:{name}": (Frame(week, channel=name), n) for name, n in found.channels.items()}
    topics = {f"topic:{name}": (Frame(week, topic=name), n) for name, n in found.topics.items()}
    return {"": (Frame(week), found.read), **channels, **topics}


def _told(frame: Frame, texts: int) -> str:
    """Name a choice with the number of its texts."""
    say = words()
    if frame.topic is not None:
        name = say("labels.topic", name=topic_names().get(frame.topic, frame.topic))
    else:
        name = term("channel", frame.channel) if frame.channel is not None else say("labels.whole")
    return say("labels.of_part", name=name[:1].upper() + name[1:], texts=say.whole(texts))


def _figures(frame: Frame, at: Standing) -> None:
    """Show how far it is labelled, what the interval is now, and what it will be after another round."""
    say = words()
    now = half_width(frame)
    more = min(ROUND, at.texts - at.labelled)
    then = with_more(now, at.in_sample, more) if more else None
    with st.container(horizontal=True, key="label_figures"):
        st.metric(say("labels.texts"), say.whole(at.texts), border=True)
        inside = say("labels.in_sample", labels=say.whole(at.in_sample)) if at.in_sample < at.labelled else None
        st.metric(
            say("labels.labelled"), say.whole(at.labelled), inside, delta_color="off", delta_arrow="off", border=True
        )
        st.metric(say("labels.worth"), _points(now), border=True, help=say("labels.worth_help"))
        if more:
            st.metric(say("labels.worth_more", more=say.whole(more)), _points(then), border=True)
    if at.missing:
        st.markdown(f":material/low_priority: {say('labels.waits', n=at.missing)}")


def _points(half: float | None) -> str:
    """Write how wide the whole interval is: where it lies is not said before a round."""
    return words()("labels.points", n=round(2 * half)) if half is not None else "–"


def _begin(frame: Frame) -> None:
    say = words()
    if n := waiting(frame):
        st.button(
            say("labels.start", n=n),
            type="primary",
            shortcut="Enter",
            icon=":material/play_arrow:",
            key="label_start",
            on_click=_start,
            args=(frame,),
        )
        st.caption(say("labels.minutes"))
        if st.session_state.pop("label_others", False):
            st.warning(say("labels.others"), icon=":material/group:")
    elif elsewhere(frame):
        st.warning(say("labels.others"), icon=":material/group:")
        st.button(say("labels.look_again"), icon=":material/refresh:", key="label_look_again")
    else:
        st.success(say("labels.all_done", frame=escape(frame_name(frame))), icon=":material/check_circle:")


def _start(frame: Frame) -> None:
    st.session_state[LAST] = st.session_state.get(FROM)  # Streamlit forgets a field while it is not drawn
    name = " ".join(str(st.session_state.get(NAME) or "").split())  # typed a moment ago, and not drawn since
    remember(name)
    if not (name or reader_name()):
        st.session_state[NAMELESS] = True
    elif begin(frame) is None:
        st.session_state["label_others"] = True
