// A decision, an action point or a referral, who comes or leaves, an interest or the chair, without leaving the keyboard:
// the form of its own page, in this one.
const letters = { d: "decision", a: "action", r: "referral", c: "people", i: "interest", h: "chair" }

export class Adding {
  // `box` is the minute that it belongs to: its section, and back() into the editor
  constructor(box) {
    this.box = box
    this.place = box.section.querySelector("[data-adding]")
    this.menu = box.section.querySelector("[data-add-menu]")
    this.links = [...this.menu.querySelectorAll("a[data-add]")]
    this.links.forEach((link) => link.addEventListener("click", (event) => this.chosen(event, link)))
    this.menu.addEventListener("keydown", (event) => this.key(event))
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
    const begun = this.box.sentence()
    if (begun) {
      address.searchParams.set("text", begun)
    }
    this.open(address)
  }

  async open(address) {
    if (this.isOpening) {
      return
    }
    this.isOpening = true
    try {
      this.show(await this.pageAt(address), address)
    } catch {
      // whoever types on must not type into nothing
      this.box.back()
      this.box.say(`The form could not be fetched: there is no connection. Write it in the minute, and add it later.`)
    } finally {
      this.isOpening = false
    }
  }

  show(page, address) {
    const form = page.querySelector("main form[method=post]")
    if (!form) {
      const why = page.querySelector("main h1")
      this.box.back()
      if (why) {
        this.box.say(why.textContent.trim())
      }
      return
    }
    const heading = page.querySelector("main h1")
    const warnings = page.querySelectorAll("main .govuk-warning-text, main .govuk-error-summary")
    const title = document.createElement("h4")
    title.className = "govuk-heading-s"
    title.textContent = heading.textContent
    form.action = address.pathname
    form.addEventListener("keydown", (event) => this.byName(event, form))
    this.place.replaceChildren(title, ...warnings, form)
    this.place.hidden = false
    this.place.dispatchEvent(new CustomEvent("portal:part", { bubbles: true }))
    form.addEventListener("submit", (event) => this.send(event, form, address))
    form.querySelectorAll("a").forEach((link) => link.addEventListener("click", (event) => this.cancel(event)))
    form.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel(event))
    const first = this.place.querySelector(".govuk-error-summary") ?? form.querySelector("input:not([type=hidden]), textarea, select") ?? form.querySelector("button")
    first?.focus()
  }

  // in a list of people a letter leads to the next whose name begins with it
  byName(event, form) {
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

  cancel(event) {
    event.preventDefault()
    this.close()
    this.box.back()
  }

  close() {
    this.place.hidden = true
    this.place.replaceChildren()
  }

  async send(event, form, address) {
    event.preventDefault()
    const button = event.submitter ?? form.querySelector("button[type=submit], input[type=submit], button:not([type])")
    const body = new URLSearchParams(new FormData(form))
    if (button?.name) {
      body.append(button.name, button.value)
    }
    button?.setAttribute("disabled", "disabled")
    try {
      const page = await this.pageAt(form.action, { method: "POST", body })
      if (page.querySelector("[data-minuting]")) {
        this.added(page)
      } else {
        this.show(page, address)
      }
    } catch {
      this.box.say("Not recorded: there is no connection. The form is still here; send it again.")
    } finally {
      button?.removeAttribute("disabled")
    }
  }

  async pageAt(address, more = {}) {
    const answer = await fetch(address, { credentials: "same-origin", ...more })
    if (new URL(answer.url).pathname === new URL(this.box.page.signIn, location.href).pathname) {
      this.box.signedOut()
      return document.implementation.createHTMLDocument()
    }
    return new window.DOMParser().parseFromString(await answer.text(), "text/html")
  }

  // what the meeting's page says now of this item, and of who is there, in place
  added(page) {
    for (const now of page.querySelectorAll("[data-live][id]")) {
      document.getElementById(now.id)?.replaceWith(now)
    }
    const { section } = this.box
    const fresh = page.getElementById(section.id)
    for (const part of ["records", "facts"]) {
      const now = fresh?.querySelector(`[data-item-${part}]`)
      const old = section.querySelector(`[data-item-${part}]`)
      if (now && old) {
        old.replaceWith(now)
      }
    }
    this.close()
    this.box.back()
    this.box.say(page.querySelector(".govuk-notification-banner__content")?.textContent.trim() ?? "Recorded.")
  }
}

