const STAYS = 8000;

/* Toasts leave by themselves, but never while a pointer or the focus is on them. */
class ToastList extends HTMLElement {
  connectedCallback() {
    for (const toast of this.children) this.watch(toast);
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) this.watch(node);
    }).observe(this, { childList: true });
  }

  watch(toast) {
    const dismiss = toast.querySelector("[data-dismiss]");
    if (dismiss) {
      dismiss.hidden = false;
      dismiss.addEventListener("click", () => toast.remove());
    }
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => toast.remove(), STAYS);
    };
    const hold = () => clearTimeout(timer);
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("pointerleave", wait);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("focusout", wait);
    wait();
  }
}

customElements.define("toast-list", ToastList);
