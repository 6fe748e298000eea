// What this browser kept and can't be saved any more, its item being gone or its minutes with the chair: to copy.
import { forget } from "../saving/keeping.js"
import { read } from "./editor.js"

export function showKept(place, entries) {
  const list = place?.querySelector("ul")
  if (!list || !entries.length) {
    return
  }
  list.replaceChildren(...entries.map((entry) => line(entry, place)))
  place.hidden = false
}

function line(entry, place) {
  const template = document.querySelector("[data-kept-entry]")
  const shown = template.content.firstElementChild.cloneNode(true)
  const doc = read(entry.html)
  const words = doc.textBetween(0, doc.content.size, "\n", "\n")
  const when = new Date(entry.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })
  shown.querySelector("[data-kept-title]").textContent = `${entry.title}, kept ${when}`
  const box = shown.querySelector("textarea")
  box.value = words
  box.setAttribute("aria-label", `What was kept: ${entry.title}`)
  shown.querySelector("[data-kept-copy]").addEventListener("click", () => copy(box))
  shown.querySelector("[data-kept-discard]").addEventListener("click", () => {
    forget(entry.key)
    shown.remove()
    place.hidden = place.querySelectorAll("li").length === 0
  })
  return shown
}

function copy(box) {
  box.select()
  navigator.clipboard?.writeText(box.value).catch(() => document.execCommand("copy"))
}
