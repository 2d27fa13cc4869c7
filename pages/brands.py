"""Brands: those that somebody may see, how each is filled, and what can be done with a brand as a whole."""

import streamlit as st

from data.brand_files.belongings import archived
from pages._brand_made import make
from pages._brand_rows import archive, row, said
from pages._portfolio_rows import STYLE
from pages._session import brands, open_page, words

say = words()
if not (brands() or archived()):
    open_page("start")

st.html(STYLE)
said()
st.caption(say("brands.count", n=len(brands())))
for key, path in brands().items():
    row(key, path)
make()
archive()
