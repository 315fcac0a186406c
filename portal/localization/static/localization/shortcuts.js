// The keys of the translators' screens. Whatever they do, a button on the screen does too.
(() => {
  const list = document.querySelector("[data-shortcuts]");
  if (!list) return;
  const KEEP = "translation-shortcuts";
  const NEXT = "translation-next-place";
  const screen = list.dataset.shortcuts;
  const dialog = document.querySelector(".shortcuts__dialog");

  // A browser may forbid both stores; then the keys work, and nothing is remembered.
  const stored = (store, key, value) => {
    try {
      if (value === undefined) return window[store].getItem(key);
      window[store].setItem(key, value);
    } catch {
      // Nothing is kept.
    }
    return null;
  };

  // A place is a field of a record, a segment of the working screen, or a segment of wagtail-localize's editor.
  const places = () =>
    screen === "editor"
      ? [...document.querySelectorAll(".js-translation-editor li.complete, .js-translation-editor li.incomplete, .js-translation-editor li.errored")]
      : [...document.querySelectorAll("[data-place]")];
  const place = () => places().find((one) => one.contains(document.activeElement));
  const input = (one) => one.querySelector("[name^='text-']:not([readonly])");
  const lastButton = (one) => [...one.querySelectorAll("button")].pop();

  const enter = (one) => {
    if (!one) return;
    if (screen === "editor" && !one.querySelector("textarea")) lastButton(one)?.click();
    const target = screen === "editor" ? one.querySelector("textarea") ?? lastButton(one) : input(one) ?? one;
    target?.focus();
    one.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const all = places();
    const at = all.indexOf(place());
    enter(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by]);
  };

  const insert = (text, field) => {
    if (!field) return;
    const end = field.selectionEnd ?? field.value.length;
    field.focus();
    field.setRangeText(text, field.selectionStart ?? end, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // React looks at the value that it has set itself; it must be told through the element's own setter.
  const insertForReact = (text, field) => {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    setter.call(field, value.slice(0, start) + text + value.slice(end));
    field.setSelectionRange(start + text.length, start + text.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const save = () => {
    if (screen === "record") {
      document.querySelector("[data-save]")?.click();
      return true;
    }
    const open = screen === "editor" && place();
    if (!open || !open.querySelector("textarea")) return false;
    lastButton(open).click();
    return true;
  };

  const saveAndGoOn = () => {
    const all = places();
    const next = all[all.indexOf(place()) + 1] ?? place();
    if (screen === "record" && next) stored("sessionStorage", NEXT, `${location.pathname} ${input(next)?.id ?? ""}`);
    if (!save()) return false;
    if (screen === "editor") window.setTimeout(() => enter(next));
    return true;
  };

  const takeOffer = (number) => {
    const button = place()?.querySelectorAll("[data-offer]")[number - 1];
    if (!button) return false;
    const field = input(place());
    if (field) {
      field.value = button.value;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      button.click();
    }
    return true;
  };

  const insertTerm = () => {
    const here = place();
    const field = here && (screen === "editor" ? here.querySelector("textarea") : input(here));
    if (!field) return false;
    const wordings =
      screen === "editor"
        ? [...document.querySelectorAll(".translation-panel .glossary-hits li")]
            .filter((hit) => here.textContent.includes(hit.querySelector("strong").textContent))
            .map((hit) => hit.querySelector(".glossary-hits__sense [lang]").textContent)
        : [...here.querySelectorAll("[data-insert]")].map((button) => button.dataset.insert);
    const missing = wordings.find((wording) => !field.value.includes(wording));
    if (missing === undefined) return wordings.length > 0;
    (screen === "editor" ? insertForReact : insert)(missing, field);
    return true;
  };

  const showList = () => {
    if (!dialog?.showModal || dialog.open) return false;
    dialog.querySelector("[data-shortcut-copy]").replaceChildren(list.querySelector("[data-shortcut-list]").cloneNode(true));
    dialog.showModal();
    return true;
  };

  const act = (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const alt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (command && event.key.toLowerCase() === "s") return save();
    if (command && event.key === "Enter") return saveAndGoOn();
    if (alt && digit) return takeOffer(Number(digit[1]));
    if (alt && event.code === "KeyG") return insertTerm();
    if (alt && event.key === "ArrowDown") return step(1) ?? true;
    if (alt && event.key === "ArrowUp") return step(-1) ?? true;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "?" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) return showList();
    return false;
  };

  const choice = list.querySelector("[data-shortcut-switch]");
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = stored("localStorage", KEEP) !== "off";
  box.addEventListener("change", () => stored("localStorage", KEEP, box.checked ? "on" : "off"));

  document.addEventListener("keydown", (event) => {
    // An input method at work (229 in older browsers) has every key to itself.
    if (!box.checked || event.isComposing || event.keyCode === 229 || event.getModifierState?.("AltGraph")) return;
    if (dialog?.open) return;
    if (act(event)) event.preventDefault();
  });

  for (const button of document.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => insert(button.dataset.insert, document.getElementById(button.dataset.into)));
  }

  const [path, id] = (stored("sessionStorage", NEXT) ?? "").split(" ");
  if (path === location.pathname && id) document.getElementById(id)?.focus();
  if (path) stored("sessionStorage", NEXT, "");
})();
