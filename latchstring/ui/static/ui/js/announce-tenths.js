/* Says each tenth of a long job aloud once, however often its figures are drawn again. */
class AnnounceTenths extends HTMLElement {
  connectedCallback() {
    this.words = this.querySelector("[role=status]");
    this.addEventListener("htmx:afterSwap", () => this.tell());
    this.said = this.figures?.dataset.tenth;
  }

  get figures() { return this.querySelector("[data-tenth]"); }

  tell() {
    if (!this.figures || this.figures.dataset.tenth === this.said) return;
    this.said = this.figures.dataset.tenth;
    this.words.textContent = this.figures.dataset.words;
  }
}

customElements.define("announce-tenths", AnnounceTenths);
