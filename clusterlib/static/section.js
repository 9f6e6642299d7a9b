// A part of the page that asks for its content when it comes into view, under the assumptions it rests on.
// The markup comes from `blocks`, where every text of a table is escaped; all else is set as text.

const MOMENT = 700; // milliseconds of computing after which a bar is shown
const PAUSE = 250; // a slider that is moved by keys is sent when it rests

// The fold with a slider, a list or a field for each assumption. What is not yet answered is sent again.
function assumptions(model) {
  const words = model.get("words");
  const summary = element("summary", {});
  const list = element("div", { className: "cl-dials" });
  const told = element("p", { className: "cl-dials-told", role: "status" });
  const fold = element("details", { className: "cl-assumes" }, summary, list, told);
  const rows = new Map(); // name -> what brings its row up to date
  const unanswered = new Map(); // id -> request
  let timer = null;

  function post(request) {
    for (const [id, one] of unanswered) if (one.name === request.name) unanswered.delete(id);
    unanswered.set(request.id, request);
    told.textContent = words.saving;
    model.send(request);
    watch();
  }

  function watch(pause = PATIENCE) {
    clearTimeout(timer);
    if (!unanswered.size) return;
    timer = setTimeout(() => {
      if (pause === PATIENCE) told.textContent = words.silent;
      for (const request of unanswered.values()) model.send(request);
      watch();
    }, pause);
  }

  model.on("msg:custom", (message) => {
    if (message.kind !== "assumed" || !unanswered.has(message.id)) return;
    told.textContent = message.text;
    if (!message.later) unanswered.delete(message.id);
    if (message.later) watch(2_000);
    else if (!unanswered.size) clearTimeout(timer);
    draw();
  });

  const send = (name, text) => post({ kind: "assume", id: newId(), name, text });
  const waits = (name) => [...unanswered.values()].some((one) => one.name === name);

  function outside(dial, text) {
    const number = Number(text);
    const bad = text.trim() === "" || !Number.isFinite(number) || number < dial.low || number > dial.high;
    if (!bad && !(dial.whole && !Number.isInteger(number))) return "";
    return (dial.whole ? words.whole : words.between).replace("{low}", dial.low).replace("{high}", dial.high);
  }

  function row(dial) {
    const id = `cl-${newId()}`;
    let now = dial;
    const label = element("label", { htmlFor: id, textContent: dial.label });
    const basis = element("span", { className: "cl-basis", id: `${id}-basis` });
    const back = element("button", { type: "button", textContent: words.back });
    back.setAttribute("aria-label", `${words.back}: ${dial.label}`);
    back.addEventListener("click", () => send(dial.name, null));
    const fields = [];
    let resting = null;
    const change = (text) => {
      const wrong = dial.number ? outside(dial, text) : "";
      if (wrong) {
        told.textContent = wrong;
        for (const field of fields) field.value = now.value;
      } else if (text !== now.value) send(dial.name, text);
    };
    if (dial.words.length) {
      const options = dial.words.map((word) => element("option", { value: word.value, textContent: word.label }));
      fields.push(element("select", { id }, ...options));
    } else if (dial.number) {
      const bounds = { min: dial.low, max: dial.high, step: dial.whole ? 1 : "any" };
      fields.push(element("input", { type: "number", id, ...bounds, inputMode: "decimal" }));
      if (dial.by !== null) {
        // a slider starts at its low bound; values between its steps are kept by the field
        const slider = element("input", { type: "range", min: dial.low, max: dial.high, step: "any", tabIndex: 0 });
        slider.setAttribute("aria-label", dial.label);
        const steps = () => {
          const raw = Math.round(Number(slider.value) / dial.by) * dial.by;
          const held = Math.min(dial.high, Math.max(dial.low, raw));
          return String(Number(held.toPrecision(12)));
        };
        slider.addEventListener("input", () => {
          fields[0].value = steps();
        });
        slider.addEventListener("keydown", (event) => {
          const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
          if (!way) return;
          event.preventDefault();
          const to = Number(slider.value) + way * dial.by;
          slider.value = Math.min(dial.high, Math.max(dial.low, to));
          fields[0].value = steps();
          clearTimeout(resting);
          resting = setTimeout(() => change(steps()), PAUSE);
        });
        slider.addEventListener("change", () => change(steps()));
        fields.push(slider);
      }
    } else {
      const long = dial.value.length > 60;
      fields.push(element(long ? "textarea" : "input", { id, dir: "auto", maxLength: 2000 }));
      if (!long) fields[0].type = "text";
    }
    for (const field of fields) {
      field.setAttribute("aria-describedby", basis.id);
      if (field.type !== "range") field.addEventListener("change", () => change(field.value));
    }
    rows.set(dial.name, (next) => {
      now = next;
      for (const field of fields) {
        if (!waits(next.name) && field.value !== next.value) field.value = next.value;
      }
      basis.textContent = next.basis;
      back.disabled = !next.changed;
    });
    const inputs = element("span", { className: "cl-dial-fields" }, ...fields.slice().reverse());
    return element("div", { className: "cl-dial" }, label, inputs, back, basis);
  }

  function draw() {
    const dials = model.get("dials");
    fold.hidden = !dials.length;
    summary.textContent = model.get("assumes");
    for (const dial of dials) {
      if (!rows.has(dial.name)) list.append(row(dial));
      rows.get(dial.name)(dial);
    }
  }

  model.on("change:dials", draw);
  model.on("change:assumes", draw);
  draw();
  return fold;
}

// Where this page's kernel can be stopped; the page around it knows both names.
async function stop() {
  const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  await fetch(`${config.baseUrl}stop/${config.kernelId}`, {
    method: "POST",
    headers: token ? { "X-XSRFToken": decodeURIComponent(token[1]) } : {},
  });
}

// What lasts longer than a moment shows how far it is, and can be stopped; what was seen before stays.
function progress(model) {
  const words = model.get("words");
  const bar = element("progress", { max: 1 });
  bar.setAttribute("aria-label", words.busy);
  const cancel = element("button", { type: "button", textContent: words.cancel });
  const work = element("p", { className: "cl-work", hidden: true }, bar, " ", cancel);
  const why = element("span", {});
  const again = element("button", { type: "button", textContent: words.again });
  const halt = element("p", { className: "cl-halt", role: "status", hidden: true }, why, " ", again);
  let timer = null;
  cancel.addEventListener("click", () => {
    cancel.disabled = true;
    cancel.textContent = words.stopping;
    stop().catch(() => {
      cancel.disabled = false; // not reached: it can be tried again
      cancel.textContent = words.cancel;
    });
  });
  again.addEventListener("click", () => model.send({ kind: "again" }));

  function draw() {
    const on = model.get("working");
    clearTimeout(timer);
    if (on && work.hidden) timer = setTimeout(() => { work.hidden = false; }, MOMENT);
    if (!on) {
      work.hidden = true;
      cancel.disabled = false;
      cancel.textContent = words.cancel;
    }
    if (model.get("done") > 0) bar.value = model.get("done");
    else bar.removeAttribute("value");
    why.textContent = model.get("stopped");
    halt.hidden = !model.get("stopped") || on;
  }

  for (const name of ["working", "done", "stopped"]) model.on(`change:${name}`, draw);
  draw();
  return [work, halt];
}

function render({ model, el }) {
  const body = document.createElement("div");
  body.className = "cl-body";
  const wait = document.createElement("p");
  wait.className = "cl-wait";
  wait.setAttribute("role", "status");
  el.classList.add("cl-part");
  if (model.get("dials").length) el.append(assumptions(model));
  el.append(wait, ...progress(model), body);

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

  // Once all parts are wanted (for printing), each stays wanted, also one that is drawn after the wish.
  function see(inView) {
    const visible = inView || "clShowAll" in document.documentElement.dataset;
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
  if ("clShowAll" in document.documentElement.dataset) all();
  window.addEventListener("cl-show-all", all);
  model.on("change:html", fill);
  model.on("change:busy", busy);
  return () => {
    watcher.disconnect();
    window.removeEventListener("cl-show-all", all);
  };
}

export default { render };
