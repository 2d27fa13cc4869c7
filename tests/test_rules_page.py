"""The rules page: what each rule says, and a team that writes, switches and takes back its own."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kpi.periods import Week
from kpi.plan import Plan
from kpi.rule.rulebook import in_force, read_rulebook, save
from kpi.rule.rules import load_rules
from kpi.words import LANGUAGES, Words
from pages._parts import escape
from pages._rule_past import _weeks_in, timeline
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from data.store import Store

FIRST = load_rules()[0].id  # pause scaling


@pytest.fixture
def sample(sample_home: Path, tmp_path: Path) -> None:
    """Copy the sample brand, whose store the pages open by its path."""
    shutil.copytree(sample_home, tmp_path, dirs_exist_ok=True)


def opened(rule: str) -> AppTest:
    """Open a rule by its address."""
    page = visit("rules")
    page.query_params["rule"] = rule
    page.run()
    assert not page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def write(page: AppTest, name: str = "CTR too low", amount: str = "2%") -> AppTest:
    """Fill in a rule: CTR below a limit."""
    press(page, "new_rule")
    page.selectbox(key="rule_1_0_kpi").set_value("ctr").run()
    page.selectbox(key="rule_1_0_movement").set_value("below").run()
    page.text_input(key="rule_1_0_amount").set_value(amount).run()
    page.text_input(key="rule_1_name").set_value(name)
    page.text_area(key="rule_1_action").set_value("Look at the *creative*.").run()
    assert not page.exception
    return page


# -- the list ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("noordlicht")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_a_sentence_before_there_are_data(language: str) -> None:
    page, say = visit("rules", language=language), Words(language)
    said = read(page).replace("\\", "")
    assert said.count(say("rules.if", when="|", verdict="|").split("|")[0].strip() + " ") >= len(load_rules())
    assert {
        "en": "If CTR rises and",
        "nl": "Als de CTR stijgt en",
        "sv": "Om CTR ökar och",
        "ro": "Dacă CTR-ul crește și",
    }[language] in said
    assert page.info[0].value == say("rules.no_plan")
    assert [header.value.split(" · ")[0] for header in page.header] == [
        say("rules.group.blind"),
        say("rules.group.off"),
    ]


@pytest.mark.usefixtures("noordlicht")
def test_a_rule_opens_by_its_address_and_says_why_nothing_is_judged() -> None:
    page = opened(FIRST)
    assert page.header[0].value == "Pause scaling"
    assert "There is no plan yet" in read(page)
    press(page, "all_rules")
    assert len(page.header) == 2


def test_a_plan_without_data_says_that_there_are_none(noordlicht: Store) -> None:
    noordlicht.save_plan(Plan(brand="Noordlicht Energie", start=date(2026, 9, 26)).model_dump_json())
    assert visit("rules").info[0].value.startswith("There are no data yet")
    assert "There are no data yet" in read(opened(FIRST))


def test_a_rule_that_cannot_be_read_any_more_is_named(noordlicht: Store) -> None:
    noordlicht.set_settings({"rules": '{"rules": [{"id": "own_7", "verdict": "stop", "when": []}]}'})
    page = visit("rules")
    assert "own\\_7" in page.warning[0].value
    assert len(page.header) == 2


# -- writing one -------------------------------------------------------------------------------------


def test_an_error_stays_in_the_form_and_loses_nothing(noordlicht: Store) -> None:
    page = write(visit("rules"), amount="2 uur")
    press(page, "save_rule")
    assert [text.value for text in page.markdown if ":red[" in text.value] == [
        ":red[:material/error: “2 uur”\\: this KPI is a percentage\\, such as 2\\.6\\%\\.]"
    ]
    assert page.text_input(key="rule_1_0_amount").value == "2 uur"
    assert page.text_input(key="rule_1_name").value == "CTR too low"
    assert read_rulebook(noordlicht).rules == ()
    page.switch_page("monday.py").run()
    page.switch_page("rules.py").run()  # a look at another page loses nothing either
    assert page.text_area(key="rule_1_action").value == "Look at the *creative*."


def test_empty_fields_are_named_when_somebody_saves(noordlicht: Store) -> None:
    page = press(visit("rules"), "new_rule")
    assert not any(":red[" in text.value for text in page.markdown)
    press(page, "save_rule")
    assert sum(":red[" in text.value for text in page.markdown) == 3
    assert page.warning[0].value == "3 fields need another look; what you wrote is still there."
    press(page, "cancel_rule")
    assert read_rulebook(noordlicht).rules == ()


def test_a_test_asks_for_signs_only(noordlicht: Store) -> None:
    page = press(press(visit("rules"), "new_rule"), "test_rule")
    assert [text.value for text in page.markdown if ":red[" in text.value] == [":red[:material/error: Choose a KPI\\.]"]
    page.selectbox(key="rule_1_0_kpi").set_value("ctr").run()
    press(page, "test_rule")
    assert not any(":red[" in text.value for text in page.markdown)
    assert "A test needs data and a plan." in read(page)
    press(page, "save_rule")
    assert sum(":red[" in text.value for text in page.markdown) == 2  # its name, and what to do
    assert read_rulebook(noordlicht).rules == ()


def test_a_saved_rule_says_who_changed_it_and_can_be_taken_back(noordlicht: Store) -> None:
    page = press(write(visit("rules")), "save_rule")
    assert page.success[0].value.startswith("“CTR too low” is saved.")
    assert "If CTR is below 2\\%\\: REVIEW\\. Look at the \\*creative\\*\\." in read(page)
    assert f"by {escape('test@example.com')}" in read(page)
    assert [rule.id for rule in in_force(noordlicht)][-1] == "own_1"
    press(page, "switch_rule")
    assert [rule.id for rule in in_force(noordlicht)][-1] != "own_1"
    press(page, "delete_rule_now")
    assert read_rulebook(noordlicht).rules == ()
    assert page.dataframe[0].value["what"].tolist() == [
        "Deleted: CTR too low",
        "Switched off: CTR too low",
        "New: CTR too low",
    ]
    press(page, "undo_rules")  # the newest: deleting it
    assert [rule.name for rule in read_rulebook(noordlicht).rules] == ["CTR too low"]


def test_a_declared_rule_is_edited_switched_off_and_restored(noordlicht: Store) -> None:
    page = press(opened(FIRST), "edit_rule")
    page.number_input(key="rule_1_weeks").set_value(2).run()
    press(page, "save_rule")
    assert "net sentiment falls\\, 2 weeks running\\: STOP" in read(page)
    edited = read_rulebook(noordlicht).rule(FIRST)
    assert edited is not None
    assert (edited.weeks, edited.name, edited.when) == (2, None, load_rules()[0].when)  # it still speaks four languages
    press(page, "switch_rule")
    assert FIRST not in [rule.id for rule in in_force(noordlicht)]
    press(page, "restore_rule")
    press(page, "switch_rule")
    assert in_force(noordlicht)[0] == load_rules()[0]


def test_legs_are_added_and_removed_with_what_stands_in_them(noordlicht: Store) -> None:
    page = write(visit("rules"))
    press(page, "add_leg")
    page.selectbox(key="rule_1_1_kpi").set_value("net_sentiment").run()
    page.selectbox(key="rule_1_1_movement").set_value("falls").run()
    page.multiselect(key="rule_1_1_topics").set_value(["AI"]).run()
    press(page, "remove_leg_0")
    press(page, "save_rule")
    (rule,) = read_rulebook(noordlicht).rules
    assert [(leg.kpi, leg.movement, leg.topics) for leg in rule.when] == [("net_sentiment", "falls", ("AI",))]


def test_a_copy_is_a_rule_of_its_own(noordlicht: Store) -> None:
    page = press(opened(FIRST), "copy_rule")
    assert page.text_input(key="rule_1_name").value == "Copy of Pause scaling"
    press(page, "save_rule")
    (copied,) = read_rulebook(noordlicht).rules
    assert (copied.id, copied.seed, copied.when) == ("own_1", None, load_rules()[0].when)


def test_a_colleague_s_change_meanwhile_is_told(noordlicht: Store) -> None:
    page = press(opened(FIRST), "edit_rule")
    save(noordlicht, read_rulebook(noordlicht).switch(load_rules()[1].id, on=False), "Bo")
    page.run()
    assert not page.warning  # of another rule
    save(noordlicht, read_rulebook(noordlicht).put(load_rules()[0].model_copy(update={"weeks": 4})), "Bo")
    page.run()
    assert page.warning[0].value.startswith("A colleague changed this rule")


# -- the timeline ------------------------------------------------------------------------------------


def test_timeline_keeps_the_order_of_the_weeks_whatever_fired_when() -> None:
    spec = timeline((("x", "2026-W40"), ("*", "2026-W47")), ("*", "x"), "2026-W47", "en")
    weeks = [week.id for week in Week(2026, 47).last(26)]
    assert {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in spec["layer"]} == {tuple(weeks)}
    (rows,) = spec["datasets"].values()
    assert len(rows) == 2 * 26
    assert [(row["place"], row["week"]) for row in rows if row["role"] == "fired"] == [
        ("the whole brand", "2026-W47"),
        ("X", "2026-W40"),
    ]


def test_weeks_that_follow_each_other_are_told_as_one_span() -> None:
    weeks = [Week(2026, 53), Week(2027, 1), Week(2027, 3)]
    assert _weeks_in("x", weeks, Words("en")) == "X: weeks 53–1 and 3"
    assert _weeks_in("*", weeks[2:], Words("ro")) == "Întregul brand: săptămâna 3"


# -- on the weeks of a brand -------------------------------------------------------------------------


@pytest.mark.usefixtures("sample")
def test_a_rule_is_tested_on_past_weeks_saved_and_followed_by_monday() -> None:
    page = press(write(visit("rules")), "test_rule")
    page.run()
    said = read(page).replace("\\", "")
    assert "It would have fired in 5 of the last 26 weeks." in said
    assert "- The whole brand: weeks 43–47" in said
    assert "quiet quarters it would fire somewhere by chance" in said
    press(page, "save_rule")
    assert ":material/check_circle: There :blue-badge[● Signal]" in read(page)
    page.switch_page("monday.py").run()
    assert "CTR too low" in read(page)


@pytest.mark.usefixtures("sample")
def test_a_rule_shows_its_legs_in_each_place_with_what_is_missing() -> None:
    page = opened("match_landing")
    said = read(page).replace("\\", "")
    assert "**CTR rises**" in said
    assert "It did not fall." in said
    assert "n = " in said
    press(page, "kpi_of_leg_0")
    assert page.title[0].value == "One KPI"
