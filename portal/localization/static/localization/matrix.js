// While workers prepare translations, asks for their cells again; without it “Look again” does the same.
(() => {
  const FIRST = 2000;
  const LONGEST = 30000;
  const matrix = document.querySelector("[data-matrix]");
  if (!matrix) return;
  const status = matrix.querySelector("[data-live-status]");
  let pause = FIRST;
  let timer = 0;

  const rowsAtWork = () => {
    const names = [...matrix.querySelectorAll("[data-is-moving]")].map((cell) => cell.dataset.live.split("-")[0]);
    return [...new Set(names)];
  };

  // True if anything is different from before.
  const show = (fresh) => {
    const shown = matrix.querySelector(`[data-live="${CSS.escape(fresh.dataset.live)}"]`);
    if (!shown || shown.contains(document.activeElement)) return false;
    const isChanged = shown.textContent.replace(/\s+/g, " ") !== fresh.textContent.replace(/\s+/g, " ");
    if (isChanged) shown.replaceChildren(...fresh.childNodes);
    shown.toggleAttribute("data-is-moving", fresh.hasAttribute("data-is-moving"));
    return isChanged;
  };

  const say = (words) => {
    if (status && words && status.textContent !== words) status.textContent = words;
  };

  const look = async () => {
    const rows = rowsAtWork();
    if (!rows.length) {
      matrix.classList.remove("matrix-is-live");
      return;
    }
    if (document.hidden) return;
    try {
      const query = new URLSearchParams(rows.map((row) => ["row", row]));
      const response = await fetch(`${matrix.dataset.progressUrl}?${query}`, { credentials: "same-origin" });
      if (response.redirected || response.status === 403) return;
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const changed = [...page.querySelectorAll("[data-live]")].filter(show).length;
      say(page.querySelector("[data-said]")?.textContent.trim());
      // What stands still is asked for less and less often.
      pause = changed ? FIRST : Math.min(pause * 1.5, LONGEST);
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
    timer = window.setTimeout(look, pause);
  };

  const start = () => {
    window.clearTimeout(timer);
    pause = FIRST;
    if (!document.hidden && rowsAtWork().length) timer = window.setTimeout(look, pause);
  };

  if (rowsAtWork().length) matrix.classList.add("matrix-is-live");
  document.addEventListener("visibilitychange", start);
  start();
})();
