// A decision, an action point or a referral, who comes or leaves, an interest or the chair, without leaving the keyboard:
// the form of its own page, in this one.
import { forget } from "../saving/keeping.js"
import { Part } from "./part.js"

const letters = { d: "decision", a: "action", r: "referral", c: "people", i: "interest", h: "chair" }
// with a copy of the form at hand, a connection that answers no sooner is none
const LONGEST_WAIT = 8000
const SIGNED_OUT = "The form could not be fetched: you are signed out. Sign in in another tab, and open it again."

export class Adding {
  // `box` is the minute that it belongs to: its section, and back() into the editor
  constructor(box) {
    this.box = box
    this.place = box.section.querySelector("[data-adding]")
    this.line = box.section.querySelector("[data-adding-said]")
    this.parts = []
    this.menu = box.section.querySelector("[data-add-menu]")
    this.links = [...this.menu.querySelectorAll("a[data-add]")]
    this.links.forEach((link) => link.addEventListener("click", (event) => this.chosen(event, link)))
    this.menu.addEventListener("keydown", (event) => this.key(event))
    // leaving the editor saves, and what that says may move the link away before the button is let go
    this.menu.addEventListener("mousedown", (event) => event.preventDefault())
  }

  // "/" at the beginning of a line
  ask() {
    this.isAsked = true
    this.links[0]?.focus()
    return this.links.length > 0
  }

  key(event) {
    const at = this.links.indexOf(document.activeElement)
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const byLetter = this.links.find((link) => link.dataset.add === letters[event.key.toLowerCase()])
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return
    }
    if (step) {
      event.preventDefault()
      this.links[(at + step + this.links.length) % this.links.length].focus()
    } else if (event.key === "Escape") {
      event.preventDefault()
      this.box.back()
    } else if (byLetter) {
      event.preventDefault()
      byLetter.click()
    } else if (event.key.length === 1 && this.isAsked && event.key !== " ") {
      // it was a stroke after all
      event.preventDefault()
      this.box.back(event.key === "/" ? "/" : `/${event.key}`)
    }
    this.isAsked = this.isAsked && at >= 0 && event.key === "Shift"
  }

  chosen(event, link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return
    }
    event.preventDefault()
    const address = new URL(link.href)
    const text = this.box.sentence()
    if (text) {
      address.searchParams.set("text", text)
    }
    this.open(address)
  }

  // `kept` is what was typed into this form before, in a tab that is gone
  async open(address, kept) {
    const open = this.parts.find((part) => part.path === address.pathname)
    if (this.isOpening) {
      return
    }
    if (open?.isBegun) {
      open.focus()
      return
    }
    this.isOpening = true
    try {
      this.show(await this.formAt(address), new Part(this, address, this.kindOf(address)), kept)
    } catch {
      // whoever types on must not type into nothing
      this.box.back()
      this.say("The form could not be fetched: there is no connection. Write it in the minute, and add it later.")
    } finally {
      this.isOpening = false
    }
  }

  // as the portal draws it now, or, without a connection or signed out, as it was fetched before
  async formAt(address) {
    const { stock } = this.box.page
    const held = stock.held(address)
    try {
      const page = await this.pageAt(address, held ? { signal: AbortSignal.timeout(LONGEST_WAIT) } : {})
      return page ?? held
    } catch (trouble) {
      if (!held) {
        throw trouble
      }
      return held
    }
  }

  // a referral is a decision too: of one address there is one form at a time, since a copy of it carries one key
  kindOf(address) {
    return this.links.find((link) => link.pathname === address.pathname).dataset.add
  }

  show(page, part, kept) {
    const form = page?.querySelector("main form[method=post]")
    if (!form) {
      this.box.back()
      const place = this.parts.includes(part) ? part : this
      place.say(page ? (page.querySelector("main h1")?.textContent.trim() ?? "") : SIGNED_OUT)
      return
    }
    if (kept) {
      forget(kept.key)
    }
    this.parts.filter((other) => !other.isBegun).forEach((other) => this.close(other))
    part.draw(page, form, kept)
    this.say("")
    if (!this.parts.includes(part)) {
      this.parts.push(part)
      this.place.append(part.shown)
    }
    this.place.hidden = false
    part.shown.dispatchEvent(new CustomEvent("portal:part", { bubbles: true }))
    if (!kept) {
      part.focus()
    }
  }

  // what was kept of a form of this minute: false when it is another's, or its form can't be opened any more
  takeUp(entry) {
    const [item, kind] = entry.item.split("+")
    const link = item === this.box.place.item && this.links.find((each) => each.dataset.add === kind)
    if (!link || !entry.form) {
      return false
    }
    this.turn = (this.turn ?? Promise.resolve()).then(() => this.open(new URL(link.href), entry))
    return true
  }

  // what was taken out of this browser, at signing out in another tab, is still in this page
  keepHere() {
    this.parts.forEach((part) => part.keepHere())
  }

  get wouldBeLost() {
    return this.parts.some((part) => !part.isKept)
  }

  cancel(event, part) {
    event.preventDefault()
    this.close(part)
    this.box.page.stock.fetch([this.box])
    this.say("")
    this.box.back()
  }

  close(part) {
    part.forget()
    part.shown.remove()
    this.parts = this.parts.filter((other) => other !== part)
    this.place.hidden = this.parts.length === 0
  }

  async send(event, part) {
    event.preventDefault()
    const { form } = part
    const button = event.submitter ?? form.querySelector("button[type=submit], input[type=submit], button:not([type])")
    const body = new URLSearchParams(new FormData(form))
    body.set("csrfmiddlewaretoken", this.box.page.keys.csrfmiddlewaretoken)
    if (button?.name) {
      body.append(button.name, button.value)
    }
    button?.setAttribute("disabled", "disabled")
    part.isSent = true
    part.keepHere()
    this.box.page.stock.used(part.path, form.elements.form_token.value)
    try {
      this.sent(await this.answerTo(part, body), part)
    } catch {
      part.say("Not recorded: there is no connection. The form is still here; send it again.", true)
    } finally {
      button?.removeAttribute("disabled")
    }
  }

  // the keys of a page that was drawn before its reader signed in again are old: it is sent once more with new ones
  async answerTo(part, body) {
    const page = await this.pageAt(part.path, { method: "POST", body })
    if (!page?.isRefused) {
      return page
    }
    const who = await this.box.page.reader.who(this.box)
    if (who !== "same") {
      this.box.meets(who)
      return null
    }
    body.set("csrfmiddlewaretoken", this.box.page.keys.csrfmiddlewaretoken)
    return this.pageAt(part.path, { method: "POST", body })
  }

  sent(page, part) {
    if (!page) {
      part.say("Not recorded: you are not signed in. The form is still here; sign in in another tab, and send it again.", true)
    } else if (page.querySelector("[data-minuting]")) {
      this.added(page, part)
    } else {
      this.show(page, part)
    }
  }

  // null when somebody must sign in first
  async pageAt(address, more = {}) {
    const answer = await fetch(address, more)
    if (new URL(answer.url).pathname === new URL(this.box.page.signIn, location.href).pathname) {
      this.box.signedOut()
      return null
    }
    const page = new window.DOMParser().parseFromString(await answer.text(), "text/html")
    page.isRefused = answer.status === 403 || answer.status === 400
    return page
  }

  // what the meeting's page says now of this item, and of who is there, in place
  added(page, part) {
    for (const now of page.querySelectorAll("[data-live][id]")) {
      document.getElementById(now.id)?.replaceWith(now)
    }
    const { section } = this.box
    const fresh = page.getElementById(section.id)
    for (const name of ["records", "facts"]) {
      const now = fresh?.querySelector(`[data-item-${name}]`)
      const old = section.querySelector(`[data-item-${name}]`)
      if (now && old) {
        old.replaceWith(now)
      }
    }
    this.close(part)
    this.box.back()
    this.say(page.querySelector(".govuk-notification-banner__content")?.textContent.trim() ?? "Recorded.")
    this.box.page.stock.fetchAnew(this.box)
  }

  // what came of a form: what is said of the minute itself stands in its own line
  say(words) {
    this.line.textContent = words
  }
}
