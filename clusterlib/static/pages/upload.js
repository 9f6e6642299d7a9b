// Says how large a chosen file is before it is sent, and does not send one that is too large.
const form = document.getElementById("upload");
if (form) {
  const file = form.querySelector("input[type=file]");
  const size = document.getElementById("size");
  const limit = Number(form.dataset.limit);
  const tooLarge = () => file.files.length > 0 && file.files[0].size > limit;
  file.addEventListener("change", () => {
    const megabytes = file.files.length ? (file.files[0].size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }) : "";
    size.textContent = file.files.length ? `${file.files[0].name}: ${megabytes} MB. ${tooLarge() ? form.dataset.tooLarge : ""}` : "";
  });
  form.addEventListener("submit", (event) => { if (tooLarge()) { event.preventDefault(); file.focus(); } });
}
