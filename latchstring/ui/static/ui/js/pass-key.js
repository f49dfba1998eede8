/* A button that asks this device for a passkey, or makes one, and sends the answer with its form. */
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const BUFFERS = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];

const asked = ({ publicKey }) => {
  const each = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const wanted = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (wanted.user) wanted.user = { ...wanted.user, id: bytes(wanted.user.id) };
  if (wanted.allowCredentials) wanted.allowCredentials = each(wanted.allowCredentials);
  if (wanted.excludeCredentials) wanted.excludeCredentials = each(wanted.excludeCredentials);
  return { publicKey: wanted };
};

const answered = (credential) => {
  const there = BUFFERS.filter((name) => credential.response[name]);
  const response = Object.fromEntries(there.map((name) => [name, text(credential.response[name])]));
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

class PassKey extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const trouble = this.querySelector("[role=alert]");
    this.hidden = !window.PublicKeyCredential;
    button.addEventListener("click", async () => {
      trouble.textContent = "";
      button.setAttribute("aria-busy", "true");
      try {
        const options = asked(JSON.parse(this.dataset.options));
        const make = this.dataset.use === "make";
        const credential = await navigator.credentials[make ? "create" : "get"](options);
        const form = this.closest("form");
        form.elements[this.dataset.field].value = answered(credential);
        form.requestSubmit();
      } catch (error) {
        trouble.textContent = error.name === "InvalidStateError" ? this.dataset.known : this.dataset.trouble;
        button.removeAttribute("aria-busy");
      }
    });
  }
}

customElements.define("pass-key", PassKey);
