/** The functions of pools as the configuration asks for them: where they run, whether calls are recorded, whose keys. */
import { createFunctions } from './adapters/functions/index.ts';
import { createKmsDataKeys } from './adapters/kms.ts';
import type { Config } from './config.ts';
import type { Core } from './core/core.ts';
import { createRecorder } from './core/functions/recorder.ts';
import { createSenderKeys, managedDataKeys } from './core/keys/sender-keys.ts';
import { FunctionFailed, type Functions, type SenderKeys } from './core/ports.ts';
import type { Metrics } from './metrics.ts';

export interface OpenFunctions {
  readonly functions: Functions;
  readonly senderKeys: SenderKeys;
  /** Ends the functions' processes and waits for what is being recorded. */
  close(): Promise<void>;
}

type Parts = Pick<Core, 'store' | 'sealer' | 'clock' | 'random' | 'log'> & {
  readonly metrics?: Pick<Metrics, 'functionCall'>;
};
type Environment = Readonly<Record<string, string | undefined>>;

export const openFunctions = (config: Config, core: Parts, environment: Environment): OpenFunctions => {
  const running = createFunctions({
    routes: config.functions,
    lambdaEndpoint: config.lambdaEndpoint,
    reload: config.mode === 'dev',
    log: core.log,
    environment,
  });
  const counted = core.metrics ? measured(running, core.metrics) : running;
  const recorder = config.recordInvocations ? createRecorder(core, counted) : undefined;
  const dataKeys = config.kmsEndpoint
    ? createKmsDataKeys({ endpoint: config.kmsEndpoint, environment })
    : managedDataKeys(core);
  return {
    functions: recorder ?? counted,
    senderKeys: createSenderKeys(dataKeys),
    close: async () => {
      await running.close();
      await recorder?.settled();
    },
  };
};

const measured = (functions: Functions, metrics: Pick<Metrics, 'functionCall'>): Functions => ({
  async invoke(call) {
    const began = performance.now();
    const tell = (outcome: string): void => metrics.functionCall(call.trigger, outcome, performance.now() - began);
    try {
      const answer = await functions.invoke(call);
      tell('answered');
      return answer;
    } catch (error) {
      tell(error instanceof FunctionFailed ? error.kind : 'error');
      throw error;
    }
  },
});
