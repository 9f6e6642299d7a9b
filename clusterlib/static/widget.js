// What the widgets of a page share. It stands before each of them in one module; see places.script.

const PATIENCE = 10_000; // milliseconds without an answer until it is said and the request is sent again

function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(11))].map((n) => n.toString(16).padStart(2, "0")).join("");
}
