// Puts the items of an agenda in order by drag and by keyboard, and says aloud where each is.
// Without this file the page's own buttons move an item by one place.

class Arranging {
  constructor($list) {
    this.$list = $list
    this.$form = document.getElementById($list.dataset.arrange)
    this.$said = $list.parentElement.querySelector("[data-arrange-said]")
    this.seen = this.items()
    this.$held = null
    for (const $item of this.seen) {
      if (!("fixed" in $item.dataset)) this.giveHandle($item)
    }
    this.backToTheMoved()
  }

  items() {
    return [...this.$list.children].filter(($item) => $item.dataset.item)
  }

  giveHandle($item) {
    const $handle = document.createElement("button")
    $handle.type = "button"
    $handle.className = "govuk-button govuk-button--secondary portal-handle"
    $handle.setAttribute("aria-pressed", "false")
    $handle.setAttribute("aria-describedby", "arranging-help")
    $handle.textContent = "Drag"
    const $about = document.createElement("span")
    $about.className = "govuk-visually-hidden"
    $about.textContent = ` “${$item.dataset.title}”`
    $handle.append($about)
    $item.querySelector("[data-handle]").append($handle)
    $handle.addEventListener("keydown", (event) => this.key(event, $item))
    $handle.addEventListener("blur", () => this.leave($item))
    $handle.addEventListener("pointerdown", (event) => this.grab(event, $item))
    $handle.addEventListener("pointermove", (event) => this.drag(event, $item))
    $handle.addEventListener("pointerup", (event) => this.release(event, $item))
    $handle.addEventListener("pointercancel", () => this.cancel($item))
  }

  key(event, $item) {
    const isHeld = this.$held === $item
    if (event.key === " " || event.key === "Enter") {
      isHeld ? this.drop($item) : this.take($item)
    } else if (isHeld && event.key === "ArrowUp") {
      this.step($item, -1)
    } else if (isHeld && event.key === "ArrowDown") {
      this.step($item, 1)
    } else if (isHeld && event.key === "Escape") {
      this.cancel($item)
    } else {
      return
    }
    event.preventDefault()
  }

  take($item) {
    this.$held = $item
    this.mark($item, true)
    this.say(`Picked up “${$item.dataset.title}”, ${this.place($item)}. Up and down arrows move it, space puts it down, escape puts it back.`)
  }

  step($item, by) {
    const items = this.items()
    const to = items.indexOf($item) + by
    if (to < 0 || to >= items.length) {
      this.say(`It is ${by < 0 ? "the first" : "the last"} item.`)
      return
    }
    this.moving = true
    by < 0 ? items[to].before($item) : items[to].after($item)
    this.handle($item).focus()
    this.moving = false
    this.say(`“${$item.dataset.title}” is ${this.place($item)}.`)
  }

  drop($item) {
    this.$held = null
    this.mark($item, false)
    const order = this.items().map(($each) => $each.dataset.item)
    if (order.join() === this.seen.map(($each) => $each.dataset.item).join()) {
      this.say(`“${$item.dataset.title}” stays where it was.`)
      return
    }
    this.say(`“${$item.dataset.title}” is put down, ${this.place($item)}. Saving.`)
    this.$form.elements.order.value = order.join()
    this.$form.elements.moved.value = $item.dataset.item
    this.$form.requestSubmit(this.$form.querySelector("[data-arranged]"))
  }

  cancel($item) {
    if (this.$held !== $item) return
    this.$held = null
    this.mark($item, false)
    this.moving = true
    this.$list.append(...this.seen)
    this.moving = false
    this.say(`“${$item.dataset.title}” is back where it was.`)
  }

  // moving an element takes the focus from it, which is no leaving
  leave($item) {
    if (!this.moving && !this.pointer) this.cancel($item)
  }

  grab(event, $item) {
    if (event.button !== 0) return
    this.pointer = event.pointerId
    event.currentTarget.setPointerCapture(event.pointerId)
    this.$held = $item
    this.mark($item, true)
  }

  drag(event, $item) {
    if (this.pointer !== event.pointerId) return
    const others = this.items().filter(($other) => $other !== $item)
    const $next = others.find(($other) => {
      const box = $other.getBoundingClientRect()
      return event.clientY < box.top + box.height / 2
    })
    if ($next !== $item.nextElementSibling) {
      this.moving = true
      $next ? $next.before($item) : others.at(-1)?.after($item)
      event.currentTarget.setPointerCapture(event.pointerId)
      this.moving = false
    }
  }

  release(event, $item) {
    if (this.pointer !== event.pointerId) return
    this.pointer = null
    this.drop($item)
  }

  // after the browser has gone to the address's fragment, which takes the focus away
  backToTheMoved() {
    const $item = this.seen.find(($each) => `#${$each.id}` === window.location.hash)
    if (!$item) return
    const focus = () => setTimeout(() => this.handle($item)?.focus())
    document.readyState === "complete" ? focus() : window.addEventListener("load", focus)
  }

  handle($item) {
    return $item.querySelector(".portal-handle")
  }

  mark($item, isHeld) {
    $item.classList.toggle("portal-agenda__item--held", isHeld)
    this.handle($item).setAttribute("aria-pressed", String(isHeld))
  }

  place($item) {
    const items = this.items()
    return `place ${items.indexOf($item) + 1} of ${items.length}`
  }

  say(words) {
    this.$said.textContent = words
  }
}

for (const $list of document.querySelectorAll("[data-arrange]")) {
  new Arranging($list)
}
