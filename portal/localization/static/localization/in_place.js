// Questions beside wagtail-localize's editor are sent without leaving it, so that a segment being written is not lost.
// Without JavaScript there is no such editor either.
(() => {
  const AREA = "[data-in-place]";

  const send = async (form, body) => {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(AREA);
    // What was refused has a screen of its own, with what was typed.
    if (!answer.ok || !fresh) return false;
    fresh.open = true;
    document.querySelector(AREA).replaceWith(fresh);
    document.querySelector(`${AREA} summary`).focus();
    const told = page.querySelector(".messages");
    if (told) document.querySelector(".messages")?.replaceWith(told);
    return true;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest(`${AREA} form`);
    if (!form) return;
    event.preventDefault();
    const button = event.submitter;
    const body = new FormData(form, button); // before: a button that is switched off is not sent
    button.disabled = true;
    try {
      if (await send(form, body)) return;
    } catch {
      // The server is away, or answers oddly: what was typed is still here.
    }
    button.disabled = false;
    let told = form.querySelector("[role=alert]");
    if (!told) {
      told = document.createElement("p");
      told.setAttribute("role", "alert");
      form.append(told);
    }
    told.textContent = form.closest(AREA).dataset.failure;
  });
})();
