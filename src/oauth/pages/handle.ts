/** What every page's handlers have in common: the request is checked, a form is read, and failures have a page. */
import type { Core } from '../../core/core.ts';
import { countAs, type SiteContext } from '../context.ts';
import type { LimitedOperation } from '../limit.ts';
import type { Notice } from '../views/page.ts';
import { errorPage } from './error.ts';
import { type Form, FormRefused, readForm } from './form.ts';
import { showPage } from './show.ts';
import { noticeOf, textsOf, type Visit, visitOf } from './visit.ts';

type Handler = (context: SiteContext) => Promise<Response>;
export type Opening = (visit: Visit, notice?: Notice) => Promise<Response>;

export const opening =
  (core: Core, open: Opening): Handler =>
  async (context) => {
    try {
      return await open(await visitOf(context, core));
    } catch (error) {
      if (error instanceof FormRefused) return refused(context, core, error);
      return errorPage(context, core, error);
    }
  };

export interface Page {
  /** Anew, too: for a form that this browser was not shown, or before it signed in. */
  readonly open: Opening;
  readonly take: (visit: Visit, form: Form) => Promise<Response>;
  /** What the form counts as. */
  readonly operation: LimitedOperation;
}

export const posted =
  (core: Core, { open, take, operation }: Page): Handler =>
  async (context) => {
    let visit: Visit | undefined;
    try {
      visit = await visitOf(context, core);
      const form = await readForm(context);
      countAs(context, operation);
      return await take(visit, form);
    } catch (error) {
      if (!(error instanceof FormRefused)) return errorPage(context, core, error, visit);
      if (!visit || error.reason !== 'stale') return refused(context, core, error);
      return begunAnew(visit, open);
    }
  };

const begunAnew = async (visit: Visit, open: Opening): Promise<Response> => {
  try {
    return await open(visit, noticeOf(visit, 'error', 'message.stale'));
  } catch (error) {
    return errorPage(visit.context, visit.core, error, visit);
  }
};

/** Tells a person whom another site has sent here, and nobody else, what happened. */
const refused = (context: SiteContext, core: Core, { reason }: FormRefused): Promise<Response> => {
  const texts = textsOf({ context, core });
  const text = texts[reason === 'stale' ? 'message.stale' : 'message.foreignForm'];
  return showPage(context, core, { status: reason === 'unreadable' ? 400 : 403 }, { page: 'error', text });
};
