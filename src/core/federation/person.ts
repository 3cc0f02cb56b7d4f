/**
 * Where every federation ends: who came back from a provider becomes a user of the pool, or is one already. Triggers in
 * their order: InboundFederation; then, the first time, PreSignUp and PostConfirmation, and each other time
 * PreAuthentication and PostAuthentication.
 */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import type { Site } from '../domains/site.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import type { Person } from '../oauth/person.ts';
import { signInInstant } from '../tokens/origin.ts';
import { inboundFederation } from '../triggers/inbound-federation.ts';
import { federatedName } from './federated-name.ts';
import { federatedUser } from './find.ts';
import { firstSignIn } from './first-sign-in.ts';
import { laterSignIn } from './later-sign-in.ts';
import { assertWritable, mappedAttributes } from './mapping.ts';
import type { ProviderProfile } from './profile.ts';

export type { ProviderProfile } from './profile.ts';

export type FederationCore = Pick<Core, 'clock' | 'functions' | 'random' | 'store'>;

/** Somebody whom a provider vouches for, on their way through a client. */
export interface Arrival {
  readonly site: Site;
  readonly client: Client;
  readonly provider: IdentityProvider;
  readonly subject: string;
  /** The provider's attributes, after InboundFederation. */
  readonly attributes: ProviderProfile['attributes'];
}

/** Throws ServiceError in Cognito's words: blocked users, attributes that do not fit, functions that refuse. */
export const federatedPerson = async (
  core: FederationCore,
  site: Site,
  client: Client,
  provider: IdentityProvider,
  { subject, attributes: said, raw }: ProviderProfile,
): Promise<Person> => {
  const startedAt = core.clock.now();
  const username = federatedName(site.pool, provider, subject);
  const about = { username, providerName: provider.name, providerType: provider.type, attributes: raw };
  const attributes = (await inboundFederation(core, { pool: site.pool, client }, about)) ?? said;
  const arrival: Arrival = { site, client, provider, subject, attributes };
  const mapped = mappedAttributes(provider, attributes);
  assertWritable(client, mapped);
  const known = await federatedUser(core, arrival);
  const user = known ? await laterSignIn(core, arrival, known, mapped) : await firstSignIn(core, arrival, mapped);
  return { user, authTime: core.clock.now(), instant: signInInstant(user, startedAt), provider: provider.name };
};
