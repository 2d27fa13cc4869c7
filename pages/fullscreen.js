// Fill the screen with the page, or give it back: by the button, or by the letter F where nobody types.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const page = document.documentElement
  if (!page.requestFullscreen) {
    button.remove()
    return
  }
  button.replaceChildren(data.label, Object.assign(document.createElement("kbd"), { textContent: "F" }))
  const turn = () => (document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen()).catch(() => {})
  const typed = (event) => {
    const at = event.composedPath()[0]
    const types = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
    if (event.key.toLowerCase() === "f" && !types && !event.ctrlKey && !event.metaKey && !event.altKey) turn()
  }
  button.onclick = turn
  document.addEventListener("keydown", typed)
  return () => document.removeEventListener("keydown", typed)
}
