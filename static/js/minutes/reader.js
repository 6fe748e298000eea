// Who is signed in in this browser: a page of minutes is written by the person for whom it was drawn, and nobody else.
const EVERY = 10000

export class Reader {
  // `page` has `place.person`, and `boxes`, of which those that wait for their reader say for whom they stopped
  constructor(page) {
    this.page = page
    const look = () => this.look()
    window.addEventListener("focus", look)
    window.addEventListener("online", look)
    document.addEventListener("visibilitychange", () => document.hidden || look())
    setInterval(() => this.look((box) => box.waitsFor !== "refused"), EVERY)
  }

  // "same", whose new keys the page then has; "nobody"; "another"; or "refused", where they may not write any more
  async who(box) {
    const answer = await fetch(box.address, { redirect: "manual" })
    if (answer.type === "opaqueredirect") {
      return "nobody"
    }
    if (!answer.headers.get("Content-Type")?.includes("json")) {
      return "refused"
    }
    const { person, key } = await answer.json()
    if (String(person) !== this.page.place.person) {
      return "another"
    }
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = key))
    return "same"
  }

  // perhaps they have signed in again in another tab; what is said changes only where it is something else
  // a refusal is noted by the portal: who was refused is asked for when the page is come back to, not again and again
  async look(isWanted = () => true) {
    const waiting = this.page.boxes.filter((box) => box.waitsFor && isWanted(box))
    if (!waiting.length || this.isLooking) {
      return
    }
    this.isLooking = true
    try {
      const who = await this.who(waiting[0])
      waiting.filter((box) => box.waitsFor !== who).forEach((box) => box.meets(who))
    } catch {
      // there is no connection: it is looked again
    } finally {
      this.isLooking = false
    }
  }
}
