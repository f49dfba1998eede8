/* What opens a menu or a dialog within this element: marked, and named by its kind, an address or id without what differs by row. */
(scope) => [...scope.querySelectorAll("a, button")].filter((each) => {
  const overlay = [each, each.form].some((one) => one?.getAttribute("hx-target") === "#overlay");
  const sends = overlay && (each.type !== "button" && !each.matches("[type=reset]"));
  return (each.hasAttribute("popovertarget") || sends) && !each.disabled
    && each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;
}).map((each) => {
  const said = (name) => each.getAttribute(name) ?? "";
  const goes = said("popovertarget") || said("hx-get") || said("formaction")
    || `${each.form.getAttribute("hx-get") ?? each.form.getAttribute("hx-post")}${said("value")}`;
  each.dataset.opens = goes.split("?")[0].replace(/[0-9a-f]{8}-[-0-9a-f]+|[0-9a-f]{32}|\d+/g, "*");
  return each.dataset.opens;
})
