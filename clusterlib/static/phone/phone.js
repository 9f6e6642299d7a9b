// While somebody waits: say when the round was closed or the next one was opened. Works without it, too.
const turned = document.getElementById("turned");
const link = turned.firstElementChild;
async function look() {
  try {
    const answer = await fetch(`/${turned.dataset.code}/state`, { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== turned.dataset.state) { link.hidden = false; return; }
  } catch (gone) { /* the network is away; the next look may find it */ }
  setTimeout(look, 8000 + Math.random() * 4000);
}
setTimeout(look, 4000 + Math.random() * 4000);
