// The screen of a vote: brings results in as they arrive, without moving the focus or the page.
const results = document.getElementById("results");
const people = document.getElementById("people");
async function look() {
  let pause = 2000;
  try {
    const answer = await fetch(`${results.dataset.live}?seen=${results.dataset.mark}`, { cache: "no-store" });
    if (answer.status === 200) {
      const found = await answer.json();
      if (found.state !== results.dataset.state) { window.location.reload(); return; }
      results.dataset.mark = found.mark;
      results.innerHTML = found.html; // made by a template that escapes every value
      if (people.textContent !== found.people) people.textContent = found.people;
    } else if (answer.status !== 204) pause = 10000;
  } catch (gone) { pause = 5000; }
  setTimeout(look, pause);
}
setTimeout(look, 1500);
