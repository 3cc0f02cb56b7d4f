/** What managed login has of its own. */
export const MANAGED_STYLE = `
@media (min-width:30.01rem){.card{box-shadow:0 1px 2px #0000000a,0 12px 40px -12px #0000001f}}
`.replaceAll('\n', '');
