/* The button that sent a form shows that it is at work, and can't send it twice. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || event.target.method !== "post" || !button) return;
  setTimeout(() => button.setAttribute("aria-busy", "true"));
});

const rest = () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
};

document.addEventListener("htmx:afterRequest", rest);
window.addEventListener("pageshow", rest);
