/* One file on its way by the tus 1.0 protocol: in pieces, again from where the server has it after
   a broken line, and after a reload of the page. */
const PIECE = 8 * 1024 * 1024;
const WAITS = [1, 2, 4, 8, 15, 30, 30, 30];
const GONE = [403, 404, 410];

export class Refused extends Error {}
class Broken extends Error {}
class Stopped extends Error {}

const later = (seconds, signal) => new Promise((resolve, reject) => {
  const go = () => {
    clearTimeout(timer);
    window.removeEventListener("online", go);
    if (signal.aborted) reject(new Stopped()); else resolve();
  };
  const timer = setTimeout(go, seconds * 1000);
  window.addEventListener("online", go);
  signal.addEventListener("abort", go);
});

/* FNV-1a, twice 32 bits. */
const marked = (text) => [0x811c9dc5, 0xc9dc5118].map((start) => {
  let sum = start;
  for (const sign of text) sum = Math.imul(sum ^ sign.codePointAt(0), 0x01000193);
  return (sum >>> 0).toString(16);
}).join("");

export class Upload {
  constructor(file, { endpoint, token, onprogress }) {
    Object.assign(this, { file, endpoint, token, onprogress });
    this.offset = 0;
    this.stopping = new AbortController();
  }

  /* Says nothing of the file to who looks into the browser's storage. */
  get key() { return `upload:${this.endpoint}:${marked(`${this.file.name}\n${this.file.size}\n${this.file.lastModified}`)}`; }

  /* Resolves with true when all is there, with false when it was stopped; rejects with Refused and its sentence. */
  async run() {
    this.url = localStorage.getItem(this.key);
    for (let tries = 0; ;) {
      const before = this.offset;
      try {
        await this.goOn();
        localStorage.removeItem(this.key);
        return true;
      } catch (error) {
        if (error instanceof Stopped) return false;
        if (!(error instanceof Broken)) throw error;
        tries = this.offset > before ? 0 : tries + 1;
        if (tries > WAITS.length) throw new Refused("The line is broken. Choose the file again: it goes on where it stopped.");
        if (await later(WAITS[Math.max(tries - 1, 0)], this.stopping.signal).then(() => false, () => true)) return false;
      }
    }
  }

  async goOn() {
    if (!this.url || !(await this.resume())) await this.create();
    while (this.offset < this.file.size) await this.push();
  }

  async create() {
    const metadata = `filename ${btoa(String.fromCharCode(...new TextEncoder().encode(this.file.name)))}`;
    const answer = await this.send("POST", this.endpoint, { "Upload-Length": this.file.size, "Upload-Metadata": metadata });
    if (answer.status !== 201) this.complain(answer);
    this.url = new URL(answer.getResponseHeader("Location"), location.href).href;
    this.offset = 0;
    localStorage.setItem(this.key, this.url);
  }

  /* False where the server has forgotten this upload. */
  async resume() {
    const answer = await this.send("HEAD", this.url);
    if (GONE.includes(answer.status)) {
      localStorage.removeItem(this.key);
      return false;
    }
    this.offset = this.told(answer, 200);
    return true;
  }

  async push() {
    const piece = this.file.slice(this.offset, this.offset + PIECE);
    const headers = { "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream" };
    const answer = await this.send("PATCH", this.url, headers, piece);
    this.offset = this.told(answer, 204);
    this.onprogress(this.offset);
  }

  told(answer, wanted) {
    const offset = answer.getResponseHeader("Upload-Offset");
    if (answer.status !== wanted || offset === null) this.complain(answer);
    return Number(offset);
  }

  /* What may pass by itself is tried again; what the server has something to say about is not. */
  complain(answer) {
    if ([409, 423, 460].includes(answer.status) || answer.status >= 500) throw new Broken();
    localStorage.removeItem(this.key);
    this.url = null;
    const plain = answer.getResponseHeader("Content-Type")?.startsWith("text/plain");
    if (plain && answer.status >= 400) throw new Refused(answer.responseText);
    throw new Refused("This did not go through. Load the page again, then try once more.");
  }

  send(method, url, headers = {}, body = null) {
    const { signal } = this.stopping;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Stopped());
      const request = new XMLHttpRequest();
      request.open(method, url);
      const all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token, ...headers };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      if (body) request.upload.onprogress = (event) => this.onprogress(this.offset + event.loaded);
      request.onload = () => resolve(request);
      request.onerror = () => reject(new Broken());
      request.onabort = () => reject(new Stopped());
      signal.addEventListener("abort", () => request.abort(), { once: true });
      return request.send(body);
    });
  }

  /* Stop, and let the server forget what it has. */
  async stop() {
    this.stopping.abort();
    localStorage.removeItem(this.key);
    const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token };
    if (this.url) await fetch(this.url, { method: "DELETE", headers }).catch(() => {});
  }
}
