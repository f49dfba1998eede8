/* Files chosen or dropped go up at once, each with its own progress; without this the form sends them. */
import { Refused, Upload } from "./tus.js";

const AT_ONCE = 2;
const UNITS = ["bytes", "KB", "MB", "GB"];

const size = (bytes) => {
  let number = bytes;
  let unit = 0;
  while (number >= 1000 && unit < UNITS.length - 1) { number /= 1000; unit += 1; }
  return `${unit > 1 && number < 100 ? number.toFixed(1) : Math.round(number)} ${UNITS[unit]}`;
};

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.list = this.querySelector("[data-uploads]");
    this.said = this.querySelector("[role=status]");
    this.waiting = [];
    this.running = 0;
    this.sent = 0;
    this.form.querySelectorAll("[type=submit]").forEach((button) => { button.hidden = true; });
    this.form.addEventListener("change", (event) => {
      this.take(event.target.files);
      event.target.value = "";
    });
    this.drops();
    window.addEventListener("beforeunload", (event) => { if (this.running) event.preventDefault(); });
  }

  /* Dropped anywhere on the page; a file that misses the zone would otherwise replace the page. */
  drops() {
    const zone = this.querySelector(".dropzone");
    const carries = (event) => event.dataTransfer?.types.includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      zone.toggleAttribute("data-over", true);
    });
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.toggleAttribute("data-over", false); });
    document.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      zone.toggleAttribute("data-over", false);
      this.take(event.dataTransfer.files);
    });
  }

  take(files) {
    if (files.length > 1 && this.dataset.one) {
      this.fail(this.line(files[0]), this.dataset.one);
      return;
    }
    for (const file of files) this.waiting.push(this.line(file));
    this.next();
  }

  line(file) {
    const line = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const progress = line.querySelector("progress");
    const words = line.querySelector("[data-words]");
    const stop = line.querySelector("[data-stop]");
    line.querySelector("[data-name]").textContent = file.name;
    words.textContent = `${size(file.size)}, waiting`;
    progress.setAttribute("aria-label", file.name);
    stop.setAttribute("aria-label", `Stop uploading ${file.name}`);
    const upload = new Upload(file, {
      endpoint: this.dataset.endpoint,
      token: this.form.elements.csrfmiddlewaretoken.value,
      onprogress: (bytes) => {
        progress.value = file.size ? (100 * bytes) / file.size : 100;
        words.textContent = `${size(bytes)} of ${size(file.size)}`;
      },
    });
    stop.addEventListener("click", () => {
      this.waiting = this.waiting.filter((each) => each.line !== line);
      upload.stop();
      line.remove();
    });
    this.list.append(line);
    return { file, line, upload, words };
  }

  next() {
    while (this.running < AT_ONCE && this.waiting.length) this.start(this.waiting.shift());
    if (!this.running && this.sent) this.finish();
  }

  async start({ file, line, upload, words }) {
    this.running += 1;
    try {
      if (await upload.run()) {
        this.sent += 1;
        line.remove();
      }
    } catch (error) {
      const known = error instanceof Refused;
      this.fail({ file, line, words }, known ? error.message : "This did not go through. Try it once more.");
    }
    this.running -= 1;
    this.next();
  }

  fail({ file, line, words }, sentence) {
    line.dataset.failed = "";
    line.querySelector("progress").remove();
    words.textContent = sentence;
    line.querySelector("[data-stop]").setAttribute("aria-label", `Put away ${file.name}`);
    this.say(`${file.name}: ${sentence}`);
  }

  finish() {
    this.say(this.sent === 1 ? "1 file uploaded" : `${this.sent} files uploaded`);
    this.sent = 0;
    this.dispatchEvent(new CustomEvent("uploaded", { bubbles: true }));
  }

  say(words) { this.said.textContent = words; }
}

customElements.define("file-drop", FileDrop);
