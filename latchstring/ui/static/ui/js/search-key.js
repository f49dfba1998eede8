/* "/" puts the cursor into the page's search, else into the global one. A switch on the profile turns it off. */
const OFF = "search-key-off";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF)) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  if (!search.checkVisibility()) search.closest("[popover]")?.showPopover();
  search.focus();
  search.select();
});

class SearchKeySwitch extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    this.hidden = false;
    input.checked = !localStorage.getItem(OFF);
    input.addEventListener("change", () => {
      if (input.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    });
  }
}

customElements.define("search-key-switch", SearchKeySwitch);
