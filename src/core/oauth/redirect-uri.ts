/**
 * Which redirect addresses a client's request may name. They are compared as text with those registered (RFC 9700
 * section 2.1): nothing is decoded, resolved or normalized first, and a loopback address is registered with its port
 * (API reference, CreateUserPoolClient, CallbackURLs).
 */
import type { Client } from '../clients/client.ts';
import { OWN_USERS } from '../identity-providers/provider.ts';
import type { AuthorizationRequest } from './request.ts';

/** `registered`: of the client, callback or logout addresses. */
export const isRegistered = (registered: readonly string[] | undefined, uri: string): boolean =>
  registered?.includes(uri) ?? false;

/** Where an answer goes when the request names no address: at clients with one provider alone (same place). */
export const defaultRedirect = ({ settings }: Client): string | undefined =>
  (settings.supportedIdentityProviders ?? [OWN_USERS]).length === 1 ? settings.defaultRedirectUri : undefined;

type Answer = Readonly<Record<string, string | number | undefined>>;

/** Answers by code come in the query, tokens in the fragment, and errors where their answer would have come. */
export const answerAddress = (
  { redirectUri, responseType, state }: Pick<AuthorizationRequest, 'redirectUri' | 'responseType' | 'state'>,
  answer: Answer,
): string => {
  const given = Object.entries({ ...answer, state }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  const uri = redirectUri.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
  const mark = responseType === 'token' ? '#' : uri.includes('?') ? '&' : '?';
  return `${uri}${mark}${new URLSearchParams(given)}`;
};
