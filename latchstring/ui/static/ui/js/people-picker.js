/* The list of the Client Portal window: narrows a long list to what is typed (who is ticked stays in sight), reveals the boxes for a new person, adds that person as a
   ticked line (whoever is in the list already is ticked there), and ticks whoever's missing email is being typed. The server does the same without it. */
class PeoplePicker extends HTMLElement {
  connectedCallback() {
    this.reveal = this.querySelector("[data-reveal]");
    this.boxes = document.getElementById(this.reveal.getAttribute("aria-controls"));
    this.email = this.boxes.querySelector("[name=new_email]");
    this.newName = this.boxes.querySelector("[name=new_name]");
    this.problem = document.getElementById("new-email-error");
    this.show(this.email.value || this.newName.value || !this.problem.hidden);
    this.reveal.addEventListener("click", () => {
      this.show(this.boxes.hidden);
      if (!this.boxes.hidden) this.email.focus();
    });
    this.boxes.querySelector("[data-add]").addEventListener("click", (event) => this.add(event));
    this.filter = this.querySelector("[data-filter]");
    this.addEventListener("input", (event) => (event.target === this.filter ? this.narrow() : this.tick(event.target)));
    this.addEventListener("keydown", (event) => this.enter(event));
  }

  show(visible) {
    this.boxes.hidden = !visible;
    this.reveal.setAttribute("aria-expanded", String(!this.boxes.hidden));
  }

  add(event) {
    event.preventDefault();
    const email = this.email.value.trim();
    const there = this.there(email);
    const wrong = this.wrong(email, there);
    this.problem.hidden = !wrong;
    this.problem.lastElementChild.textContent = wrong;
    this.email.toggleAttribute("aria-invalid", false);
    if (wrong) {
      this.email.setAttribute("aria-invalid", "true");
      this.email.setAttribute("aria-describedby", this.problem.id);
      return this.email.focus();
    }
    if (there) there.checked = true;
    else this.insertBefore(this.line(email, this.newName.value.trim()), this.reveal.closest(".row"));
    this.email.value = this.newName.value = "";
    (there ?? this.email).focus();
  }

  there(email) {
    const lines = [...this.querySelectorAll("[data-address]")];
    return lines.find((box) => box.dataset.address.toLowerCase() === email.toLowerCase());
  }

  wrong(email, there) {
    if (!email) return "Enter the email of the new person.";
    if (!/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(email)) return "Enter an email address like name@example.com.";
    return there?.disabled ? "This person is in the list already, and can’t get an invite." : "";
  }

  line(email, name) {
    const line = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const box = line.querySelector("[name=to]");
    line.querySelector("[name=added]").value = box.value = box.dataset.address = email;
    box.checked = true;
    line.querySelector("[name=added_name]").value = name;
    line.querySelector("[data-name]").textContent = name || email;
    line.querySelector("[data-email]").textContent = name ? email : "";
    return line;
  }

  narrow() {
    const typed = this.filter.value.trim().toLowerCase();
    const boxes = [...this.querySelectorAll(".check")];
    for (const box of boxes) {
      const line = box.closest(".row");
      line.hidden = !box.checked && !line.textContent.toLowerCase().includes(typed);
    }
    const shown = boxes.filter((box) => !box.closest(".row").hidden).length;
    this.querySelector("[data-found]").textContent = typed && `${shown} of ${boxes.length}`;
  }

  tick(input) {
    const box = input.name?.startsWith("email-") && input.closest(".row").querySelector("[name=to]");
    if (box) box.checked = input.value.trim() !== "";
  }

  enter(event) {
    if (event.key !== "Enter" || !event.target.matches("input.input")) return;
    event.preventDefault();
    if (event.target === this.filter) return;
    if (this.boxes.contains(event.target)) this.add(event);
    else event.target.form.requestSubmit();
  }
}

customElements.define("people-picker", PeoplePicker);
