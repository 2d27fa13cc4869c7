"""Every thing that is done to a brand, or to Ninety, and the right it needs: what docs/access.md shows and tests try.

The code that does it asks for itself, where it does it (data/access/acting.py); this table is what it is held against.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from data.access.rights import Right

if TYPE_CHECKING:
    from collections.abc import Mapping

_GRANTED: dict[Right, tuple[str, ...]] = {
    Right.VIEW: ("issue", "sign_in", "sign_out"),
    Right.UPLOAD: (
        *("load", "undo", "reanswer", "label", "take_back_label", "rows", "upload_settings"),
        *("format", "rename_format", "remove_format"),
    ),
    Right.DECIDE: ("journal", "thread", "annotate", "edit_annotation", "remove_annotation"),
    Right.DEFINE: ("plan", "define_settings", "set_zone", "brand_names", "topics", "model", "scorer"),
    Right.ADMINISTER: (
        *("administer_settings", "send_now", "send_again", "try_outlet", "rebuild", "backup", "restore"),
        *("brand_made", "brand_renamed", "brand_archived", "brand_brought_back", "brand_taken", "brand_deleting"),
        *("brand_deleted", "access_list"),
        *("retention", "retention_days", "erase", "destroy_key"),
    ),
}
ACTIONS: Mapping[str, Right] = MappingProxyType({what: right for right, some in _GRANTED.items() for what in some})
