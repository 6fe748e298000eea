// The forms of decisions and action points, fetched while there is a connection, so that one can be begun without.
// Each carries the key of one act: a form that was sent is fetched anew, and never offered twice.
const KINDS = ["decision", "action"]

export class Stock {
  pages = new Map()
  wanted = []

  // the forms of these minutes, one after the other, these first
  async fetch(boxes) {
    const paths = boxes.flatMap(pathsOf).filter((path) => !this.pages.has(path))
    this.wanted = [...new Set([...paths, ...this.wanted])]
    if (this.isFetching) {
      return
    }
    this.isFetching = true
    while (this.wanted.length) {
      const path = this.wanted.shift()
      try {
        const answer = await fetch(path, { redirect: "manual" })
        if (answer.ok) {
          this.pages.set(path, await answer.text())
        }
      } catch {
        // there is no connection: those that are wanted still are fetched when it is back
        this.wanted = []
      }
    }
    this.isFetching = false
  }

  // the page at the address as it was fetched, if it was
  held(address) {
    const text = this.pages.get(address.pathname)
    return text && begun(new window.DOMParser().parseFromString(text, "text/html"), address.searchParams)
  }

  // once a form was sent, the copy that has its key
  used(path, key) {
    if (this.pages.get(path)?.includes(key)) {
      this.pages.delete(path)
    }
  }

  // what was recorded under a minute is offered in its other forms
  fetchAnew(box) {
    pathsOf(box).forEach((path) => this.pages.delete(path))
    this.fetch([box])
  }
}

const pathsOf = (box) => box.adding.links.filter((link) => KINDS.includes(link.dataset.add)).map((link) => link.pathname)

// what the address says that the form begins with, as the portal would have put it in
function begun(page, asked) {
  const form = page.querySelector("main form[method=post]")
  for (const [name, value] of asked) {
    if (form?.elements[name]) {
      form.elements[name].value = value
    }
  }
  return page
}
