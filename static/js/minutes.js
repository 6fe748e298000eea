// The page on which a meeting is minuted: every box an editor that saves by itself, and says so. Without this file the
// boxes are plain forms.
import { Box } from "./minutes/box.js"
import { showKept } from "./minutes/kept.js"
import { leftBehind, takeTab } from "./saving/keeping.js"

const page = document.querySelector("[data-minuting]")

class Minuting {
  constructor() {
    const { person, meeting, signIn } = page.dataset
    this.place = { person, meeting }
    this.signIn = signIn
    this.bar = page.querySelector("[data-minuting-said]")
    if (page.querySelector("[data-minute]")) {
      page.querySelectorAll("#typing [data-plain]").forEach((part) => part.remove())
      page.querySelectorAll("#typing [data-rich]").forEach((part) => (part.hidden = false))
    }
    this.boxes = [...page.querySelectorAll("[data-minute]")].map((form) => new Box(form, this))
    window.addEventListener("online", () => this.boxes.forEach((box) => box.isUnsaved && box.save()))
    document.addEventListener("visibilitychange", () => !document.hidden && this.boxes.forEach((box) => box.goOn()))
    window.addEventListener("pagehide", () => this.boxes.forEach((box) => box.leave()))
    window.addEventListener("beforeunload", (event) => {
      // what is kept in this browser is there when the page is opened again; only what is not would be lost
      if (this.boxes.some((box) => box.isUnsaved && !box.isKept)) {
        event.preventDefault()
      }
    })
  }

  async start() {
    await takeTab()
    const left = await leftBehind(this.place)
    const more = left.filter((entry) => !this.boxes.some((box) => box.takeUp(entry)))
    showKept(page.querySelector("[data-kept]"), more)
  }

  // one line for the whole page; read out only when it says something else than before
  told() {
    const unsaved = this.boxes.filter((box) => box.isTrouble)
    const words = unsaved.length
      ? `Not saved: ${unsaved.length === 1 ? `item ${unsaved[0].number}` : `${unsaved.length} items`}. ${unsaved[0].said}`
      : this.boxes.some((box) => box.at)
        ? "Everything is saved"
        : "Saves by itself"
    if (this.bar.textContent !== words) {
      this.bar.textContent = words
      this.bar.classList.toggle("portal-minuting__trouble", unsaved.length > 0)
    }
  }

  next(box, way) {
    const other = this.boxes[this.boxes.indexOf(box) + way]
    other?.back()
    return Boolean(other)
  }
}

if (page) {
  new Minuting().start()
}
