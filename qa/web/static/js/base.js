/* Every page: what is under way, menus that close, the help of keys, short messages. */
"use strict";
(() => {
  const body = document.body;
  let running = 0;
  const busy = (change) => {
    running = Math.max(0, running + change);
    body.classList.toggle("busy", running > 0);
  };
  document.addEventListener("htmx:beforeRequest", () => busy(1));
  document.addEventListener("htmx:afterRequest", () => busy(-1));
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && !event.target.hasAttribute("data-download")) body.classList.add("busy");
  });
  window.addEventListener("pageshow", () => body.classList.remove("busy"));

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
  });

  /* A key is for the page only while nobody is writing. */
  const writing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (event.key === "?") {
      const help = document.getElementById("help");
      if (help) help.showModal();
    }
  });

  const toast = (text) => {
    const shown = document.getElementById("toast");
    shown.textContent = text;
    shown.hidden = false;
    window.clearTimeout(toast.timer);
    toast.timer = window.setTimeout(() => { shown.hidden = true; }, 4000);
  };
  document.addEventListener("htmx:responseError", (event) => toast(body.dataset.failed + " (" + event.detail.xhr.status + ")"));
  document.addEventListener("htmx:sendError", () => toast(body.dataset.offline));
  window.Tingheng = { writing, toast };
})();
