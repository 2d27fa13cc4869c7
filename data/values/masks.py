r"""What tells who somebody is, taken out of a text before it is stored: as SQL, a million at a time.

E-mail addresses, telephone numbers, names of accounts (the brand's own too: nobody can tell whose an account is), and
accounts in the path of a link; `x.com/i/status/1` opens the same post as `x.com/name/status/1`. In full-width letters,
with signs inside that nobody sees, or as `name (at) host (dot) com` they are the same. A number too many may be hidden
here; a report must keep its days and amounts (kpi/paper/private.py), and hides no less than this.
"""

from __future__ import annotations

from data.sql import literal

MAIL, PHONE, ACCOUNT = "[e-mail]", "[phone]", "[@]"

_UNSEEN = r"\x{00AD}\x{061C}\x{180E}\x{200B}-\x{200F}\x{2060}-\x{2064}\x{FEFF}"  # joiners, marks of direction
_WORD = rf"\p{{L}}\p{{N}}\p{{M}}_{_UNSEEN}"
_SIGN = "@＠﹫"
_AT = rf"(?:[{_SIGN}]|%40|\([{_SIGN}]\)|\s?[\[({{]\s?at\s?[\])}}]\s?)"
_DOT = r"(?:[.．。｡]|\s?[\[({]\s?dot\s?[\])}]\s?)"
_GAP = rf"\s\p{{Zs}}{_UNSEEN}()./\x{{2010}}-\x{{2012}}\x{{2212}}－．-"  # between the digits of a number
_WIDE = rf"–—{_GAP}"  # also a dash, where a number begins as one to dial does
# hosts of mail: `name@ gmail.com` and `first.last at gmail.com` are addresses, `account at gmail.com` is none
MAILBOX = (
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|protonmail|proton|gmx|ziggo|kpnmail|xs4all|hetnet"
    r"|telia|comhem|bredband)\.(?:com|co\.uk|net|nl|be|de|se|ro|me)\b"
)
_NAMED = rf"[{_WORD}-]*\p{{L}}[._][{_WORD}.+-]*[\p{{L}}\p{{Nd}}]"  # first.last: no word of a sentence
Step = tuple[str, str]  # pattern, what stands in its place

_ADDRESSES: tuple[Step, ...] = (
    (rf"@?[{_WORD}.%+'’-]+{_AT}[{_WORD}-]+(?:{_DOT}[{_WORD}-]+)*", MAIL),
    (rf"[{_WORD}.+-]+\s{{1,3}}at\s{{1,3}}[{_WORD}-]+(?:\s{{1,3}}dot\s{{1,3}}[{_WORD}-]+)+", MAIL),
    (rf"(?:[{_WORD}.%+'’-]+[{_SIGN}]\s{{1,2}}|{_NAMED}\s{{1,2}}(?:[{_SIGN}]\s{{0,2}}|at\s{{1,2}})){MAILBOX}", MAIL),
)
_NUMBERS: tuple[Step, ...] = (
    (rf"[+＋]?\p{{Nd}}[\p{{Nd}}{_GAP}]{{6,}}\p{{Nd}}|[+＋0０]\p{{Nd}}[\p{{Nd}}{_WIDE}]{{5,}}\p{{Nd}}", PHONE),
)
_ACCOUNTS: tuple[Step, ...] = (
    (rf"(^|[^\p{{L}}\p{{N}}_{_SIGN}])[{_SIGN}]+[{_WORD}.]+(?:-[{_WORD}]+)*", rf"\1{ACCOUNT}"),
    (r"(^/?|[^\d\s]\s+/?|\s/|[(:,]/?)u/[a-z][\w-]{2,19}", rf"\1{ACCOUNT}"),  # Reddit; but `6 u/week` are hours in Dutch
)
_ANYBODY = rf"[{_SIGN}]|%40|\bat\b|u/"  # where nothing of it stands no more is looked for
_ANY = rf"\p{{Nd}}|{_ANYBODY}"

# -- links ----------------------------------------------------------------------------------------------

_HOST = (
    r"\b(?:x|twitter|instagram|threads|facebook|fb|linkedin|tiktok|youtube|pinterest|snapchat|reddit|bsky|telegram|vk|twitch"
    r")\.[a-z]{2,4}(?:\.[a-z]{2})?/|\b(?:t|wa)\.me/|://[^/\s]+/[@＠]|://[^/\s@]+@"
)
_PLACE = (
    r"\b((?:x|twitter|instagram|threads|facebook|fb|linkedin|tiktok|youtube|pinterest|snapchat|reddit|bsky|telegram|vk"
    r"|twitch)\.[a-z]{2,4}(?:\.[a-z]{2})?|(?:t|wa)\.me)/"
)
_NO_ACCOUNT = (  # what may stand first in a path and is nobody's name
    r"(?:i|p|reel|reels|tv|explore|watch|shorts|video|videos|playlist|hashtag|search|groups|events|photo|photo\.php"
    r"|permalink\.php|story\.php|feed|share|pulse|r|comments|discover|tag|intent|home|results|embed|pin|learning|jobs|@)"
)
_BEFORE_ACCOUNT = r"(?:(?:in|company|school|posts|channel|c|user|u|stories|add|profile|people|pages|s)/)?"
_END = r"([/?#\s]|$)"
_KEPT = "\x01"  # a sign that no cell holds (data/text.py)
_LINKS: tuple[Step, ...] = (
    (r"(://)[^/\s@]+@", r"\1"),
    (rf"\b((?:x|twitter)\.com)/(?:#!/)?[@{_WORD}]+/status(?:es)?/", r"\1/i/status/"),
    (rf"\b(instagram\.com)/[{_WORD}.]+/(p|reel|tv)/", r"\1/\2/"),
    (rf"\b(tiktok\.com)/@[{_WORD}.-]+/(video|photo)/", r"\1/@/\2/"),
    (r"\b(facebook\.com)/(?:profile\.php\?id=|people/[^/\s]+/)\d+", rf"\1/{ACCOUNT}"),
    (_PLACE + f"({_NO_ACCOUNT}){_END}", rf"\1/{_KEPT}\2\3"),
    (_PLACE + rf"({_BEFORE_ACCOUNT})(?:\[@\]|[@+{_WORD}.%~-]+)", rf"\1/\2{ACCOUNT}"),
    (_KEPT, ""),
    (rf"(://[^/\s]+)/[@＠][{_WORD}.-]+(?:[@＠][{_WORD}.-]+)?", rf"\1/{ACCOUNT}"),
)


def private_text(text: str) -> str:
    """Write the SQL of a text without what tells who somebody is."""
    return _masked(text, _ANY, (*_ADDRESSES, *_NUMBERS, *_ACCOUNTS))


def private_word(text: str) -> str:
    """Write the SQL of a topic or a link: the same, but for the numbers, which are no telephone's."""
    return _masked(text, _ANYBODY, (*_ADDRESSES, *_ACCOUNTS))


def private_id(text: str, key: str) -> str:
    """Write the SQL of an id: one that tells whose it is becomes a pseudonym by the key of the store."""
    pseudonym = f"substr(sha256({literal(key)} || {text}), 1, 24)"
    return f"CASE WHEN {private_word(text)} <> {text} THEN {pseudonym} ELSE {text} END"


def _masked(text: str, sign: str, steps: tuple[Step, ...]) -> str:
    """Mask what has a link or a sign of somebody; each pattern stands there once, as each load reads them anew."""
    found = (
        f"CASE WHEN regexp_matches({text}, {literal(_HOST)}, 'i') THEN {_replaced(text, _LINKS)} "
        f"WHEN regexp_matches({text}, {literal(sign)}, 'i') THEN {text} END"
    )
    return f"coalesce({_replaced(found, steps)}, {text})"


def _replaced(text: str, steps: tuple[Step, ...]) -> str:
    for pattern, mask in steps:
        text = f"regexp_replace({text}, {literal(pattern)}, {literal(mask)}, 'gi')"
    return text
