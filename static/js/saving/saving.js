// What saves itself as it is typed: when it is tried, what an answer means, and what is said when it is not saved.
//
// Whoever extends it has `line` (where it is said), `signIn` (an address), and says what `save()`, `keepHere()`,
// `heard(news, sent)` and `trouble(said)` do.
const AGAIN = [3000, 5000, 10000, 15000]

export class Saving {
  isKept = true
  tries = 0
  said = ""
  at = ""

  // soon after the last stroke, and while somebody types on and on, now and then
  soon(pause, longest) {
    this.since ??= Date.now()
    this.plan(Math.min(pause, Math.max(0, this.since + longest - Date.now())))
  }

  plan(wait) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), wait)
  }

  async answered(answer, sent) {
    if (answer.type === "opaqueredirect") {
      this.signedOut()
    } else if (answer.headers.get("Content-Type")?.includes("json")) {
      const wasAway = this.tries > 0
      this.tries = 0
      this.heard(await answer.json(), sent)
      if (wasAway) {
        this.reached()
      }
    } else if (answer.status >= 500) {
      this.failed("The portal does not answer.")
    } else {
      await this.refused()
    }
  }

  // the portal answers again
  reached() {}

  refused() {
    this.stop("This page is out of date: you have signed in again since, or may not write here any more.", "Reload the page", location.href)
  }

  // at once, and soon again
  tryNow() {
    this.tries = 0
    this.save()
  }

  failed(why) {
    const wait = AGAIN[Math.min(this.tries, AGAIN.length - 1)]
    this.tries += 1
    this.trouble(`${why} ${this.keptWords()} It is tried again by itself.`)
    this.plan(wait)
  }

  keptWords() {
    this.keepHere()
    return this.isKept ? "What you typed is kept in this browser." : "This browser can’t keep it: leave the page open."
  }

  signedOut() {
    this.stop("You are signed out.", "Sign in again, and it is saved", this.signIn)
  }

  // until the page is opened again: what comes of trying on would be the same, and take the link away from the mouse
  stop(why, text, address) {
    clearTimeout(this.timer)
    this.isStopped = true
    this.trouble(`${why} ${this.keptWords()}`)
    if (!text) {
      return
    }
    const link = document.createElement("a")
    link.className = "govuk-link"
    link.href = address
    link.textContent = text
    if (address === location.href) {
      link.addEventListener("click", (event) => {
        event.preventDefault()
        location.reload()
      })
    }
    this.line.append(" ", link)
  }
}
