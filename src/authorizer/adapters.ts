/** The authorizer as Express, Fastify and Hono take it. Their types are described, not imported: none is needed here. */
import { type Authorizer, refusalResponse, type Wanted } from './authorizer.ts';
import { AuthorizationError } from './errors.ts';
import type { Identity } from './identity.ts';

interface ExpressRequest {
  readonly headers: { readonly authorization?: string | undefined };
  identity?: Identity;
}

interface ExpressResponse {
  status(code: number): ExpressResponse;
  set(name: string, value: string): ExpressResponse;
  json(body: unknown): unknown;
}

/** Middleware: `request.identity` for those who pass. Errors that are no refusal go to `next`. */
export const expressAuthorizer =
  (authorizer: Authorizer, wanted?: Wanted) =>
  async (request: ExpressRequest, response: ExpressResponse, next: (error?: unknown) => void): Promise<void> => {
    try {
      request.identity = await authorizer.authorize(request.headers.authorization, wanted);
    } catch (error) {
      if (!(error instanceof AuthorizationError)) return next(error);
      response.status(error.status).set('www-authenticate', error.challenge).json(error.body);
      return;
    }
    next();
  };

interface FastifyRequest {
  readonly headers: { readonly authorization?: string | undefined };
}

interface FastifyReply {
  code(status: number): FastifyReply;
  header(name: string, value: string): FastifyReply;
  send(body: unknown): FastifyReply;
}

const identities = new WeakMap<object, Identity>();

/** A hook (`onRequest` or `preHandler`); `identityOfRequest` tells who passed. */
export const fastifyAuthorizer =
  (authorizer: Authorizer, wanted?: Wanted) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    try {
      identities.set(request, await authorizer.authorize(request.headers.authorization, wanted));
      return undefined;
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      return reply.code(error.status).header('www-authenticate', error.challenge).send(error.body);
    }
  };

/** Who passed the hook. Throws where none stood before the handler: a route without a lock is a mistake. */
export const identityOfRequest = (request: object): Identity => {
  const identity = identities.get(request);
  if (!identity) throw new TypeError('no authorizer stands before this handler');
  return identity;
};

interface HonoContext {
  readonly req: { header(name: string): string | undefined };
  set(name: 'identity', identity: Identity): void;
}

/** Middleware: `c.get('identity')` for those who pass. */
export const honoAuthorizer =
  (authorizer: Authorizer, wanted?: Wanted) =>
  async (context: HonoContext, next: () => Promise<void>): Promise<Response | undefined> => {
    try {
      context.set('identity', await authorizer.authorize(context.req.header('authorization'), wanted));
    } catch (error) {
      const answer = refusalResponse(error);
      if (!answer) throw error;
      return answer;
    }
    await next();
    return undefined;
  };
