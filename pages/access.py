"""Who may do what with the brand, and who did what: the access list, and the log of every change and refusal."""

from pages._access_list import people
from pages._access_log import log

people()
log()
