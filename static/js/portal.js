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

import "./agenda.js"

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
