/** Starts everything in order, and stops it in the reverse one. */
import { type Part, startDynamoDb, startS3 } from './backends.ts';
import { deploy } from './deploy.ts';
import { at, type Places, USUAL } from './places.ts';
import { logFile, startPoolhouse } from './poolhouse.ts';
import { buildWeb, serveWeb } from './web.ts';

export interface WildRydes {
  readonly addresses: { readonly app: string; readonly mailbox: string; readonly api: string };
  readonly log: string;
  stop(): Promise<void>;
}

export const startWildRydes = async (places: Places = USUAL, tell = (_: string): void => {}): Promise<WildRydes> => {
  const parts: Part[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.splice(0).reverse()) await part.stop();
  };
  try {
    tell('Building the app');
    const built = buildWeb(places);
    // Whatever fails first is told; this is awaited below.
    built.catch(() => {});
    tell('Starting the servers of tables and photos');
    parts.push(await startDynamoDb(places));
    parts.push(await startS3(places));
    tell('Starting Poolhouse and its gateway');
    parts.push(await startPoolhouse(places));
    tell('Deploying template.yaml');
    const outputs = await deploy(places);
    await built;
    const { poolhouse, gateway, web } = places.ports;
    const mailbox = `${at(poolhouse)}/mailbox`;
    parts.push(await serveWeb(places, { ...outputs, endpoint: at(poolhouse), storage: at(gateway), mailbox }));
    return { addresses: { app: at(web), mailbox, api: outputs.api }, log: logFile(places), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
