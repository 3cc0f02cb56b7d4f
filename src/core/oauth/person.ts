/** Somebody who has signed in at a pool's pages, by whatever way. */
import type { SamlPrincipal } from '../ports.ts';
import type { User } from '../users/user.ts';

export interface Person {
  readonly user: User;
  /** When they showed who they are; epoch ms. */
  readonly authTime: number;
  /** Compares with a sign-out everywhere (tokens/origin.ts); epoch ms. */
  readonly instant: number;
  /** The external provider that vouched for them. */
  readonly provider?: string | undefined;
  /** Who they are to that provider, where it speaks SAML: single logout is about this. */
  readonly saml?: SamlPrincipal | undefined;
}
