/** Runs in the browser. New messages replace the list only when there are some, so that open ones stay open. */
export const MAILBOX_SCRIPT = `
const list = document.getElementById('messages');
const dress = () => {
  for (const time of list.querySelectorAll('time')) time.textContent = new Date(time.dateTime).toLocaleString();
  if (navigator.clipboard) for (const button of list.querySelectorAll('.copy')) button.hidden = false;
};
document.addEventListener('click', async ({ target }) => {
  const code = target instanceof HTMLElement ? target.dataset.copy : undefined;
  if (code === undefined) return;
  await navigator.clipboard.writeText(code);
  target.textContent = 'Copied';
  setTimeout(() => { target.textContent = 'Copy'; }, 1500);
});
const look = async () => {
  if (document.hidden) return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('messages');
  if (!fresh || fresh.dataset.newest === list.dataset.newest) return;
  list.dataset.newest = fresh.dataset.newest;
  list.replaceChildren(...fresh.childNodes);
  dress();
};
dress();
setInterval(() => look().catch(() => undefined), 2000);
`;
