/** What a page's form brings back. Only forms of our own pages are read, out of the browser they were shown to. */
import type { SiteContext } from '../context.ts';
import { isOwnForm } from '../cookies.ts';
import { BodyRefused, readFormBody } from '../form-body.ts';

export type Form = URLSearchParams;

/**
 * `foreign`: another site sent it. `stale`: it is not of this browser, or of before a sign-in. `unreadable`: no form, or
 * too large a one.
 */
export class FormRefused extends Error {
  readonly reason: 'foreign' | 'stale' | 'unreadable';

  constructor(reason: FormRefused['reason']) {
    super(`form refused: ${reason}`);
    this.name = 'FormRefused';
    this.reason = reason;
  }
}

/** Throws FormRefused. */
export const readForm = async (context: SiteContext): Promise<Form> => {
  if (isForeign(context)) throw new FormRefused('foreign');
  const form = await fieldsOf(context);
  if (!isOwnForm(context, form.get('_csrf') ?? undefined)) throw new FormRefused('stale');
  return form;
};

const fieldsOf = async (context: SiteContext): Promise<Form> => {
  try {
    return await readFormBody(context);
  } catch (error) {
    throw error instanceof BodyRefused ? new FormRefused('unreadable') : error;
  }
};

/**
 * Browsers say where a form stood (Fetch Metadata; the Origin header where they are older). The scheme is not compared:
 * a proxy that is not trusted hides it.
 */
const isForeign = ({ req, env }: SiteContext): boolean => {
  const site = req.header('Sec-Fetch-Site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = req.header('Origin');
  return origin !== undefined && URL.parse(origin)?.host !== new URL(env.site.url).host;
};

/** A field's value without spaces around it; empty where it is absent. Never for passwords. */
export const textOf = (form: Form, name: string): string => (form.get(name) ?? '').trim();
