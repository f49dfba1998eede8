/* A personal message: the switch hides and shows it, templates fill it, chips insert a field at the caret.
   Whoever switches by keyboard stays on the switch, with Templates as the next stop. */
class MessageBox extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.switch = this.querySelector("[data-switch]");
    this.switch.addEventListener("change", () => this.toggle(true));
    this.addEventListener("click", (event) => {
      const template = event.target.closest("[data-body]");
      const chip = event.target.closest("[data-insert]");
      if (template) this.fill(event, template);
      if (chip) this.insert(`{${chip.dataset.insert}}`);
    });
    this.toggle(false);
  }

  toggle(byHand) {
    this.querySelector("[data-body-box]").hidden = !this.switch.checked;
    if (!byHand) return;
    if (this.switch.checked && !this.switch.matches(":focus-visible")) this.text.focus();
    this.tell();
  }

  fill(event, template) {
    event.preventDefault();
    template.closest("[popover]").hidePopover();
    this.switch.checked = true;
    this.toggle(false);
    this.text.focus();
    this.text.select();
    this.type(template.dataset.body);
    const name = this.closest("form").elements.from_template;
    if (name) name.value = template.dataset.name;
  }

  insert(field) {
    this.text.focus();
    this.type(field);
  }

  /* insertText can be undone with the keyboard; setRangeText can't. */
  type(words) {
    if (document.execCommand("insertText", false, words)) return;
    this.text.setRangeText(words, this.text.selectionStart, this.text.selectionEnd, "end");
    this.tell();
  }

  tell() {
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("message-box", MessageBox);
