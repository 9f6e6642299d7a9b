// A part of the page that asks for its content when it comes into view.
// The markup comes from `blocks`, where every text of a table is escaped.

function render({ model, el }) {
  const body = document.createElement("div");
  const wait = document.createElement("p");
  wait.className = "cl-wait";
  wait.setAttribute("role", "status");
  el.classList.add("cl-part");
  el.append(wait, body);

  function fill() {
    const open = [...body.querySelectorAll("details")].map((fold) => fold.open);
    body.innerHTML = model.get("html");
    body.querySelectorAll("details").forEach((fold, i) => { if (open[i]) fold.open = true; });
    body.style.minHeight = "";
  }

  function busy() {
    const on = model.get("busy");
    el.setAttribute("aria-busy", String(on));
    wait.textContent = on ? model.get("words").busy : "";
    wait.hidden = !on;
  }

  function see(visible) {
    if (model.get("visible") === visible) return;
    model.set("visible", visible);
    model.save_changes();
  }

  // Room is kept for figures, so that parts further down do not come into view before their time.
  if (!model.get("html")) body.style.minHeight = `${4 + 26 * model.get("figures")}rem`;
  else fill();
  busy();
  const watcher = new IntersectionObserver(
    (entries) => see(entries[entries.length - 1].isIntersecting),
    { rootMargin: "600px 0px" },
  );
  watcher.observe(el);
  const all = () => see(true);
  window.addEventListener("cl-show-all", all);
  model.on("change:html", fill);
  model.on("change:busy", busy);
  return () => {
    watcher.disconnect();
    window.removeEventListener("cl-show-all", all);
  };
}

export default { render };
