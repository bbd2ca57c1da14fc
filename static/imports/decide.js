// Doubtful records by keyboard: a key chooses (1–9 a record of the school, N new, B leave out) and goes on to the next.
const form = document.querySelector("[data-decisions]");

form?.addEventListener("keydown", (event) => {
  const record = event.target.closest("[data-record]");
  if (!record || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("input[type=radio]")) {
    return;
  }
  const choice = record.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!choice) {
    return;
  }
  event.preventDefault();
  choice.checked = true;
  const next = record.nextElementSibling;
  const target = next?.querySelector("input[type=radio]:checked") ?? next?.querySelector("input[type=radio]");
  (target ?? form.querySelector("[data-save]")).focus();
});
