"""Why a baseline or target cannot be read, and what would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.words import Words


@dataclass(frozen=True)
class TargetError:
    """Why a baseline or target cannot be read: text key `target_error.<why>`."""

    text: str
    why: str
    word: str = ""
    suggestion: str = ""  # what the person may have meant: always something that can be read

    def describe(self, words: Words) -> str:
        """Say it in the reader's language, with what may have been meant."""
        said = words(f"target_error.{self.why}", text=self.text, word=self.word, suggestion=self.suggestion)
        if not self.suggestion or self.why == "other_currency":  # which names the plan's currency
            return said
        return f"{said} {words('target.meant', suggestion=self.suggestion)}"


class UnreadableError(Exception):
    """Arguments: why, and optionally the word and a suggestion."""
