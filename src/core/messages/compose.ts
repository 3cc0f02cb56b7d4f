import type { MessageContent, MessageKind } from './message.ts';

export interface OutgoingMessage {
  readonly poolId: string;
  readonly username: string;
  readonly channel: 'EMAIL' | 'SMS';
  readonly to: string;
  readonly kind: MessageKind;
  readonly content: MessageContent;
}
