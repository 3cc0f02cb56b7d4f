/** How a message leaves the house: what the delivery loop hands over, and what a transport may answer. */
import type { MessageContent, MessageKind } from '../core/messages/message.ts';

export interface Parcel {
  /** The same at every attempt, so that receivers can tell a repetition. */
  readonly id: string;
  readonly to: string;
  readonly kind: MessageKind;
  readonly userPoolId: string;
  readonly username: string;
  readonly content: MessageContent;
}

/** Resolves when the other side has taken the message over. Throws `Undeliverable` when trying again is useless. */
export type Transport = (parcel: Parcel) => Promise<void>;

export class Undeliverable extends Error {}

export interface Transports {
  /** Undefined: none is configured, such messages wait. */
  readonly EMAIL?: Transport | undefined;
  readonly SMS?: Transport | undefined;
  close(): void;
}
