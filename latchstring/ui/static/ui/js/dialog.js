/* A dialog that lands in #overlay opens as a modal. Closing asks first if something was typed,
   and gives the focus back to where it came from. */
const overlay = document.getElementById("overlay");
let opener = null;

const contents = (dialog) => {
  const forms = [...dialog.querySelectorAll("form")];
  return JSON.stringify(forms.map((form) => [...new FormData(form)].map(([name, value]) => [name, value.name ?? value])));
};

const open = (dialog) => {
  if (dialog.open) return;
  if (!opener?.isConnected) opener = document.activeElement;
  dialog.showModal();
  dialog.dataset.before ??= contents(dialog);
};

/* What was swapped meanwhile is found by its id; an item of a menu that has closed, by the menu's button. */
const wayBack = () => {
  const here = opener?.isConnected ? opener : document.getElementById(opener?.id);
  const menu = here?.closest("[popover]:not(:popover-open)");
  return menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : here;
};

const close = (dialog) => {
  dialog.close();
  dialog.remove();
  wayBack()?.focus();
  opener = null;
};

const ask = (dialog) => {
  if (contents(dialog) === dialog.dataset.before) return close(dialog);
  const question = document.getElementById("discard-question").content.firstElementChild.cloneNode(true);
  question.addEventListener("close", () => {
    question.remove();
    if (question.returnValue === "discard") close(dialog);
  });
  dialog.append(question);
  question.showModal();
};

if (overlay) {
  new MutationObserver(() => overlay.querySelectorAll(":scope > dialog").forEach(open)).observe(overlay, { childList: true });
  overlay.querySelectorAll(":scope > dialog").forEach(open);

  overlay.addEventListener("cancel", (event) => {
    if (event.target.parentElement !== overlay) return;
    event.preventDefault();
    ask(event.target);
  }, true);

  overlay.addEventListener("click", (event) => {
    const dialog = event.target.closest("#overlay > dialog");
    if (!dialog || !event.target.closest("[data-close]")) return;
    event.preventDefault();
    ask(dialog);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (overlay.contains(event.target) || overlay.querySelector("dialog[open]")) return;
    opener = document.activeElement === document.body ? event.target : document.activeElement;
  });
  document.addEventListener("close-dialog", () => overlay.querySelectorAll(":scope > dialog").forEach(close));
}
