// An editable table without dependencies: real inputs and selects, usable by keyboard and screen reader.
// Every value is set as text (textContent, value), never as markup.
// What is typed is sent, one request at a time, and kept here until it is answered; see editor_requests.py.

const PAUSES = [2_000, 4_000, 8_000, 15_000]; // before another try when the store was busy or full

// Requests that are not yet answered. They survive a reload of the page, not the closing of its tab.
function outbox(model, { overlay, changed, told, waits }) {
  const name = model.get("key") && `clusterlib ${model.get("key")} ${model.get("table")}`;
  let sent = null; // the one request under way
  let waiting = new Map(); // row id -> edit that goes with the next save
  let later = []; // other requests, in their order
  let stuck = new Map(); // row id -> edit that clashed and is not settled, or that was refused
  let since = 0;
  let silence = null;
  let tries = 0;

  function remember() {
    if (!name) return;
    const left = { sent, waiting: [...waiting], stuck: [...stuck] };
    try {
      if (sent || waiting.size || stuck.size) sessionStorage.setItem(name, JSON.stringify(left));
      else sessionStorage.removeItem(name);
    } catch {
      // a browser without room or without the right to keep anything: the page itself still holds it
    }
  }

  function post() {
    waits(true);
    clearTimeout(silence);
    silence = setTimeout(() => {
      told(model.get("words").silent);
      post();
    }, PATIENCE);
    try {
      model.send(sent);
    } catch {
      // the kernel is gone: said above, and kept here
    }
  }

  function next() {
    if (sent) return;
    if (waiting.size) {
      sent = { kind: "save", id: newId(), edits: [...waiting.values()] };
      waiting = new Map();
    } else if (later.length) sent = later.shift();
    else return;
    tries = 0;
    since = Date.now();
    remember();
    told(model.get("words").saving);
    post();
  }

  function edit(row, change) {
    // what is not yet kept of the same row goes along; so a question that is open is asked again
    const before = waiting.get(row.id) ?? stuck.get(row.id);
    const cells = change.cells && before?.cells ? { ...before.cells, ...change.cells } : change.cells;
    waiting.set(row.id, { row: row.id, cells, seen: before?.seen ?? row.version, after: before?.after ?? null });
    stuck.delete(row.id);
    remember();
    queueMicrotask(next); // a pasted block is one save
  }

  function answer(message) {
    if (!sent || message.id !== sent.id) return;
    waits(false);
    clearTimeout(silence);
    if (message.outcome === "later") {
      told(message.text);
      silence = setTimeout(post, PAUSES[Math.min(tries++, PAUSES.length - 1)]);
      return;
    }
    const done = sent;
    sent = null;
    if (message.outcome === "refused") {
      for (const one of done.edits || []) stuck.set(one.row, one); // stays on the screen until it is typed again
      remember();
      told(message.text);
      next();
      return;
    }
    if (done.kind === "choose") stuck.delete(done.row);
    for (const one of done.edits || []) {
      if (message.clashed.includes(one.row)) stuck.set(one.row, one);
      else if (waiting.has(one.row)) waiting.get(one.row).seen = message.version;
    }
    remember();
    told("");
    changed();
    next();
  }

  function ask(request) {
    later.push({ ...request, id: newId() });
    next();
  }

  function reload() {
    let kept = null;
    try {
      kept = name && JSON.parse(sessionStorage.getItem(name));
    } catch {
      kept = null;
    }
    if (!kept) return;
    waiting = new Map(kept.waiting);
    // what was stuck is sent again, so that the question is asked again
    for (const [id, one] of kept.stuck) if (!waiting.has(id)) waiting.set(id, one);
    overlay([...(kept.sent?.edits || []), ...waiting.values()]);
    if (kept.sent) {
      sent = kept.sent;
      since = Date.now();
      told(model.get("words").saving);
      post();
    } else next();
  }

  const edits = () => [...(sent?.edits || []), ...stuck.values(), ...waiting.values()];
  const unsaved = () => stuck.size > 0 || waiting.size > 0 || Boolean(sent && Date.now() - since > 1_000);
  return { edit, ask, answer, reload, edits, unsaved };
}

function render({ model, el }) {
  const words = model.get("words");
  const table = element("table", { className: "cl-grid" });
  const status = element("p", { className: "cl-grid-status", role: "status" });
  const kept = element("p", { className: "cl-grid-kept", role: "status" });
  const questions = element("div", { className: "cl-grid-clashes" });
  const summary = element("summary", {});
  const fold = element("details", { className: "cl-grid-fold", open: model.get("unfolded") }, summary);
  const names = model.get("columns").map((column) => column.name);
  let shown = []; // rows as they stand on the screen: {id, version, cells, fresh}
  let trouble = "";

  const box = outbox(model, {
    overlay: (edits) => {
      gather(edits);
      draw();
    },
    changed: () => refresh(),
    told: (text) => {
      trouble = text;
      tell();
    },
    // since when an answer is missing; pages/watch.js looks at it
    waits: (on) => {
      if (!on) delete el.dataset.clAsked;
      else el.dataset.clAsked ??= Date.now();
    },
  });

  function tell() {
    kept.textContent = trouble || model.get("kept");
    kept.classList.toggle("cl-waiting", Boolean(trouble));
    undo.disabled = !model.get("can_undo");
  }

  // Rows of the store, with what is not yet answered laid over them, and new rows that are still blank.
  function gather(edits = box.edits()) {
    const blank = shown.filter((row) => row.fresh && row.cells.every((text) => text === ""));
    const rows = model.get("rows").map((row) => ({ ...row, cells: row.cells.slice() }));
    for (const { row: id, cells, seen, after } of edits) {
      const at = rows.findIndex((row) => row.id === id);
      if (cells === null) {
        if (at >= 0) rows.splice(at, 1);
        continue;
      }
      const place = at >= 0 ? at : after === null ? rows.length : rows.findIndex((row) => row.id === after) + 1;
      if (at < 0) rows.splice(place, 0, { id, version: seen, cells: names.map(() => ""), fresh: seen === 0 });
      for (const [name, text] of Object.entries(cells)) {
        const c = names.indexOf(name);
        if (c >= 0) rows[place].cells[c] = text;
      }
    }
    const there = new Set(rows.map((row) => row.id));
    shown = [...rows, ...blank.filter((row) => !there.has(row.id))];
  }

  // Bring the screen up to the store without taking the pen out of the hand.
  function refresh() {
    const before = shown.map((row) => row.id).join();
    gather();
    if (before !== shown.map((row) => row.id).join()) {
      draw();
      return;
    }
    for (const input of table.querySelectorAll("[data-column]")) {
      const row = shown[Number(input.dataset.row)];
      const value = row.cells[names.indexOf(input.dataset.column)];
      const typing = input === document.activeElement && input.value !== input.dataset.kept;
      if (!typing && input.value !== value) setValue(input, value);
      if (!typing) input.dataset.kept = value;
    }
    mark();
  }

  function setValue(input, value) {
    if (input.tagName === "SELECT" && ![...input.options].some((option) => option.value === value)) {
      input.prepend(element("option", { value, textContent: value }));
    }
    input.value = value;
  }

  function setCell(r, c, value) {
    const row = shown[r];
    if (row.cells[c] === value) return;
    row.cells[c] = value;
    const cells = row.fresh ? Object.fromEntries(names.map((name, i) => [name, row.cells[i]])) : { [names[c]]: value };
    box.edit(row, { cells });
  }

  function field(column, value, r, c) {
    const label = `${column.label}, ${words.row} ${r + 1}`;
    const shared = { "aria-label": label, title: column.help };
    let input;
    if (column.words.length) {
      input = element("select", shared);
      const listed = column.words.map((word) => word.value);
      if (!listed.includes(value)) input.append(element("option", { value, textContent: value }));
      if (!listed.includes("") && value !== "") input.append(element("option", { value: "", textContent: "" }));
      for (const word of column.words) {
        input.append(element("option", { value: word.value, textContent: word.label }));
      }
      input.value = value;
    } else {
      // a text with line breaks needs a field that keeps them
      const lines = /\n/.test(value);
      input = element(lines ? "textarea" : "input", { value, dir: "auto", ...shared });
      if (!lines) input.type = "text";
      if (column.kind === "n") input.inputMode = "decimal";
      input.className = column.kind;
      input.addEventListener("paste", (event) => paste(event, r, c));
    }
    input.dataset.row = r;
    input.dataset.column = column.name;
    input.dataset.kept = value;
    input.addEventListener("change", () => setCell(r, c, input.value));
    return input;
  }

  // A block copied from a spreadsheet fills the cells to the right and below; rows are added as needed.
  function paste(event, r, c) {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    text.split("\n").forEach((line, i) => {
      while (shown.length <= r + i) shown.push(blankRow());
      line.split("\t").forEach((value, j) => {
        if (c + j < names.length) setCell(r + i, c + j, value);
      });
    });
    draw();
  }

  const blankRow = () => ({ id: newId(), version: 0, cells: names.map(() => ""), fresh: true });

  function remove(r) {
    const row = shown[r];
    shown.splice(r, 1);
    if (!row.fresh || row.cells.some((text) => text !== "")) box.edit(row, { cells: null });
    draw();
    const rows = table.tBodies[0].rows;
    (rows[Math.min(r, rows.length - 1)]?.querySelector("button") || add).focus();
  }

  function draw() {
    const columns = model.get("columns");
    const held = document.activeElement;
    const focus = table.contains(held) && held.dataset.column
      ? { id: table.tBodies[0].rows[held.dataset.row]?.dataset.id, column: held.dataset.column, typed: held.value !== held.dataset.kept && held.value }
      : null;
    const head = element("tr");
    for (const column of columns) {
      const th = element("th", { scope: "col", title: column.help, textContent: column.label });
      if (column.required) th.append(element("abbr", { title: words.required, textContent: " *" }));
      head.append(th);
    }
    head.append(element("th", { scope: "col" }, element("span", { className: "cl-hidden", textContent: words.remove })));
    const body = element("tbody");
    shown.forEach((row, r) => {
      const tr = element("tr");
      tr.dataset.id = row.id;
      columns.forEach((column, c) => {
        tr.append(element("td", {}, field(column, row.cells[c], r, c), element("span", { className: "cl-fault" })));
      });
      const button = element("button", { type: "button", textContent: "×", title: words.remove });
      button.setAttribute("aria-label", `${words.remove} ${r + 1}`);
      button.addEventListener("click", () => remove(r));
      tr.append(element("td", {}, button));
      body.append(tr);
    });
    table.replaceChildren(element("thead", {}, head), body);
    mark();
    if (!focus) return;
    const row = [...body.rows].find((tr) => tr.dataset.id === focus.id);
    const input = row && row.querySelector(`[data-column="${CSS.escape(focus.column)}"]`);
    if (!input) return;
    if (focus.typed !== false) setValue(input, focus.typed);
    input.focus();
  }

  // What is wrong stands beside its cell, in words, and is announced.
  function mark() {
    summary.textContent = model.get("title");
    for (const span of table.querySelectorAll(".cl-fault")) span.textContent = "";
    for (const input of table.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    const elsewhere = [];
    const ids = model.get("rows").map((row) => row.id);
    const places = new Map([...(table.tBodies[0]?.rows || [])].map((tr) => [tr.dataset.id, tr]));
    for (const { row, column, text } of model.get("marks")) {
      const tr = places.get(ids[row]);
      const cell = tr && tr.cells[names.indexOf(column)];
      if (!cell || !cell.querySelector(".cl-fault")) {
        elsewhere.push(text);
        continue;
      }
      cell.querySelector(".cl-fault").textContent = text;
      cell.querySelector("input, select, textarea").setAttribute("aria-invalid", "true");
    }
    status.textContent = [model.get("state"), ...elsewhere].filter(Boolean).join(" ");
    tell();
  }

  // Somebody else was faster: what differs, and two ways on. Nothing is thrown away before one is chosen.
  function question({ row, text, cells, removed }) {
    const choose = (choice) => () => box.ask({ kind: "choose", row, choice });
    const copy = element("button", { type: "button", textContent: removed ? words.removeStill : words.copy });
    const theirs = element("button", { type: "button", textContent: words.theirs });
    copy.addEventListener("click", choose("copy"));
    theirs.addEventListener("click", choose("theirs"));
    const list = element("dl", {});
    for (const cell of cells) {
      list.append(
        element("dt", { textContent: cell.label }),
        element("dd", {}, `${words.mine}: `, element("bdi", { textContent: cell.mine })),
        element("dd", {}, `${words.other}: `, element("bdi", { textContent: cell.theirs })),
      );
    }
    const asked = element("p", { textContent: text });
    return element("div", { className: "cl-clash", role: "alert" }, asked, list, copy, theirs);
  }

  function ask() {
    const before = questions.childElementCount;
    questions.replaceChildren(...model.get("clashes").map(question));
    if (questions.childElementCount > before) questions.querySelector("button").focus();
  }

  const list = element("ol", { className: "cl-versions" });
  const past = element("details", {}, element("summary", { textContent: words.versions }), list);
  past.addEventListener("toggle", () => past.open && model.send({ kind: "versions" }));

  function listVersions() {
    list.replaceChildren(
      ...model.get("versions").map(({ version, text }, i) => {
        const item = element("li", {}, element("span", { textContent: text }));
        if (i === 0) return item; // this is how it stands now
        const back = element("button", { type: "button", textContent: words.restore });
        back.setAttribute("aria-label", `${words.restore}: ${text}`);
        back.addEventListener("click", () => box.ask({ kind: "restore", version }));
        item.append(" ", back);
        return item;
      }),
    );
  }

  const add = element("button", { type: "button", textContent: words.add });
  add.addEventListener("click", () => {
    shown.push(blankRow());
    draw();
    const last = table.tBodies[0].lastElementChild;
    if (last) last.querySelector("input, select, textarea").focus();
  });
  const undo = element("button", { type: "button", textContent: words.undo, disabled: true });
  undo.addEventListener("click", () => box.ask({ kind: "undo" }));

  const scroll = element("div", { className: "cl-grid-scroll" }, table);
  const bar = element("div", { className: "cl-grid-bar" }, add, undo, kept);
  fold.append(scroll, bar, status, questions, past);
  el.append(fold);
  el.dataset.table = model.get("table");

  // What stands in the field counts as entered, also when the page goes before the field is left.
  function keep() {
    const input = document.activeElement;
    if (table.contains(input) && input.dataset.column) setCell(Number(input.dataset.row), names.indexOf(input.dataset.column), input.value);
  }

  // A page that is left with something unsaved asks first, unless it only opens itself again.
  function leaving(event) {
    keep();
    if (box.unsaved() && !("clHealing" in document.documentElement.dataset)) event.preventDefault();
  }
  window.addEventListener("beforeunload", leaving);
  window.addEventListener("cl-keep", keep);

  const heard = [
    ["change:rows", refresh],
    ["change:marks", mark],
    ["change:state", mark],
    ["change:title", mark],
    ["change:kept", tell],
    ["change:can_undo", tell],
    ["change:clashes", ask],
    ["change:versions", listVersions],
    ["msg:custom", (message) => {
      if (message.kind !== "answer") return;
      box.answer(message);
      if (past.open) model.send({ kind: "versions" });
    }],
  ];
  for (const [event, act] of heard) model.on(event, act);
  gather([]);
  draw();
  ask();
  listVersions();
  box.reload();
  return () => {
    window.removeEventListener("beforeunload", leaving);
    window.removeEventListener("cl-keep", keep);
    for (const [event, act] of heard) model.off(event, act);
  };
}

export default { render };
