/** The endpoints of a site, one file each. */
import { Hono } from 'hono';
import type { Core } from '../../core/core.ts';
import type { SiteApp, SiteEnv } from '../context.ts';
import { unexpected } from '../pages/error.ts';
import { addPageFiles } from '../views/page-files.ts';
import { addPreview } from '../views/preview/routes.ts';
import { failed } from './answers.ts';
import { addAuthorize } from './authorize.ts';
import { addIdpResponse } from './idp-response.ts';
import { addLogout } from './logout.ts';
import { addRevoke } from './revoke.ts';
import { addSamlLogout } from './saml-logout.ts';
import { addSamlResponse } from './saml-response.ts';
import { addToken } from './token.ts';
import { addUserInfo } from './user-info.ts';

export const endpointRoutes = (core: Core): SiteApp => {
  const app: SiteApp = new Hono<{ Bindings: SiteEnv }>();
  app.route('/', clientCalls(core));
  app.route('/', browserVisits(core));
  return app;
};

/** Applications call these. */
const clientCalls = (core: Core): SiteApp => {
  const app: SiteApp = new Hono<{ Bindings: SiteEnv }>();
  addToken(app, core);
  addUserInfo(app, core);
  addRevoke(app, core);
  app.onError((error, context) => failed(context, core, error));
  return app;
};

/** Browsers come here. */
const browserVisits = (core: Core): SiteApp => {
  const app: SiteApp = new Hono<{ Bindings: SiteEnv }>();
  addAuthorize(app, core);
  addLogout(app, core);
  addIdpResponse(app, core);
  addSamlResponse(app, core);
  addSamlLogout(app, core);
  addPageFiles(app, core);
  addPreview(app, core);
  app.onError((error, context) => unexpected(context, core, error));
  return app;
};
