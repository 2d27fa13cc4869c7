"""Every alert and every target off its way, from its first week to its end; at the foot, where news of them goes."""

import streamlit as st

from pages._alert_list import alert_list, no_alerts
from pages._cases import all_cases, told_problem
from pages._outlets import outlets
from pages._session import watch, words

watch()
st.markdown(words()("alerts.about"))
told_problem()
if found := all_cases():
    alert_list(found)
else:
    no_alerts()

outlets()
