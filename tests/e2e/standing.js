/* Stands on every control of the page, or of its open dialog, in turn: [what is wrong, a sentence each; what opens something]. */
() => {
  const CONTROLS = `a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true],
    [tabindex]:not([tabindex="-1"]), :is([role=button], [role=link], [role=checkbox], [role=switch], [role=combobox], [role=tab])`;
  const dialog = document.querySelector("dialog[open]");
  const scope = dialog ?? document;
  const seen = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;
  const tucked = (each) => each.matches(".sr-only") && each.tabIndex < 0;
  const one = (each) => each.type !== "radio" || each.checked
    || !scope.querySelector(`[type=radio][name="${CSS.escape(each.name)}"]:checked`);
  const controls = [...scope.querySelectorAll(CONTROLS)]
    .filter((each) => seen(each) && !each.matches(":disabled, [inert] *") && !tucked(each) && one(each));
  const paint = (each) => [each, each.parentElement, each.closest("label")].map((part) => {
    const { outlineStyle, outlineWidth, boxShadow } = part ? getComputedStyle(part) : {};
    return [outlineStyle === "none" ? "" : outlineWidth, boxShadow].join();
  }).join("|");
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [still];

  const wrong = [];
  const say = (what, each) => wrong.push(`${what}: ${each.outerHTML.slice(0, 140)}`);
  if (!dialog && document.activeElement !== document.body) say("the page begins here", document.activeElement);
  if (!dialog && !controls[0]?.matches(".skip")) wrong.push("the skip link is not the first control");
  document.activeElement?.blur();
  const before = controls.map(paint);
  controls.forEach((each, place) => {
    if (each.tabIndex < 0) return say("Tab goes past", each);
    if (each.tabIndex > 0) return say("Tab comes here out of order", each);
    each.focus();
    if (document.activeElement !== each) return say("does not take the focus, or the one before keeps it", each);
    if (!each.matches(".skip") && paint(each) === before[place]) say("does not show the focus", each);
    const tab = new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true });
    if (!each.dispatchEvent(tab)) say("keeps the Tab key", each);
  });
  for (const label of scope.querySelectorAll("label")) {
    if (seen(label) && label.control && !label.control.disabled && !seen(label.control)) say("only the mouse can press", label);
  }
  dialog ? dialog.querySelector("button, a[href]").focus() : document.activeElement?.blur();
  document.adoptedStyleSheets = [];
  return wrong;
}
