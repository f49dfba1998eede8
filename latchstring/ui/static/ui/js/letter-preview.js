const CALM = 300;

/* Draws the real email into its frame again whenever the message, the limits or the person change. */
class LetterPreview extends HTMLElement {
  connectedCallback() {
    this.draw = this.querySelector("[data-draw]");
    if (!this.draw) return;
    this.place = this.querySelector("[data-place]");
    this.draw.hidden = true;
    this.addEventListener("input", (event) => {
      if (event.target.matches("textarea, [name=subject], [name=client], [name=scope], [name=until]")) this.later();
    });
    for (const button of this.querySelectorAll("[data-step]")) {
      button.type = "button";
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
    }
    this.timer = setTimeout(() => this.show()); // once the window that this one replaces has taken its frame away
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), CALM);
  }

  step(by) {
    const last = Number(this.place.dataset.total) - 1;
    const next = Math.min(Math.max(Number(this.draw.value) + by, 0), last);
    if (next === Number(this.draw.value)) return;
    this.draw.value = next;
    this.place.textContent = `${(next + 1).toLocaleString("en-US")} of ${(last + 1).toLocaleString("en-US")}`;
    this.show();
  }

  /* A copy of the form goes to the frame, so that htmx and the dialog's guard see nothing of it. */
  show() {
    const copy = document.createElement("form");
    Object.assign(copy, { method: "post", action: this.draw.formAction, target: "letter", hidden: true });
    for (const [name, value] of new FormData(this.draw.form, this.draw)) {
      copy.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(copy);
    copy.submit();
    copy.remove();
  }
}

customElements.define("letter-preview", LetterPreview);
