// Passkeys: asks the browser for one, and sends what it answers with the form around the hidden box for it.
const isKnown = Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON)

async function optionsFor(form) {
  const written = document.getElementById("passkey-options")
  if (written) {
    return JSON.parse(written.textContent).publicKey
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } })
  return (await answer.json()).request_options.publicKey
}

const ways = {
  create: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
}

function offer(box) {
  const failed = document.querySelector("[data-passkey-failed]")
  let isAsking = false
  // one that was refused, or that a browser brings back with the page, is good no more
  box.value = ""
  box.form.hidden = false
  box.form.addEventListener("submit", async (event) => {
    if (box.value) {
      return
    }
    event.preventDefault()
    if (isAsking) {
      return
    }
    isAsking = true
    failed.hidden = true
    try {
      const passkey = await ways[box.dataset.passkey](await optionsFor(box.form))
      box.value = JSON.stringify(passkey)
      box.form.requestSubmit()
    } catch (refusal) {
      // cancelled, too slow, or not to be had on this device; or the page is not where passkeys are kept for
      const words = failed.querySelector(`[data-passkey-why="${refusal.name}"]`)
      failed.querySelectorAll("[data-passkey-why]").forEach((each) => (each.hidden = each !== words))
      failed.hidden = false
    } finally {
      isAsking = false
    }
  })
}

if (isKnown) {
  document.querySelectorAll("[data-passkey-else]").forEach((words) => words.remove())
  document.querySelectorAll("[data-passkey]").forEach(offer)
}
