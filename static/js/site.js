// Everything works without this file; it only makes long pages and galleries more pleasant.

function followReader(link) {
  const update = () => {
    const footerInView = link.parentElement.getBoundingClientRect().top < window.innerHeight;
    link.classList.toggle("is-floating", window.scrollY > 1.5 * window.innerHeight && !footerInView);
  };
  window.addEventListener("scroll", update, { passive: true });
  update();
}

function button(label, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button button-quiet";
  element.textContent = label;
  element.addEventListener("click", action);
  return element;
}

// A gallery's links open the large picture; with script it opens in a dialog on the same page.
function openInDialog(gallery) {
  const links = [...gallery.querySelectorAll("a")];
  const dialog = document.createElement("dialog");
  const picture = document.createElement("img");
  const caption = document.createElement("p");
  const buttons = document.createElement("div");
  let current = 0;

  const show = (index) => {
    current = (index + links.length) % links.length;
    const figure = links[current].closest("figure");
    picture.src = links[current].href;
    picture.alt = figure.querySelector("img").alt;
    caption.textContent = figure.querySelector("figcaption")?.textContent ?? "";
  };

  dialog.className = "gallery-dialog";
  buttons.className = "gallery-dialog-buttons";
  if (links.length > 1) {
    buttons.append(
      button(gallery.dataset.previous, () => show(current - 1)),
      button(gallery.dataset.next, () => show(current + 1)),
    );
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") show(current - 1);
      if (event.key === "ArrowRight") show(current + 1);
    });
  }
  buttons.append(button(gallery.dataset.close, () => dialog.close()));
  dialog.append(picture, caption, buttons);
  gallery.append(dialog);

  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(index);
      dialog.showModal();
    }),
  );
}

document.querySelectorAll("[data-back-to-top]").forEach(followReader);
document.querySelectorAll("[data-gallery]").forEach(openInDialog);
document.getElementById("form-errors")?.focus();
