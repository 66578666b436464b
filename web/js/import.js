// A file that is dropped anywhere on the page is the one that is sent. The form works without this.

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
