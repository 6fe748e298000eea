// Runs before the page is drawn: components that need JavaScript start in their enhanced shape.
document.body.classList.add("js-enabled", "govuk-frontend-supported")
