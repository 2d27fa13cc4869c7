"""How exports name a language -> its ISO 639-1 code: `nl`, `NL-be`, `dut`, `Dutch`, `Nederlands`.

Only languages that people really meet in such exports stand here by name; any two letters are taken for a code.
What says that nobody knows (`und`, `unknown`, `qme`) is no language.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from types import MappingProxyType

_NAMES = MappingProxyType({
    "ar": "ara arabic العربية", "bg": "bul bulgarian български", "bs": "bos bosnian bosanski",
    "ca": "cat catalan català", "cs": "ces cze czech čeština", "da": "dan danish dansk",
    "de": "deu ger german deutsch duits tyska germană", "el": "ell gre greek ελληνικά",
    "en": "eng english engels engelska engleză", "es": "spa spanish castilian español spaans spanska spaniolă",
    "et": "est estonian eesti", "fa": "fas per persian farsi فارسی", "fi": "fin finnish suomi",
    "fr": "fra fre french français francais frans franska franceză", "ga": "gle irish gaeilge",
    "he": "heb hebrew iw עברית", "hi": "hin hindi हिन्दी", "hr": "hrv croatian hrvatski",
    "hu": "hun hungarian magyar", "id": "ind indonesian indonesia", "is": "isl ice icelandic íslenska",
    "it": "ita italian italiano italiaans italienska italiană", "ja": "jpn japanese 日本語", "ko": "kor korean 한국어",
    "lt": "lit lithuanian lietuvių", "lv": "lav latvian latviešu", "mk": "mkd mac macedonian македонски",
    "ms": "msa may malay melayu", "mt": "mlt maltese malti",
    "nl": "nld dut dutch nederlands flemish vlaams nederländska holländska neerlandeză olandeză",
    "no": "nor nob nno norwegian norsk nb nn bokmål nynorsk", "pl": "pol polish polski",
    "pt": "por portuguese português portugees portugisiska portugheză",
    "ro": "ron rum romanian română roemeens rumänska",
    "ru": "rus russian русский", "sk": "slk slo slovak slovenčina", "sl": "slv slovenian slovene slovenščina",
    "sq": "sqi alb albanian shqip", "sr": "srp serbian српски srpski", "sv": "swe swedish svenska zweeds suedeză",
    "th": "tha thai ไทย", "tr": "tur turkish türkçe turks turkiska turcă", "uk": "ukr ukrainian українська",
    "ur": "urd urdu اردو", "vi": "vie vietnamese", "zh": "zho chi chinese 中文 cmn mandarin",
})  # fmt: skip
_CODE = re.compile(r"([a-z]{2,3})(?:[-_ ].*)?")
_NOBODY_KNOWS = frozenset({"un", "xx", "zz", "und", "unk", "mul", "zxx"})


@lru_cache(maxsize=1000)
def iso(said: str | None) -> str | None:
    """Give the ISO 639-1 code of a language as an export names it; None where it names none, or one unknown here."""
    word = (said or "").strip().lower()
    if found := _known().get(word):
        return found
    if not (code := _CODE.fullmatch(word)) or code[1] in _NOBODY_KNOWS:
        return _known().get(word.partition(" ")[0].partition("(")[0])
    return _known().get(code[1]) or (code[1] if len(code[1]) == 2 else None)


@cache
def _known() -> dict[str, str]:
    return {name: code for code, names in _NAMES.items() for name in (code, *names.split())}
