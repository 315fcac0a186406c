// Follows an order while it is at work; without JavaScript “Look again” does the same.
(() => {
  const FIRST = 2000;
  const LONGEST = 30000;
  let pause = FIRST;
  let timer = 0;

  const words = (element) => element.textContent.replace(/\s+/g, " ");

  const refresh = async () => {
    const shown = document.querySelector("[data-progress-open]");
    // Asked again when the page is looked at again.
    if (!shown || document.hidden) return;
    try {
      const response = await fetch(window.location.href, { credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-progress]");
      if (!fresh) return;
      const isChanged = words(shown) !== words(fresh);
      if (isChanged) shown.replaceWith(fresh);
      if (!fresh.hasAttribute("data-progress-open")) window.location.reload();
      // What stands still is asked for less and less often.
      pause = isChanged ? FIRST : Math.min(pause * 1.5, LONGEST);
    } catch {
      // The server is away for a moment; a later turn asks again.
      pause = Math.min(pause * 2, LONGEST);
    }
    timer = window.setTimeout(refresh, pause);
  };

  const start = () => {
    window.clearTimeout(timer);
    pause = FIRST;
    if (!document.hidden) timer = window.setTimeout(refresh, pause);
  };

  document.addEventListener("visibilitychange", start);
  start();
})();
