// One record's form, opened under a minute: what is typed into it is kept in this browser until it is recorded.
import { answersOf, fill } from "../saving/answers.js"
import { forgetOf, keep } from "../saving/keeping.js"

let drawn = 0

export class Part {
  isKept = true

  constructor(adding, address, kind) {
    this.adding = adding
    this.address = address
    this.path = address.pathname
    const { place } = adding.box
    this.place = { ...place, item: `${place.item}+${kind}` }
    this.shown = document.createElement("div")
    this.line = document.createElement("p")
    this.line.className = "portal-minuting__said"
    this.line.dataset.addingSaid = ""
    this.line.setAttribute("role", "status")
  }

  // draws the form of the page, instead of what it was; `kept` is what somebody had typed into it before
  draw(page, form, kept) {
    this.form = form
    const heading = document.createElement("h4")
    heading.className = "govuk-heading-s"
    heading.textContent = this.heading = page.querySelector("main h1").textContent
    const warnings = page.querySelectorAll("main .govuk-warning-text, main .govuk-error-summary")
    form.action = this.path
    this.shown.replaceChildren(heading, ...warnings, form, this.line)
    this.say(kept ? "You began this form before, and did not send it: it was kept in this browser." : "")
    setApart(this.shown)
    this.empty = answersOf(form)
    if (kept) {
      fill(form, new URLSearchParams(kept.form))
      form.elements.form_token.value = kept.token
      form.querySelectorAll("details").forEach((each) => (each.open = true))
    }
    this.keepHere()
    for (const happening of ["input", "change"]) {
      form.addEventListener(happening, () => this.keepHere())
    }
    form.addEventListener("keydown", (event) => byName(event, form))
    form.addEventListener("keydown", (event) => event.key === "Escape" && this.adding.cancel(event, this))
    form.addEventListener("submit", (event) => this.adding.send(event, this))
    form.querySelectorAll("a").forEach((link) => link.addEventListener("click", (event) => this.adding.cancel(event, this)))
  }

  // of this form alone: what is said of another one, or of the minute, stands elsewhere
  say(words, isTrouble = false) {
    this.line.textContent = words
    this.line.classList.toggle("portal-minuting__trouble", isTrouble)
  }

  // whether it would be a loss to take it away
  get isBegun() {
    return this.isSent || answersOf(this.form) !== this.empty
  }

  keepHere() {
    if (!this.isBegun) {
      this.forget()
      return
    }
    const { number, title } = this.adding.box
    const kept = { form: answersOf(this.form), token: this.form.elements.form_token.value, html: this.words() }
    this.isKept = keep(this.place, { ...kept, title: `${number} ${title}: ${this.heading}` })
  }

  // what was typed, to be copied where its form can't be opened any more
  words() {
    const words = document.createElement("div")
    for (const field of this.form.querySelectorAll("textarea, input:not([type]), input[type=text]")) {
      if (field.value) {
        words.append(document.createElement("p"))
        words.lastChild.textContent = field.value
      }
    }
    return words.innerHTML
  }

  forget() {
    this.isKept = true
    forgetOf(this.place)
  }

  focus() {
    const fields = "input:not([type=hidden]), textarea, select"
    const first = this.shown.querySelector(".govuk-error-summary") ?? this.form.querySelector(fields) ?? this.form.querySelector("button")
    first?.focus()
  }
}

// the same form may stand under two minutes at once: nothing in the page has the name of something else
function setApart(part) {
  drawn += 1
  const renamed = (names) => names.split(" ").map((name) => `part-${drawn}-${name}`).join(" ")
  for (const name of ["for", "aria-describedby", "aria-labelledby", "aria-controls", "data-aria-controls", "id"]) {
    part.querySelectorAll(`[${name}]`).forEach((each) => each.setAttribute(name, renamed(each.getAttribute(name))))
  }
  part.querySelectorAll('a[href^="#"]').forEach((link) => link.setAttribute("href", `#${renamed(link.hash.slice(1))}`))
}

// in a list of people a letter leads to the next whose name begins with it
function byName(event, form) {
  const rows = [...form.querySelectorAll("[data-name]")]
  if (!rows.length || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) {
    return
  }
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const others = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
  const named = others.find((row) => row.dataset.name.toLowerCase().startsWith(event.key.toLowerCase()))
  if (named && event.key !== " ") {
    event.preventDefault()
    named.querySelector("button").focus()
  }
}
