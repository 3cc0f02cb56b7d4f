/** What the operator says of the services behind the gateway. */
import type { ServiceTarget } from '../../config/services.ts';

export interface ServicesOptions {
  /** By the name that credential scopes give: `s3`, `dynamodb` … */
  readonly services: Readonly<Record<string, ServiceTarget>>;
  /** Where a target names none: the region and the account that its resources belong to. */
  readonly region: string;
  readonly account: string;
  /** Bodies that no signature covers are taken over plain HTTP too. `dev` only. */
  readonly unsignedInClear: boolean;
  /** PEM certificates of further authorities that services are trusted by. */
  readonly ca?: string | undefined;
  /** Where credentials stand that the targets do not give. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A target with nothing left open. */
export interface Service extends ServiceTarget {
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

export const serviceNamed = (options: ServicesOptions, name: string): Service | undefined => {
  const target = Object.hasOwn(options.services, name) ? options.services[name] : undefined;
  return (
    target && { ...target, name, region: target.region ?? options.region, account: target.account ?? options.account }
  );
};
