/** Whether one value fits its attribute's definition, said in Cognito's words. */
import { invalidParameter } from '../errors.ts';
import type { AttributeDefinition } from '../pools/pool.ts';

/** A local part, then at least two labels; no control characters, nothing that RFC 5322 (section 3.2.3) keeps for other uses. */
const EMAIL = /^[^\s\p{Cc}@<>()[\]\\,;:"]+@(?:[^\s\p{Cc}@<>()[\]\\,;:".]+\.)+[^\s\p{Cc}@<>()[\]\\,;:".]+$/u;
/** E.164: a plus sign, then at most fifteen digits, the first of which is no zero. */
const PHONE = /^\+[1-9]\d{1,14}$/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const BIRTHDATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export const isEmail = (value: string): boolean => EMAIL.test(value);
export const isPhoneNumber = (value: string): boolean => PHONE.test(value);

const formats: Readonly<Record<string, { test: (value: string) => boolean; message: string }>> = {
  email: { test: isEmail, message: 'Invalid email address format.' },
  phone_number: { test: isPhoneNumber, message: 'Invalid phone number format.' },
};

export const hasFormat = (name: 'email' | 'phone_number', value: string): boolean =>
  name === 'email' ? isEmail(value) : isPhoneNumber(value);

/** Throws InvalidParameterException for an e-mail address or a phone number of the wrong form. */
export const checkFormat = (name: string, value: string): void => {
  const format = formats[name];
  if (format && !format.test(value)) throw invalidParameter(format.message);
};

const isDateTime = (value: string): boolean =>
  NUMBER.test(value) || (DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)));

const stringProblem = ({ name, minLength, maxLength }: AttributeDefinition, value: string): string | undefined => {
  if (minLength !== undefined && value.length < Number(minLength)) {
    return `String must be at least ${minLength} characters long`;
  }
  if (maxLength !== undefined && value.length > Number(maxLength)) {
    return `String must be no longer than ${maxLength} characters`;
  }
  return name === 'birthdate' && !BIRTHDATE.test(value) ? 'Birthdate must be of the form YYYY-MM-DD' : undefined;
};

const numberProblem = ({ minValue, maxValue }: AttributeDefinition, value: string): string | undefined => {
  if (!NUMBER.test(value)) return 'Invalid value for a number';
  if (minValue !== undefined && Number(value) < Number(minValue)) return `Number must be no less than ${minValue}`;
  if (maxValue !== undefined && Number(value) > Number(maxValue)) return `Number must be no greater than ${maxValue}`;
  return undefined;
};

/** What is wrong with a value by the schema; undefined when nothing is. */
export const schemaProblem = (definition: AttributeDefinition, value: string): string | undefined => {
  switch (definition.type) {
    case 'String':
      return stringProblem(definition, value);
    case 'Number':
      return numberProblem(definition, value);
    case 'Boolean':
      return /^(true|false)$/i.test(value) ? undefined : 'Invalid value for a boolean';
    case 'DateTime':
      return isDateTime(value) ? undefined : 'Invalid value for a date and time';
  }
};

/** Booleans are kept in lower case, whatever the caller wrote. */
export const storedValue = (definition: AttributeDefinition, value: string): string =>
  definition.type === 'Boolean' ? value.toLowerCase() : value;
