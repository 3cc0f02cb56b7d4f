/** The look of the demo app, in the reader's light or dark. */
export const DEMO_STYLE = `
:root { --ground: #f4f6f8; --card: #fff; --line: #dde2e9; --ink: #1b2330; --faint: #5d6b7e; --accent: #0b6bcb;
  --on-accent: #fff; --alarm: #b3261e; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ground: #11161d; --card: #1a212b; --line: #2c3643; --ink: #e6ebf2;
  --faint: #98a5b6; --accent: #6cb2ff; --on-accent: #0d1620; --alarm: #ff8a80; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
h1 { margin: 0; font-size: 1.5rem; letter-spacing: -.01em; }
h2 { margin: 0 0 1rem; font-size: 1.2rem; overflow-wrap: anywhere; }
h2:focus { outline: none; }
h3 { margin: 0 0 .5rem; font-size: 1rem; }
.lead { margin: .25rem 0 1.5rem; color: var(--faint); }
.faint { margin-top: 2rem; font-size: .85rem; color: var(--faint); overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0 0 1rem; }
button { padding: .55rem 1.1rem; font: inherit; cursor: pointer; color: var(--on-accent); background: var(--accent);
  border: 1px solid var(--accent); border-radius: .4rem; }
button.quiet { color: var(--accent); background: none; }
button.link { display: inline; padding: 0; color: var(--accent); background: none; border: 0; text-decoration: underline; }
a { color: var(--accent); }
li { margin: .3rem 0; overflow-wrap: anywhere; }
:is(button, a, pre, summary):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
#problem { padding: .75rem 1rem; color: var(--alarm); border: 1px solid currentcolor; border-radius: .4rem; }
article { padding: 1rem 1.25rem; margin: 0 0 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; }
pre { margin: 0; font: .85rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { margin-top: .75rem; cursor: pointer; color: var(--faint); font-size: .9rem; }
`;
