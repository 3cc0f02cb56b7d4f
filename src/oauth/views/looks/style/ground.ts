/** The document itself: type, links, what assistive technology alone reads, and where bars and form stand. */
export const GROUND = `
*,*::before,*::after{box-sizing:border-box}
:root{--space:1;--font:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;hanging-punctuation:first last}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;
background:var(--pageBackground-color) center/cover no-repeat;
color:var(--pageText-bodyColor);font:400 1rem/1.5 var(--font);-webkit-font-smoothing:antialiased;overflow-wrap:break-word}
h1,h2,p,ul{margin:0;padding:0}
ul{list-style:none}
img,svg{max-width:100%}
h1{color:var(--pageText-headingColor);font-size:1.625rem;line-height:1.25;font-weight:700;letter-spacing:-.015em;text-wrap:balance}
.description,.instructions{margin-top:calc(var(--space)*.5rem);color:var(--pageText-descriptionColor);text-wrap:pretty}
.instructions{font-size:.9375rem}
a,.link-button{color:var(--link-defaults-textColor);text-decoration:underline;text-decoration-thickness:.08em;text-underline-offset:.2em}
:is(a,.link-button):hover{color:var(--link-hover-textColor)}
.link-button{padding:0;border:0;background:none;font:inherit;text-align:start;cursor:pointer}
:is(a,button,input,select,summary):focus-visible{outline:3px solid var(--focusState-borderColor);outline-offset:2px}
.visually-hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;border:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:1rem;top:-6rem;z-index:9;padding:.75rem 1rem;border-radius:var(--buttons-borderRadius);
background:var(--form-backgroundColor);color:var(--link-defaults-textColor);font-weight:600}
.skip:focus{top:1rem}
.page{flex:1;display:grid;grid-template-columns:minmax(0,1fr);gap:calc(var(--space)*1.25rem);padding:calc(var(--space)*2.5rem) clamp(1rem,6vw,6rem)}
.card{width:100%;max-width:27.5rem;border:1px solid var(--form-borderColor);border-radius:var(--form-borderRadius);
background:var(--form-backgroundColor) center/cover no-repeat}
.card-body{padding:calc(var(--space)*2.5rem)}
.card-body>*+*{margin-top:calc(var(--space)*1.5rem)}
.card-body>h1+.description,.card-body>.description+.instructions,.card-body>h1+.instructions{margin-top:calc(var(--space)*.5rem)}
.card-body>.graphic+h1{margin-top:calc(var(--space)*1.25rem)}
.page-header,.page-footer{display:flex;align-items:center;min-height:4rem;padding:.75rem clamp(1rem,3vw,2.5rem);background-position:center;background-size:cover}
.page-header{background-color:var(--pageHeader-background-color);border-bottom:1px solid var(--pageHeader-borderColor)}
.page-footer{background-color:var(--pageFooter-background-color);border-top:1px solid var(--pageFooter-borderColor)}
:is(.page-header,.page-footer) img{display:block;max-height:2.5rem;max-width:min(16rem,60vw)}
.form-logo{display:flex;width:100%;max-width:27.5rem}
.form-logo img{display:block;max-height:4rem;max-width:75%}
@media (max-width:30rem){
.page{padding:0;gap:0;grid-auto-rows:auto;grid-template-rows:1fr}
.page:has(>.form-logo.outside:first-child){grid-template-rows:auto 1fr}
.card{max-width:none;border:0;border-radius:0}
.card-body{padding:calc(var(--space)*2rem) 1.25rem}
.form-logo.outside{padding:1.5rem 1.25rem;max-width:none}
}
@media (prefers-reduced-motion:no-preference){
:is(a,button,.input,.provider,.choice,.control,summary){transition:background-color .15s,border-color .15s,color .15s,box-shadow .15s}
}
@media (forced-colors:active){.button,.provider,.choice,.alert{border:1px solid}}
@media print{.skip,.page-header,.page-footer{display:none}}
`;
