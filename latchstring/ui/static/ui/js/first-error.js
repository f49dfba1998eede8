/* A form that came back with one wrong field puts the cursor there; with more, the summary has the focus. */
const point = (place) => {
  if (!place.querySelector("[role=alert][autofocus]")) place.querySelector("form [aria-invalid=true]")?.focus();
};

point(document);
document.addEventListener("htmx:afterSettle", (event) => point(event.target));
