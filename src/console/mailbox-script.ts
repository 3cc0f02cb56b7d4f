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
const newestOf = async () => {
  const query = new URLSearchParams(location.search);
  query.set('limit', '1');
  const answer = await fetch('/mailbox/messages?' + query);
  return answer.ok ? (await answer.json())[0]?.id : undefined;
};
const look = async () => {
  if (document.hidden) return;
  const newest = await newestOf();
  if (!newest || newest === list.dataset.newest) return;
  const page = await (await fetch(location.href)).text();
  const part = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
  const fresh = new DOMParser().parseFromString(part, 'text/html').getElementById('messages');
  if (!fresh) return;
  list.dataset.newest = fresh.dataset.newest;
  list.replaceChildren(...fresh.childNodes);
  dress();
};
dress();
setInterval(() => look().catch(() => undefined), 2000);
`;
