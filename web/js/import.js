// A file that is dropped anywhere on the page is the one that is sent, and while it waits for its turn the page says so.
// The form works without this.

const drop = document.getElementById('drop');
const file = document.getElementById('file');

/** @param {DragEvent} event */
const brings = (event) => Boolean(event.dataTransfer && [...event.dataTransfer.types].includes('Files'));

if (drop && file instanceof HTMLInputElement) {
  addEventListener('dragover', (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    drop.classList.add('over');
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) drop.classList.remove('over');
  });
  addEventListener('drop', (event) => {
    drop.classList.remove('over');
    if (!brings(event) || !event.dataTransfer) return;
    // Otherwise the browser would open it in the place of the page.
    event.preventDefault();
    file.files = event.dataTransfer.files;
    drop.scrollIntoView({ block: 'nearest' });
  });
}

const turn = document.getElementById('turn');
const sent = turn && turn.closest('form');

if (turn && sent) {
  const button = sent.querySelector('button[type=submit]');
  /** @param {boolean} waits */
  const tell = (waits) => {
    turn.hidden = !waits;
    // Spoken as it changes, not as it appears.
    turn.textContent = waits ? turn.dataset.words || '' : '';
    if (button instanceof HTMLButtonElement) button.disabled = waits;
  };
  sent.addEventListener('submit', () => tell(true));
  // Whoever comes back to this page is not waiting any more.
  addEventListener('pageshow', () => tell(false));
}
