/** Attributes that a provider tells by the access token: OpenID Connect's userinfo, and what social providers have. */
import type { Core } from '../core.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import { errorOfProvider, type FetchRequest, ProviderFailed, TIMEOUTS } from '../ports.ts';
import { asked, jsonOf } from './ask.ts';
import { peopleAttributes, personFields } from './google-people.ts';
import { type Texts, texts } from './texts.ts';

/**
 * Undefined where the provider has no such address, or nothing is to be asked there. `subject`: of the ID token, which
 * the answer must be about (OpenID Connect Core section 5.3.2). Throws ProviderFailed.
 */
export const userInfo = async (
  core: Pick<Core, 'fetch'>,
  provider: IdentityProvider,
  accessToken: string,
  subject: string | undefined,
): Promise<Texts | undefined> => {
  const url = addressOf(provider);
  if (!url) return undefined;
  const answer = await asked(core, url, requestOf(provider, accessToken), TIMEOUTS.userInfo);
  const said = answer.status === 200 ? jsonOf(answer) : undefined;
  if (!said) throw new ProviderFailed(errorOfProvider(provider.name, answer.status, ['error getting user attributes']));
  if (provider.type === 'Google') return peopleAttributes(said, subject);
  const info = texts(said);
  if (subject !== undefined && info['sub'] !== subject) throw new ProviderFailed('Bad userInfo sub');
  return info;
};

/** `attributes_url_add_attributes`: the address ends where a list of names begins. */
const addressOf = (provider: IdentityProvider): string | undefined => {
  const { details, attributeMapping, type } = provider;
  const url = details['attributes_url'];
  if (!url || details['attributes_url_add_attributes'] !== 'true') return url;
  const mapped = [...new Set(Object.values(attributeMapping))];
  const names = type === 'Google' ? personFields(provider, mapped) : mapped;
  return names.length > 0 ? `${url}${names.map(encodeURIComponent).join(',')}` : undefined;
};

const requestOf = ({ details }: IdentityProvider, accessToken: string): FetchRequest => {
  const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` };
  if (details['attributes_request_method'] !== 'POST') return { headers };
  return { method: 'POST', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: '' };
};
