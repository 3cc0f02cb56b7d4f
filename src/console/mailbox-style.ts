/** The look of the mailbox: one column of cards, in the reader's light or dark. */
export const MAILBOX_STYLE = `
:root { --ground: #f4f6f8; --card: #fff; --line: #dde2e9; --ink: #1b2330; --faint: #5d6b7e; --accent: #0b6bcb;
  --on-accent: #fff; --email: #0b6bcb; --sms: #0f7b53; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ground: #11161d; --card: #1a212b; --line: #2c3643; --ink: #e6ebf2;
  --faint: #98a5b6; --accent: #6cb2ff; --on-accent: #0d1620; --email: #6cb2ff; --sms: #5fd3a3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 0; }
main { padding-bottom: 3rem; }
h1 { margin: 0; font-size: 1.5rem; letter-spacing: -.01em; }
header p { margin: .25rem 0 1rem; color: var(--faint); }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
label { flex: 1 1 10rem; display: grid; gap: .2rem; font-size: .8rem; color: var(--faint); }
input { width: 100%; padding: .45rem .6rem; font: inherit; font-size: .95rem; color: var(--ink);
  background: var(--card); border: 1px solid var(--line); border-radius: .4rem; }
button, .link { padding: .45rem .9rem; font: inherit; font-size: .95rem; cursor: pointer; text-decoration: none;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .4rem; }
:is(button, a, input, summary):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
article { padding: 1rem 1.25rem; margin-bottom: 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; overflow-wrap: anywhere; }
article p { margin: .4rem 0; }
.link { display: inline-block; }
.meta { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; font-size: .9rem; color: var(--faint); }
.meta strong { color: var(--ink); font-size: 1rem; }
.meta time { margin-left: auto; font-variant-numeric: tabular-nums; }
.badge { padding: 0 .5rem; font-size: .75rem; font-weight: 600; border: 1px solid currentcolor; border-radius: 1rem; }
.email { color: var(--email); } .sms { color: var(--sms); }
h2 { margin: .4rem 0; font-size: 1.05rem; font-weight: 600; }
.code { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; }
.code output { font: 600 2rem/1.2 ui-monospace, monospace; letter-spacing: .12em; user-select: all; }
.copy { color: var(--accent); background: none; }
summary { cursor: pointer; color: var(--faint); font-size: .9rem; }
iframe { width: 100%; height: 8rem; margin-top: .5rem; background: #fff; border: 1px solid var(--line); border-radius: .4rem; }
pre { margin: .5rem 0; white-space: pre-wrap; font: inherit; }
.owner { font-size: .8rem; color: var(--faint); }
.empty { padding: 3rem 1rem; text-align: center; color: var(--faint); border: 1px dashed var(--line); border-radius: .6rem; }
`;
