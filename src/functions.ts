/** The functions of pools as the configuration asks for them: where they run, whether calls are recorded, whose keys. */
import { createFunctions } from './adapters/functions/index.ts';
import { createKmsDataKeys } from './adapters/kms.ts';
import type { Config } from './config.ts';
import type { Core } from './core/core.ts';
import { createRecorder } from './core/functions/recorder.ts';
import { createSenderKeys, managedDataKeys } from './core/keys/sender-keys.ts';
import type { Functions, SenderKeys } from './core/ports.ts';

export interface OpenFunctions {
  readonly functions: Functions;
  readonly senderKeys: SenderKeys;
  /** Ends the functions' processes and waits for what is being recorded. */
  close(): Promise<void>;
}

type Parts = Pick<Core, 'store' | 'sealer' | 'clock' | 'random' | 'log'>;
type Environment = Readonly<Record<string, string | undefined>>;

export const openFunctions = (config: Config, core: Parts, environment: Environment): OpenFunctions => {
  const running = createFunctions({
    routes: config.functions,
    lambdaEndpoint: config.lambdaEndpoint,
    reload: config.mode === 'dev',
    log: core.log,
    environment,
  });
  const recorder = config.recordInvocations ? createRecorder(core, running) : undefined;
  const dataKeys = config.kmsEndpoint
    ? createKmsDataKeys({ endpoint: config.kmsEndpoint, environment })
    : managedDataKeys(core);
  return {
    functions: recorder ?? running,
    senderKeys: createSenderKeys(dataKeys),
    close: async () => {
      await running.close();
      await recorder?.settled();
    },
  };
};
