/** `/oauth2/userInfo`: the token comes in the header, or in the form of a POST (RFC 6750 sections 2.1 and 2.2). */
import type { Core } from '../../core/core.ts';
import { BearerRefused, userInfoOf } from '../../core/oauth/user-info.ts';
import { countAs, type SiteApp, type SiteContext } from '../context.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';
import { answered, notAllowed, preflight, refused, tooMany } from './answers.ts';

const PATH = '/oauth2/userInfo';
const METHODS = ['GET', 'POST', 'OPTIONS'];

export const addUserInfo = (app: SiteApp, core: Core): void => {
  app.on(['GET', 'POST'], PATH, async (context) => {
    try {
      countAs(context, 'GetUser');
      return answered(context, await userInfoOf(core, context.env.site.pool, await tokenOf(context)));
    } catch (error) {
      return refusal(context, error);
    }
  });
  app.options(PATH, preflight(METHODS));
  app.all(PATH, notAllowed(METHODS));
};

const tokenOf = async (context: SiteContext): Promise<string> => {
  const [, inHeader] = /^bearer +([\w.~+/=-]+)$/i.exec(context.req.header('Authorization') ?? '') ?? [];
  const inForm = hasForm(context) ? (await readFormBody(context)).getAll('access_token') : [];
  const [token, another] = [...(inHeader === undefined ? [] : [inHeader]), ...inForm];
  if (!token || another !== undefined) throw new BearerRefused('invalid_request');
  return token;
};

const hasForm = ({ req }: SiteContext): boolean =>
  req.method === 'POST' && (req.header('Content-Type') ?? '').startsWith('application/x-www-form-urlencoded');

const DESCRIPTIONS: Readonly<Record<BearerRefused['error'], string>> = {
  insufficient_scope: 'The access token does not have the scope openid.',
  invalid_request: 'Bad OAuth2 request at UserInfo Endpoint',
  invalid_token: 'Access token is expired, disabled, or deleted, or the user has globally signed out.',
};

const STATUSES = { insufficient_scope: 403, invalid_request: 400, invalid_token: 401 } as const;

const refusal = (context: SiteContext, error: unknown): Response => {
  if (error instanceof BodyRefused) return refused(context, error.status, { error: 'invalid_request' });
  const busy = tooMany(context, error);
  if (busy) return busy;
  if (!(error instanceof BearerRefused)) throw error;
  const description = DESCRIPTIONS[error.error];
  return refused(
    context,
    STATUSES[error.error],
    { error: error.error, description },
    {
      'www-authenticate': `Bearer error="${error.error}", error_description="${description}"`,
    },
  );
};
