// New mails appear by themselves.
const rows = document.getElementById('rows');

setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch('/rows' + location.search);
    const text = answer.ok ? await answer.text() : rows.innerHTML;
    if (text !== rows.dataset.shown) {
      rows.innerHTML = text;
      rows.dataset.shown = text;
    }
  } catch {
    // The catcher has ended; what was shown stays.
  }
}, 1000);
