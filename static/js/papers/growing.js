// Recommendations: when the last box is written in, there is one more, up to as many as a paper may have.
const MOST = 20
const NAME = /^recommendation_(\d+)$/

const boxes = (form) => [...form.elements].filter((field) => NAME.test(field.name))

// with `wanted`, the answers that are to be put into the form, also as many boxes as those have
export function grow(form, wanted = null) {
  const asked = [...(wanted?.keys() ?? [])].filter((name) => NAME.test(name)).length
  while (boxes(form).length < Math.min(asked, MOST)) {
    add(form)
  }
  if (!wanted) {
    form.addEventListener("input", (event) => {
      const all = boxes(form)
      if (event.target === all[all.length - 1] && event.target.value.trim() && all.length < MOST) {
        add(form)
      }
    })
  }
}

function add(form) {
  const all = boxes(form)
  const last = all[all.length - 1]
  const group = last.closest(".govuk-form-group")
  const number = all.length + 1
  const fresh = group.cloneNode(true)
  fresh.classList.remove("govuk-form-group--error")
  fresh.querySelectorAll(".govuk-error-message").forEach((message) => message.remove())
  const field = fresh.querySelector("textarea")
  field.name = `recommendation_${number}`
  field.id = `id_recommendation_${number}`
  field.value = ""
  field.classList.remove("govuk-textarea--error")
  field.removeAttribute("aria-describedby")
  const label = fresh.querySelector("label")
  label.htmlFor = field.id
  label.textContent = `Recommendation ${number}`
  group.after(fresh)
}
