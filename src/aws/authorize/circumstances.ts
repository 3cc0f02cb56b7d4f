/** A request's own facts as condition keys. */
import type { Core } from '../../core/core.ts';
import type { SignedCircumstances } from '../../core/policies/signed.ts';
import type { RequestInfo } from '../operation.ts';

export const circumstancesOf = (
  { clock }: Pick<Core, 'clock'>,
  { sourceIp, secure, userAgent, referer }: RequestInfo,
  region: string,
): SignedCircumstances => ({ at: clock.now(), sourceIp, secure, userAgent, referer, region });
