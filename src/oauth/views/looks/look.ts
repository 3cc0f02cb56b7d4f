/** How a client's pages look, resolved from what its pool's owner set: data for the templates, and CSS. */
import type { Graphic } from '../view.ts';

export interface Look {
  readonly kind: 'classic' | 'managed';
  /** A whole style sheet. What came from settings is checked; it cannot end the element it stands in. */
  readonly css: string;
  readonly colorScheme: ColorScheme;
  readonly favicons: readonly Favicon[];
  readonly logo?: FormLogo | undefined;
  /** A strip at the head of the form: the classic look. */
  readonly banner?: Bar | undefined;
  readonly header?: Bar | undefined;
  readonly footer?: Bar | undefined;
  /** Whether pages of codes, passkeys and passwords have a picture, and the owner's own. */
  readonly graphics?: Readonly<Partial<Record<Graphic, Picture>>> | undefined;
  /** A sentence below the title. */
  readonly instructions: boolean;
  readonly languageSelector: boolean;
  readonly timer: boolean;
  /** The ways to sign in, in their order. */
  readonly methods: readonly Method[];
  /** The fields of people's own accounts open with a button. */
  readonly formBehindButton: boolean;
  readonly providers: ProvidersLook;
  readonly acceptance: readonly AcceptanceElement[];
  readonly phone: 'selector' | 'text';
}

/** `adaptive`: as the browser prefers. */
export type ColorScheme = 'adaptive' | 'dark' | 'light';
export type Method = 'FEDERATED' | 'USERNAME_PASSWORD';
export type Side = 'CENTER' | 'END' | 'START';

/** Addresses of images; where both are there, the browser's colour scheme decides. */
export interface Picture {
  readonly light?: string | undefined;
  readonly dark?: string | undefined;
}

export interface FormLogo {
  readonly picture: Picture;
  /** Within the form's border or outside of it. */
  readonly inside: boolean;
  readonly at: 'BOTTOM' | 'TOP';
}

export interface Bar {
  readonly logo?: Picture | undefined;
}

export interface Favicon {
  readonly href: string;
  readonly type: string;
  readonly scheme?: 'dark' | 'light' | undefined;
}

export interface ProvidersLook {
  readonly as: 'buttons' | 'list';
  /** Names; those not in it follow. */
  readonly order: readonly string[];
  readonly icons: boolean;
  /** The owner's own, by the provider's name. */
  readonly own: ReadonlyMap<string, Picture>;
  /** Providers that have colours of their own, by the class that their buttons have. */
  readonly classes: ReadonlyMap<string, string>;
}

/** How people accept the terms when they sign up, language by language. */
export interface AcceptanceElement {
  readonly language: string;
  readonly how: 'checkbox' | 'none' | 'text';
}
