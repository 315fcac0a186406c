// The form works without this file. With it nothing typed is lost on a reload, and the sheet opens where it is meant.

const PAUSE = 1500;

// What is typed is kept on the server as soon as the hands rest; files go with the form itself.
function keepTyped(form) {
  const note = form.querySelector("[data-kept-note]");
  let timer = 0;
  let isDirty = false;
  let isLeaving = false;
  let running = null;

  const content = () => {
    const data = new FormData(form);
    [...data.keys()].filter((name) => data.get(name) instanceof File).forEach((name) => data.delete(name));
    return data;
  };
  const keep = async () => {
    isDirty = false;
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: content(), signal: running.signal });
      if (answer.ok) {
        note.textContent = form.dataset.kept;
        note.hidden = false;
      }
    } catch {
      isDirty = true; // The next pause, or leaving the page, tries again.
    }
  };

  const notice = () => {
    isDirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  };
  form.addEventListener("input", notice);
  form.addEventListener("change", notice);
  // Sent, or begun anew: what would come after it is of no use.
  document.addEventListener("submit", () => {
    isLeaving = true;
    window.clearTimeout(timer);
    running?.abort();
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("pagehide", () => {
    if (isDirty && !isLeaving) navigator.sendBeacon(form.dataset.keep, content());
  });
}

function openSheet(form, sheet) {
  form.elements.intent.addEventListener("change", (event) => {
    if (event.target.value === sheet.dataset.sheet) sheet.open = true;
  });
}

// Who ticks several parks says which of them answers; only those that are ticked can.
function askLead(form, place) {
  const lead = form.elements.lead;
  const boxes = [...form.querySelectorAll("[name=parks]")];
  const ask = () => {
    const ticked = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    place.hidden = ticked.size < 2;
    if (place.hidden) return;
    [...lead.options].forEach((option) => {
      option.hidden = option.disabled = option.value !== "" && !ticked.has(option.value);
    });
    if (!ticked.has(lead.value)) lead.value = "";
  };
  boxes.forEach((box) => box.addEventListener("change", ask));
  ask();
}

// Says at once what the server would say after minutes of sending.
function checkFiles(place) {
  const input = place.querySelector("input[type=file]");
  const said = document.createElement("p");
  said.className = "form-error";
  said.setAttribute("role", "status");
  input.before(said);
  input.addEventListener("change", () => {
    const files = [...input.files];
    const kept = input.form.querySelectorAll("[name=kept_file]").length;
    const large = files.filter((file) => file.size > Number(place.dataset.mostBytes));
    const words = large.map((file) => `${file.name} ${place.dataset.tooLarge}`);
    if (files.length + kept > Number(place.dataset.mostFiles)) words.push(place.dataset.tooMany);
    said.textContent = words.join(" ");
  });
}

document.querySelectorAll("form[data-keep]").forEach((form) => {
  keepTyped(form);
  form.querySelectorAll("[data-lead]").forEach((place) => askLead(form, place));
  form.querySelectorAll("[data-sheet]").forEach((sheet) => openSheet(form, sheet));
  form.querySelectorAll("[data-files]").forEach(checkFiles);
});
