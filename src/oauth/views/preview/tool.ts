/** Style and script of the preview's own page. */
export const PREVIEW_STYLE = `
:root { --ground: #eef1f5; --card: #fff; --line: #d9dee6; --ink: #1b2330; --faint: #5a6778; --accent: #0b62bb; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ground: #0e1319; --card: #171e27; --line: #2c3643; --ink: #e6ebf2; --faint: #9aa7b8; --accent: #6cb2ff; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 16rem 1fr; height: 100vh; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
.tools { display: grid; gap: .9rem; align-content: start; padding: 1.25rem; overflow: auto; background: var(--card); border-inline-end: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.1rem; overflow-wrap: anywhere; }
p { margin: 0; }
label { min-width: 0; display: grid; gap: .2rem; color: var(--faint); font-size: .8rem; }
select { width: 100%; }
select, button { min-height: 2.25rem; padding: .3rem .5rem; font: inherit; font-size: .9rem; color: var(--ink); background: var(--ground);
  border: 1px solid var(--line); border-radius: .4rem; }
a { color: var(--accent); }
.live { color: var(--faint); font-size: .8rem; }
.stage { display: grid; place-items: stretch center; min-width: 0; padding: 1rem; overflow: auto; }
iframe { width: 100%; height: 100%; min-height: 40rem; background: #fff; border: 1px solid var(--line); border-radius: .5rem; }
.w768 { width: 768px; } .w390 { width: 390px; }
:is(a, button, select):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 48rem) { body { grid-template-columns: 1fr; height: auto; } .tools { grid-template-columns: 1fr 1fr; } h1 { grid-column: 1 / -1; } }
`;

/** Shows a choice at once, and the frame anew when the look has changed. */
export const PREVIEW_SCRIPT = `
const form = document.querySelector('form');
const frame = document.querySelector('iframe');
const live = document.querySelector('.live');
form.addEventListener('change', () => form.requestSubmit());
form.querySelector('button').hidden = true;
let known;
const look = async () => {
  if (document.hidden) return;
  const query = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.state + '?' + query);
  if (!answer.ok) return;
  const state = await answer.text();
  if (known !== undefined && known !== state) {
    frame.contentWindow.location.reload();
    live.textContent = 'Changed at ' + new Date().toLocaleTimeString() + '.';
  }
  known = state;
};
look();
setInterval(() => look().catch(() => undefined), 1000);
`;
