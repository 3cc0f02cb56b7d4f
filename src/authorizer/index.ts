/** `poolhouse/authorizer`: tokens of user pools, verified in a backend's own process. docs/authorizer.md */
export { expressAuthorizer, fastifyAuthorizer, honoAuthorizer, identityOfRequest } from './adapters.ts';
export {
  type Authorizer,
  type AuthorizerOptions,
  createAuthorizer,
  refusalResponse,
  type Wanted,
} from './authorizer.ts';
export { AuthorizationError, NotAllowed, NotAuthenticated } from './errors.ts';
export { type Identity, identityFromHeaders } from './identity.ts';
