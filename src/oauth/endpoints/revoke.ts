/** `/oauth2/revoke`. */
import type { Core } from '../../core/core.ts';
import { revokeFor } from '../../core/oauth/revoke.ts';
import { countAs, type SiteApp } from '../context.ts';
import { nothing } from './answers.ts';
import { addClientCall } from './client-call.ts';

export const addRevoke = (app: SiteApp, core: Core): void =>
  addClientCall(app, {
    path: '/oauth2/revoke',
    unauthenticated: 401,
    async answer(context, request) {
      countAs(context, 'RevokeToken');
      await revokeFor(core, context.env.site.pool, request);
      return nothing();
    },
  });
