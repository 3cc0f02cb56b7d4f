/** The page that waits for the code against a forgotten password. */
import type { Notice } from '../views/page.ts';
import { sealState } from './page-state.ts';
import { rulesOf } from './passwords.ts';
import { show, type Visit } from './visit.ts';

export interface ResetStep {
  /** As they wrote it. */
  readonly name: string;
  /** Masked; absent where the code was sent before. */
  readonly destination?: string;
}

export interface SealedReset extends ResetStep {
  readonly kind: 'reset-password';
}

export const resetPage = (visit: Visit, { name, destination }: ResetStep, notice?: Notice): Promise<Response> => {
  const step: SealedReset = { kind: 'reset-password', name, ...(destination !== undefined && { destination }) };
  const rules = rulesOf(visit.context.env.site.pool);
  return show(visit, { page: 'reset-password', state: sealState(visit, step), name, destination, rules }, notice);
};
