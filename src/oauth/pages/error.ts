/** What went wrong, told where it belongs: to the application where it may be told, else to the person. */
import type { Core } from '../../core/core.ts';
import { ServiceError } from '../../core/errors.ts';
import { AuthorizationRefused } from '../../core/oauth/errors.ts';
import type { SiteContext } from '../context.ts';
import { addressOf } from '../context.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorText } from '../views/texts/index.ts';
import { type Around, showPage } from './show.ts';
import { textsOf } from './visit.ts';

/** Rethrows what is a defect. */
export const errorPage = async (
  context: SiteContext,
  core: Core,
  error: unknown,
  around: Around = {},
): Promise<Response> => {
  if (error instanceof AuthorizationRefused) return refused(context, error);
  if (!(error instanceof ServiceError)) throw error;
  context.env.facts.errorCode = error.code;
  return showPage(
    context,
    core,
    { status: error.code === 'TooManyRequestsException' ? 429 : 400, ...around },
    {
      page: 'error',
      text: errorText(textsOf({ context, core }), error),
    },
  );
};

/** To an address that is not known to be the client's nobody is sent: the person is told (RFC 6749 section 4.1.2.1). */
const refused = (context: SiteContext, { error, redirectTo }: AuthorizationRefused): Response => {
  setCommonHeaders(context);
  context.env.facts.errorCode = error;
  if (redirectTo !== undefined) return context.redirect(redirectTo, 302);
  const told = new URLSearchParams({ error });
  const clientId = context.req.query('client_id');
  if (clientId) told.set('client_id', clientId);
  const language = context.req.query('lang');
  if (language) told.set('lang', language);
  return context.redirect(addressOf(context, `/error?${told}`), 302);
};

/** What the address says is anybody's: of it, no more than the name of an error is shown. */
export const showError = (context: SiteContext, core: Core): Promise<Response> => {
  const asked = context.req.query('error') ?? '';
  const code = /^[a-z_]{1,40}$/.test(asked) ? asked : 'invalid_request';
  const text = textsOf({ context, core })['message.requestedPage'];
  return showPage(context, core, { status: 400 }, { page: 'error', text, code });
};

/** An address at which there is nothing. */
export const showUnknown = (context: SiteContext, core: Core): Promise<Response> => {
  const text = textsOf({ context, core })['message.requestedPage'];
  return showPage(context, core, { status: 404 }, { page: 'error', text });
};

/** A defect, or a store that does not answer. */
export const unexpected = (context: SiteContext, core: Core, error: Error): Promise<Response> => {
  core.log.error({ err: error, request: context.env.facts.id }, 'page failed');
  const text = textsOf({ context, core })['error.internal'];
  return showPage(context, core, { status: 500 }, { page: 'error', text });
};
