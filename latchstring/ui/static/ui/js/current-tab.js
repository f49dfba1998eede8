/* Where tabs are wider than the screen, the one that is open is in view. */
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
