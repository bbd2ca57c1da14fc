// Copying text. Browsers offer navigator.clipboard only on HTTPS and localhost; many school servers speak plain HTTP,
// where a selected field and the older "copy" command do the same.

const copyBySelection = (text) => {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "visually-hidden";
  // Beside the button: an open dialog makes the rest of the page inert, and nothing there can be selected.
  (focused?.closest("dialog") ?? document.body).append(field);
  field.focus({ preventScroll: true });
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return copied;
};

// Return whether the text is in the clipboard now.
export const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
};

// Select what an element shows, so that the user can copy it by hand.
export const selectContent = (element) => {
  if ("select" in element) element.select();
  else getSelection().selectAllChildren(element);
};
