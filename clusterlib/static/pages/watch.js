// Watches whether the kernel of this page still answers, and opens the page again when it does not.
// What was entered is in the store, or in the outbox of its grid, which outlives a reload; see grid.js.
(() => {
  const LOOK = 2_000; // milliseconds between two looks
  const SLOW = 5_000; // waiting so long is reason to ask how the kernel is
  const LOST = 14_000; // a kernel that beats and does nothing has lost a message; a full store may take ten seconds
  const NO_KERNEL = 75_000; // so long may a kernel take to begin
  const OFTEN = 3; // openings in ten minutes; after that a person decides
  const KEY = "clusterlib healed";
  const began = Date.now();
  const since = new WeakMap(); // part in view that is being computed -> since when
  let still = 0;
  let asking = false;
  let notBefore = 0;

  function config() {
    const text = document.getElementById("jupyter-config-data")?.textContent;
    return text ? JSON.parse(text) : null;
  }

  function inView(part) {
    const box = part.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight && box.width > 0;
  }

  // Since when this page has been waiting for its kernel; 0 when it does not.
  function waiting() {
    const first = [];
    for (const part of document.querySelectorAll(".cl-part")) {
      if (part.getAttribute("aria-busy") === "true" && inView(part)) {
        if (!since.has(part)) since.set(part, Date.now());
        first.push(since.get(part));
      } else since.delete(part);
    }
    for (const grid of document.querySelectorAll("[data-cl-asked]")) first.push(Number(grid.dataset.clAsked));
    if (!document.querySelector(".cl-part, .cl-grid")) first.push(began); // nothing is drawn yet
    return first.length ? Math.min(...first) : 0;
  }

  function heal() {
    let before = [];
    try {
      before = JSON.parse(sessionStorage.getItem(KEY) || "[]").filter((at) => Date.now() - at < 600_000);
      if (before.length >= OFTEN) throw new Error("too often");
      sessionStorage.setItem(KEY, JSON.stringify([...before, Date.now()]));
    } catch {
      window.dispatchEvent(new Event("cl-asleep")); // asked too often, or a browser that keeps nothing
      return;
    }
    const headings = [...document.querySelectorAll("main h2")];
    const read = headings.filter((heading) => heading.getBoundingClientRect().top < window.innerHeight / 2).length;
    sessionStorage.setItem(`${KEY} at`, String(read));
    document.documentElement.dataset.clHealing = "";
    window.dispatchEvent(new Event("cl-keep")); // what stands in a field is taken along
    window.location.reload();
  }

  async function look() {
    const from = waiting();
    if (!from || document.hidden) {
      still = 0;
      return;
    }
    const waited = Date.now() - from;
    if (waited < SLOW || asking || Date.now() < notBefore) return;
    const known = config();
    if (!known) {
      if (waited > NO_KERNEL) heal();
      return;
    }
    asking = true;
    try {
      // under a hub, a request that is no page must carry the token of this server
      const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
      const headers = token ? { "X-XSRFToken": decodeURIComponent(token[1]) } : {};
      const answer = await fetch(`${known.baseUrl}pulse/${known.kernelId}`, { cache: "no-store", headers });
      const { beats, works } = answer.ok ? await answer.json() : { beats: true, works: true }; // gone: app.js says so
      const lost = beats && !works && Date.now() - from > LOST;
      still = waiting() && (!beats || lost) ? still + 1 : 0;
      if (still >= 2) heal();
      else if (!still) notBefore = Date.now() + (works ? 8_000 : 0);
    } catch {
      still = 0; // the server is away: app.js says so
    } finally {
      asking = false;
    }
  }
  setInterval(look, LOOK);

  // After a page was opened again: say so, and go back to where the reader was.
  window.addEventListener("DOMContentLoaded", () => {
    let place = null;
    try {
      place = sessionStorage.getItem(`${KEY} at`);
      sessionStorage.removeItem(`${KEY} at`);
    } catch {
      return;
    }
    if (place === null) return;
    const note = document.createElement("p");
    note.className = "notice healed";
    note.setAttribute("role", "status");
    note.textContent = document.querySelector(".bar").dataset.healed;
    document.querySelector("main").before(note);
    const back = setInterval(() => {
      if (!document.querySelector(".cl-part, .cl-grid")) return;
      clearInterval(back);
      document.querySelectorAll("main h2")[Number(place) - 1]?.scrollIntoView();
    }, 300);
  });
})();
