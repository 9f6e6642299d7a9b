// Around a workbook: open all its parts (for printing), and say when the page has fallen asleep.
const bar = document.querySelector(".bar");

// The wish stays on the page: parts that are drawn only after it read it there.
function showAll() {
  document.documentElement.dataset.clShowAll = "";
  window.dispatchEvent(new Event("cl-show-all"));
}
document.getElementById("show-all").addEventListener("click", showAll);
window.addEventListener("beforeprint", showAll);

// A server that ends what sits idle, or that was restarted, no longer knows this page's kernel.
const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
const kernel = `${config.baseUrl}api/kernels/${config.kernelId}`;

function sayAsleep(why) {
  if (document.querySelector(".asleep")) return;
  const note = document.createElement("p");
  note.className = "asleep";
  note.setAttribute("role", "alert");
  const again = document.createElement("button");
  again.className = "button";
  again.textContent = bar.dataset.again;
  again.addEventListener("click", () => window.location.reload());
  note.append(why || bar.dataset.asleep, " ", again);
  document.body.append(note);
}

async function look() {
  try {
    // under a hub, a request that is no page must carry the token of this server
    const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
    const headers = token ? { "X-XSRFToken": decodeURIComponent(token[1]) } : {};
    const answer = await fetch(kernel, { cache: "no-store", headers });
    if (answer.status !== 404) return;
    const told = await answer.json().catch(() => ({}));
    sayAsleep(told.reason);
  } catch (gone) {
    sayAsleep();
  }
}
setInterval(look, 15000);
window.addEventListener("cl-asleep", sayAsleep);
