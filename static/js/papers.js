// The page on which a paper is written: its form saves by itself, and says so. Without this file its button does.
import { Draft } from "./papers/draft.js"

const page = document.querySelector("[data-draft]")

if (page) {
  new Draft(page).start()
}
