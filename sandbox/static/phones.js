// Keeps the list and the open thread fresh; what is being typed is left alone.
"use strict";
const bottom = () => { const texts = document.getElementById("texts"); if (texts) texts.scrollTop = texts.scrollHeight; };

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return location.assign("/" + location.search); // everything was forgotten meanwhile
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!document.getElementById("texts") !== !fresh.getElementById("texts")) return location.reload();
    // Where no thread was chosen, the newest is shown: its number and reply box must change with it.
    const form = document.querySelector(".phone form"), next = fresh.querySelector(".phone form");
    if (form && form.action !== next.action) {
      if (form.elements.text.value) return;
      return location.reload();
    }
    for (const id of ["threads", "texts"]) {
      const old = document.getElementById(id), now = fresh.getElementById(id);
      if (old && old.innerHTML !== now.innerHTML) {
        old.innerHTML = now.innerHTML;
        if (id === "texts") bottom();
      }
    }
  } catch { /* the sandbox is restarting: the next round finds it */ }
}
bottom();
setInterval(() => { if (!document.hidden) refresh(); }, 1500);
