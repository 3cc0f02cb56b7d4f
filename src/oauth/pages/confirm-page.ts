/** The page that waits for the code, or the link, of a sign-up. */
import type { CodeDelivery } from '../../core/messages/delivery.ts';
import type { Pool } from '../../core/pools/pool.ts';
import type { Notice } from '../views/page.ts';
import { sealState } from './page-state.ts';
import { show, type Visit } from './visit.ts';

export interface SignUpStep {
  /** As they wrote it. */
  readonly name: string;
  readonly destination?: string;
  readonly medium?: 'EMAIL' | 'SMS';
  readonly byLink: boolean;
  /** Of the sign-up, where it was made in this browser. */
  readonly session?: string;
}

interface Sealed extends SignUpStep {
  readonly kind: 'confirm-sign-up';
}

export type { Sealed as SealedSignUp };

export const confirmPage = (visit: Visit, step: SignUpStep, notice?: Notice): Promise<Response> => {
  const { session: _, ...shown } = step;
  const state = sealState<Sealed['kind']>(visit, { ...step, kind: 'confirm-sign-up' } as Sealed);
  return show(visit, { page: 'confirm-sign-up', state, ...shown }, notice);
};

/** Whether a pool's message has a link to follow. Messages to phones have codes always. */
export const isByLink = ({ settings }: Pool, { medium }: Pick<CodeDelivery, 'medium'>): boolean =>
  medium === 'EMAIL' && settings.verificationMessageTemplate.defaultEmailOption === 'CONFIRM_WITH_LINK';

/** For a sign-up of which no more is known than who it was: the message came wherever the pool sends them. */
export const confirmLater = (visit: Visit, name: string): Promise<Response> => {
  const { pool } = visit.context.env.site;
  const medium = pool.settings.autoVerifiedAttributes.includes('phone_number') ? 'SMS' : 'EMAIL';
  return confirmPage(visit, { name, byLink: isByLink(pool, { medium }) });
};
