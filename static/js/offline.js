// Finds words in the papers as a file: which pages hold all of them, each as a link. The browser's own “Find” works
// without it.
const MOST = 50
const AROUND = 60

const $find = document.querySelector("[data-find]")
const $box = $find.querySelector("input")
const $said = $find.querySelector("[data-found-said]")
const $found = $find.querySelector("[data-found]")

// each part that can be led to, with its words
const parts = [...document.querySelectorAll("[data-part]")].map(($part) => ({
  $part,
  title: $part.dataset.part,
  text: $part.textContent.replace(/\s+/g, " "),
}))

$find.hidden = false

let waiting = null
$box.addEventListener("input", () => {
  clearTimeout(waiting)
  waiting = setTimeout(find, 200)
})
$find.addEventListener("submit", (event) => {
  event.preventDefault()
  find()
})

function find() {
  const words = $box.value.toLowerCase().split(/\s+/).filter(Boolean)
  $found.replaceChildren()
  if (words.length === 0) {
    $said.textContent = ""
    return
  }
  const hits = parts.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
  $said.textContent = hits.length === 0 ? "Nothing found." : `Found in ${hits.length} ${hits.length === 1 ? "place" : "places"}${hits.length > MOST ? `, of which the first ${MOST} are below` : ""}.`
  $found.append(...hits.slice(0, MOST).map((hit) => entry(hit, words)))
}

function entry({ $part, title, text }, words) {
  const $entry = document.createElement("li")
  const $link = document.createElement("a")
  $link.href = `#${$part.id}`
  $link.textContent = title
  const at = text.toLowerCase().indexOf(words[0])
  const from = Math.max(0, at - AROUND)
  const $mark = document.createElement("mark")
  $mark.textContent = text.slice(at, at + words[0].length)
  $entry.append(
    $link,
    `: ${from > 0 ? "… " : ""}${text.slice(from, at)}`,
    $mark,
    `${text.slice(at + words[0].length, at + AROUND)} …`,
  )
  return $entry
}
