/** A page as an answer: in the client's look, the browser's language, and under the headers of every page. */
import type { Client } from '../../core/clients/client.ts';
import type { Core } from '../../core/core.ts';
import type { AuthorizationRequest } from '../../core/oauth/request.ts';
import type { SiteContext } from '../context.ts';
import { browserToken } from '../cookies.ts';
import { setPageHeaders } from '../headers.ts';
import { lookOf } from '../views/look.ts';
import type { Frame, Notice, Page, PageName } from '../views/page.ts';
import { render } from '../views/render.ts';
import { type Language, languageOf } from '../views/texts/index.ts';

/** Where a page stands. */
export interface Around {
  readonly client?: Client | undefined;
  /** The authorization request that brought the browser here. */
  readonly request?: AuthorizationRequest | undefined;
  readonly notice?: Notice | undefined;
  /** Of the answer; 200 unless given. */
  readonly status?: 200 | 400 | 403 | 404 | 429 | 500;
}

export const showPage = async (context: SiteContext, core: Core, around: Around, page: Page): Promise<Response> => {
  const { client, request, status = 200 } = around;
  const frame = frameOf(context, core, around, page);
  const formTargets = request ? [request.redirectUri] : [];
  setPageHeaders(context, { nonce: frame.nonce, formTargets, inPopup: request !== undefined });
  const look = await lookOf(core, context.env.site, client);
  return context.html(await render(core, frame, page, look), status);
};

const frameOf = (context: SiteContext, core: Core, { client, request, notice }: Around, page: Page): Frame => ({
  site: context.env.site,
  client,
  language: pageLanguage(context),
  query: request?.query ?? '',
  csrf: WITHOUT_FORMS.has(page.page) ? '' : browserToken(core, context),
  nonce: Buffer.from(core.random.bytes(18)).toString('base64'),
  notice,
});

/** They give a browser no token, so that nobody has one replaced by sending forms here from elsewhere. */
const WITHOUT_FORMS: ReadonlySet<PageName> = new Set(['error', 'notice', 'signed-out']);

/** What the request asks for (`lang` is Cognito's, `ui_locales` OpenID Connect's), else what the browser prefers. */
export const pageLanguage = ({ req }: SiteContext): Language =>
  languageOf(`${req.query('lang') ?? ''} ${req.query('ui_locales') ?? ''}`, req.header('Accept-Language'));
