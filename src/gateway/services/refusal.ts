/** What is answered where a request did not get through. */
import type { Core } from '../../core/core.ts';
import { corsHeaders } from './cors.ts';
import type { Answered, Exchange, WholeAnswer } from './exchange.ts';
import type { Service } from './options.ts';
import { ServiceUnreachable } from './refused.ts';

/** The service's own form of what is known, and of a defect. */
export interface RefusalForm {
  readonly code: string;
  readonly answer: WholeAnswer;
}

export const refuse = (
  { log }: Pick<Core, 'log'>,
  service: Service,
  { incoming, outgoing, facts }: Exchange,
  error: unknown,
  form: { readonly known: boolean } & RefusalForm,
): Answered => {
  const about = { err: error, requestId: facts.id, service: service.name };
  if (!form.known) log.error(about, 'a service behind the gateway failed');
  else if (error instanceof ServiceUnreachable && !outgoing.destroyed) log.warn(about, 'a service does not answer');
  facts.errorCode = form.code;
  if (outgoing.headersSent || outgoing.destroyed) {
    outgoing.destroy();
    return 'sent';
  }
  const header = (name: string) => (name === 'origin' ? incoming.headers.origin : undefined);
  return { ...form.answer, headers: { ...form.answer.headers, ...corsHeaders(service, { header }) } };
};
