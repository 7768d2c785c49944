// Makes the chat quicker where there is script: without it every button still works, by a new page.
"use strict";

(() => {
  const paneOf = (form) => form.closest(".pane");
  const partOf = (form, name) => document.getElementById(`${name}-${form.dataset.pane}`);

  // New messages are read from the first of them on; whoever reads back is left in peace, and a
  // button says that there is more.
  const begun = new WeakMap(); // log -> the message where reading starts, and when that came
  const away = new WeakSet(); // logs that somebody reads back in

  const inside = (log) => getComputedStyle(log).overflowY === "auto";
  const scroller = (log) => (inside(log) ? log : document.scrollingElement);
  const below = (log) => {
    const area = scroller(log);
    return area.scrollHeight - area.scrollTop - area.clientHeight;
  };
  const more = (log) => log.closest(".pane").querySelector(".more");

  function follow(log, message, mine) {
    message.classList.add("new");
    if (mine) away.delete(log);
    if (!away.has(log)) {
      const last = begun.get(log);
      const first = mine || !last || Date.now() - last.at > 5000 ? message : last.message;
      begun.set(log, { message: first, at: Date.now() });
      if (inside(log)) log.scrollTop = first.offsetTop - 16;
      else first.scrollIntoView({ block: "start" });
    }
    more(log).hidden = below(log) < 60;
  }

  function scrolled(log, byHand) {
    if (below(log) < 60) {
      away.delete(log);
      more(log).hidden = true;
    } else if (byHand) {
      away.add(log);
    }
  }

  function watch(log) {
    const at = inside(log) ? log : document;
    at.addEventListener("scroll", () => scrolled(log, false), { passive: true });
    for (const kind of ["wheel", "touchmove", "keyup"])
      at.addEventListener(kind, (event) => {
        if (!event.key || /^(Page|Arrow|Home)/.test(event.key)) scrolled(log, true);
      }, { passive: true });
    more(log).addEventListener("click", () => {
      const area = scroller(log);
      area.scrollBy({ top: area.clientHeight * 0.6 });
    });
  }

  function nonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // What is typed stands in the conversation at once, so that no answer can come before it.
  function begin(form, text) {
    const own = partOf(form, "own").content.cloneNode(true).firstElementChild;
    own.querySelector(".words p").textContent = text;
    own.removeAttribute("id");
    own.classList.add("sending");
    const log = partOf(form, "log");
    partOf(form, "end").before(own);
    follow(log, own, true);
    return own;
  }

  function end(form, own, text, went) {
    const box = partOf(form, "text");
    if (!went) {
      own.remove();
      return;
    }
    own.classList.remove("sending");
    partOf(form, "line").replaceChildren();
    for (const field of paneOf(form).querySelectorAll("input[name=nonce]")) field.value = nonce();
    if (box.value === text) box.value = "";
  }

  const underWay = new WeakMap();

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    const form = event.target;
    if (form.matches(".choices")) begun.delete(form.closest(".log"));
    if (!form.dataset.pane) return;
    const text = ctx.request.body.get("text") || "";
    if (!text.trim()) {
      event.preventDefault();
      return;
    }
    underWay.set(ctx, { own: begin(form, text), text });
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    const form = event.target;
    const sent = underWay.get(ctx);
    if (!sent) return;
    underWay.delete(ctx);
    const answered = ctx.response !== undefined;
    end(form, sent.own, sent.text, answered && ctx.response.status < 400);
    if (!answered) {
      const failed = paneOf(form).querySelector("template[data-failed]");
      partOf(form, "line").replaceChildren(failed.content.cloneNode(true));
    }
  });

  // Enter sends where there is a keyboard; on a phone it begins a new line.
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    const plain = !event.shiftKey && !event.altKey && !event.isComposing;
    if (event.key !== "Enter" || !plain || !(box instanceof HTMLTextAreaElement)) return;
    if (!event.ctrlKey && matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    box.form.requestSubmit();
  });

  // A new message in a pane.
  const arrivals = new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.addedNodes)
        if (node instanceof HTMLElement && node.matches(".bubble:not(.own)"))
          follow(change.target, node, false);
  });
  for (const log of document.querySelectorAll(".log")) {
    arrivals.observe(log, { childList: true });
    watch(log);
    if (!log.querySelector(":target")) log.scrollTop = log.scrollHeight;
  }
  if (!location.hash) document.querySelector(".single .log > :last-child")?.scrollIntoView();
  window.addEventListener("load", () => {
    for (const log of document.querySelectorAll(".log")) more(log).hidden = below(log) < 60;
  });

  // Whether answers can come in.
  const lost = document.querySelector("[data-lost]");
  document.addEventListener("htmx:sse:error", () => { lost.hidden = false; });
  document.addEventListener("htmx:sse:after:connection", () => { lost.hidden = true; });

  // Close quickly: gone from the screen at once, and not behind the button 'back'.
  document.querySelector(".leave").addEventListener("submit", (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    fetch("/chat/leave", { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
    location.replace("/empty");
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
