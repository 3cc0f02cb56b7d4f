/** Links to the terms of a client, in the page's language where they are there in it. */
import { type TermsLink, termsLinks } from '../../core/terms/links.ts';
import { pageLanguage } from './show.ts';
import type { Visit } from './visit.ts';

export const termsOf = ({ context, core, client }: Visit): Promise<readonly TermsLink[]> =>
  termsLinks(core, client, pageLanguage(context));
