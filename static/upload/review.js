// The review: changing one of the five rights chooses “As set for each right below”, and that choice unfolds them.
const rights = document.querySelector("[data-single-rights]");
const single = document.querySelector("input[name=access][value=single]");

rights?.addEventListener("change", () => {
  single.checked = true;
});
single?.addEventListener("change", () => {
  rights.open = true;
});
