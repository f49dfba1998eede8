/* Adds "Show" to a password field. */
class RevealPassword extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    const word = button.firstElementChild;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      word.textContent = shown ? "Show" : "Hide";
    });
    input.form?.addEventListener("submit", () => { input.type = "password"; });
  }
}

customElements.define("reveal-password", RevealPassword);
