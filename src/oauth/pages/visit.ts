/** One request to a page: who came, for which client, with which authorization request. */
import type { Door } from '../../core/auth/sign-in.ts';
import type { Client } from '../../core/clients/client.ts';
import type { Core } from '../../core/core.ts';
import { ServiceError } from '../../core/errors.ts';
import { type AuthorizationRequest, checkedRequest } from '../../core/oauth/request.ts';
import type { SiteContext } from '../context.ts';
import type { Notice, Page } from '../views/page.ts';
import { errorText, type TextKey, type Texts, t, textsFor } from '../views/texts/index.ts';
import { FormProblem } from './form-problem.ts';
import { pageLanguage, showPage } from './show.ts';

export interface Visit {
  readonly context: SiteContext;
  readonly core: Core;
  readonly client: Client;
  readonly request: AuthorizationRequest;
}

/** The request travels in the address and is checked at every step. Throws AuthorizationRefused. */
export const visitOf = async (context: SiteContext, core: Core): Promise<Visit> => {
  const { searchParams } = new URL(context.req.url);
  return { context, core, ...(await checkedRequest(core, context.env.site, searchParams)) };
};

export const show = ({ context, core, client, request }: Visit, page: Page, notice?: Notice): Promise<Response> =>
  showPage(context, core, { client, request, notice }, page);

/** What the core's functions ask of those who sign in. */
export const doorOf = ({ context: { env }, client }: Pick<Visit, 'client' | 'context'>): Door => ({
  pool: env.site.pool,
  client,
  sourceIp: env.facts.sourceIp,
});

export const textsOf = ({ context, core }: Pick<Visit, 'context' | 'core'>): Texts =>
  textsFor(core, context.env.site.pool.id, pageLanguage(context));

export const noticeOf = (
  visit: Pick<Visit, 'context' | 'core'>,
  kind: Notice['kind'],
  key: TextKey,
  values?: Readonly<Record<string, string>>,
): Notice => ({ kind, text: t(textsOf(visit), key, values) });

/** What the service refused. Rethrows what is a defect. */
const refusalOf = (visit: Pick<Visit, 'context' | 'core'>, error: unknown): Notice => {
  if (!(error instanceof ServiceError)) throw error;
  visit.context.env.facts.errorCode = error.code;
  return { kind: 'error', text: errorText(textsOf(visit), error) };
};

/** What is to be said above a form that is shown again. Rethrows what is a defect. */
export const problemOf = (visit: Pick<Visit, 'context' | 'core'>, error: unknown): Notice =>
  error instanceof FormProblem ? noticeOf(visit, 'error', error.key) : refusalOf(visit, error);

/** An address of this site that carries the request along; relative. */
export const linkTo = (
  { context, request }: Pick<Visit, 'context' | 'request'>,
  path: string,
  more: Readonly<Record<string, string>> = {},
): string => {
  const parameters = new URLSearchParams(request.query);
  for (const [name, value] of Object.entries(more)) parameters.set(name, value);
  return `${context.env.site.basePath}${path}?${parameters}`;
};
