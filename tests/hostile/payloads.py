"""What people write, or let others write, to make a page, a spreadsheet or a paper do something.

Each that would call out calls AFAR; each that would run a script sets `window.RAN`; each that would look like
something else than text says MARK in that dress.
"""

from __future__ import annotations

AFAR = "afar.invalid"
MARK = "dressedup"
RAN = "RAN"

PAYLOADS = {
    "script": f"<script>window.{RAN}=1</script>",
    "image that fails": f"<img src=x onerror=window.{RAN}=2>",
    "image from afar": f"<img src='http://{AFAR}/img.png'>",
    "svg": f"<svg/onload=window.{RAN}=3>",
    "frame with a page": f'<iframe srcdoc="<script>parent.{RAN}=4</script>"></iframe>',
    "style": f"<style>@import url(http://{AFAR}/s.css)</style>",
    "link that runs": f"[press](javascript:window.{RAN}=5)",
    "markdown image": f"![seen](http://{AFAR}/md.png)",
    "markdown link": f"[press](http://{AFAR}/md 'here')",
    "reference link": f"[press][1]\n\n[1]: http://{AFAR}/ref",
    "autolink": f"<http://{AFAR}/auto>",
    "bare address": f"see http://{AFAR}/bare or www.{AFAR} or me@{AFAR}",
    "markdown in entities": f"&#33;&#91;seen&#93;(http://{AFAR}/entity.png) &lt;img src=x onerror=window.{RAN}=6&gt;",
    "formula": f'=HYPERLINK("http://{AFAR}/f","press")',
    "sum": "+1-2@x",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula behind a tab": f'\t=WEBSERVICE("http://{AFAR}/tab")',
    "formula behind a line end": f'\r=WEBSERVICE("http://{AFAR}/cr")',
    "formula in full width": "＝1＋1",
    "formula behind nothing": "\u200b=1+1",
    "typst read": '#read("/etc/passwd")',
    "typst image": '#image("/etc/passwd")',
    "typst eval": '#eval("sys.version") #panic("x") @label <label> $x$ \\ /* */ //',
    "vega expression": "datum.constructor.constructor('window.RAN=7')()",
    "vega field": "a.b['c'](\"d\")[0]",
    "tex": rf"$\href{{javascript:window.{RAN}=8}}{{{MARK}tex}}$ $$\includegraphics{{http://{AFAR}/t.png}}$$",
    "coloured": f":red[{MARK}red] :blue-background[{MARK}blue] :small[{MARK}small] :red-badge[{MARK}badge]",
    "icon": ":material/skull: :smile: :streamlit:",
    "markup": f"**{MARK}bold** `{MARK}code` ~~{MARK}gone~~ # {MARK}\n# {MARK}title\n\n| a | b |\n|---|---|\n| c | d |",
    "turned round": "invoice\u202egpj.exe \u2066hidden\u2069 \u200fright",
    "nothing to see": "a\u200bb\u200cc\u2060d\ufeff",
    "controls": "a\x00b\x07c\x1b[31mred\x7f",
    "endless word": "x" * 10_000,
    "path": "../../../../etc/passwd",
    "path of windows": "..\\..\\CON.csv",
    "device": "CON.csv",
    "sql": "'; DROP TABLE posts; --",
    "braces": "{brand} {0} {{x}} %s ${HOME} {brand.__class__}",
    "emoji": "👩‍👩‍👧‍👦 🏴‍☠️ é\u0301\u0301\u0301",
}
EVERY = tuple(PAYLOADS.values())
SHORT = tuple(text for text in EVERY if len(text) < 1_000)


def turned(turn: int) -> tuple[str, ...]:
    """Give them all, beginning with another one each turn: a place for one text holds another one each time."""
    at = turn % len(SHORT)
    return SHORT[at:] + SHORT[:at]


def together(turn: int) -> str:
    """Give all short ones in one text; each turn it begins with another, for only what comes first is a formula."""
    return "\n".join(turned(turn))
