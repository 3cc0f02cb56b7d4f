/** The classic look's colours, in the words of managed login's settings, and the rules that differ. */
const primary = { backgroundColor: '2f6fab', textColor: 'ffffff' };
const darkPrimary = { backgroundColor: '6cb0ee', textColor: '0b1a29' };

export const CLASSIC_COLORS = {
  componentClasses: {
    buttons: { borderRadius: 4 },
    input: {
      borderRadius: 4,
      lightMode: { defaults: { backgroundColor: 'ffffff', borderColor: '8a8f98' } },
      darkMode: { defaults: { backgroundColor: '15191f', borderColor: '6d7580' } },
    },
    inputLabel: { lightMode: { textColor: '24292f' }, darkMode: { textColor: 'e2e6eb' } },
    link: {
      lightMode: { defaults: { textColor: '23629f' }, hover: { textColor: '173f66' } },
      darkMode: { defaults: { textColor: '7dbbf4' }, hover: { textColor: 'a9d3f9' } },
    },
    focusState: { lightMode: { borderColor: '2f7fd0' }, darkMode: { borderColor: '7dbbf4' } },
    divider: { lightMode: { borderColor: 'dfe2e6' }, darkMode: { borderColor: '353c45' } },
  },
  components: {
    alert: {
      borderRadius: 4,
      lightMode: { error: { backgroundColor: 'fdf3f4', borderColor: 'd64958' } },
      darkMode: { error: { backgroundColor: '2b1416', borderColor: 'e5707d' } },
    },
    form: {
      borderRadius: 6,
      lightMode: { backgroundColor: 'ffffff', borderColor: 'd4d8dd' },
      darkMode: { backgroundColor: '1c2128', borderColor: '353c45' },
    },
    pageBackground: { lightMode: { color: 'f3f4f6' }, darkMode: { color: '12151a' } },
    pageHeader: {
      lightMode: { background: { color: 'd9dce1' }, borderColor: 'd4d8dd' },
      darkMode: { background: { color: '2a313a' }, borderColor: '353c45' },
    },
    pageText: {
      lightMode: { bodyColor: '3b434d', descriptionColor: '3b434d', headingColor: '1b2026' },
      darkMode: { bodyColor: 'b9c1cb', descriptionColor: 'b9c1cb', headingColor: 'eceff2' },
    },
    primaryButton: {
      lightMode: {
        defaults: primary,
        hover: { ...primary, backgroundColor: '245a8d' },
        active: { ...primary, backgroundColor: '1d4a75' },
      },
      darkMode: {
        defaults: darkPrimary,
        hover: { ...darkPrimary, backgroundColor: '93c7f6' },
        active: { ...darkPrimary, backgroundColor: '6cb0ee' },
      },
    },
    idpButton: {
      standard: {
        lightMode: { defaults: { backgroundColor: 'ffffff', borderColor: '8a8f98', textColor: '24292f' } },
        darkMode: { defaults: { backgroundColor: '15191f', borderColor: '6d7580', textColor: 'e2e6eb' } },
      },
    },
  },
};

export const CLASSIC_STYLE = `
@media (min-width:30.01rem){.page{justify-items:center;align-content:center}}
.card{overflow:clip}
@media (min-width:30.01rem){.card{box-shadow:0 6px 24px -8px #00000026}}
.banner{display:grid;place-items:center;min-height:1.5rem;padding:1.5625rem 1.5rem;background-color:var(--pageHeader-background-color)}
.banner:empty{padding:0;min-height:.5rem}
.banner img{display:block;max-width:60%;max-height:6rem}
h1{font-size:1.375rem;font-weight:600;letter-spacing:0}
.label{font-weight:500}
.graphic{display:none}
.provider{grid-template-columns:1.375rem minmax(0,1fr);text-align:start}
.legalText-customizable{color:var(--inputDescription-textColor);font-size:.8125rem}
.redirect-customizable{text-align:center}
.passwordCheck-valid-customizable{color:var(--statusIndicator-success-indicatorColor)}
.passwordCheck-notValid-customizable{color:var(--statusIndicator-error-indicatorColor)}
.social-Facebook{border-color:#0866ff;background-color:#0866ff;color:#fff}
.social-Facebook:hover{border-color:#0a54cc;background-color:#0a54cc;color:#fff}
@media (min-width:48rem){
.card.wide{max-width:50rem}
.wide .methods{grid-template-columns:minmax(0,1fr) auto minmax(0,1fr);gap:2rem}
.wide .methods>.divider{flex-direction:column}
.wide .methods>.divider::before,.wide .methods>.divider::after{width:1px;height:auto;flex:1}
}
`.replaceAll('\n', '');
