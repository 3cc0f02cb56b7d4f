/** Alerts, providers, choices, rules of passwords, pictures: what pages are put together from. */
export const PARTS = `
.alert{display:flex;gap:.75rem;padding:.875rem 1rem;border:1px solid var(--divider-borderColor);border-radius:var(--alert-borderRadius);color:var(--inputLabel-textColor)}
.alert>div{min-width:0}
.alert ul{margin-top:.25rem}
.alert li{min-height:1.5rem}
.alert-icon{flex:none;display:grid;place-items:center;width:1.375rem;height:1.375rem;margin-top:.0625rem;border-radius:50%;
background:var(--statusIndicator-pending-indicatorColor);color:var(--form-backgroundColor);font:800 .875rem/1 var(--font)}
.alert-icon::before{content:"i"}
.alert.error{border-color:var(--alert-error-borderColor);background-color:var(--alert-error-backgroundColor)}
.alert.error .alert-icon{background:var(--statusIndicator-error-indicatorColor)}
.alert.error .alert-icon::before{content:"!"}
.alert.success{border-color:var(--statusIndicator-success-borderColor);background-color:var(--statusIndicator-success-backgroundColor)}
.alert.success .alert-icon{background:var(--statusIndicator-success-indicatorColor)}
.alert.success .alert-icon::before,.rule[data-state=met]::before{content:"";width:.3125rem;height:.5625rem;margin-top:-.125rem;border:solid currentcolor;border-width:0 2px 2px 0;transform:rotate(45deg)}
.timer{display:flex;align-items:center;gap:.625rem;padding:.5rem .875rem;border:1px solid var(--statusIndicator-warning-borderColor);border-radius:var(--alert-borderRadius);
background:var(--statusIndicator-warning-backgroundColor);color:var(--inputLabel-textColor);font-size:.875rem;font-variant-numeric:tabular-nums}
.timer svg{flex:none;color:var(--statusIndicator-warning-indicatorColor)}
.methods{display:grid;gap:calc(var(--space)*1.5rem)}
.method{display:grid;gap:calc(var(--space)*1.5rem);align-content:start;min-width:0}
.method>summary{list-style:none}
.method>summary::-webkit-details-marker{display:none}
.method>.form{margin:0}
details.method[open]>summary{margin-bottom:calc(var(--space)*1.5rem)}
.divider{display:flex;align-items:center;gap:1rem;color:var(--inputDescription-textColor);font-size:.875rem}
.divider::before,.divider::after{content:"";flex:1;height:1px;background:var(--divider-borderColor)}
.providers{display:grid;gap:calc(var(--space)*.75rem)}
.provider{display:grid;grid-template-columns:1.375rem minmax(0,1fr) 1.375rem;align-items:center;gap:.75rem;text-align:center;min-height:2.75rem;padding:.5rem 1rem;border:1px solid var(--idpButton-standard-defaults-borderColor);
border-radius:var(--buttons-borderRadius);background-color:var(--idpButton-standard-defaults-backgroundColor);color:var(--idpButton-standard-defaults-textColor);
font-weight:600;text-decoration:none}
.provider:hover{border-color:var(--idpButton-standard-hover-borderColor);background-color:var(--idpButton-standard-hover-backgroundColor);color:var(--idpButton-standard-hover-textColor)}
.provider:active{border-color:var(--idpButton-standard-active-borderColor);background-color:var(--idpButton-standard-active-backgroundColor);color:var(--idpButton-standard-active-textColor)}
.provider>span:only-child{grid-column:1/-1}
.provider-icon{flex:none;display:grid;place-items:center;width:1.375rem;height:1.375rem}
.provider-icon :is(svg,img){display:block;width:100%;height:100%;object-fit:contain}
.monogram{border-radius:.3125rem;background:var(--primaryButton-defaults-backgroundColor);color:var(--primaryButton-defaults-textColor);font:700 .8125rem/1 var(--font)}
.choices{display:grid;gap:calc(var(--space)*.75rem)}
.choice{display:flex;align-items:center;gap:1rem;width:100%;min-height:4rem;padding:.75rem 1rem;border:1px solid var(--input-defaults-borderColor);border-radius:var(--buttons-borderRadius);
background:var(--input-defaults-backgroundColor);color:var(--inputLabel-textColor);font:inherit;text-align:start;cursor:pointer}
.choice:hover{border-color:var(--secondaryButton-hover-borderColor);background:var(--secondaryButton-hover-backgroundColor)}
.choice:active{background:var(--secondaryButton-active-backgroundColor)}
.choice-icon{flex:none;display:grid;place-items:center;width:2.5rem;height:2.5rem;border-radius:50%;
background:color-mix(in oklab,var(--primaryButton-defaults-backgroundColor) 12%,transparent);color:var(--link-defaults-textColor)}
.choice-icon :is(svg,img){display:block;width:1.375rem;height:1.375rem;object-fit:contain}
.choice-text{flex:1;display:grid;min-width:0}
.choice-name{font-weight:600}
.choice-hint{color:var(--inputDescription-textColor);font-size:.875rem}
.choice .chevron{flex:none;color:var(--inputDescription-textColor);transform:rotate(-90deg)}
.graphic{display:grid;place-items:center;width:4.5rem;height:4.5rem;border-radius:50%;
background:color-mix(in oklab,var(--primaryButton-defaults-backgroundColor) 12%,transparent);color:var(--link-defaults-textColor)}
.graphic svg{width:2.25rem;height:2.25rem}
.graphic.own{width:auto;height:auto;border-radius:0;background:none;justify-items:start}
.graphic.own img{display:block;max-height:7rem}

.done{background:var(--statusIndicator-success-backgroundColor);color:var(--statusIndicator-success-indicatorColor);box-shadow:inset 0 0 0 1px var(--statusIndicator-success-borderColor)}
.whose{display:flex;min-width:0;align-items:center;gap:.75rem;padding:.5rem .875rem;border:1px solid var(--divider-borderColor);border-radius:var(--input-borderRadius);font-size:.9375rem}
.avatar{flex:none;display:grid;place-items:center;width:1.75rem;height:1.75rem;border-radius:50%;
background:color-mix(in oklab,var(--primaryButton-defaults-backgroundColor) 14%,transparent);color:var(--link-defaults-textColor);font-size:.8125rem;font-weight:700}
.whose-name{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--inputLabel-textColor)}
.whose a{flex:none}
.continue .choice{border-color:var(--primaryButton-defaults-backgroundColor)}
.continue .avatar{width:2.5rem;height:2.5rem;font-size:1rem}
.continue .choice-name{overflow-wrap:anywhere;font-size:.9375rem}
.another{color:var(--pageText-headingColor);font-size:1rem;font-weight:600}
.forgot{font-size:.9375rem}
.way{color:var(--pageText-bodyColor)}
.form>.way{text-align:center}
.after{display:grid;gap:calc(var(--space)*.75rem);justify-items:center;padding-top:calc(var(--space)*1.25rem);border-top:1px solid var(--divider-borderColor);text-align:center}
.after:not(:has(*)){display:none}
.terms{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1.25rem;font-size:.875rem}
:is(.way,.forgot,.terms,.resend,.whose) :is(a,.link-button){display:inline-block;padding-block:.125rem}
.rules{display:grid;gap:.5rem;padding:.875rem 1rem;border:1px solid var(--divider-borderColor);border-radius:var(--input-borderRadius);font-size:.875rem}
.rules-title{color:var(--inputLabel-textColor);font-weight:600}
.rules ul{display:grid;gap:.25rem}
.rule{display:flex;align-items:start;gap:.5rem}
.rule::before{content:"";flex:none;width:.5rem;height:.5rem;margin:.40625rem .3125rem 0 .3125rem;border-radius:50%;border:2px solid var(--statusIndicator-pending-indicatorColor)}
.rule[data-state=met]{color:var(--statusIndicator-success-indicatorColor)}
.rule[data-state=met]::before{width:.4375rem;height:.75rem;margin:.125rem .375rem 0 .3125rem;border-radius:0}
.section-title{color:var(--pageText-headingColor);font-weight:700}
.resend{margin-top:calc(var(--space)*1.25rem);font-size:.9375rem;text-align:center}
.step-item{display:grid;gap:calc(var(--space)*1rem)}.open-app{text-align:center;font-size:.9375rem}
.steps{display:grid;list-style:none;margin:0;padding:0;gap:calc(var(--space)*1.25rem);counter-reset:step}
.step{display:flex;gap:.75rem;color:var(--inputLabel-textColor)}
.step::before{counter-increment:step;content:counter(step);flex:none;display:grid;place-items:center;width:1.5rem;height:1.5rem;border-radius:50%;
background:color-mix(in oklab,var(--primaryButton-defaults-backgroundColor) 14%,transparent);color:var(--link-defaults-textColor);font-size:.8125rem;font-weight:700}
.qr{width:12.5rem;max-width:100%;margin-inline:auto;padding:.375rem;border:1px solid var(--divider-borderColor);border-radius:var(--input-borderRadius);background:#fff}
.qr svg{display:block;width:100%;height:auto}
.secret{display:grid;gap:.5rem;font-size:.875rem;text-align:center}
.secret code{display:block;padding:.625rem .75rem;border-radius:var(--input-borderRadius);background:color-mix(in oklab,var(--pageText-bodyColor) 8%,transparent);
color:var(--inputLabel-textColor);font:600 .9375rem/1.5 var(--mono);letter-spacing:.06em;user-select:all;overflow-wrap:anywhere;text-wrap:balance}
.passkey{display:grid;gap:calc(var(--space)*1.25rem)}
.passkey-status:empty{display:none}
.passkey-status,.needs-script{color:var(--inputLabel-textColor);font-weight:500;text-align:center}
.passkey-status.failed{color:var(--statusIndicator-error-indicatorColor)}
.waiting{display:flex;align-items:center;gap:.625rem}
.waiting::before{content:"";flex:none;width:.75rem;height:.75rem;border-radius:50%;background:var(--statusIndicator-pending-indicatorColor)}
.error-code{color:var(--inputDescription-textColor);font-size:.875rem}
.error-code code{font-family:var(--mono)}
.language{max-width:27.5rem;width:100%;font-size:.9375rem}
.language>summary{width:max-content;min-height:2.75rem;padding:.375rem 1rem;border:1px solid var(--form-borderColor);border-radius:var(--dropDown-borderRadius);background:var(--form-backgroundColor);color:var(--link-defaults-textColor)}
.language .menu-list{grid-template-columns:repeat(auto-fill,minmax(9rem,1fr))}
@media (max-width:30rem){nav.language{padding:1rem 1.25rem;max-width:none;background:var(--form-backgroundColor)}}
@media (prefers-reduced-motion:no-preference){.waiting::before{animation:pulse 1.6s ease-in-out infinite}
@keyframes pulse{50%{opacity:.35}}}
`;
