"""The rules: what each one says now and why, how often it fired, and the form in which a team writes its own."""

from pages._rule_card import one_rule
from pages._rule_draft import open_form
from pages._rule_editor import editor
from pages._rule_list import every_rule
from pages._rule_state import chosen_rule, judge, told

told()
if form := open_form():
    editor(form)
else:
    judge()
    if rule := chosen_rule():
        one_rule(rule)
    else:
        every_rule()
