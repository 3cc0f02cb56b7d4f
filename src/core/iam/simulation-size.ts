/** A simulation is as large as its request makes it, and nothing else is answered meanwhile. */
import { allPolicies, type Simulation } from '../policies/simulate.ts';
import { invalidInput } from './errors.ts';

/** Characters that are looked at; about a second. */
const MAX_WORK = 100_000_000;
/** What an evaluation takes apart from its policies' text. */
const OVERHEAD = 2_000;

/** Throws InvalidInputException. */
export const assertSimulationSize = ({ actions, resources, context, policies }: Simulation): void => {
  const texts = allPolicies(policies).map(({ text }) => text);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  // A pattern with `?` is compared at each place of a value.
  const places = texts.some((text) => text.includes('?'))
    ? longest([...resources, ...[...context.values()].flat()])
    : 1;
  const evaluations = actions.length * Math.max(1, resources.length);
  if (evaluations * (OVERHEAD + characters * places) <= MAX_WORK) return;
  throw invalidInput(
    'The simulation is too large: ask for fewer actions and resources at once, or of smaller policies.',
  );
};

const longest = (values: readonly string[]): number => values.reduce((most, { length }) => Math.max(most, length), 1);
