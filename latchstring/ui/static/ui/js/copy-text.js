/* A button beside a read-only field that copies what is in it. */
class CopyText extends HTMLElement {
  connectedCallback() {
    const [field, button] = [this.querySelector("input"), this.querySelector("button")];
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
    });
    field.addEventListener("focus", () => field.select());
  }
}

customElements.define("copy-text", CopyText);
