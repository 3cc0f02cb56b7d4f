/**
 * Where the link of a verification e-mail leads: `/confirmUser?client_id=&user_name=&confirmation_code=`. As at Cognito
 * the GET confirms, so a mail scanner that follows links does too; a HEAD never does.
 */
import { confirmSignUp } from '../../core/accounts/confirm-sign-up.ts';
import type { Client } from '../../core/clients/client.ts';
import type { Core } from '../../core/core.ts';
import { invalidParameter } from '../../core/errors.ts';
import { countAs, type SiteContext } from '../context.ts';
import { setCommonHeaders } from '../headers.ts';
import { errorPage } from './error.ts';
import { showPage } from './show.ts';

export const isLink = ({ req }: SiteContext): boolean => req.query('confirmation_code') !== undefined;

export const followLink = async (context: SiteContext, core: Core): Promise<Response> => {
  setCommonHeaders(context);
  if (context.req.method === 'HEAD') return context.body(null);
  let client: Client | undefined;
  try {
    countAs(context, 'ConfirmSignUp');
    client = await clientOf(context, core);
    const username = required(context.req.query('user_name'));
    const code = required(context.req.query('confirmation_code'));
    // The code came through the user's mailbox, so the client's secret is not asked for.
    await confirmSignUp(core, { pool: context.env.site.pool, client, username }, { code });
  } catch (error) {
    return errorPage(context, core, error, { client });
  }
  return showPage(context, core, { client }, { page: 'notice', about: 'sign-up-confirmed' });
};

const clientOf = async ({ req, env }: SiteContext, core: Pick<Core, 'directory'>): Promise<Client> => {
  const client = await core.directory.client(required(req.query('client_id')));
  if (client.poolId !== env.site.pool.id) throw invalidParameter('Invalid link.');
  return client;
};

const required = (value: string | undefined): string => {
  if (!value) throw invalidParameter('The link is incomplete.');
  return value;
};
