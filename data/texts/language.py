"""The language of a text, told by a small library without a network; a text too short to tell has none."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from data.texts.tokens import without_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.texts.many import Model

# those of Europe's brands, and the large ones of other scripts, so that none of them is taken for one of ours; with all
# 139 of the library a short Dutch text may be Afrikaans, and a Norwegian one anything
AMONG = "en nl sv ro de fr da no nn es it pt pl fi tr cs hu el ru uk bg ar he fa zh ja ko hi zxx"
NAMED = {"nn": "no", "zxx": None}  # one Norwegian; numbers, codes, names of files
SURE = 0.4  # below it are "ok", "haha", names; 99 of 100 texts of a sentence are above it
READ = 300  # characters: more of them change nothing but the time
AT_ONCE = 1_000  # texts: more of them take memory and no less time


def detect(texts: Sequence[str]) -> list[str | None]:
    """Give the ISO 639-1 code of each text's language; None where nobody could tell, as for emoji or one short word."""
    said: list[str | None] = []
    for first in range(0, len(texts), AT_ONCE):
        answers = model().classify([prepared(text) for text in texts[first : first + AT_ONCE]])
        said += (NAMED.get(language, language) if sure >= SURE else None for language, sure in answers)
    return said


def prepared(text: str) -> bytes:
    """Write the beginning of a text as the library wants it: composed letters as UTF-8, and in lower case."""
    text = without_addresses(text[:READ]).lower()
    return text.encode() if text.isascii() else unicodedata.normalize("NFC", text).encode(errors="surrogatepass")


@cache
def model() -> Model:
    """Load the library's tables: half a second and some 60 MB, for who loads texts only."""
    import numpy as np  # noqa: PLC0415 - start-up pays for none of this
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    from data.texts.many import Model  # noqa: PLC0415

    library = LanguageIdentifier.from_model_file(MODEL_FILE)
    library.set_languages(AMONG.split())
    return Model(
        languages=library.nb_classes,
        moves=np.asarray(library.tk_nextmove),
        rows=np.asarray(library.tk_row),
        features=np.asarray(library.tk_output),
        weights=np.ascontiguousarray(library.nb_ptc, dtype=np.float32),
        prior=np.asarray(library.nb_pc, dtype=np.float32),
    )
