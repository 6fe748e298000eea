// One paper's form: what is saved of it, what is not, and why.
import { answersOf, fill } from "../saving/answers.js"
import { forget, forgetOf, keep, leftBehind, takeTab } from "../saving/keeping.js"
import { Saving } from "../saving/saving.js"
import { grow } from "./growing.js"

const PAUSE = 2500
const LONGEST_WAIT = 15000

export class Draft extends Saving {
  constructor(page) {
    super()
    this.page = page
    this.form = page.querySelector("form")
    this.line = page.querySelector("[data-said]")
    this.loud = page.querySelector("[data-said-aloud]")
    this.place = { person: page.dataset.person, meeting: `paper-${page.dataset.paper}`, item: "form" }
    this.saved = this.answers()
  }

  async start() {
    this.line.parentElement.hidden = false
    grow(this.form)
    this.form.addEventListener("input", () => this.changed())
    this.form.addEventListener("change", () => this.changed())
    // its own button goes on to a page: what is typed goes with it
    this.form.addEventListener("submit", (event) => this.submits(event))
    window.addEventListener("online", () => this.isUnsaved && this.save())
    window.addEventListener("pagehide", () => this.leave())
    window.addEventListener("beforeunload", (event) => {
      if (this.isUnsaved && !this.isKept && !this.isStopped) {
        event.preventDefault()
      }
    })
    await takeTab()
    const [left, ...older] = await leftBehind(this.place)
    older.forEach((entry) => forget(entry.key))
    if (left) {
      this.takeUp(left)
    }
  }

  // ── what stands in the form, and what is saved ───────────────────────────────────────────────────────────────────

  answers() {
    return answersOf(this.form)
  }

  get signIn() {
    return this.page.dataset.signIn
  }

  get isUnsaved() {
    return this.answers() !== this.saved
  }

  changed() {
    this.keepHere()
    if (this.isStopped) {
      return
    }
    this.soon(PAUSE, LONGEST_WAIT)
    if (!this.said) {
      this.show("Not saved yet")
    }
  }

  keepHere() {
    const title = this.form.elements.title.value
    const version = this.form.elements.version.value
    this.isKept = this.isUnsaved ? keep(this.place, { html: this.answers(), version, title }) : true
    if (!this.isUnsaved) {
      forgetOf(this.place)
    }
  }

  // what a tab that is gone left behind: it goes on where it was left
  takeUp(entry) {
    forget(entry.key)
    if (this.isUnsaved || entry.html === this.saved) {
      return
    }
    const left = new URLSearchParams(entry.html)
    grow(this.form, left)
    fill(this.form, left)
    // what others saved meanwhile is met as any other save of theirs is
    this.form.elements.version.value = entry.version
    this.keepHere()
    this.save()
  }

  async save() {
    clearTimeout(this.timer)
    if (this.isSending || this.isStopped) {
      return
    }
    if (!this.isUnsaved) {
      this.since = null
      this.trouble("", this.at ? `Saved ${this.at}` : "")
      return
    }
    this.isSending = true
    const sent = this.answers()
    try {
      this.show("Saving…")
      await this.answered(await fetch(this.page.dataset.draft, this.request()), sent)
    } catch {
      this.failed("There is no connection.")
    } finally {
      this.isSending = false
    }
    if (this.waits) {
      this.form.requestSubmit(this.waits)
    } else if (this.isUnsaved && !this.said && !this.isStopped) {
      this.plan(PAUSE)
    }
  }

  // while it is being saved the form has a version that is about to be old: it waits for the new one
  submits(event) {
    if (this.isSending) {
      event.preventDefault()
      this.waits = event.submitter
    } else {
      this.end()
      forgetOf(this.place)
    }
  }

  request(more = {}) {
    return { method: "POST", redirect: "manual", body: new URLSearchParams(new FormData(this.form)), ...more }
  }

  heard(news, sent) {
    if (news.state === "saved") {
      this.form.elements.version.value = news.version
      this.at = news.at
      this.since = null
      this.saved = sent
      this.keepHere()
      this.trouble("", `Saved ${news.at}`)
    } else if (news.state === "refused") {
      // it is tried again when something is changed
      this.trouble(news.said)
    } else {
      this.end()
      this.trouble(news.said)
    }
  }

  // nothing more is saved from here
  end() {
    clearTimeout(this.timer)
    this.isStopped = true
  }

  leave() {
    if (this.isUnsaved && !this.isStopped) {
      this.keepHere()
      fetch(this.page.dataset.draft, this.request({ keepalive: true })).catch(() => {})
    }
  }

  // `said` is what is wrong, "" when nothing is: only that, and that it is over, is read out
  trouble(said, otherwise = "") {
    const was = this.said
    this.said = said
    const words = said ? `Not saved. ${said}` : otherwise
    this.show(words)
    if (said !== was) {
      this.loud.textContent = words
    }
  }

  show(words) {
    this.line.textContent = words
    this.line.classList.toggle("portal-minuting__trouble", Boolean(this.said))
  }
}
