/**
 * What the pages show, as data: the pages (../pages) say what, a look (classic/, managed/) says how. Whoever adds a page
 * adds it here, and the compiler asks both looks for it.
 */

import type { FirstFactorChallenge, MfaChallenge } from '../../core/auth/state.ts';
import type { Client } from '../../core/clients/client.ts';
import type { Site } from '../../core/domains/site.ts';

/** What every page stands in. */
export interface Frame {
  readonly site: Site;
  /** Absent on pages of nobody's: a link that names no client, or a wrong one. */
  readonly client?: Client | undefined;
  /** BCP 47, one of the languages that there are texts in. */
  readonly language: string;
  /** `?…` or empty: the authorization request, which every link and form of the pages carries along. */
  readonly query: string;
  /** Goes into each form as `_csrf`. */
  readonly csrf: string;
  /** Of the Content-Security-Policy: each style and script element has it. */
  readonly nonce: string;
  readonly notice?: Notice | undefined;
}

/** A line above the form. The text is in the page's language already. */
export interface Notice {
  readonly kind: 'error' | 'success' | 'info';
  readonly text: string;
}

/**
 * Each form posts to `pathOf` its page (below) with the frame's query, and has `_csrf` and, where the page has one,
 * `state` as hidden fields. Its other fields:
 * - sign-in: `username`, `password` (if asked), button `signInSubmitButton`; by identifier alone: `username`. "Continue
 *   as" is a form of its own with the button `continue` = `true`.
 * - password, passkey, code: `password` / `credential` (JSON) / `code`. Where there are other factors, a button `other` =
 *   `true` (formnovalidate).
 * - choose-factor, choose-mfa: buttons `answer` = the factor's name.
 * - totp-setup: `code`, and `device` (a name for it, optional). email-setup: `email`.
 * - new-password: `password`, `confirm_password`, and the fields by their names.
 * - sign-up: `username` (if there), the fields by their names, `password`, button `signUpButton`.
 * - confirm-sign-up: `code`; a second form to `/resendcode` with `state` has the button `resend` = `true`.
 * - forgot-password: `username`. reset-password: `code`, `password`, `confirm_password`; a second form to
 *   `/forgotPassword` with `username` sends another code.
 * - add-passkey: `credential` (JSON).
 */
export type Page =
  | SignInPage
  | PasswordPage
  | ChooseFactorPage
  | ChooseMfaPage
  | CodePage
  | TotpSetupPage
  | EmailSetupPage
  | NewPasswordPage
  | PasskeyPage
  | AddPasskeyPage
  | SignUpPage
  | ConfirmSignUpPage
  | ForgotPasswordPage
  | ResetPasswordPage
  | NoticePage
  | ErrorPage
  | SignedOutPage;

export type PageName = Page['page'];

/** Relative to the site. All steps of a sign-in are posted to `/login`. */
export const pathOf = (page: PageName): string => PATHS[page] ?? '/login';

const PATHS: Partial<Readonly<Record<PageName, string>>> = {
  'sign-up': '/signup',
  'confirm-sign-up': '/confirmUser',
  'forgot-password': '/forgotPassword',
  'reset-password': '/confirmForgotPassword',
  'add-passkey': '/passkeys/add',
};

/** What a name may be at this pool, in the order in which the label says it. */
export type NameKind = 'email' | 'phone_number' | 'preferred_username' | 'username';

export interface SignInPage {
  readonly page: 'sign-in';
  /** The password is asked on the next page where the pool has other first factors to choose from. */
  readonly asksPassword: boolean;
  readonly nameKinds: readonly NameKind[];
  readonly name?: string;
  /** False where the client takes external providers alone. */
  readonly ownUsers: boolean;
  readonly signUp: boolean;
  readonly forgotPassword: boolean;
  readonly providers: readonly ProviderButton[];
  /** SAML or OIDC providers have identifiers: their people give an e-mail address and are sent on. */
  readonly byIdentifier: boolean;
  /** Somebody has a session in this browser and may go on with it. */
  readonly signedInAs?: string;
  readonly terms: readonly TermsLink[];
}

export interface ProviderButton {
  readonly name: string;
  readonly type: 'Facebook' | 'Google' | 'LoginWithAmazon' | 'OIDC' | 'SAML' | 'SignInWithApple';
  /** Address that sends the browser on to the provider. */
  readonly href: string;
}

export interface TermsLink {
  readonly name: 'privacy-policy' | 'terms-of-use';
  readonly href: string;
}

/** A page within a sign-in: its form brings `state` back (sealed, good in this browser). */
interface Step {
  readonly state: string;
  /** Whom it is about, as they wrote it. */
  readonly name: string;
}

export interface PasswordPage extends Step {
  readonly page: 'password';
  readonly forgotPassword: boolean;
  /** There are other factors to go back to. */
  readonly otherFactors: boolean;
}

export interface ChooseFactorPage extends Step {
  readonly page: 'choose-factor';
  readonly factors: readonly Exclude<FirstFactorChallenge, 'PASSWORD_SRP'>[];
}

export interface ChooseMfaPage extends Step {
  readonly page: 'choose-mfa';
  /** `setup`: the pool demands a second factor and the person has none yet. */
  readonly purpose: 'setup' | 'sign-in';
  readonly methods: readonly MfaChallenge[];
}

/** A code of a message or of an authenticator app, as first or second factor. */
export interface CodePage extends Step {
  readonly page: 'code';
  readonly via: 'EMAIL_OTP' | 'SMS_MFA' | 'SMS_OTP' | 'SOFTWARE_TOKEN_MFA';
  /** Masked; absent for authenticator apps. */
  readonly destination?: string;
  /** What the person called the app. */
  readonly device?: string;
  /** Another code can be asked for, with the button `resend` = `true` (formnovalidate). */
  readonly resends?: boolean;
  readonly otherFactors: boolean;
}

export interface TotpSetupPage extends Step {
  readonly page: 'totp-setup';
  /** Base32. */
  readonly secret: string;
  /** `otpauth://…` (shown as a QR picture). */
  readonly uri: string;
}

export interface EmailSetupPage extends Step {
  readonly page: 'email-setup';
}

export interface NewPasswordPage extends Step {
  readonly page: 'new-password';
  readonly rules: PasswordRules;
  /** Required attributes that are missing. */
  readonly fields: readonly Field[];
}

export interface PasskeyPage extends Step {
  readonly page: 'passkey';
  /** PublicKeyCredentialRequestOptionsJSON. */
  readonly options: string;
  readonly otherFactors: boolean;
}

export interface AddPasskeyPage {
  readonly page: 'add-passkey';
  readonly state: string;
  /** PublicKeyCredentialCreationOptionsJSON. */
  readonly options: string;
  /** Where the person may go on without. */
  readonly skip?: string;
}

export interface SignUpPage {
  readonly page: 'sign-up';
  /** The username's field, where people choose one. */
  readonly username?: Field;
  readonly fields: readonly Field[];
  /** Absent where the pool's people need none. */
  readonly password?: { readonly rules: PasswordRules; readonly required: boolean };
  readonly providers: readonly ProviderButton[];
  readonly terms: readonly TermsLink[];
}

export interface ConfirmSignUpPage {
  readonly page: 'confirm-sign-up';
  readonly state: string;
  readonly name: string;
  /** Masked. */
  readonly destination?: string;
  readonly medium?: 'EMAIL' | 'SMS';
  /** The message has a link, not a code: the page waits for it to be followed. */
  readonly byLink: boolean;
}

export interface ForgotPasswordPage {
  readonly page: 'forgot-password';
  readonly nameKinds: readonly NameKind[];
  readonly name?: string;
}

export interface ResetPasswordPage {
  readonly page: 'reset-password';
  readonly state: string;
  readonly name: string;
  readonly destination?: string;
  readonly rules: PasswordRules;
}

/** Something is done and there is one way on, or none. */
export interface NoticePage {
  readonly page: 'notice';
  readonly about: 'sign-up-confirmed' | 'password-changed' | 'passkey-added' | 'going-on';
  readonly next?: string;
}

export interface ErrorPage {
  readonly page: 'error';
  /** What went wrong, for people; in the page's language where it is ours. */
  readonly text: string;
  /** `error` of OAuth, for developers. */
  readonly code?: string;
}

export interface SignedOutPage {
  readonly page: 'signed-out';
}

export interface Field {
  /** Attribute (`email`, `custom:tier`) or `username`; the form's field has this name. */
  readonly name: string;
  /** A form that is shown again keeps what was written; never a password. */
  readonly value?: string;
  readonly input: 'date' | 'email' | 'number' | 'tel' | 'text' | 'url' | 'checkbox';
  readonly required: boolean;
  readonly maxLength?: number;
  /** Why the value was refused, in the page's language. */
  readonly problem?: string;
}

export interface PasswordRules {
  readonly minimumLength: number;
  readonly lowercase: boolean;
  readonly uppercase: boolean;
  readonly numbers: boolean;
  readonly symbols: boolean;
}
