// An editable table without dependencies: real inputs and selects, usable by keyboard and screen reader.
// Every value is set as text (textContent, value), never as markup.

function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function render({ model, el }) {
  const words = model.get("words");
  const undoStack = [];
  const table = element("table", { className: "cl-grid" });
  const status = element("p", { className: "cl-grid-status", role: "status" });
  const summary = element("summary", {});
  const fold = element("details", { className: "cl-grid-fold", open: model.get("unfolded") }, summary);

  const rows = () => model.get("rows").map((row) => row.slice());

  function store(next, { remember = true } = {}) {
    if (remember) undoStack.push(rows());
    if (undoStack.length > 100) undoStack.shift();
    model.set("rows", next);
    model.save_changes();
    undo.disabled = undoStack.length === 0;
  }

  function setCell(r, c, value) {
    const next = rows();
    if (next[r][c] === value) return;
    next[r][c] = value;
    store(next);
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
      input = element("input", { type: "text", value, dir: "auto", ...shared });
      if (column.kind === "n") input.inputMode = "decimal";
      input.className = column.kind;
      input.addEventListener("paste", (event) => paste(event, r, c));
    }
    input.dataset.row = r;
    input.dataset.column = column.name;
    input.addEventListener("change", () => setCell(r, c, input.value));
    return input;
  }

  // A block copied from a spreadsheet fills the cells to the right and below; rows are added as needed.
  function paste(event, r, c) {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const next = rows();
    const width = model.get("columns").length;
    text.split("\n").forEach((line, i) => {
      while (next.length <= r + i) next.push(Array(width).fill(""));
      line.split("\t").forEach((value, j) => {
        if (c + j < width) next[r + i][c + j] = value;
      });
    });
    store(next);
    draw();
  }

  function draw() {
    const columns = model.get("columns");
    const head = element("tr");
    for (const column of columns) {
      const th = element("th", { scope: "col", title: column.help, textContent: column.label });
      if (column.required) th.append(element("abbr", { title: words.required, textContent: " *" }));
      head.append(th);
    }
    head.append(element("th", { scope: "col" }, element("span", { className: "cl-hidden", textContent: words.remove })));
    const body = element("tbody");
    model.get("rows").forEach((row, r) => {
      const tr = element("tr");
      columns.forEach((column, c) => {
        tr.append(element("td", {}, field(column, row[c], r, c), element("span", { className: "cl-fault" })));
      });
      const remove = element("button", { type: "button", textContent: "×", title: words.remove });
      remove.setAttribute("aria-label", `${words.remove} ${r + 1}`);
      remove.addEventListener("click", () => {
        store(rows().filter((_, i) => i !== r));
        draw();
      });
      tr.append(element("td", {}, remove));
      body.append(tr);
    });
    table.replaceChildren(element("thead", {}, head), body);
    mark();
  }

  // What is wrong stands beside its cell, in words, and is announced.
  function mark() {
    summary.textContent = model.get("title");
    const names = model.get("columns").map((column) => column.name);
    for (const span of table.querySelectorAll(".cl-fault")) span.textContent = "";
    for (const input of table.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    const elsewhere = [];
    for (const { row, column, text } of model.get("marks")) {
      const tr = table.tBodies[0] && table.tBodies[0].rows[row];
      const cell = tr && tr.cells[names.indexOf(column)];
      if (!cell) {
        elsewhere.push(text);
        continue;
      }
      cell.querySelector(".cl-fault").textContent = text;
      cell.querySelector("input, select").setAttribute("aria-invalid", "true");
    }
    status.textContent = [model.get("state"), ...elsewhere].filter(Boolean).join(" ");
  }

  const add = element("button", { type: "button", textContent: words.add });
  add.addEventListener("click", () => {
    store([...rows(), Array(model.get("columns").length).fill("")]);
    draw();
    const last = table.tBodies[0].lastElementChild;
    if (last) last.querySelector("input, select").focus();
  });
  const undo = element("button", { type: "button", textContent: words.undo, disabled: true });
  undo.addEventListener("click", () => {
    if (undoStack.length) store(undoStack.pop(), { remember: false });
    draw();
  });

  fold.append(element("div", { className: "cl-grid-scroll" }, table), element("div", { className: "cl-grid-bar" }, add, undo), status);
  el.append(fold);
  el.dataset.table = model.get("table");
  model.on("change:marks", mark);
  model.on("change:state", mark);
  model.on("change:title", mark);
  draw();
}

export default { render };
