/* Shows what can be done with ticked files once one is ticked, and how many they are. */
class PickFiles extends HTMLElement {
  connectedCallback() {
    this.bar = this.querySelector(".bulkbar");
    if (!this.bar) return;
    this.addEventListener("change", () => this.draw());
    this.bar.querySelector("[data-clear]").addEventListener("click", () => {
      for (const box of this.boxes) box.checked = false;
      this.draw();
    });
    this.draw();
  }

  get boxes() { return [...this.querySelectorAll("input.check")]; }

  draw() {
    const ticked = this.boxes.filter((box) => box.checked).length;
    this.bar.hidden = ticked === 0;
    this.bar.querySelector("[data-count]").textContent = `${ticked} selected`;
  }
}

customElements.define("pick-files", PickFiles);
