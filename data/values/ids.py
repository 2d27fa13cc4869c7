"""Ids that carry the UTC time of creation: the SQL that reads it out.

Measured on real exports (times agree within minutes, whatever zone the export
writes): Instagram shortcodes, X and LinkedIn snowflakes, TikTok video ids.
Facebook and YouTube ids carry no time.
"""

from __future__ import annotations

_INSTAGRAM_START, _X_START = 1_314_220_021_721, 1_288_834_974_657  # ms since 1970 that their clocks count from
TOLERANCE_HOURS = 36  # a written day may lie in another zone; more is another moment


def time_in_id(channel: str, post_id: str, url: str) -> str:
    """Give the SQL of the UTC time inside a post's id or link; NULL where there is none."""
    match channel:
        case "instagram":
            code = f"nullif(regexp_extract({url}, '/(?:p|reel|reels|tv)/([A-Za-z0-9_-]{{11}})', 1), '')"
            return f"epoch_ms(({_shortcode(code)}) + {_INSTAGRAM_START})"
        case "x":
            return _moment(f"({_number(post_id)} >> 22) + {_X_START}", f"{_number(post_id)} > 1000000000000000")
        case "tiktok":
            video = f"coalesce(nullif(regexp_extract({url}, '/(?:video|photo)/([0-9]+)', 1), ''), {post_id})"
            return _moment(f"({_number(video)} >> 32) * 1000", f"{_number(video)} > 1000000000000000000")
        case "linkedin":
            return _moment(f"{_number(post_id)} >> 22", f"{_number(post_id)} > 1000000000000000000")
    return "CAST(NULL AS TIMESTAMP)"


def _number(text: str) -> str:
    return f"try_cast(regexp_extract({text}, '([0-9]{{10,19}})$', 1) AS BIGINT)"


def _shortcode(code: str) -> str:
    """Read bits 23 and up of the number eleven letters of base64 write: 13 of 18 hexadecimal digits, less 3 bits."""
    whole = f"hex(from_base64('A' || translate({code}, '-_', '+/')))"
    return f"CAST('0x' || left({whole}, 13) AS BIGINT) >> 3"


def _moment(milliseconds: str, when: str) -> str:
    return f"CASE WHEN {when} THEN epoch_ms({milliseconds}) END"
