// One text after the other. An answer shows at once: nobody waits for the server, which is given all answers of the
// round each time, so that none is lost on the way and none counts twice.
const BY_KEY = { 1: -1, 2: 0, 3: 1, 4: null, 0: null }
const BACK = ["ArrowLeft", "Backspace", "u"]
const TOO_SOON = 120 // milliseconds: nobody reads a text in less; it was a key that bounced
const LARGE = 140 // characters that stand large; more than MEDIUM of them stand small
const MEDIUM = 420
const rounds = new WeakMap()

export default function ({ data, parentElement, setStateValue }) {
  const round = current(parentElement, data)
  round.leave?.()
  round.send = () => setStateValue("answers", { round: data.id, answers: [...round.answers] })
  const page = elements(parentElement)
  name(page, data.words)
  if (data.by) keepName(data.by)
  const show = () => draw(page, data, round)
  const answer = (given) => give(given, data, round, show)
  const undo = () => takeBack(round, show)
  for (const button of page.answers) button.onclick = () => answer(JSON.parse(button.dataset.answer))
  page.undo.onclick = undo
  const pressed = (event) => press(event, page, answer, undo)
  document.addEventListener("keydown", pressed)
  const ticking = setInterval(() => tick(page, round), 1000)
  round.leave = () => {
    document.removeEventListener("keydown", pressed)
    clearInterval(ticking)
  }
  show()
  return round.leave
}

// A run with the same round goes on where this browser is: it is ahead of the server, never behind.
function current(parentElement, data) {
  const known = rounds.get(parentElement)
  if (known?.id === data.id) return known
  const began = performance.now() - 1000 * data.seconds
  const made = { id: data.id, answers: [...data.answers], began, shown: 0 }
  rounds.set(parentElement, made)
  return made
}

// The next round in this browser asks for a name that is filled in already (pages/_reader.py).
function keepName(by) {
  document.cookie = `ninety_reader=${encodeURIComponent(by)}; path=/; max-age=${365 * 24 * 3600}; samesite=strict`
}

function elements(parent) {
  const at = (place) => parent.querySelector(place)
  return {
    ...{ rail: at(".rail"), done: at(".rail i"), place: at(".place"), clock: at(".clock"), keys: at(".keys") },
    ...{ card: at(".card"), facts: at(".facts"), text: at(".text"), undo: at(".undo") },
    answers: [...parent.querySelectorAll("[data-answer]")],
  }
}

function name(page, words) {
  page.rail.setAttribute("aria-label", words.progress)
  page.clock.setAttribute("aria-label", words.clock)
  page.keys.setAttribute("aria-label", words.keys)
  label(page.undo, "←", words.undo, "U")
  for (const button of page.answers) {
    const [mark, word, key] = words.answers[button.dataset.answer]
    label(button, mark, word, key)
  }
}

function label(button, mark, word, key) {
  const part = (kind, text, hidden) => {
    const made = Object.assign(document.createElement(kind), { textContent: text })
    if (hidden) made.setAttribute("aria-hidden", "true")
    return made
  }
  button.replaceChildren(part("b", mark, true), part("span", word), part("kbd", key, true))
}

function draw(page, data, round) {
  const at = round.answers.length
  const over = at >= data.texts.length
  const { text, facts, language } = over ? { text: data.words.saving, facts: "", language: "" } : data.texts[at]
  page.text.textContent = text // never HTML: these are the words of strangers
  page.text.lang = language
  page.text.className = `text ${text.length <= LARGE ? "large" : text.length <= MEDIUM ? "medium" : "small"}`
  page.text.scrollTop = 0
  page.facts.textContent = facts
  page.place.textContent = data.words.places[Math.min(at, data.texts.length - 1)]
  page.done.style.width = `${(100 * at) / data.texts.length}%`
  page.rail.setAttribute("aria-valuemax", data.texts.length)
  page.rail.setAttribute("aria-valuenow", at)
  page.undo.disabled = at === 0
  for (const button of page.answers) button.disabled = over
  page.text.onscroll = () => scrolled(page.text)
  if (scrolled(page.text)) page.text.tabIndex = 0 // the keyboard scrolls it too
  else page.text.removeAttribute("tabindex")
  page.card.classList.remove("fresh")
  void page.card.offsetWidth // else the browser would not begin the movement anew
  page.card.classList.add("fresh")
  round.shown = performance.now()
  tick(page, round)
}

// A text that goes on below fades out there; tells whether it scrolls at all.
function scrolled(text) {
  const left = text.scrollHeight - text.clientHeight - text.scrollTop
  text.classList.toggle("more", left > 2)
  return text.scrollHeight > text.clientHeight + 2
}

function give(answer, data, round, show) {
  if (round.answers.length >= data.texts.length || performance.now() - round.shown < TOO_SOON) return false
  round.answers.push(answer)
  show()
  round.send()
  return true
}

function takeBack(round, show) {
  if (!round.answers.length) return false
  round.answers.pop()
  show()
  round.send()
  return true
}

function press(event, page, answer, undo) {
  const at = event.composedPath()[0]
  const types = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
  if (types || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const button = BACK.includes(key) ? page.undo : key in BY_KEY ? of(page, BY_KEY[key]) : null
  if (!button || button.disabled) return
  event.preventDefault()
  if (button === page.undo ? undo() : answer(BY_KEY[key])) flash(button)
}

function of(page, given) {
  return page.answers.find((button) => button.dataset.answer === String(given))
}

function flash(button) {
  button.classList.add("pressed")
  setTimeout(() => button.classList.remove("pressed"), 140)
}

function tick(page, round) {
  const seconds = Math.max(0, Math.floor((performance.now() - round.began) / 1000))
  page.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}
