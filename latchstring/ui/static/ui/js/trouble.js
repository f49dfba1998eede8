/* A request that failed says so above what the person was doing; nothing they typed is lost. */
const tell = (name) => {
  const template = document.getElementById(name);
  if (!template) return;
  document.querySelectorAll("[data-trouble]").forEach((banner) => banner.remove());
  const place = document.querySelector("dialog[open] .dialog-body") ?? document.querySelector("main");
  place.prepend(template.content.cloneNode(true));
};

document.addEventListener("htmx:sendError", () => tell("trouble-offline"));
document.addEventListener("htmx:timeout", () => tell("trouble-offline"));
document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status < 500 ? "trouble-gone" : "trouble-ours"));
document.addEventListener("htmx:afterOnLoad", () => document.querySelectorAll("[data-trouble]").forEach((banner) => banner.remove()));
