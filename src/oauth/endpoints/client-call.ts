/** What the endpoints for authenticated clients have in common: token and revoke. */
import { TokenRefused } from '../../core/oauth/errors.ts';
import type { TokenRequest } from '../../core/oauth/token-request.ts';
import type { SiteApp, SiteContext } from '../context.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';
import { notAllowed, preflight, refused, tooMany } from './answers.ts';

const METHODS = ['POST', 'OPTIONS'];

export interface ClientCall {
  readonly path: string;
  /** Of `invalid_client`: Cognito's endpoints differ. */
  readonly unauthenticated: 400 | 401;
  answer(context: SiteContext, request: TokenRequest): Promise<Response>;
}

export const addClientCall = (app: SiteApp, { path, unauthenticated, answer }: ClientCall): void => {
  app.post(path, async (context) => {
    try {
      const parameters = await readFormBody(context);
      return await answer(context, { parameters, authorization: context.req.header('Authorization') });
    } catch (error) {
      return refusal(context, error, unauthenticated);
    }
  });
  app.options(path, preflight(METHODS));
  app.all(path, notAllowed(METHODS));
};

const refusal = (context: SiteContext, error: unknown, unauthenticated: 400 | 401): Response => {
  if (error instanceof BodyRefused) {
    return refused(context, error.status, { error: 'invalid_request', description: error.message });
  }
  const busy = tooMany(context, error);
  if (busy) return busy;
  if (!(error instanceof TokenRefused)) throw error;
  const status = error.error === 'invalid_client' ? unauthenticated : 400;
  const challenge = { 'www-authenticate': `Basic realm="${context.env.site.pool.id}"` };
  return refused(context, status, error, status === 401 ? challenge : {});
};
