/** A phone number with a list of country codes before it; what the form sends is the number as a whole. */
import type { Html, View } from '../view.ts';
import { type FieldOptions, field } from './field.ts';

export const phoneField = (view: View, options: FieldOptions): Html => field(view, options);
