/** Fields, buttons and everything that is typed into or pressed. Targets are 44 pixels high where they stand alone. */
export const CONTROLS = `
.form{display:grid;gap:calc(var(--space)*1.25rem)}
.field{display:grid;gap:.375rem;min-width:0}
.label{color:var(--inputLabel-textColor);font-weight:600;font-size:.9375rem}
.optional{color:var(--inputDescription-textColor);font-weight:400}
.hint{color:var(--inputDescription-textColor);font-size:.875rem}
.input{width:100%;min-height:2.75rem;padding:.5rem .875rem;border:1px solid var(--input-defaults-borderColor);
border-radius:var(--input-borderRadius);background-color:var(--input-defaults-backgroundColor);color:var(--inputLabel-textColor);
font:inherit;line-height:1.5;appearance:none}
.input::placeholder{color:var(--input-placeholderColor);opacity:1}
.input:focus-visible{outline:2px solid var(--focusState-borderColor);outline-offset:0;border-color:var(--focusState-borderColor)}
.input[aria-invalid]{border-color:var(--statusIndicator-error-borderColor);background-color:var(--statusIndicator-error-backgroundColor)}
.input-code{font-family:var(--mono);font-size:1.375rem;letter-spacing:.28em;text-align:center;font-variant-numeric:tabular-nums}
.problem{display:flex;gap:.375rem;color:var(--statusIndicator-error-indicatorColor);font-size:.875rem;font-weight:500}
.problem::before{content:"!";flex:none;display:grid;place-items:center;width:1.125rem;height:1.125rem;margin-top:.1rem;border-radius:50%;
background:var(--statusIndicator-error-indicatorColor);color:var(--form-backgroundColor);font-size:.75rem;font-weight:800;line-height:1}
.password{position:relative}
.password .input{padding-inline-end:3rem}
.reveal{position:absolute;inset-inline-end:.25rem;top:50%;display:grid;place-items:center;width:2.375rem;height:2.375rem;margin-top:-1.1875rem;
padding:0;border:0;border-radius:calc(var(--input-borderRadius)*.75);background:none;color:var(--inputDescription-textColor);cursor:pointer}
.reveal:hover{color:var(--inputLabel-textColor)}
.reveal[hidden]{display:none}
.reveal[aria-pressed=true] .slash{display:none}
.phone{display:flex;gap:.5rem}
.phone .country{flex:0 0 40%;width:auto;padding-inline:.625rem;appearance:auto}
.phone .country[hidden]{display:none}
.button{display:flex;align-items:center;justify-content:center;gap:.5rem;width:100%;min-height:2.75rem;padding:.5rem 1.25rem;border:1px solid transparent;
border-radius:var(--buttons-borderRadius);font:600 1rem/1.5 var(--font);text-align:center;text-decoration:none;cursor:pointer}
.primary{background-color:var(--primaryButton-defaults-backgroundColor);color:var(--primaryButton-defaults-textColor)}
.primary:hover{background-color:var(--primaryButton-hover-backgroundColor);color:var(--primaryButton-hover-textColor)}
.primary:active{background-color:var(--primaryButton-active-backgroundColor);color:var(--primaryButton-active-textColor)}
.primary:disabled{opacity:.65;cursor:progress}
.secondary{border-color:var(--secondaryButton-defaults-borderColor);background-color:var(--secondaryButton-defaults-backgroundColor);color:var(--secondaryButton-defaults-textColor)}
.secondary:hover{border-color:var(--secondaryButton-hover-borderColor);background-color:var(--secondaryButton-hover-backgroundColor);color:var(--secondaryButton-hover-textColor)}
.secondary:active{border-color:var(--secondaryButton-active-borderColor);background-color:var(--secondaryButton-active-backgroundColor);color:var(--secondaryButton-active-textColor)}
.option{display:grid;grid-template-columns:auto 1fr;gap:.25rem .75rem;align-items:start}
.option label{color:var(--inputLabel-textColor);min-height:1.5rem}
.option .problem{grid-column:1/-1}
.control{flex:none;width:1.5rem;height:1.5rem;margin:0;appearance:none;border:1px solid var(--optionControls-defaults-borderColor);border-radius:.3125rem;
background:var(--optionControls-defaults-backgroundColor);cursor:pointer}
.control:checked{border-color:var(--optionControls-selected-backgroundColor);background:var(--optionControls-selected-backgroundColor)}
.control:checked::after{content:"";display:block;width:.4375rem;height:.8125rem;margin:.125rem auto 0;border:solid var(--optionControls-selected-foregroundColor);
border-width:0 .15625rem .15625rem 0;transform:rotate(45deg)}
.menu{position:relative}
.menu>summary{display:flex;align-items:center;justify-content:space-between;gap:.5rem;list-style:none;cursor:pointer}
.menu>summary::-webkit-details-marker{display:none}
.menu>summary .chevron{flex:none;transition:transform .15s}
.menu[open]>summary .chevron{transform:rotate(180deg)}
.menu-list{display:grid;gap:2px;margin-top:.375rem;padding:.375rem;border:1px solid var(--input-defaults-borderColor);border-radius:var(--dropDown-borderRadius);
background:var(--dropDown-defaults-itemBackgroundColor)}
.menu-item{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;padding:.375rem .75rem;border:1px solid transparent;border-radius:calc(var(--dropDown-borderRadius)*.75);
background:var(--dropDown-defaults-itemBackgroundColor);color:var(--inputLabel-textColor);text-decoration:none}
.menu-item:hover{border-color:var(--dropDown-hover-itemBorderColor);background:var(--dropDown-hover-itemBackgroundColor);color:var(--dropDown-hover-itemTextColor)}
.menu-item[aria-current]{color:var(--dropDown-match-itemTextColor);font-weight:700}
.menu-item[aria-current]::before{content:"";flex:none;width:.25rem;height:1.25rem;border-radius:.125rem;background:var(--dropDown-match-itemBackgroundColor)}
`;
