/** The field for the name that somebody signs in with. */
import type { NameKind } from '../page.ts';
import type { Html, View } from '../view.ts';
import { field } from './field.ts';

export interface NameFieldOptions {
  readonly kinds: readonly NameKind[];
  readonly value?: string | undefined;
  /** As the tokens of the autocomplete attribute. */
  readonly autocomplete: string;
  readonly autofocus?: boolean;
}

export const nameField = (view: View, { kinds, value, autocomplete, autofocus }: NameFieldOptions): Html =>
  field(view, {
    id: 'username',
    name: 'username',
    label: nameLabel(view, kinds),
    type: kinds.length === 1 ? (TYPES[kinds[0] ?? 'username'] ?? 'text') : 'text',
    value,
    autocomplete,
    hint: kinds.includes('phone_number') ? view.t('field.phoneHint') : undefined,
    required: true,
    autofocus: autofocus ?? true,
  });

const TYPES: Partial<Readonly<Record<NameKind, string>>> = { email: 'email', phone_number: 'tel' };

/** "Email address, Phone number or Username". */
const nameLabel = (view: View, kinds: readonly NameKind[]): string => {
  const labels = (kinds.length === 0 ? (['username'] as const) : kinds).map((kind) => view.t(`field.${kind}`));
  return labels.reduce((first, second) => view.t('field.or', { first, second }));
};
