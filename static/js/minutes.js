// The page on which a meeting is minuted: every box an editor that saves by itself, and says so. Without this file the
// boxes are plain forms.
import { Box } from "./minutes/box.js"
import { showKept } from "./minutes/kept.js"
import { Reader } from "./minutes/reader.js"
import { Stock } from "./minutes/stock.js"
import { leftBehind, PREFIX, takeTab } from "./saving/keeping.js"

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
    this.boxes = [...page.querySelectorAll("[data-minute]")].map((place) => new Box(place, this))
    this.stock = new Stock()
    this.reader = new Reader(this)
    window.addEventListener("online", () => this.reached())
    window.addEventListener("storage", ({ key, newValue }) => newValue === null && key?.startsWith(PREFIX) && this.keepHere())
    window.addEventListener("pagehide", () => this.boxes.forEach((box) => box.leave()))
    window.addEventListener("beforeunload", (event) => {
      // what is kept in this browser is there when the page is opened again; only what is not would be lost
      if (this.boxes.some((box) => (box.isUnsaved && !box.isKept) || box.adding.wouldBeLost)) {
        event.preventDefault()
      }
    })
  }

  // what everything that is sent carries
  get keys() {
    const { csrfmiddlewaretoken, form_token } = page.querySelector("#minutes").elements
    return { csrfmiddlewaretoken: csrfmiddlewaretoken.value, form_token: form_token.value }
  }

  async start() {
    await takeTab()
    const left = await leftBehind(this.place)
    const more = left.filter((entry) => !this.boxes.some((box) => box.takeUp(entry) || box.adding.takeUp(entry)))
    showKept(page.querySelector("[data-kept]"), more)
    this.stock.fetch(this.boxes)
  }

  // the connection is back: whatever waits is tried at once
  reached() {
    this.boxes.filter((box) => box.isUnsaved).forEach((box) => box.tryNow())
    this.stock.fetch(this.boxes)
  }

  // signing out in another tab deletes what is kept, and this page still has it
  keepHere() {
    this.boxes.forEach((box) => {
      box.keepHere()
      box.adding.keepHere()
    })
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
