/**
 * The CSS that owners may give the classic hosted UI: rules for the documented classes and nothing else, so that it can
 * stand in a page without reaching beyond it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
 */
import { invalidParameter } from '../errors.ts';

const CLASSES: ReadonlySet<string> = new Set(
  [
    'background',
    'banner',
    'errorMessage',
    'idpButton',
    'idpButton:hover',
    'idpDescription',
    'inputField',
    'inputField:focus',
    'label',
    'legalText',
    'logo',
    'passwordCheck-notValid',
    'passwordCheck-valid',
    'redirect',
    'socialButton',
    'submitButton',
    'submitButton:hover',
    'textDescription',
  ].map((name) => {
    const [element, state] = name.split(':');
    return `.${element}-customizable${state === undefined ? '' : `:${state}`}`;
  }),
);

const PROPERTY = /^-?[a-z][a-z-]*$/i;
/** What could load, run, or close the style element. `\\` would hide the others. */
const FORBIDDEN_VALUE = /[<>\\{}@]|url\s*\(|expression\s*\(|image-set\s*\(|javascript:|behavior|-moz-binding/i;

const invalidCss = (why: string) => invalidParameter(`Invalid CSS: ${why}`);

/** Cut, not matched: in one pass, whatever is given. Throws InvalidParameterException. */
export const checkCss = (css: string): void => {
  const rules = withoutComments(css).split('}');
  const rest = rules.pop() ?? '';
  for (const rule of rules) {
    const [selectors = '', body, ...more] = rule.split('{');
    if (body === undefined || more.length > 0) throw noRule();
    for (const selector of selectors.split(',')) checkSelector(selector.trim());
    for (const declaration of body.split(';')) checkDeclaration(declaration.trim());
  }
  if (rest.trim() !== '') throw noRule();
};

const noRule = () => invalidCss('only rules of the form .class { property: value; } are allowed.');

const withoutComments = (css: string): string => {
  const kept: string[] = [];
  let at = 0;
  for (let start = css.indexOf('/*'); start >= 0; start = css.indexOf('/*', at)) {
    const end = css.indexOf('*/', start + 2);
    if (end < 0) throw invalidCss('a comment does not end.');
    kept.push(css.slice(at, start));
    at = end + 2;
  }
  return [...kept, css.slice(at)].join(' ');
};

const checkSelector = (selector: string): void => {
  if (!CLASSES.has(selector)) throw invalidCss(`the selector '${selector}' is not allowed.`);
};

const checkDeclaration = (declaration: string): void => {
  if (declaration === '') return;
  const colon = declaration.indexOf(':');
  const property = declaration.slice(0, Math.max(colon, 0)).trim();
  const value = declaration.slice(colon + 1).trim();
  if (!PROPERTY.test(property) || value === '') throw invalidCss(`'${declaration}' is no declaration.`);
  if (FORBIDDEN_VALUE.test(value) || FORBIDDEN_VALUE.test(property)) {
    throw invalidCss(`the value of ${property} is not allowed.`);
  }
};
