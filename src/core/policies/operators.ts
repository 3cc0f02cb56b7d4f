/**
 * The condition operators: what one value of a policy says of one value of a request.
 * Source: IAM user guide, "IAM JSON policy elements: Condition operators".
 */
import { holdsAddress, readBlock } from './addresses.ts';
import { arnTest } from './arn.ts';
import { globTemplate, globTest, type Test, textTemplate, tokensOf } from './template.ts';

export interface Operator {
  /** Undefined: the operator cannot read the value, so that it never matches. */
  readonly compile: (value: string, variables: boolean) => Test | undefined;
  /** Holds where none of the policy's values matches. */
  readonly negated: boolean;
  /** Its values may hold policy variables. */
  readonly variables: boolean;
}

const stringTest = (same: (given: string, wanted: string) => boolean): Operator['compile'] => {
  return (text, variables) => {
    const template = textTemplate(text, variables);
    return (value, context) => {
      const wanted = template(context);
      return wanted === undefined ? undefined : same(value, wanted);
    };
  };
};

const equals = stringTest((given, wanted) => given === wanted);
const equalsIgnoreCase = stringTest((given, wanted) => given.toLowerCase() === wanted.toLowerCase());
const like: Operator['compile'] = (text, variables) =>
  globTest(globTemplate(tokensOf(text, { variables, wildcards: true })));

/** Both sides read as numbers: of a kind, or of time. NaN compares with nothing. */
const ordered = (read: (text: string) => number, holds: (given: number, wanted: number) => boolean) => {
  return (text: string): Test | undefined => {
    const wanted = read(text);
    return Number.isNaN(wanted) ? undefined : (value) => holds(read(value), wanted);
  };
};

export const readNumber = (text: string): number =>
  /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;

/** The profile of ISO 8601 that the W3C notes (year to milliseconds). */
const ISO = /^(\d{4})(-(\d{2})(-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;
const SECONDS = /^-?\d+(\.\d+)?$/;

/** Milliseconds since 1970, from ISO 8601 (UTC where it names no zone) or epoch seconds. A bare year is four digits. */
export const readDate = (text: string): number => {
  const found = ISO.exec(text);
  if (found !== null) return Date.parse(found[6] !== undefined && found[9] === undefined ? `${text}Z` : text);
  return SECONDS.test(text) ? Number(text) * 1000 : Number.NaN;
};

const readBool = (text: string): boolean | undefined => {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? lower === 'true' : undefined;
};

const boolTest: Operator['compile'] = (text) => {
  const wanted = readBool(text);
  return wanted === undefined ? undefined : (value) => readBool(value) === wanted;
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const binaryTest: Operator['compile'] = (text) => (BASE64.test(text) ? (value) => value === text : undefined);

const addressTest: Operator['compile'] = (text) => {
  const block = readBlock(text);
  return block === undefined ? undefined : (value) => holdsAddress(block, value);
};

const isEqual = (given: number, wanted: number) => given === wanted;
const isLess = (given: number, wanted: number) => given < wanted;
const isAtMost = (given: number, wanted: number) => given <= wanted;
const isGreater = (given: number, wanted: number) => given > wanted;
const isAtLeast = (given: number, wanted: number) => given >= wanted;

const text = (compile: Operator['compile'], negated = false): Operator => ({ compile, negated, variables: true });
const plain = (compile: Operator['compile'], negated = false): Operator => ({ compile, negated, variables: false });

/** By name in lower case. `Null` is no comparison of values: conditions.ts knows it. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  stringequals: text(equals),
  stringnotequals: text(equals, true),
  stringequalsignorecase: text(equalsIgnoreCase),
  stringnotequalsignorecase: text(equalsIgnoreCase, true),
  stringlike: text(like),
  stringnotlike: text(like, true),
  arnequals: text(arnTest),
  arnlike: text(arnTest),
  arnnotequals: text(arnTest, true),
  arnnotlike: text(arnTest, true),
  numericequals: plain(ordered(readNumber, isEqual)),
  numericnotequals: plain(ordered(readNumber, isEqual), true),
  numericlessthan: plain(ordered(readNumber, isLess)),
  numericlessthanequals: plain(ordered(readNumber, isAtMost)),
  numericgreaterthan: plain(ordered(readNumber, isGreater)),
  numericgreaterthanequals: plain(ordered(readNumber, isAtLeast)),
  dateequals: plain(ordered(readDate, isEqual)),
  datenotequals: plain(ordered(readDate, isEqual), true),
  datelessthan: plain(ordered(readDate, isLess)),
  datelessthanequals: plain(ordered(readDate, isAtMost)),
  dategreaterthan: plain(ordered(readDate, isGreater)),
  dategreaterthanequals: plain(ordered(readDate, isAtLeast)),
  bool: plain(boolTest),
  binaryequals: plain(binaryTest),
  ipaddress: plain(addressTest),
  notipaddress: plain(addressTest, true),
};
