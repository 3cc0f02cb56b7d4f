/** Fields for attributes of a person, standard and custom. */
import { html } from 'hono/html';
import type { Field } from '../page.ts';
import { fieldHint, fieldLabel } from '../texts/index.ts';
import type { Html, Problem, View } from '../view.ts';
import { field, given, problemOf } from './field.ts';
import { phoneField } from './phone.ts';

/** Hints for browsers: WCAG 2.2, success criterion 1.3.5. */
const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  address: 'street-address',
  birthdate: 'bday',
  email: 'email',
  family_name: 'family-name',
  gender: 'sex',
  given_name: 'given-name',
  locale: 'language',
  middle_name: 'additional-name',
  name: 'name',
  nickname: 'nickname',
  phone_number: 'tel',
  picture: 'photo',
  preferred_username: 'username',
  username: 'username',
  website: 'url',
};

export const attributeField = (view: View, of: Field, autofocus = false): Html => {
  if (of.input === 'checkbox') return checkboxField(view, of);
  const { name, value, input, required, maxLength, problem } = of;
  const options = {
    id: idOf(of),
    name,
    label: fieldLabel(view.texts, knownAs(of)),
    type: input === 'number' ? 'text' : input,
    ...(input === 'number' ? { inputMode: 'decimal' } : {}),
    value,
    autocomplete: AUTOCOMPLETE[name] ?? 'off',
    hint: fieldHint(view.texts, { name: knownAs(of), input }),
    problem,
    required,
    optional: !required,
    maxLength,
    autofocus,
  };
  return input === 'tel' && view.look.phone === 'selector' ? phoneField(view, options) : field(view, options);
};

/** Where an address is the name that people sign in with. */
const knownAs = ({ name, input }: Field): string => {
  if (name !== 'username') return name;
  if (input === 'email') return 'email';
  return input === 'tel' ? 'phone_number' : name;
};

export const problemsOf = (view: View, fields: readonly Field[]): Problem[] =>
  fields.flatMap((each) => {
    if (each.problem === undefined) return [];
    const text = view.t('error.field', { field: fieldLabel(view.texts, each.name), problem: each.problem });
    return [{ id: idOf(each), text }];
  });

/** `custom:tier` would be two things in a selector. */
const idOf = ({ name }: Field): string => `field-${name.replace(/[^\w-]/g, '_')}`;

const checkboxField = (view: View, of: Field): Html => html`
  <div class="field option">
    <input class="control" type="checkbox" id="${idOf(of)}" name="${of.name}" value="true"${
      of.value === 'true' ? ' checked' : ''
    }${of.required ? ' required' : ''}${given('aria-describedby', of.problem && `${idOf(of)}-problem`)}>
    <label for="${idOf(of)}">${fieldLabel(view.texts, of.name)}</label>
    ${problemOf({ id: idOf(of), name: of.name, label: '', problem: of.problem })}
  </div>`;
