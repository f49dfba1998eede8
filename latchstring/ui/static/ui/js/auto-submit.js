/* A control with data-auto-submit sends its form when it changes; the form's own button does it without script. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-auto-submit]")) event.target.form.requestSubmit();
});
