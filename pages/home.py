"""The root address: Monday when there is something to review, the start when there is not."""

from pages._session import brands, open_page, weeks

open_page("monday" if brands() and weeks() else "start")
