/**
 * Keeps what functions were called with and what they answered, sealed, for a look and for another run. A sign-in never
 * waits for it: what cannot be written in time is not recorded.
 */
import type { Core } from '../core.ts';
import { type FunctionCall, FunctionFailed, type Functions } from '../ports.ts';
import { type Invocation, type InvocationContent, sealContent } from './invocation.ts';

type Parts = Pick<Core, 'store' | 'sealer' | 'clock' | 'random' | 'log'>;

export interface Recorder extends Functions {
  /** Waits for what is being written. */
  settled(): Promise<void>;
}

/** Milliseconds. */
const KEPT = 7 * 24 * 3_600_000;
const KEPT_PER_POOL = 1_000;
const TRIM_EVERY = 100;
const MAX_WRITING = 200;
/** Characters of JSON; a larger event or answer is not kept. */
const MAX_CONTENT = 256 * 1024;

export const createRecorder = (core: Parts, functions: Functions): Recorder => {
  const writing = new Set<Promise<void>>();
  let recorded = 0;

  const write = (invocation: Invocation): void => {
    recorded += 1;
    // The first one too: a process may end before its hundredth.
    const trims = recorded % TRIM_EVERY === 1;
    const { invocations } = core.store;
    const task = core.store
      .commit([invocations.insert(invocation)])
      .then(() => (trims ? core.store.commit([invocations.trim(invocation.poolId, KEPT_PER_POOL)]) : undefined))
      .catch((error: unknown) => core.log.warn({ err: error }, 'a call of a function was not recorded'))
      .finally(() => writing.delete(task));
    writing.add(task);
  };

  const record = (
    call: FunctionCall,
    began: Began,
    outcome: Invocation['outcome'],
    more: Partial<InvocationContent>,
  ) => {
    if (writing.size >= MAX_WRITING) return;
    const invocation = invocationOf(core, call, began, outcome, more);
    if (invocation) write(invocation);
  };

  return {
    async invoke(call) {
      const began = { at: core.clock.now(), mark: performance.now() };
      try {
        const answer = await functions.invoke(call);
        record(call, began, 'answered', { answer });
        return answer;
      } catch (error) {
        if (error instanceof FunctionFailed) record(call, began, error.kind, reasonOf(error));
        throw error;
      }
    },
    settled: async () => {
      await Promise.all(writing);
    },
  };
};

interface Began {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly mark: number;
}

const reasonOf = ({ errorType, errorMessage }: FunctionFailed) => ({
  ...(errorType !== undefined && { errorType }),
  ...(errorMessage !== undefined && { errorMessage }),
});

/**
 * Events of UserMigration bring the password that somebody typed in, and answers repeat their events: it is not kept.
 * Undefined when the content is too large.
 */
const withoutPasswords = (content: InvocationContent): InvocationContent | undefined => {
  const json = JSON.stringify(content, (name, value: unknown) =>
    name === 'password' && typeof value === 'string' ? '[hidden]' : value,
  );
  return json.length > MAX_CONTENT ? undefined : (JSON.parse(json) as InvocationContent);
};

const invocationOf = (
  { sealer, random }: Parts,
  call: FunctionCall,
  { at, mark }: Began,
  outcome: Invocation['outcome'],
  more: Partial<InvocationContent>,
): Invocation | undefined => {
  const content = withoutPasswords({ event: call.event, ...more });
  if (content === undefined) return undefined;
  const id = `${at.toString(16).padStart(12, '0')}-${Buffer.from(random.bytes(6)).toString('hex')}`;
  const { userPoolId = '', triggerSource = '' } = call.event as { userPoolId?: string; triggerSource?: string };
  return {
    id,
    poolId: userPoolId,
    functionArn: call.arn,
    trigger: call.trigger,
    source: triggerSource,
    outcome,
    startedAt: at,
    durationMs: Math.round(performance.now() - mark),
    sealedContent: sealContent(sealer, id, content),
    expiresAt: at + KEPT,
  };
};
