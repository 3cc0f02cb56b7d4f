/** The look of the imitations: plainly no real provider's. */
export const MOCK_STYLE = `
:root { --ground: #f4f6f8; --card: #fff; --line: #dde2e9; --ink: #1b2330; --faint: #5d6b7e; --accent: #0b6bcb;
  --on-accent: #fff; --field: #8a96a5; --warn: #8a5300; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ground: #11161d; --card: #1a212b; --line: #2c3643; --ink: #e6ebf2;
  --faint: #98a5b6; --accent: #6cb2ff; --on-accent: #0d1620; --field: #66758a; --warn: #f0b45b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
main.wide { max-width: 46rem; }
h1 { margin: 0; font-size: 1.5rem; letter-spacing: -.01em; }
h2 { margin: 0 0 .5rem; font-size: 1.05rem; }
p { margin: .25rem 0 1rem; }
.faint, small { color: var(--faint); }
.stamp { display: inline-block; margin: 0 0 .75rem; padding: 0 .6rem; font-size: .75rem; font-weight: 600;
  color: var(--warn); border: 1px solid currentcolor; border-radius: 1rem; }
section, article { padding: 1rem 1.25rem; margin: 1rem 0; background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; overflow-wrap: anywhere; }
form { margin: 0; }
button { padding: .55rem 1rem; font: inherit; cursor: pointer; color: var(--on-accent); background: var(--accent);
  border: 1px solid var(--accent); border-radius: .4rem; }
button.quiet { color: var(--accent); background: none; }
button.person { display: block; width: 100%; margin: .5rem 0 0; text-align: left; color: var(--ink);
  background: none; border-color: var(--field); }
button.person small { display: block; }
label { display: grid; gap: .2rem; margin: .6rem 0; font-size: .9rem; }
label.check { display: flex; gap: .5rem; align-items: center; }
input:not([type=checkbox]), textarea { width: 100%; padding: .5rem .6rem; font: inherit; color: var(--ink);
  background: var(--card); border: 1px solid var(--field); border-radius: .4rem; }
input[type=checkbox] { width: 1.25rem; height: 1.25rem; }
textarea { min-height: 4rem; font-family: ui-monospace, monospace; font-size: .9rem; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin-top: 1rem; }
:is(button, a, input, textarea, summary):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
summary { cursor: pointer; }
code, pre { font: .9rem/1.5 ui-monospace, monospace; }
pre { margin: .5rem 0; white-space: pre-wrap; }
ul { margin: .5rem 0; padding-left: 1.25rem; }
`;
