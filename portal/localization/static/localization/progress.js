// Follows an order while it is at work; without JavaScript “Look again” does the same.
(() => {
  const PAUSE = 3000;

  const refresh = async () => {
    const shown = document.querySelector("[data-progress-open]");
    if (!shown) return;
    if (!document.hidden) {
      try {
        const response = await fetch(window.location.href, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const fresh = page.querySelector("[data-progress]");
        if (!fresh) return;
        shown.replaceWith(fresh);
        if (!fresh.hasAttribute("data-progress-open")) window.location.reload();
      } catch {
        // The server is away for a moment; the next turn asks again.
      }
    }
    window.setTimeout(refresh, PAUSE);
  };

  window.setTimeout(refresh, PAUSE);
})();
