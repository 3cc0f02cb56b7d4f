/** An e-mail or SMS on its way out. The row is written in the same commit as the code that it carries. */
import type { TriggerEvent } from '../triggers/event.ts';

export type MessageKind =
  | 'sign-up'
  | 'resend-code'
  | 'forgot-password'
  | 'verify-attribute'
  | 'update-attribute'
  | 'invitation'
  | 'authentication';

export interface MessageContent {
  readonly subject?: string;
  readonly body: string;
  readonly code?: string;
  readonly link?: string;
  /** The pool's own function sends it, in the place of the server's transports. */
  readonly sender?: SenderCall;
}

/** The call of a CustomEmailSender or CustomSMSSender function, but for the code, which joins at delivery. */
export interface SenderCall {
  readonly trigger: 'CustomEmailSender' | 'CustomSMSSender';
  readonly arn: string;
  readonly keyArn: string;
  readonly event: TriggerEvent;
}

export interface Message {
  /** Time-ordered, unguessable. */
  readonly id: string;
  readonly poolId: string;
  readonly username: string;
  readonly channel: 'EMAIL' | 'SMS';
  readonly to: string;
  readonly kind: MessageKind;
  /** MessageContent as JSON, sealed under `message`, bound to the id: codes and passwords never rest in clear. */
  readonly sealedContent: string;
  /** `kept`: stays in the mailbox of a `dev` server. `pending`: waits for delivery. `failed`: given up. */
  readonly state: 'kept' | 'pending' | 'failed';
  readonly attempts: number;
  readonly createdAt: number;
  readonly nextAttemptAt: number;
  readonly version: number;
}
