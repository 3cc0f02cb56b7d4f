/**
 * Resource indicators (RFC 8707): the access token is for the resource that the request names. Source: developer guide,
 * "The redirect and authorization endpoint", `resource`.
 */
import { AuthorizationRefused } from './errors.ts';

/** Throws AuthorizationRefused (`invalid_target`, section 2). */
export const checkedResource = (resource: string | undefined): string | undefined => {
  if (resource === undefined || isResource(resource)) return resource;
  throw new AuthorizationRefused('invalid_target', 'resource must be an absolute URI without a fragment');
};

/** HTTPS, an app's own scheme, or a developer's machine. */
const isResource = (text: string): boolean => {
  if (!/^[a-z][a-z\d+.-]*:\/\/[\x21-\x7e]+$/i.test(text) || text.includes('#') || !URL.canParse(text)) return false;
  return !/^http:/i.test(text) || /^http:\/\/localhost(?:[:/?]|$)/i.test(text);
};
