/* Keys in an open [role=menu]: arrows, Home, End, the first letters of an item. Esc belongs to the popover itself. */
const FORGET = 600;
let typed = "";
let timer;

const items = (menu) => [...menu.querySelectorAll("[role^=menuitem]:not([disabled])")].filter((item) => item.checkVisibility());

const find = (list, from, letters) => {
  const words = list.map((item) => item.textContent.trim().toLowerCase());
  const start = letters.length > 1 ? from : from + 1;
  for (let step = 0; step < list.length; step += 1) {
    const place = (start + step + list.length) % list.length;
    if (words[place].startsWith(letters)) return list[place];
  }
  return undefined;
};

const remember = (key) => {
  clearTimeout(timer);
  timer = setTimeout(() => { typed = ""; }, FORGET);
  typed += key.toLowerCase();
  return new Set(typed).size === 1 ? typed[0] : typed;
};

/* The browser tells that a menu opened a moment later: until then keys still arrive at its button. */
const openedBy = (button) => {
  const menu = button.popoverTargetElement;
  return menu?.matches("[role=menu]:popover-open") ? menu : undefined;
};

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (event.newState !== "open" || !menu.matches?.("[role=menu]") || menu.contains(document.activeElement)) return;
  const checked = menu.querySelector('[aria-checked="true"]');
  (checked ?? items(menu)[0])?.focus({ preventScroll: getComputedStyle(menu).position === "fixed" });
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[role=menu][popover]") ?? openedBy(event.target);
  if (!menu || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = items(menu);
  const here = list.indexOf(document.activeElement);
  const goto = {
    ArrowDown: () => list[(here + 1) % list.length],
    ArrowUp: () => list[(here - 1 + list.length) % list.length],
    Home: () => list[0],
    End: () => list.at(-1),
  }[event.key];
  const target = goto ? goto() : event.key.length === 1 && (event.key !== " " || typed) && find(list, here, remember(event.key));
  if (event.key === "Tab") menu.hidePopover();
  if (!target) return;
  event.preventDefault();
  target.focus();
});
