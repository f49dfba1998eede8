const many = (number) => number.toLocaleString("en-US");
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* The ticks of a list, kept for this browser tab while it is paged, sorted and searched.
   They are posted as one field: {"mode":"ids","ids":[…]} or {"mode":"filter","filter":{…},"excluded":[…]}. */
class SelectRows extends HTMLElement {
  connectedCallback() {
    if (this.dataset.forget) return sessionStorage.removeItem(`select-rows:${this.dataset.forget}`);
    this.form = this.querySelector("#pick");
    if (!this.form) return undefined;
    this.filter = JSON.parse(this.dataset.filter);
    this.state = this.load();
    this.boxes = [...this.querySelectorAll("td.pick input")];
    this.boxes.forEach((box) => { box.removeAttribute("name"); });
    this.all = this.querySelector("[data-all]");
    this.listen();
    this.draw();
    return undefined;
  }

  get key() { return `select-rows:${this.dataset.key}`; }

  get total() { return this.dataset.total === "" ? null : Number(this.dataset.total); }

  get whole() { return this.state.mode === "filter"; }

  /* A selection of everything that matches another search can't be told row by row. */
  get elsewhere() { return this.whole && !same(this.state.filter, {}) && !same(this.state.filter, this.filter); }

  load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      if (kept && (kept.ids || kept.excluded)) return kept;
    } catch { /* what can't be read is no selection */ }
    return { mode: "ids", ids: [] };
  }

  listen() {
    let last = null;
    this.addEventListener("click", (event) => {
      if (!this.boxes.includes(event.target)) return;
      const here = this.boxes.indexOf(event.target);
      const from = event.shiftKey && last !== null ? last : here;
      this.tick(this.boxes.slice(Math.min(from, here), Math.max(from, here) + 1), event.target.checked);
      last = here;
    });
    this.all.addEventListener("change", () => this.tick(this.boxes, this.all.checked));
    this.querySelector("[data-clear]").addEventListener("click", () => this.become({ mode: "ids", ids: [] }));
    this.querySelector("[data-widen]").addEventListener("click", () => {
      this.become({ mode: "filter", filter: this.filter, total: this.total, excluded: [] });
    });
    for (const name of ["submit", "htmx:configRequest"]) this.form.addEventListener(name, (event) => this.fill(event));
  }

  tick(boxes, on) {
    const list = new Set(this.whole ? this.state.excluded : this.state.ids);
    for (const box of boxes.filter((each) => !each.disabled)) {
      if (on === this.whole) list.delete(box.value); else list.add(box.value);
    }
    this.become({ ...this.state, [this.whole ? "excluded" : "ids"]: [...list] });
  }

  become(state) {
    this.state = state;
    sessionStorage.setItem(this.key, JSON.stringify(state));
    this.draw();
  }

  has(id) {
    if (this.elsewhere) return false;
    return this.whole ? !this.state.excluded.includes(id) : this.state.ids.includes(id);
  }

  get count() { return this.whole ? this.state.total - this.state.excluded.length : this.state.ids.length; }

  draw() {
    for (const box of this.boxes) {
      if (!box.hasAttribute("aria-describedby")) box.disabled = this.elsewhere;
      box.checked = !box.disabled && this.has(box.value);
    }
    const open = this.boxes.filter((box) => !box.disabled);
    const ticked = open.filter((box) => box.checked).length;
    this.all.disabled = open.length === 0;
    this.all.checked = ticked > 0 && ticked === open.length;
    this.all.indeterminate = ticked > 0 && ticked < open.length;
    this.drawBar();
  }

  drawBar() {
    const bar = this.querySelector(".bulkbar");
    bar.hidden = this.count === 0;
    const words = this.dataset.of && this.total !== null ? ` of ${many(this.total)} ${this.dataset.of}` : "";
    const other = this.elsewhere ? ". Clear the selection to tick others" : "";
    bar.querySelector("[data-count]").replaceChildren(
      Object.assign(document.createElement("strong"), { textContent: `${many(this.count)} selected` }),
      Object.assign(document.createElement("span"), { className: "only-wide", textContent: words + other }),
    );
    const label = bar.querySelector("[data-label]");
    if (label) label.textContent = `${this.dataset.verb} (${many(this.count)})`;
    this.drawWiden(bar);
  }

  /* Whether what is ticked lies within a search can't be told, so that a search always offers all that match. */
  drawWiden(bar) {
    const widen = bar.querySelector("[data-widen]");
    const everything = same(this.filter, {});
    const away = !this.whole && this.state.ids.some((id) => !this.boxes.some((box) => box.value === id));
    widen.hidden = bar.hidden || this.whole || !this.total || (this.count >= this.total && (everything || !away));
    const which = everything ? "" : ` that match${away ? " instead" : ""}`;
    widen.textContent = `Select all ${many(this.total ?? 0)}${which}`;
    if (!bar.hidden && this.total === null && !this.asked) this.ask();
  }

  /* How many match a search is counted only when somebody is about to select. */
  async ask() {
    this.asked = true;
    const address = new URL(this.querySelector("#filter").action);
    address.search = new URLSearchParams({ ...this.filter, count: "1" });
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    this.dataset.total = (await answer.json()).count;
    this.draw();
  }

  fill(event) {
    const { mode, ids, filter, excluded } = this.state;
    const text = JSON.stringify(mode === "ids" ? { mode, ids } : { mode, filter, excluded });
    const field = this.form.elements.selection;
    Object.assign(field, { disabled: false, value: text });
    if (event.detail?.formData) event.detail.formData.set("selection", text);
  }
}

customElements.define("select-rows", SelectRows);
