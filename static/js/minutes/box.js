// One item's minute: its editor, what is saved of it, and what came in the way.
import { Adding } from "./adding.js"
import { commands, edit, read, replace, sentenceAt, write } from "./editor.js"
import { forget, forgetOf, keep } from "../saving/keeping.js"
import { Saving } from "../saving/saving.js"

const PAUSE = 1500
const LONGEST_WAIT = 5000
// a connection that answers no sooner is none
const LONGEST_SAVE = 20000

export class Box extends Saving {
  // `place` holds the plain box that the editor takes the place of
  constructor(place, page) {
    super()
    this.plain = place
    this.page = page
    this.section = place.closest("[data-item]")
    this.place = { ...page.place, item: this.section.dataset.item }
    this.number = this.section.dataset.number
    this.title = this.section.dataset.title
    this.version = Number(place.querySelector("[data-version]").value)
    this.address = place.dataset.minute
    this.line = this.section.querySelector("[data-said]")
    this.saved = read(place.querySelector("template").innerHTML)
    this.draw()
    this.adding = new Adding(this)
  }

  draw() {
    const box = this.plain.querySelector("textarea")
    const place = document.createElement("div")
    place.className = "portal-editor"
    this.view = edit(
      place,
      this.saved,
      {
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": `${box.id}-label`,
        "aria-describedby": "typing",
        class: "govuk-textarea portal-editor__text",
        id: `${box.id}-editor`,
        spellcheck: "true",
        lang: "en-GB",
      },
      {
        changed: () => this.changed(),
        left: () => this.isUnsaved && this.save(),
        entered: () => this.entered(),
        slash: () => this.adding.ask(),
        next: (way) => this.page.next(this, way),
      },
    )
    box.hidden = true
    box.before(place)
    place.before(this.toolbar())
    this.plain.querySelectorAll("[data-plain]").forEach((part) => part.remove())
    this.section.querySelector(`label[for="${box.id}"]`).addEventListener("click", () => this.back())
  }

  toolbar() {
    const bar = document.querySelector("[data-toolbar]").content.firstElementChild.cloneNode(true)
    bar.setAttribute("aria-label", `Format the minute of item ${this.number}`)
    const buttons = [...bar.querySelectorAll("button")]
    buttons.forEach((button, n) => {
      button.tabIndex = n ? -1 : 0
      button.addEventListener("mousedown", (event) => event.preventDefault())
      button.addEventListener("click", () => {
        commands[button.dataset.command](this.view.state, this.view.dispatch)
        this.view.focus()
      })
    })
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (step) {
        const at = buttons.indexOf(document.activeElement)
        buttons[(at + step + buttons.length) % buttons.length].focus()
      }
    })
    return bar
  }

  // ── what stands in the editor, and what is saved ─────────────────────────────────────────────────────────────────

  get isUnsaved() {
    return !this.view.state.doc.eq(this.saved)
  }

  get signIn() {
    return this.page.signIn
  }

  get isTrouble() {
    return this.isUnsaved && Boolean(this.said)
  }

  changed() {
    this.keepHere()
    if (this.conflict || this.isClosed || this.isStopped) {
      return
    }
    this.soon(PAUSE, LONGEST_WAIT)
    this.show("", this.said ? this.line.textContent : "Not saved yet")
  }

  keepHere() {
    const { html, version, title } = { html: write(this.view.state.doc), version: this.version, title: `${this.number} ${this.title}` }
    this.isKept = this.isUnsaved ? keep(this.place, { html, version, title }) : true
    if (!this.isUnsaved) {
      forgetOf(this.place)
    }
  }

  async save(choice = "") {
    clearTimeout(this.timer)
    if (this.isSending || this.isClosed || this.isStopped || (this.conflict && !choice)) {
      return
    }
    if (!this.isUnsaved && !choice) {
      this.trouble("", this.at ? `Saved ${this.at}` : "")
      return
    }
    this.isSending = true
    const sent = this.view.state.doc
    const version = choice ? this.conflict.version : this.version
    try {
      // what is wrong is said until it is right: a line that shrinks would move the links below from under the pointer
      if (!this.said) {
        this.show("", "Saving…")
      }
      const fields = { html: write(sent), version, keep: choice }
      const answer = await fetch(this.address, this.request(fields, { signal: AbortSignal.timeout(LONGEST_SAVE) }))
      await this.answered(answer, sent)
    } catch {
      this.failed("There is no connection.")
    } finally {
      this.isSending = false
    }
    if (this.isUnsaved && !this.said && !this.conflict) {
      this.plan(PAUSE)
    }
  }

  request(fields, more = {}) {
    return { method: "POST", redirect: "manual", body: new URLSearchParams({ ...this.page.keys, ...fields }), ...more }
  }

  heard(news, sent) {
    this.isRenewed = false
    if (news.state === "saved") {
      this.wasSaved(news, sent)
    } else if (news.state === "conflict") {
      this.conflicts(news)
    } else if (news.state === "closed") {
      this.isClosed = true
      this.trouble(`${news.said} Copy what you wrote before you leave the page.`)
    } else {
      this.trouble(news.said)
    }
  }

  wasSaved(news, sent) {
    this.version = news.version
    this.at = news.at
    this.since = null
    this.endConflict()
    const now = read(news.html)
    // "both" comes back with their words in it; what was typed since is on top of what was sent
    if (this.view.state.doc.eq(sent) && !now.eq(sent) && this.hasTheirs) {
      replace(this.view, now)
    }
    this.hasTheirs = false
    this.saved = this.view.state.doc.eq(now) ? now : sent
    this.keepHere()
    this.section.querySelector("[data-unminuted]")?.remove()
    this.section.querySelector("[data-revisions]").hidden = news.version === 0
    this.trouble("", `Saved ${news.at}`)
  }

  // ── when it could not be saved ───────────────────────────────────────────────────────────────────────────────────

  // `said` is what is wrong, "" when nothing is
  trouble(said, otherwise = "") {
    this.said = said
    this.show(said, said ? `Not saved. ${said}` : otherwise)
    this.page.told()
  }

  show(said, words) {
    this.line.textContent = words
    this.line.classList.toggle("portal-minuting__trouble", Boolean(said))
  }

  reached() {
    this.page.reached()
  }

  // ── when its reader is not signed in any more ────────────────────────────────────────────────────────────────────

  signedOut() {
    this.meets("nobody")
  }

  // signing in makes every key of the page old: it is given new ones, but is not refused twice
  async refused() {
    const who = this.isRenewed ? "out of date" : await this.page.reader.who(this)
    this.isRenewed = who === "same"
    this.meets(who)
  }

  // who is found to be signed in; `waitsFor` is said of a box that goes on by itself when it is its reader again: who may
  // not write here may have signed in in between
  meets(who) {
    this.waitsFor = who === "same" || who === "out of date" ? "" : who
    this.isStopped = who !== "same"
    if (who === "same") {
      this.said = ""
      this.plan(0)
    } else if (who === "nobody") {
      super.signedOut()
    } else if (who === "another") {
      this.stop("Somebody else is signed in in this browser now. Sign in as yourself in another tab, and this is saved.")
    } else {
      this.stop("This page is out of date, or you may not write here any more.", "Reload the page", location.href)
    }
  }

  // ── two people at once ───────────────────────────────────────────────────────────────────────────────────────────

  conflicts(news) {
    this.conflict = news
    const place = this.section.querySelector("[data-conflict]")
    const shown = document.querySelector("[data-conflict-choice]").content.cloneNode(true)
    shown.querySelector("[data-shown]").innerHTML = news.shown
    shown.querySelectorAll("button").forEach((button) => {
      button.addEventListener("click", () => this.resolve(button.dataset.keep))
    })
    place.replaceChildren(shown)
    place.hidden = false
    this.trouble("Somebody else saved this minute while you were writing. Choose below what to keep.")
  }

  resolve(choice) {
    if (choice === "theirs") {
      const theirs = read(this.conflict.html)
      const { version, at } = this.conflict
      replace(this.view, theirs)
      this.wasSaved({ version, at, html: this.conflict.html }, this.view.state.doc)
    } else {
      this.hasTheirs = choice === "both"
      this.save(choice)
    }
    this.view.focus()
  }

  endConflict() {
    this.conflict = null
    const place = this.section.querySelector("[data-conflict]")
    place.hidden = true
    place.replaceChildren()
  }

  entered() {
    this.page.stock.fetch([this])
    this.refresh()
  }

  // on coming back to a minute, what somebody else has saved of it meanwhile
  async refresh() {
    if (this.isUnsaved || this.isSending || this.conflict || Date.now() - (this.asked ?? 0) < 10000) {
      return
    }
    this.asked = Date.now()
    try {
      const answer = await fetch(this.address, { redirect: "manual" })
      const news = answer.ok ? await answer.json() : null
      if (news && news.version !== this.version && !this.isUnsaved && !this.isSending) {
        replace(this.view, read(news.html))
        this.wasSaved(news, this.view.state.doc)
      }
    } catch {
      // saving will say so
    }
  }

  // ── coming and going ─────────────────────────────────────────────────────────────────────────────────────────────

  // what was kept of this minute: it goes on where it was left; false when it is another's, or there is some already
  takeUp(entry) {
    if (entry.item !== this.place.item || this.isUnsaved) {
      return false
    }
    const doc = read(entry.html)
    forget(entry.key)
    if (!doc.eq(this.saved)) {
      this.version = entry.version
      replace(this.view, doc)
      this.keepHere()
      this.save()
    }
    return true
  }

  leave() {
    if (this.isUnsaved && !this.conflict && !this.isClosed) {
      this.keepHere()
      const fields = { html: write(this.view.state.doc), version: this.version, keep: "" }
      fetch(this.address, this.request(fields, { keepalive: true })).catch(() => {})
    }
  }

  back(typed = "") {
    this.view.focus()
    if (typed) {
      this.view.dispatch(this.view.state.tr.insertText(typed))
    }
  }

  sentence() {
    return sentenceAt(this.view)
  }
}
