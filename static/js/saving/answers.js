// What a form holds, as one text that can be kept and put back.
// what is sent along and is no answer
const NO_ANSWER = new Set(["csrfmiddlewaretoken", "form_token", "version"])

export function answersOf(form) {
  const pairs = [...new FormData(form)].filter(([name]) => !NO_ANSWER.has(name))
  return new URLSearchParams(pairs).toString()
}

export function fill(form, answers) {
  for (const field of form.elements) {
    if (!field.name || NO_ANSWER.has(field.name) || field.type === "submit") {
      continue
    }
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = answers.getAll(field.name).includes(field.value)
    } else {
      field.value = answers.get(field.name) ?? ""
    }
  }
}
