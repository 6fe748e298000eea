// Saves a note as it is typed, and says so; opens its form where the note stands. Without this file there is a page with
// a button.
const AFTER_TYPING = 1500
const AGAIN = 10000

class Note {
  constructor($form) {
    this.$form = $form
    this.$said = $form.closest("[data-note]").querySelector("[data-said]")
    this.saved = this.text()
    this.timer = null
    this.isSaving = false
    $form.addEventListener("input", () => this.soon(AFTER_TYPING))
    $form.addEventListener("submit", (event) => this.send(event))
  }

  text() {
    return this.$form.elements.text.value.trim()
  }

  get isWaiting() {
    return !this.isSent && this.text() !== "" && this.text() !== this.saved
  }

  soon(wait) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), wait)
  }

  // the button sends the whole form: not while what was typed before is still under way
  send(event) {
    clearTimeout(this.timer)
    if (this.isSaving) {
      event.preventDefault()
      this.sendsNext = true
    } else {
      this.isSent = true
    }
  }

  async save(more = {}) {
    if (!this.isWaiting || this.isSaving) return
    this.isSaving = true
    const text = this.text()
    try {
      const answer = await fetch(this.$form.dataset.autosave, { method: "POST", body: new FormData(this.$form), redirect: "error", ...more })
      this.take(await answer.json(), text)
    } catch {
      this.say("Not saved yet: there is no connection, or you are signed out. What you typed is still here, and it is tried again.")
      this.soon(AGAIN)
    } finally {
      this.isSaving = false
      if (this.sendsNext) this.$form.requestSubmit()
    }
  }

  take({ state, version, at, said }, text) {
    if (state !== "saved") {
      this.say(said)
      return
    }
    this.saved = text
    this.$form.elements.version.value = version
    this.say(`Saved at ${at}. Only you can see it.`)
    if (this.isWaiting) this.soon(AFTER_TYPING)
  }

  say(words) {
    this.$said.textContent = words
  }
}

const notes = new Map()

function start(scope) {
  for (const $form of scope.querySelectorAll("[data-note] form[data-autosave]")) {
    if (!notes.has($form)) notes.set($form, new Note($form))
  }
}

start(document)

// a form that came into the page of the papers
document.addEventListener("htmx:afterSwap", ({ target }) => {
  start(target)
  target.querySelector("[data-note] textarea")?.focus()
})

// within the page of the papers, “Cancel” leads back to it as it is now
document.addEventListener("click", (event) => {
  const $link = event.target.closest("[data-note] a")
  if ($link && new URL($link.href).pathname === location.pathname) {
    event.preventDefault()
    location.reload()
  }
})

// leaving the page sends what is not saved yet
addEventListener("pagehide", () => notes.forEach((note) => note.save({ keepalive: true })))
