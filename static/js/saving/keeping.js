// What was typed and is not saved yet, kept in this browser: by person, meeting, item and tab. Cleared when it is saved,
// and at signing out.
export const PREFIX = "minute/"
const TAB = "minute-tab"
const LOCK = "minute-tab/"
const FORGET_AFTER = 14 * 24 * 3600 * 1000

let tab = null

// This tab's name, which it holds as long as it lives: a copy of a tab gets one of its own. A reloaded one keeps its.
export async function takeTab() {
  const before = sessionStorage.getItem(TAB)
  tab = before && (await hold(before)) ? before : newName()
  if (tab !== before) {
    sessionStorage.setItem(TAB, tab)
    await hold(tab)
  }
}

const newName = () => [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(16).padStart(2, "0")).join("")

function hold(name) {
  if (!navigator.locks) {
    return Promise.resolve(true)
  }
  return new Promise((answer) => {
    navigator.locks.request(LOCK + name, { ifAvailable: true }, (lock) => {
      answer(Boolean(lock))
      return lock ? new Promise(() => {}) : undefined
    })
  })
}

async function livingTabs() {
  if (!navigator.locks) {
    return new Set()
  }
  const { held } = await navigator.locks.query()
  return new Set(held.map(({ name }) => name).filter((name) => name.startsWith(LOCK)).map((name) => name.slice(LOCK.length)))
}

const keyOf = ({ person, meeting, item }) => `${PREFIX}${person}/${meeting}/${item}/${tab}`

// whether it could be kept: a full or forbidden store says so, and the page warns before it is left
export function keep(place, what) {
  try {
    localStorage.setItem(keyOf(place), JSON.stringify({ ...what, at: Date.now() }))
    return true
  } catch {
    return false
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key)
  } catch {
    // nothing is kept where nothing may be
  }
}

export const forgetOf = (place) => forget(keyOf(place))

// what this person's tabs of this meeting left behind, the latest first: this tab's own, and of those that are gone
export async function leftBehind({ person, meeting }) {
  const living = await livingTabs()
  return entries(`${PREFIX}${person}/${meeting}/`)
    .filter(({ tabOf }) => tabOf === tab || !living.has(tabOf))
    .sort((one, other) => other.at - one.at)
}

function entries(prefix) {
  const found = []
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      const entry = parsed(localStorage.getItem(key))
      if (!entry || Date.now() - entry.at > FORGET_AFTER) {
        forget(key)
      } else if (key.startsWith(prefix)) {
        const [, , , item, tabOf] = key.split("/")
        found.push({ ...entry, key, item, tabOf })
      }
    }
  } catch {
    // nothing is kept where nothing may be
  }
  return found
}

function parsed(text) {
  try {
    const entry = JSON.parse(text)
    return typeof entry.html === "string" ? entry : null
  } catch {
    return null
  }
}
