/** What every service's conditions can ask of a request. */
import type { Core } from '../../core/core.ts';
import type { SignedCircumstances } from '../../core/policies/signed.ts';
import type { Incoming } from './incoming.ts';
import type { Service } from './options.ts';

export const circumstancesOf = (
  { clock }: Pick<Core, 'clock'>,
  { facts, header }: Incoming,
  { region, account }: Service,
): SignedCircumstances => ({
  at: clock.now(),
  secure: facts.secure,
  sourceIp: facts.sourceIp,
  region,
  userAgent: header('user-agent'),
  referer: header('referer'),
  resourceAccount: account,
});
