"""Free texts of people as they may leave the house: no e-mail address, telephone number, account or private link.

The masks are those with which messages are stored (data/values/masks.py). A label, an action or the name of a file
also holds days, years and amounts, which stay: an import may hide a number too many, a report may not.

No pattern goes back over what it has read: a text of any length is read once, and no list of numbers stops a report.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from data.values.masks import MAILBOX

MAIL, PHONE, HANDLE, CUT = "[e-mail]", "[phone]", "[@]", "…"

_AT = r"(?:@|\(@\)|%40(?=[\w-]+(?:\.[\w-]+)*\.[a-z]{2})|\s?[\[({]\s?at\s?[\])}]\s?)"
_HOST = r"[\w-]+(?:(?:\.|[.%+'’]+(?!\d)|\s?[\[({]\s?dot\s?[\])}]\s?)[\w-]+)*"
_MAIL = re.compile(rf"(?<![\w.%+'’-])(?:mailto:)?[\w.%+'’-]+(?:{_AT}{_HOST})+", re.IGNORECASE)
_SPELLED = re.compile(r"(?<![\w.+-])[\w.+-]+\s{1,3}at\s{1,3}[\w-]+(?:\s{1,3}dot\s{1,3}[\w-]+)+", re.IGNORECASE)
_BOX = re.compile(
    r"(?<![\w.%+'’-])(?:[\w.%+'’-]++@\s{1,2}|(?=[\w-]*[^\W\d_][._]\w)[\w.+-]++(?<=\w)\s{1,2}(?:@\s{0,2}|at\s{1,2}))"
    + MAILBOX,
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@])@+(?=[\w.-]*[^\W\d]|\d{5})\w+(?:[.-]\w+)*(?:@[\w.-]+\w)?")
# on Reddit; but `6 u/week` are hours in Dutch
_REDDIT = re.compile(r"(?<![^\s(:,])(?<!\d\s)(?:/u/|u/(?=[\w-]*[\d_-]))[a-z][\w-]{2,19}", re.IGNORECASE)
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,30}://|www\.)\S+|(?<![\w@.])(?<![\w.-]-)(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE
)
_PARTS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)?(?:[^/?#]*@)?(?P<host>[^/?#]+)(?P<path>[^?#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"(?=[^/]*\d)(?=[^/]*[a-z])[\w~=%.-]{16,}|\d{7,}|[^/]*@[^/]*", re.IGNORECASE)
# where the path of a link is somebody's account
_SOCIAL = re.compile(
    r"(?:^|\.)(?:x|twitter|instagram|facebook|fb|linkedin|tiktok|youtube|youtu|threads|snapchat|pinterest|reddit|bsky"
    r"|mastodon|telegram|t|wa|whatsapp|m|messenger|discord)\.[a-z]{2,}$",
    re.IGNORECASE,
)

# -- telephone numbers ---------------------------------------------------------------------------------

_DASHES = "‐‑‒–—―−"  # as programs write the hyphen of a number
_HYPHEN = str.maketrans(dict.fromkeys(_DASHES, "-"))
_DIGITS = re.compile(rf"(?<!\d)(?<!\d[.,])\+?\(?\d[\d\s()./{_DASHES}-]{{4,}}\d")
_UNTIL = re.compile(r"\s?[–—−]\s?")  # between the two ends of a range, in good type
_MONTH, _DAY_OF_MONTH, _YEAR = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])", r"(?:20[0-4]\d)"
_MONTHS, _DAYS_OF = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"  # of two digits each
_DATED = (
    rf"{_YEAR}([-./ ])(?:{_MONTH})\1{_DAY_OF_MONTH}(?!\d)|{_YEAR}{_MONTHS}{_DAYS_OF}(?!\d)"
    rf"|{_DAY_OF_MONTH}([-./ ]){_MONTH}\2{_YEAR}(?!\d)|{_DAYS_OF}{_MONTHS}{_YEAR}(?!\d)"
    rf"|{_YEAR}(?!\d)"
)
_AMOUNT = r"[1-9]\d{0,2}(?:[ .]\d{3})+(?!\d)"
_DAY = re.compile(rf"(?<!\d)(?:{_DATED})")
_GROUP = rf"(?>{_YEAR}(?:{_MONTHS}{_DAYS_OF})?(?!\d)|{_DAYS_OF}{_MONTHS}{_YEAR}(?!\d)|\d{{1,3}}(?!\d))"
_DAYS = re.compile(rf"(?:{_GROUP}(?:[ ()./-]+|$))+")
_AMOUNTS = re.compile(rf"(?:(?>{_AMOUNT})(?:[ ()/-]+|$))+")
_LONG = re.compile(r"(\d{16,})")  # the id of an account or an export, in the name of a file
_ROUND = re.compile(r"[1-9]\d*0\s?-\s?[1-9]\d*0")
_START = re.compile(rf"[1-9]|0\.\d|{_DATED}")
_IDENTITY = re.compile(r"(?:19|20)?\d{6}-\d{4}")  # a person's number in Sweden looks like a day and a time


@lru_cache(maxsize=4096)
def private(text: str) -> str:
    """Mask what tells who somebody is; a text without any such thing stays as it was, and so do days and amounts."""
    seen = _as_read(text)
    masked = _masked(seen)
    return text if masked == seen else masked


def _as_read(text: str) -> str:
    """Write a text as its reader sees it: `ｐｉｅｔ＠example.com` and one with hidden characters are addresses too."""
    if text.isascii() and text.isprintable():
        return text
    plain = "".join(one if one == CUT else unicodedata.normalize("NFKC", one) for one in text)
    return "".join(one for one in plain if one.isspace() or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co"})


def _masked(text: str) -> str:
    text = _BOX.sub(MAIL, _LINK.sub(_linked, text))
    text = _REDDIT.sub(HANDLE, _SPELLED.sub(MAIL, _MAIL.sub(MAIL, _HANDLE.sub(HANDLE, text))))
    return _DIGITS.sub(_dialled, text)


def _linked(found: re.Match[str]) -> str:
    """Keep of a link where it leads; not who it is of, nor what would let a reader in."""
    link = found[0].rstrip(".,;:!?)]}'\"»”")
    parts = _PARTS.match(link)
    if parts is None:
        return CUT + found[0][len(link) :]
    host, path = parts["host"], parts["path"]
    if _SOCIAL.search(host.partition(":")[0]) or any(map(_TOKEN.fullmatch, path.split("/"))):
        path = f"/{CUT}" if path.strip("/") else ""
    rest = CUT if len(link) > parts.end() and not path.endswith(CUT) else ""
    return f"{parts['scheme'] or ''}{host}{path}{rest}{found[0][len(link) :]}"


def _dialled(found: re.Match[str]) -> str:
    parts = _LONG.split(found[0])
    return "".join(one if _LONG.fullmatch(one) or _counts(one.strip()) else PHONE for one in parts)


def _counts(number: str) -> bool:
    """Whether digits are days, years and amounts, or too few for a telephone number."""
    ends = _UNTIL.split(number)
    number = number.translate(_HYPHEN)
    if len(ends) == 2 and all(map(_START.match, ends)) and not _IDENTITY.fullmatch(number):
        return all(map(_counts, ends))
    digits = sum(one.isdigit() for one in number)
    if digits < 7 or (digits == 7 and "-" not in number):
        return True
    plain = re.sub(r"\s", " ", number if ")" in number else number.lstrip("("))
    if plain.startswith(("+", "00", "(")) or _IDENTITY.fullmatch(plain):
        return False
    if plain.startswith("0") and not _DAY.match(plain):
        return False
    if _ROUND.fullmatch(plain) or (_DAY.search(plain) and _DAYS.fullmatch(plain)):
        return True
    return bool(_AMOUNTS.fullmatch(plain)) and (digits < 9 or plain.endswith("000"))  # 120 000 000, not 612 345 678
