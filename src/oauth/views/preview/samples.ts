/** Every page with made-up data, in the states that look different. The compiler asks for each page. */
import type { Frame, Page, PageName, PasswordRules, ProviderButton, TermsLink } from '../page.ts';

export interface Sample {
  readonly page: Page;
  readonly notice?: Frame['notice'];
}

type Samples = { readonly [Name in PageName]: Readonly<Record<string, Sample & { page: { page: Name } }>> };

const STEP = { state: 'sample', name: 'maria.santos@example.com' };
const RULES: PasswordRules = { minimumLength: 8, lowercase: true, uppercase: true, numbers: true, symbols: true };
const MAIL = 'm***@e***';
const PHONE = '+*******1234';

const PROVIDERS: readonly ProviderButton[] = [
  { name: 'Google', type: 'Google', href: '#' },
  { name: 'SignInWithApple', type: 'SignInWithApple', href: '#' },
  { name: 'Facebook', type: 'Facebook', href: '#' },
  { name: 'LoginWithAmazon', type: 'LoginWithAmazon', href: '#' },
  { name: 'Contoso', type: 'SAML', href: '#' },
  { name: 'Northwind', type: 'OIDC', href: '#' },
];

const TERMS: readonly TermsLink[] = [
  { name: 'terms-of-use', href: '#' },
  { name: 'privacy-policy', href: '#' },
];

const SIGN_IN = {
  page: 'sign-in',
  asksPassword: true,
  nameKinds: ['email'],
  ownUsers: true,
  signUp: true,
  forgotPassword: true,
  providers: [],
  byIdentifier: false,
  terms: [],
} as const;

const SIGN_UP = {
  page: 'sign-up',
  fields: [
    { name: 'email', input: 'email', required: true },
    { name: 'given_name', input: 'text', required: true },
    { name: 'phone_number', input: 'tel', required: false },
  ],
  password: { rules: RULES, required: true },
  providers: [],
  terms: TERMS,
} as const;

const request = {
  challenge: 'c2FtcGxl',
  rpId: 'example.com',
  allowCredentials: [],
  timeout: 60_000,
};

export const SAMPLES: Samples = {
  'sign-in': {
    plain: { page: SIGN_IN },
    'name first': {
      page: { ...SIGN_IN, asksPassword: false, nameKinds: ['email', 'phone_number'], forgotPassword: false },
    },
    providers: { page: { ...SIGN_IN, providers: PROVIDERS, terms: TERMS } },
    'providers alone': { page: { ...SIGN_IN, ownUsers: false, signUp: false, providers: PROVIDERS.slice(0, 3) } },
    company: { page: { ...SIGN_IN, ownUsers: false, signUp: false, byIdentifier: true } },
    'signed in': { page: { ...SIGN_IN, signedInAs: STEP.name, providers: PROVIDERS.slice(0, 2) } },
    refused: {
      page: { ...SIGN_IN, name: STEP.name },
      notice: { kind: 'error', text: 'Incorrect username or password.' },
    },
  },
  password: {
    plain: { page: { page: 'password', ...STEP, forgotPassword: true, otherFactors: true } },
    refused: {
      page: { page: 'password', ...STEP, forgotPassword: true, otherFactors: false },
      notice: { kind: 'error', text: 'Incorrect username or password.' },
    },
  },
  'choose-factor': {
    plain: { page: { page: 'choose-factor', ...STEP, factors: ['WEB_AUTHN', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
  },
  'choose-mfa': {
    'sign in': {
      page: {
        page: 'choose-mfa',
        ...STEP,
        purpose: 'sign-in',
        methods: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'],
      },
    },
    'set up': { page: { page: 'choose-mfa', ...STEP, purpose: 'setup', methods: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] } },
  },
  code: {
    email: { page: { page: 'code', ...STEP, via: 'EMAIL_OTP', destination: MAIL, otherFactors: true } },
    sms: { page: { page: 'code', ...STEP, via: 'SMS_MFA', destination: PHONE, otherFactors: false } },
    app: { page: { page: 'code', ...STEP, via: 'SOFTWARE_TOKEN_MFA', device: 'Phone', otherFactors: true } },
    refused: {
      page: { page: 'code', ...STEP, via: 'SMS_OTP', destination: PHONE, otherFactors: false },
      notice: { kind: 'error', text: 'This code is not right. Check it and try again.' },
    },
  },
  'totp-setup': {
    plain: {
      page: {
        page: 'totp-setup',
        ...STEP,
        secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/Example:maria.santos@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example',
      },
    },
  },
  'email-setup': { plain: { page: { page: 'email-setup', ...STEP } } },
  'new-password': {
    plain: { page: { page: 'new-password', ...STEP, rules: RULES, fields: [] } },
    'with attributes': {
      page: {
        page: 'new-password',
        ...STEP,
        rules: { ...RULES, symbols: false },
        fields: [
          { name: 'name', input: 'text', required: true },
          { name: 'birthdate', input: 'date', required: true },
        ],
      },
    },
  },
  passkey: {
    plain: { page: { page: 'passkey', ...STEP, options: JSON.stringify(request), otherFactors: true } },
  },
  'add-passkey': {
    plain: {
      page: {
        page: 'add-passkey',
        state: 'sample',
        skip: '#',
        options: JSON.stringify({
          challenge: 'c2FtcGxl',
          rp: { id: 'example.com', name: 'Example' },
          user: { id: 'c2FtcGxl', name: STEP.name, displayName: STEP.name },
          pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        }),
      },
    },
  },
  'sign-up': {
    plain: { page: SIGN_UP },
    'username and providers': {
      page: {
        ...SIGN_UP,
        username: { name: 'username', input: 'text', required: true },
        fields: [...SIGN_UP.fields, { name: 'custom:newsletter', input: 'checkbox', required: false }],
        providers: PROVIDERS.slice(0, 2),
      },
    },
    refused: {
      page: {
        ...SIGN_UP,
        fields: [
          { name: 'email', input: 'email', required: true, value: 'maria@', problem: 'Enter a valid email address.' },
          ...SIGN_UP.fields.slice(1),
        ],
      },
    },
  },
  'confirm-sign-up': {
    code: {
      page: { page: 'confirm-sign-up', ...STEP, destination: MAIL, medium: 'EMAIL', byLink: false },
    },
    'sent again': {
      page: { page: 'confirm-sign-up', ...STEP, destination: PHONE, medium: 'SMS', byLink: false },
      notice: { kind: 'success', text: 'We sent a new code.' },
    },
    link: { page: { page: 'confirm-sign-up', ...STEP, destination: MAIL, medium: 'EMAIL', byLink: true } },
  },
  'forgot-password': {
    plain: { page: { page: 'forgot-password', nameKinds: ['username', 'email'] } },
  },
  'reset-password': {
    plain: { page: { page: 'reset-password', ...STEP, destination: MAIL, rules: RULES } },
  },
  notice: {
    confirmed: { page: { page: 'notice', about: 'sign-up-confirmed', next: '#' } },
    'password changed': { page: { page: 'notice', about: 'password-changed', next: '#' } },
    'passkey added': { page: { page: 'notice', about: 'passkey-added' } },
  },
  error: {
    plain: {
      page: { page: 'error', text: 'The link that brought you here is not right.', code: 'redirect_mismatch' },
    },
  },
  'signed-out': { plain: { page: { page: 'signed-out' } } },
};

export const sampleOf = (page: string, variant: string | undefined): Sample | undefined => {
  if (!Object.hasOwn(SAMPLES, page)) return undefined;
  const variants: Readonly<Record<string, Sample>> = SAMPLES[page as PageName];
  const name = variant ?? Object.keys(variants)[0] ?? '';
  return Object.hasOwn(variants, name) ? variants[name] : undefined;
};
