// Dragging people of an event into order. Without it, numbers and buttons do the same.
(() => {
  const form = document.querySelector("[data-precedence]");
  if (!form) return;
  const status = form.querySelector("[data-precedence-status]");
  let dragged = null;
  let home = null; // before whom the dragged row stood

  const rows = (list) => [...list.querySelectorAll(":scope > [data-row]")];

  const number = (list) => {
    rows(list).forEach((row, place) => {
      row.querySelector("[data-rank]").value = String(place + 1);
    });
    form.toggleAttribute("data-is-changed", true);
  };

  const say = (row) => {
    const name = row.querySelector("[data-name]").dataset.name;
    const place = row.querySelector("[data-rank]").value;
    status.textContent = form.dataset.said.replace("[name]", name).replace("[place]", place);
  };

  form.querySelectorAll("[data-side]").forEach((list) => {
    rows(list).forEach((row) => {
      row.draggable = true;
      row.addEventListener("dragstart", (event) => {
        dragged = row;
        home = row.nextElementSibling;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", "");
        row.classList.add("precedence-dragged");
      });
      row.addEventListener("dragend", () => {
        row.classList.remove("precedence-dragged");
        if (dragged) list.insertBefore(row, home); // released outside the list: nothing has changed
        dragged = null;
      });
    });
    list.addEventListener("dragover", (event) => {
      if (!dragged || dragged.parentElement !== list) return;
      event.preventDefault();
      const below = rows(list).find((row) => {
        const box = row.getBoundingClientRect();
        return row !== dragged && event.clientY < box.top + box.height / 2;
      });
      if (below ? below.previousElementSibling !== dragged : list.lastElementChild !== dragged) {
        list.insertBefore(dragged, below || null);
      }
    });
    list.addEventListener("drop", (event) => {
      if (!dragged || dragged.parentElement !== list) return;
      event.preventDefault();
      number(list);
      say(dragged);
      dragged = null;
    });
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const list = row.parentElement;
    const other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (other) list.insertBefore(row, button.dataset.move === "up" ? other : other.nextElementSibling);
    number(list);
    button.focus();
    say(row);
  });

  // A field that is dragged over must still let its text be chosen.
  form.querySelectorAll("[data-rank]").forEach((field) => {
    field.addEventListener("focus", () => { field.closest("[data-row]").draggable = false; });
    field.addEventListener("blur", () => { field.closest("[data-row]").draggable = true; });
    field.addEventListener("input", () => form.toggleAttribute("data-is-changed", true));
  });

  form.addEventListener("submit", () => form.removeAttribute("data-is-changed"));
  window.addEventListener("beforeunload", (event) => {
    if (form.hasAttribute("data-is-changed")) event.preventDefault();
  });
})();
