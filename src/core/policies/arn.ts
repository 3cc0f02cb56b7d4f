/**
 * ARNs with wildcards, as the Resource element and as Arn operators compare them.
 * Source: IAM user guide, "IAM JSON policy elements: Resource" and "Condition operators".
 */
import { type Glob, matchesGlob } from './glob.ts';
import { globTemplate, globTest, type Template, type Test, type Token, tokensOf } from './template.ts';

const FIELDS = 6;

/** Partition, service, region, account and the rest, colons included; fewer than six fields stay fewer. */
export const splitArn = (arn: string): string[] => {
  const parts = arn.split(':');
  return parts.length <= FIELDS ? parts : [...parts.slice(0, FIELDS - 1), parts.slice(FIELDS - 1).join(':')];
};

/** The account that an ARN names, if it names one. */
export const accountIn = (arn: string): string | undefined => splitArn(arn)[4] || undefined;

/** A star at a field's end may reach beyond the colon; one inside a field does not. */
const reachesBeyond = (field: string): boolean => /^[^*?]*\**$/.test(field);

/** Variables count after the fifth colon only. */
export const resourceTest = (pattern: string, variables: boolean): Test => {
  if (pattern === '*') return () => true;
  const fields = splitArn(pattern);
  const head = fields.slice(0, FIELDS - 1);
  if (fields.length === FIELDS && !head.every(reachesBeyond)) return fieldsTest(fields, variables);
  const tail = fields.length === FIELDS ? tokensOf(`:${fields[5]}`, { variables, wildcards: true }) : [];
  return globTest(globTemplate([...literalOrWild(head.join(':')), ...tail]));
};

const literalOrWild = (text: string): Token[] => tokensOf(text, { variables: false, wildcards: true });

const fieldsTest = (fields: readonly string[], variables: boolean): Test => {
  const templates = fields.map((field, index) =>
    globTemplate(tokensOf(field, { variables: variables && index === FIELDS - 1, wildcards: true })),
  );
  return compareFields(templates);
};

const compareFields = (templates: readonly Template<Glob>[]): Test => {
  return (value, context) => {
    const values = splitArn(value);
    if (values.length !== FIELDS) return false;
    for (const [index, template] of templates.entries()) {
      const glob = template(context);
      if (glob === undefined) return undefined;
      if (!matchesGlob(glob, values[index] ?? '')) return false;
    }
    return true;
  };
};

/** ArnEquals and ArnLike: each of the six fields by itself, variables in any of them. */
export const arnTest = (pattern: string, variables: boolean): Test => {
  if (pattern === '*') return (value) => splitArn(value).length === FIELDS;
  const tokens = tokensOf(pattern, { variables, wildcards: true });
  const fields = splitTokens(tokens);
  if (fields.length === FIELDS) return compareFields(fields.map(globTemplate));
  return typeof tokens[0] === 'object' ? wholeArn(tokens) : () => false;
};

/** An ARN that begins with a variable: `${aws:PrincipalArn}`. */
const wholeArn = (tokens: readonly Token[]): Test => {
  const test = globTest(globTemplate(tokens));
  return (value, context) => splitArn(value).length === FIELDS && test(value, context);
};

/** At the first five colons of the literal text: those of a variable's value divide nothing. */
const splitTokens = (tokens: readonly Token[]): Token[][] => {
  const fields: Token[][] = [[]];
  for (const token of tokens) {
    const parts: Token[] = typeof token === 'string' ? token.split(':') : [token];
    for (const [index, part] of parts.entries()) {
      if (index > 0 && fields.length < FIELDS) fields.push([]);
      else if (index > 0) fields.at(-1)?.push(':');
      if (part !== '') fields.at(-1)?.push(part);
    }
  }
  return fields;
};
