// Starts the GOV.UK components that the portal draws; every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
} from "govuk-frontend"

import { PREFIX } from "./saving/keeping.js"
import "./agenda.js"
import "./notes.js"

// ARIA has no aria-expanded for a radio; the reveal itself needs only aria-controls
class PortalRadios extends Radios {
  syncConditionalRevealWithInputState($input) {
    super.syncConditionalRevealWithInputState($input)
    $input.removeAttribute("aria-expanded")
  }
}

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  PortalRadios,
  ServiceNavigation,
  SkipLink,
  Tabs,
]

function start(scope) {
  for (const component of components) {
    createAll(component, {}, { scope })
  }
}

start(document)
// a part that another script put into the page
document.addEventListener("portal:part", (event) => start(event.target))

// Minutes that are not saved yet are kept in this browser, and go when the person signs out.
const signOut = document.querySelector("form[data-sign-out]")
if (signOut) {
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  signOut.querySelector("[data-kept-warning]").hidden = kept().length === 0
  signOut.addEventListener("submit", () => kept().forEach((key) => localStorage.removeItem(key)))
}
