// Keeps the list, the open thread and its call fresh; what is being typed is left alone.
"use strict";
const bottom = () => { const texts = document.getElementById("texts"); if (texts) texts.scrollTop = texts.scrollHeight; };

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return location.assign("/" + location.search); // everything was forgotten meanwhile
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!document.getElementById("texts") !== !fresh.getElementById("texts")) return location.reload();
    // Where no thread was chosen, the newest is shown: its number and reply box must change with it.
    const form = document.getElementById("answer"), next = fresh.getElementById("answer");
    if (form && form.action !== next.action) {
      if (form.elements.text.value) return;
      return location.reload();
    }
    // Only when something else is shown: a button must not vanish under the finger.
    const call = document.getElementById("call"), going = fresh.getElementById("call");
    if (call && call.dataset.shows !== going.dataset.shows) { call.replaceWith(going); clock(); }
    for (const id of ["threads", "texts"]) {
      const old = document.getElementById(id), now = fresh.getElementById(id);
      if (old && old.innerHTML !== now.innerHTML) {
        old.innerHTML = now.innerHTML;
        if (id === "texts") bottom();
      }
    }
  } catch { /* the sandbox is restarting: the next round finds it */ }
}
// How long a call has lasted.
function clock() {
  for (const shown of document.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.floor(Date.now() / 1000 - shown.dataset.since));
    shown.textContent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
bottom();
clock();
setInterval(clock, 1000);
setInterval(() => { if (!document.hidden) refresh(); }, 1500);
