"""The language of short texts is told, without a network, or not told where nobody could."""

from __future__ import annotations

import socket
import subprocess
import sys
from time import process_time

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from data.texts.language import AMONG, SURE, detect, model, prepared

SAID = {
    "en": ("Still waiting for a reply", "What time do you open on Saturday?", "so happy with this little thing!"),
    "nl": ("Ik wacht nog steeds op antwoord", "Hoe laat gaan jullie zaterdag open?", "zo blij met dit dingetje!"),
    "sv": ("Jag väntar fortfarande på svar", "Hur dags öppnar ni på lördag?", "så glad över den här lilla grejen!"),
    "ro": ("Inca astept un raspuns", "La ce oră deschideți sâmbătă?", "sunt asa de fericita cu asta!"),
    "de": ("Ich warte immer noch auf eine Antwort", "Wann macht ihr am Samstag auf?", "so froh über das kleine Ding!"),
    "fr": ("J'attends toujours une réponse", "À quelle heure ouvrez-vous samedi ?", "trop contente de ce petit truc !"),
    "da": ("Jeg venter stadig på et svar fra jer", "Hvornår åbner I på lørdag?", "Sikke en dejlig dag"),
    "no": ("Jeg venter fortsatt på svar fra dere", "Når åpner dere på lørdag?", "Tusen takk for rask hjelp"),
    "es": ("Sigo esperando una respuesta", "¿A qué hora abrís el sábado?", "¡qué contenta estoy con esto!"),
    "ja": ("土曜日は何時に開きますか",),
    "ar": ("متى تفتحون يوم السبت",),
    "ru": ("Когда вы открываетесь в субботу?",),
    "pl": ("O której otwieracie w sobotę?",),
}
NOBODY_COULD = (
    "",
    " ",
    "😍😍",
    "ok",
    "haha",
    "123",
    "@anna",
    "https://example.com/het-boek",
    "\x00",
    "!!!",
    "X200",
)


@pytest.mark.parametrize("language", SAID)
def test_a_short_text_is_told(language: str) -> None:
    assert detect(SAID[language]) == [language] * len(SAID[language])


def test_what_nobody_could_tell_is_not_told() -> None:
    assert detect(NOBODY_COULD) == [None] * len(NOBODY_COULD)


def test_answers_are_the_library_s_own() -> None:
    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    library.set_languages(AMONG.split())
    texts = [prepared(text) for said in (*SAID.values(), NOBODY_COULD) for text in said]
    for text, (language, sure) in zip(texts, model().classify(texts), strict=True):
        their_language, their_sure = library.classify(text)
        assert sure == pytest.approx(their_sure, abs=1e-3)
        assert language == their_language or sure < SURE


def test_a_text_has_one_language_in_whatever_company() -> None:
    texts = [text for said in SAID.values() for text in said]
    assert [detect([text])[0] for text in texts] == detect(texts)
    assert detect(texts * 80)[-len(texts) :] == detect(texts)
    assert detect([]) == []


def test_accounts_and_links_do_not_speak() -> None:
    link = "@the_best_of_the_world https://example.com/this-is-an-english-link"
    assert detect([f"{link} Hoe laat gaan jullie open?"]) == ["nl"]


def test_nothing_breaks_it_and_no_length_takes_long() -> None:
    hostile = [
        "\ud800 hej",
        "\u202e" * 500,
        "x" * 100_000,
        "@" * 100_000,
        "a@" * 50_000,
        "\u0301" * 9_000,
        "土" * 100_000,
    ]
    detect(["warm"])
    began = process_time()
    assert len(detect(hostile * 20)) == 140
    assert process_time() - began < 2


def test_no_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    model.cache_clear()
    assert detect(SAID["nl"]) == ["nl"] * 3


def test_a_start_without_texts_does_not_pay() -> None:
    names = "{'numpy', 'py3langid', 'data.texts.lists'}"
    code = f"import sys, data.texts.scorer, data.texts.language; print(sorted({names} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
