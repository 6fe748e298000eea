// What Word puts on the clipboard, as plain paragraphs and lists: its lists are paragraphs with a style and a bullet.
const isEntry = (paragraph) => /mso-list:\s*l\d/i.test(paragraph.getAttribute("style") ?? "")
const depthOf = (paragraph) => Number(/\blevel(\d)/i.exec(paragraph.getAttribute("style"))?.[1] ?? 1)

export function withoutWord(html) {
  const page = new window.DOMParser().parseFromString(html, "text/html")
  page.querySelectorAll("script, style, meta, link, title, xml").forEach((node) => node.remove())
  removeComments(page)
  for (const paragraph of page.querySelectorAll("p")) {
    if (isEntry(paragraph) && !paragraph.closest("li")) {
      makeList(page, paragraph)
    }
  }
  return page.body.innerHTML
}

function removeComments(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT)
  const comments = []
  while (walker.nextNode()) {
    comments.push(walker.currentNode)
  }
  comments.forEach((comment) => comment.remove())
}

function makeList(page, first) {
  const entries = []
  for (let next = first; next?.tagName === "P" && isEntry(next); next = next.nextElementSibling) {
    entries.push(next)
  }
  const open = []
  let whole = null
  for (const entry of entries) {
    const kind = takeMarker(entry)
    const depth = Math.min(Math.max(depthOf(entry), 1), open.length + 1)
    open.length = Math.min(open.length, depth)
    if (open.length < depth) {
      const list = page.createElement(kind)
      if (open.length) {
        open[open.length - 1].lastElementChild.append(list)
      } else {
        whole = list
        first.before(list)
      }
      open.push(list)
    }
    const item = page.createElement("li")
    const words = page.createElement("p")
    words.append(...entry.childNodes)
    item.append(words)
    open[open.length - 1].append(item)
  }
  entries.forEach((entry) => entry.remove())
  return whole
}

// "·", "o" or "1." before the words; it says what kind of list it is
function takeMarker(entry) {
  const marker = [...entry.querySelectorAll("[style]")].find((node) => /mso-list:\s*ignore/i.test(node.getAttribute("style")))
  const words = marker?.textContent.trim() ?? ""
  marker?.remove()
  return /^\(?([0-9]+|[a-z]{1,4})[.)]/i.test(words) ? "ol" : "ul"
}
